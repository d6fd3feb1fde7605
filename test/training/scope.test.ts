import { openTestDatabase, type TestDatabase } from '../support';

/** One organisation and one course, whose facts and rules each test sets anew. */
let atlas: TestDatabase;
let subject: string;
let course: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  subject = (await atlas.owner.query<{ id: string }>(`select id from organisations where slug = 'rother-recovery'`)).rows[0]?.id ?? '';
  course = (await atlas.owner.query<{ id: string }>(`select id from courses where code = 'induction'`)).rows[0]?.id ?? '';
});
afterAll(() => atlas.close());
beforeEach(async () => {
  await atlas.owner.query('update courses set scope_under_26 = false, scope_volunteers = false, scope_contracted = false where id = $1', [course]);
  for (const table of ['course_scope_terms', 'course_scope_areas']) await atlas.owner.query(`delete from ${table} where course_id = $1`, [course]);
  for (const table of ['organisation_facts', 'contracts', 'categorisations', 'areas_served']) await atlas.owner.query(`delete from ${table} where organisation_id = $1`, [subject]);
  await atlas.owner.query('update organisations set serves_under_26 = null, has_category = false, sector = $2, is_provider = true, based_in_id = (select id from areas where code = $3) where id = $1', [subject, 'VOLUNTARY', 'E07000034']);
});

const rule = async (name: string, value = true): Promise<void> => void (await atlas.owner.query(`update courses set ${name} = $2 where id = $1`, [course, value]));
const under26 = async (value: boolean | null): Promise<void> => void (await atlas.owner.query('update organisations set serves_under_26 = $2 where id = $1', [subject, value]));
const volunteers = async (year: number, value: number | null): Promise<void> =>
  void (await atlas.owner.query(`insert into organisation_facts (organisation_id, year, source, volunteers, trustees) values ($1, $2, 'test', $3, 5)`, [subject, year, value]));

/** Null: not known; undefined: not among those who are counted at all. */
async function scope(area = 'E07000034', asOf = '2026-11-21'): Promise<boolean | null | undefined> {
  const { data, errors } = await atlas.ask<{ trainingOrganisations: { nodes: { inScope: boolean | null; organisation: { slug: string } }[] } }>(
    'query ($filter: TrainingFilter!) { trainingOrganisations(first: 100, filter: $filter) { nodes { inScope organisation { slug } } } }',
    { filter: { course: 'induction', area, asOf } },
    { role: 'ANALYST' },
  );
  expect(errors).toBeUndefined();
  return data?.trainingOrganisations.nodes.find((node) => node.organisation.slug === 'rother-recovery')?.inScope;
}

test('a course without rules is for everybody', async () => {
  expect(await scope()).toBe(true);
});

test.each([[true, true], [false, false], [null, null]])('“works with under 26” of %s is a scope of %s', async (known, expected) => {
  await rule('scope_under_26');
  await under26(known);
  expect(await scope()).toBe(expected);
});

test('“has volunteers” goes by the latest figure known, and is not known without one', async () => {
  await rule('scope_volunteers');
  expect(await scope()).toBeNull();
  await volunteers(2024, null);
  expect(await scope()).toBeNull();
  await volunteers(2022, 4);
  expect(await scope()).toBe(true);
  await volunteers(2023, 0);
  expect(await scope()).toBe(false);
});

test('“is contracted” goes by the days of a contract; who has none on the register is not contracted', async () => {
  await rule('scope_contracted');
  expect(await scope()).toBe(false);
  await atlas.owner.query(`insert into contracts (id, organisation_id, awarded_by, valid, source) values (gen_random_uuid(), $1, 'County council', '[2026-01-01,2026-12-01)', 'test')`, [subject]);
  expect([await scope(), await scope('E07000034', '2025-12-31'), await scope('E07000034', '2026-12-01')]).toEqual([true, false, false]);
});

test('a category covers what is narrower, and is not known where there is no category', async () => {
  await atlas.owner.query(`insert into course_scope_terms (course_id, term_id) select $1, id from terms where vocabulary = 'service' and code = 'YW'`, [course]);
  expect(await scope()).toBeNull();
  const categorise = async (code: string): Promise<void> => {
    await atlas.owner.query(`insert into categorisations (organisation_id, term_id) select $1, id from terms where vocabulary = 'service' and code = $2`, [subject, code]);
    await atlas.owner.query('update organisations set has_category = true where id = $1', [subject]);
  };
  await categorise('AR104');
  expect(await scope()).toBe(false);
  await categorise('YW101');
  expect(await scope()).toBe(true);
});

test('an area is where it is based or what it serves, and is not known where neither is', async () => {
  await atlas.owner.query(`insert into course_scope_areas (course_id, area_id) select $1, id from areas where code = 'E07000037'`, [course]);
  expect(await scope()).toBe(false);
  const serve = async (code: string): Promise<void> =>
    void (await atlas.owner.query(`insert into areas_served (id, organisation_id, area_id, valid) select gen_random_uuid(), $1, id, '[,)' from areas where code = $2`, [subject, code]));
  await serve('E10000007');
  expect(await scope()).toBe(true);
  await atlas.owner.query('delete from areas_served where organisation_id = $1', [subject]);
  await atlas.owner.query('update organisations set based_in_id = null where id = $1', [subject]);
  expect(await scope('E10000007')).toBeNull();
});

test('a definite no beats what is not known', async () => {
  await rule('scope_under_26');
  await rule('scope_volunteers');
  expect(await scope()).toBeNull();
  await volunteers(2025, 0);
  expect(await scope()).toBe(false);
  await under26(true);
  expect(await scope()).toBe(false);
});

test('infrastructure alone, another sector than the county’s own, and who was not at work are not counted', async () => {
  const set = async (column: string, value: unknown): Promise<void> => void (await atlas.owner.query(`update organisations set ${column} = $2 where id = $1`, [subject, value]));
  await set('sector', 'STATUTORY');
  expect(await scope()).toBeUndefined();
  await set('sector', 'INDEPENDENT');
  expect(await scope()).toBe(true);
  await set('is_provider', false);
  expect(await scope()).toBeUndefined();
  await set('is_provider', true);
  expect(await scope('E07000034', '1900-01-01')).toBeUndefined();
});
