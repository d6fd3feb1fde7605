import { codeOf } from '../../src/database/sqlstate';
import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample' })));
afterAll(() => atlas.close());

const ADMIN = { role: 'ADMIN' };
/** What the database says of a parameter that the statement does not name. */
const MISUNDERSTOOD = '08P01';

test.each([
  ['a public read', () => atlas.database.readPublic('select 1', ['too many'])],
  ['a cleared read', () => atlas.database.readCleared(ADMIN, 'select 1', ['too many'])],
  ['a change', () => atlas.database.write(ADMIN, (manager) => manager.query('select 1', ['too many']))],
])('a slip of our own in %s is told as such, not as a database that is gone, and leaves its connection fit for use', async (_what, slip) => {
  for (let at = 0; at < 8; at += 1) expect(await slip().then(() => undefined, codeOf)).toBe(MISUNDERSTOOD);
  const fit = Array.from({ length: 8 }, () => Promise.all([atlas.database.readPublic('select 1 as one', []), atlas.database.readCleared(ADMIN, 'select 1 as one', []), atlas.database.write(ADMIN, (manager) => manager.query('select 1 as one'))]));
  expect(await Promise.all(fit)).toEqual(fit.map(() => [[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]]));
});
