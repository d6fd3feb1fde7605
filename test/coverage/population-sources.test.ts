import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => atlas.close());

const QUESTION = '{ coverage(area: "E10000015") { whole { perThousand { population value } } } }';
const POPULATION = `s.measure = 'population_0_25' and s.area_id in (select d.id from areas d join areas c on c.id = d.parent_id where c.code = 'E10000015')`;

async function told(): Promise<unknown> {
  const { data, errors } = await atlas.ask<{ coverage: { whole: { perThousand: unknown } } }>(QUESTION);
  expect(errors).toBeUndefined();
  return data?.coverage.whole.perThousand;
}

test('districts whose population two sources tell count once in that of an area, and one of which nothing is known is no nought', async () => {
  const before = await told();
  expect(before).toMatchObject({ population: expect.any(Number) as number });
  const again = `insert into area_statistics (area_id, measure, year, value, source) select s.area_id, s.measure, s.year, s.value + 1, s.source || ', revised' from area_statistics s where ${POPULATION}`;
  await atlas.owner.query(again);
  expect(await told()).toEqual(before);
  // As many rows as there are districts, and one district without any.
  await atlas.owner.query(`delete from area_statistics s where ${POPULATION} and s.source not like '%, revised' and s.area_id not in (select min(s.area_id::text)::uuid from area_statistics s where ${POPULATION})`);
  await atlas.owner.query(`delete from area_statistics s where ${POPULATION} and s.area_id in (select max(s.area_id::text)::uuid from area_statistics s where ${POPULATION})`);
  expect(await told()).toEqual({ population: null, value: null });
});
