import { openDatabase } from '../../src/cli/target';
import type { Database } from '../../src/database/database';
import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
let command: Database;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  command = await openDatabase(atlas.config);
});
afterAll(async () => {
  await command?.close();
  await atlas?.close();
});

const ADMIN = { role: 'ADMIN' };
const LIMIT = `select current_setting('statement_timeout') as "limit"`;

test.each<[string, () => Promise<unknown>]>([
  ['a public read', () => command.readPublic(LIMIT, [])],
  ['a cleared read, such as the search for a person', () => command.readCleared(ADMIN, LIMIT, [])],
  ['a change', () => command.write(ADMIN, (manager) => manager.query(LIMIT))],
])('%s of a command may look through all that there is: for an hour, on either engine', async (_what, ask) => {
  expect(await ask()).toEqual([{ limit: '1h' }]);
});
