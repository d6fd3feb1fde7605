// The documented operations as examples: each with the variables of its first golden case, which is known to be answered.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @returns {{ name: string, meaning: string, document: string, variables: string }[]} in the order of their names. */
export function readExamples(root) {
  const operations = join(root, 'schema/operations');
  return readdirSync(operations)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const name = basename(file, '.graphql');
      const document = readFileSync(join(operations, file), 'utf8');
      const golden = firstCase(join(root, 'test/operations', `${name}.golden.json`));
      const role = golden?.role === undefined || golden.role === 'ANONYMOUS' ? '' : ' Needs a token.';
      const variables = golden === undefined ? '' : JSON.stringify(golden.variables, null, 2);
      return { name, meaning: leadingComment(document) + role, document, variables };
    });
}

function firstCase(path) {
  if (!existsSync(path)) return undefined;
  const cases = JSON.parse(readFileSync(path, 'utf8'));
  return cases.find((one) => one.answer?.errors === undefined) ?? cases[0];
}

function leadingComment(document) {
  const lines = document.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^#\s?/, ''))
    .join(' ')
    .trim();
}
