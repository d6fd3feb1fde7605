import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../support';
import { prettySql } from './pretty-sql';

/**
 * Every documented operation that reads, held to its answers and to the SQL that gave them. To take over what has changed:
 * UPDATE_GOLDEN=1 npx jest test/operations/golden, then read the difference.
 */
interface GoldenCase {
  /** What the case shows. */
  readonly title: string;
  /** Who asks; anonymous when left out. */
  readonly role?: Role;
  readonly variables: Record<string, unknown>;
  readonly answer?: unknown;
  /** A statement each, as lines. */
  readonly sql?: readonly (readonly string[])[];
}

const OPERATIONS = join(__dirname, '../../schema/operations');
const UPDATE = process.env.UPDATE_GOLDEN === '1';

const names = readdirSync(OPERATIONS)
  .filter((file) => file.endsWith('.graphql'))
  // What changes something has tests of its own, on a database of its own.
  .filter((file) => !/^mutation\b/m.test(readFileSync(join(OPERATIONS, file), 'utf8')))
  .map((file) => file.replace('.graphql', ''))
  .sort();

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

describe.each(names)('the operation %s', (name) => {
  const file = join(__dirname, `${name}.golden.json`);
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GoldenCase[]) : [];
  const operation = readFileSync(join(OPERATIONS, `${name}.graphql`), 'utf8');
  const asked: GoldenCase[] = [];

  it('has golden cases', () => {
    expect(cases).not.toEqual([]);
  });

  for (const golden of cases) {
    it(`answers ${golden.title}`, async () => {
      const { sql, ...answer } = await opened.ask(operation, golden.variables, { role: golden.role ?? 'ANONYMOUS' });
      const now = { answer, sql: sql.map(prettySql) };
      asked.push({ ...golden, ...now });
      if (!UPDATE) expect(now).toEqual({ answer: golden.answer, sql: golden.sql });
    });
  }

  if (UPDATE) {
    afterAll(() => {
      if (cases.length > 0 && asked.length === cases.length) writeFileSync(file, asText(asked));
    });
  }
});

it('every golden file belongs to an operation', () => {
  const orphans = readdirSync(__dirname).filter((file) => file.endsWith('.golden.json') && !names.includes(file.replace('.golden.json', '')));
  expect(orphans).toEqual([]);
});

/** Positions and other pairs of numbers stand on one line. */
function asText(cases: readonly GoldenCase[]): string {
  return `${JSON.stringify(cases, null, 2).replace(/\[\s+(-?[\d.e-]+),\s+(-?[\d.e-]+)\s+\]/g, '[$1, $2]')}\n`;
}
