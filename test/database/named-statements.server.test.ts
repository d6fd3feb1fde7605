/** On a server alone: the embedded engine names no statement. */
import { entities } from '../../src/app';
import { reachDatabase } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
let database: Database;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample' });
  database = await Database.over(await reachDatabase({ ...atlas.config, poolSize: 1 }), entities);
});
afterAll(async () => {
  await database?.close();
  await atlas?.close();
});

const run = async (sql: string, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await database.readPublic(sql, [], undefined, true);
};
const kept = async (): Promise<string[]> => (await database.readPublic<{ statement: string }>(`select statement from pg_prepared_statements where statement like 'select ''kept''%' order by statement`, [])).map(({ statement }) => statement);

test('a server keeps what is asked again, and nothing that is asked once or is long', async () => {
  await run(`select 'kept' as once`, 1);
  await run(`select 'kept' as again`, 3);
  await run(`select 'kept' as long ${' '.repeat(16_000)}`, 3);
  expect(await kept()).toEqual([`select 'kept' as again`]);
});

test('it keeps no more of all statements together than it can hold on every connection', async () => {
  for (let at = 0; at < 40; at += 1) await run(`select 'kept' as n${at} ${' '.repeat(10_000)}`, 2);
  const statements = await kept();
  expect(statements.length).toBeGreaterThan(10);
  expect(statements.reduce((sum, one) => sum + one.length, 0)).toBeLessThan(250_000);
});
