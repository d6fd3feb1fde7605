import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';

const FILE = 'schema/schema.graphql';

export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('print the GraphQL schema')
    .option('--write', `write it to ${FILE} below the current folder`)
    .option('--check', `compare it with ${FILE} below the current folder; exit 1 when they differ, and write nothing`)
    .addHelpText('after', '\nExample:\n  vcs-atlas schema > schema.graphql')
    .action((flags: { write?: boolean; check?: boolean }) => {
      const { lexicographicSortSchema, printSchema } = require('graphql') as typeof import('graphql');
      const { atlasSchema } = require('../app') as typeof import('../app');
      const schema = `${printSchema(lexicographicSortSchema(atlasSchema()))}\n`;
      const path = join(process.cwd(), FILE);
      if (flags.check === true) {
        const differences = differingLines(readFileSync(path, 'utf8'), schema);
        if (differences.length === 0) return;
        process.stderr.write(`${FILE} is not what the code says; run: npm run schema\n${differences.join('\n')}\n`);
        process.exitCode = 1;
      } else if (flags.write === true) {
        writeFileSync(path, schema);
      } else {
        process.stdout.write(schema);
      }
    });
}

/** Lines that only one side has, in order, each with what it stands in: enough to see what changed. */
function differingLines(committed: string, made: string): string[] {
  const [before, after] = [linesInPlace(committed), linesInPlace(made)];
  return [...only(before, after).map((line) => `- ${line}`), ...only(after, before).map((line) => `+ ${line}`)];
}

function linesInPlace(text: string): string[] {
  let place = '';
  return text.split('\n').map((line) => {
    if (/^\w/.test(line)) place = line;
    return /^\s+\S/.test(line) ? `${place.replace(/ [{=].*/, '')} › ${line.trim()}` : line;
  });
}

function only(lines: readonly string[], others: readonly string[]): string[] {
  const there = new Map<string, number>();
  for (const line of others) there.set(line, (there.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = there.get(line) ?? 0;
    there.set(line, left - 1);
    return left <= 0;
  });
}
