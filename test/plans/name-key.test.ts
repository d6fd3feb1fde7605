import { nameKey } from '../../src/plans/name-key';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample' })));
afterAll(() => at.close());

it.each([
  'Health & safety', 'health  AND Safety', 'Children’s trust', "Children's trust", 'H of S, commissioning', 'The h of s', 'path of success', 'H of S H of S', 'Straße', 'Ærø', 'Café', 'ﬁnance №1', 'İzmir', '–', '* * *', '&', '',
])('the key of the name “%s” is the one that the database computes', async (name) => {
  expect(await rowsOf(at, 'select name_key($1) as key', [name])).toEqual([{ key: nameKey(name) }]);
});
