import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/access/viewer';
import type { Answer } from '../support/ask';
import { prettySql } from './pretty-sql';

/** Takes over what has changed: UPDATE_GOLDEN=1 npx jest test/operations, then read the difference. */
const UPDATE = process.env.UPDATE_GOLDEN === '1';
const OPERATIONS = join(__dirname, '../../schema/operations');

export interface GoldenCase {
  /** What the case shows. */
  readonly title: string;
  /** Who asks; anonymous when left out. */
  readonly role?: Role;
  readonly variables: Record<string, unknown>;
  readonly answer?: unknown;
  /** A statement each, as lines. */
  readonly sql?: readonly (readonly string[])[];
}

export function operationText(name: string): string {
  return readFileSync(join(OPERATIONS, `${name}.graphql`), 'utf8');
}

/** The documented operations that read, and those that change something. */
export function operationNames(): { reading: string[]; changing: string[] } {
  const names = readdirSync(OPERATIONS).flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []).sort();
  const changes = (name: string): boolean => /^mutation\b/m.test(operationText(name));
  return { reading: names.filter((name) => !changes(name)), changing: names.filter(changes) };
}

/** Holds an operation to the cases of its file; `ask` gives the answer to one of them. */
export function holdToGolden<Case extends GoldenCase>(name: string, ask: (golden: Case) => Promise<Answer>): void {
  const file = join(__dirname, `${name}.golden.json`);
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Case[]) : [];
  const asked: Case[] = [];

  it('has golden cases', () => {
    expect(cases).not.toEqual([]);
  });

  for (const golden of cases) {
    it(`answers ${golden.title}`, async () => {
      const { sql, ...answer } = await ask(golden);
      const now = { answer, sql: sql.map(prettySql) };
      asked.push({ ...golden, ...now });
      if (!UPDATE) expect({ ...now, sql: inOneOrder(now.sql) }).toEqual({ answer: golden.answer, sql: inOneOrder(golden.sql ?? []) });
    });
  }

  if (UPDATE) {
    afterAll(() => {
      if (cases.length > 0 && asked.length === cases.length) writeFileSync(file, asText(asked));
    });
  }
}

/** Statements that run side by side come in any order. */
function inOneOrder(statements: readonly (readonly string[])[]): (readonly string[])[] {
  return [...statements].sort((one, other) => (one.join('\n') < other.join('\n') ? -1 : 1));
}

/** Positions and other pairs of numbers stand on one line. */
function asText(cases: readonly GoldenCase[]): string {
  return `${JSON.stringify(cases, null, 2).replace(/\[\s+(-?[\d.e-]+),\s+(-?[\d.e-]+)\s+\]/g, '[$1, $2]')}\n`;
}
