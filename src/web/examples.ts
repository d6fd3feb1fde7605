import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A documented operation, ready to run. */
export interface Example {
  readonly name: string;
  readonly meaning: string;
  readonly document: string;
  readonly variables: string;
}

/** The operations of a folder by name. `<name>.variables.json` beside one holds values to try it with. */
export function readExamples(folder: string): Example[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.graphql'.length);
      const document = readFileSync(join(folder, file), 'utf8');
      const values = join(folder, `${name}.variables.json`);
      return { name, meaning: leadingComment(document), document, variables: existsSync(values) ? readFileSync(values, 'utf8') : '' };
    });
}

/** What the comment at the head of a document says of it. */
function leadingComment(document: string): string {
  const lines = document.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end === -1 ? undefined : end)
    .map((line) => line.replace(/^#\s?/, ''))
    .join(' ')
    .trim();
}
