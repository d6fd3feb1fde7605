import { openTestDatabase, type TestDatabase } from '../support';

interface Figure {
  count: number;
  filter: object;
}
interface Row {
  area: { code: string };
  organisations: Figure;
  basedIn: Figure | null;
  dedicated: Figure;
  countyWide: Figure;
  servesUnder26: Figure;
  perThousand: { value: number | null; population: number | null; filter: object };
  bySizeBand: (Figure & { band: string })[];
  staleShare: Figure & { value: number | null };
  unknown: Record<string, Figure>;
  infrastructureOnly: Figure | null;
  notPlaced: Figure | null;
}

const FIGURE = '{ count filter }';
const ROW = `area { code } organisations ${FIGURE} basedIn ${FIGURE} dedicated ${FIGURE} countyWide ${FIGURE} servesUnder26 ${FIGURE}
  perThousand { value population filter } bySizeBand { band count filter } staleShare { value count filter } infrastructureOnly ${FIGURE} notPlaced ${FIGURE}
  unknown { withoutAges ${FIGURE} withoutAreaServed ${FIGURE} withoutCategory ${FIGURE} withoutIncome ${FIGURE} withoutInfrastructure ${FIGURE} }`;
const COVERAGE = `query ($area: String!, $kind: String! = "DISTRICT", $filter: OrganisationFilter, $asOf: Date) {
  coverage(area: $area, kind: $kind, filter: $filter, asOf: $asOf) { asOf rows { ${ROW} } whole { ${ROW} } } }`;

const HERTFORDSHIRE = 'E10000015';
const DERBYSHIRE = 'E10000007';

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample' });
});
afterAll(() => atlas.close());

async function coverage(variables: Record<string, unknown>): Promise<{ rows: Row[]; whole: Row }> {
  const answer = await atlas.ask<{ coverage: { rows: Row[]; whole: Row } }>(COVERAGE, variables);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.coverage;
}

function figuresOf(row: Row): Figure[] {
  const under26 = { count: row.servesUnder26.count, filter: row.perThousand.filter };
  return [row.organisations, row.basedIn, row.dedicated, row.countyWide, row.servesUnder26, under26, ...row.bySizeBand, row.staleShare, ...Object.values(row.unknown), row.infrastructureOnly, row.notPlaced].filter(
    (figure) => figure !== null,
  );
}

async function listed(filter: object): Promise<number> {
  const answer = await atlas.ask<{ organisations: { totalCount: number } }>('query ($filter: OrganisationFilter) { organisations(first: 1, filter: $filter) { totalCount } }', { filter });
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.organisations.totalCount;
}

test.each([
  ['a county', { area: HERTFORDSHIRE }],
  ['a county that counts independent providers as its own', { area: DERBYSHIRE }],
  ['a county on a day in the past', { area: HERTFORDSHIRE, asOf: '2019-06-30' }],
  ['a country by regions', { area: 'E92000001', kind: 'REGION' }],
  ['a district that is its own only part', { area: 'E07000096' }],
  ['partnership areas, which hold no whole district', { area: HERTFORDSHIRE, kind: 'LOCALITY' }],
  ['micro and small organisations of two sectors', { area: DERBYSHIRE, filter: { sizeBand: ['MICRO', 'SMALL'], sector: ['VOLUNTARY', 'COMMUNITY'] } }],
  ['closed organisations', { area: HERTFORDSHIRE, filter: { status: 'INACTIVE' } }],
  ['infrastructure bodies', { area: HERTFORDSHIRE, filter: { role: 'INFRASTRUCTURE' } }],
])('every figure of %s opens up into the rows that it counted', async (_, variables) => {
  const { rows, whole } = await coverage(variables);
  for (const row of [...rows, whole]) {
    for (const figure of figuresOf(row)) expect({ of: row.area.code, ...figure, count: await listed(figure.filter) }).toEqual({ of: row.area.code, ...figure });
  }
});

/** Rule by rule, from the base tables alone. */
const SERVING = `
  with recursive up as (
    select id as area_id, id as ancestor_id from areas union all
    select up.area_id, a.parent_id from up join areas a on a.id = up.ancestor_id where a.parent_id is not null
  ), sector as (
    select '{VOLUNTARY,COMMUNITY,SOCIAL_ENTERPRISE}'::text[] as own
  ), active as (
    select o.* from organisations o, sector where o.merged_into_id is null and o.is_provider and (o.sector is null or o.sector = any(own))
      and exists (select from organisation_statuses s where s.organisation_id = o.id and s.status = 'ACTIVE' and s.valid @> date '2026-11-21')
  ), served as (
    select o.id, s.area_id from active o join areas_served s on s.organisation_id = o.id and s.valid @> date '2026-11-21'
  ), district as (
    select d.id, d.code from areas d join areas c on c.id = d.parent_id where c.code = 'E10000015' and d.kind = 'DISTRICT'
  ), how as (
    select district.code, served.id,
      bool_or(exists (select from up where up.area_id = served.area_id and up.ancestor_id = district.id)
        or exists (select from area_overlaps v where (v.area_id, v.other_id) in ((served.area_id, district.id), (district.id, served.area_id)))) as dedicated,
      bool_or(exists (select from up where up.area_id = district.id and up.ancestor_id = served.area_id)) as contained
    from district cross join served group by 1, 2
  )
  select district.code, (select count(*)::int from active where based_in_id = district.id) as based,
    count(*) filter (where dedicated)::int as dedicated, count(*) filter (where contained and not dedicated)::int as county_wide
  from district left join how on how.code = district.code and (dedicated or contained) group by district.code, district.id order by 1`;

test('dedicated and county-wide follow from the areas served alone, and never overlap', async () => {
  const { rows } = await coverage({ area: HERTFORDSHIRE });
  const counted = rows.map((row) => ({ code: row.area.code, based: row.basedIn?.count, dedicated: row.dedicated.count, county_wide: row.countyWide.count }));
  const truth = (await atlas.owner.query(SERVING)).rows as unknown[];
  expect(truth).toHaveLength(10);
  expect(counted.sort((one, other) => (one.code < other.code ? -1 : 1))).toEqual(truth);
  for (const row of rows) expect(await listed({ ...row.dedicated.filter, basis: 'SERVES_OR_COUNTY_WIDE' })).toBe(row.dedicated.count + row.countyWide.count);
});

test('an organisation that serves ten districts by ten rows is dedicated in each and once in the county', async () => {
  const { rows, whole } = await coverage({ area: HERTFORDSHIRE });
  const parts = rows.reduce((sum, row) => sum + row.dedicated.count, 0);
  expect(parts).toBeGreaterThan(whole.dedicated.count);
  const everywhere = (await atlas.owner.query(`
    select o.name from organisations o join areas_served s on s.organisation_id = o.id join areas d on d.id = s.area_id join areas c on c.id = d.parent_id
    where d.kind = 'DISTRICT' and c.code = 'E10000015' group by o.name having count(distinct d.id) = 10`)).rows as { name: string }[];
  expect(everywhere.length).toBeGreaterThan(0);
  for (const { name } of everywhere) {
    for (const row of [...rows, whole]) expect(await listed({ ...row.dedicated.filter, text: name })).toBeGreaterThanOrEqual(1);
  }
});

test('the rate speaks of the same people above and below: those under 26', async () => {
  const { rows, whole } = await coverage({ area: HERTFORDSHIRE });
  const population = (await atlas.owner.query(`select sum(s.value)::int as n from area_statistics s join areas d on d.id = s.area_id join areas c on c.id = d.parent_id
    where c.code = 'E10000015' and s.measure = 'population_0_25'`)).rows[0] as { n: number };
  expect(whole.perThousand.population).toBe(population.n);
  for (const row of [...rows, whole]) expect(row.perThousand.value).toBeCloseTo((row.servesUnder26.count / (row.perThousand.population ?? 0)) * 1000, 2);
});

test('where organisations serve an area and of none are ages known, the rate is not known rather than nought', async () => {
  const [vague] = (await atlas.owner.query(`
    select o.name, c.code from organisations o join areas_served s on s.organisation_id = o.id join areas c on c.id = s.area_id
    where o.serves_under_26 is null and o.is_provider and c.kind = 'DISTRICT' and s.valid @> date '2026-11-21' order by o.name limit 1`)).rows as { name: string; code: string }[];
  if (vague === undefined) throw new Error('The sample has no organisation of unknown ages that serves a district.');
  const { whole } = await coverage({ area: vague.code, filter: { text: vague.name } });
  expect(whole).toMatchObject({ perThousand: { value: null }, servesUnder26: { count: 0 }, unknown: { withoutAges: { count: 1 } } });
  expect(whole.perThousand.population).toBeGreaterThan(0);
  const among = await coverage({ area: vague.code });
  expect(among.whole.unknown['withoutAges']?.count).toBeGreaterThan(0);
  expect(among.whole.perThousand.value).toBeGreaterThan(0);
});

test('where nobody serves an area, or only some who are known to serve no one under 26, the rate is nought', async () => {
  const { whole } = await coverage({ area: 'E07000096', filter: { text: 'zzzzqqqq' } });
  expect(whole).toMatchObject({ organisations: { count: 0 }, perThousand: { value: 0 } });
  const adults = await coverage({ area: HERTFORDSHIRE, filter: { ages: { from: 60, to: 99 } } });
  for (const row of [...adults.rows, adults.whole].filter((one) => one.servesUnder26.count === 0 && one.unknown['withoutAges']?.count === 0)) expect(row.perThousand.value).toBe(0);
});

test('without a population there is no rate, which is not a rate of nought', async () => {
  const { whole } = await coverage({ area: 'X-HERTS-LOC-GROVEHILL', kind: 'LOCALITY' });
  expect(whole.perThousand).toMatchObject({ value: null, population: null });
  expect(whole.basedIn).toBeNull();
});

test('a hidden address is in no district and is counted as not placed', async () => {
  const [hidden] = (await atlas.owner.query(`
    select o.name, d.code from secrets.places s join places p on p.id = s.place_id join organisations o on o.id = p.organisation_id join areas d on d.id = s.district_id
    where p.visibility = 'HIDDEN' and p.kind = 'ADDRESS' and o.is_provider order by o.name`)).rows as { name: string; code: string }[];
  if (hidden === undefined) throw new Error('The sample has no hidden address.');
  const { rows, whole } = await coverage({ area: HERTFORDSHIRE });
  const row = [...rows, ...(await coverage({ area: DERBYSHIRE })).rows].find((one) => one.area.code === hidden.code);
  expect(await listed({ ...row?.basedIn?.filter, text: hidden.name })).toBe(0);
  const notPlaced = [whole, (await coverage({ area: DERBYSHIRE })).whole].map((one) => one.notPlaced?.filter ?? {});
  expect((await Promise.all(notPlaced.map((filter) => listed({ ...filter, text: hidden.name })))).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(1);
});

test.each([
  ['area', { area: HERTFORDSHIRE, filter: { area: HERTFORDSHIRE } }, 'filter.area'],
  ['basis', { area: HERTFORDSHIRE, filter: { basis: 'SERVES' } }, 'filter.basis'],
  ['an unknown area', { area: 'E99999999' }, 'area'],
  ['an unknown kind', { area: HERTFORDSHIRE, kind: 'PARISH' }, 'kind'],
])('a wrong %s is named', async (_, variables, argument) => {
  const { errors } = await atlas.ask(COVERAGE, variables);
  expect(errors?.[0]?.extensions).toMatchObject({ argument });
});

test('the number of statements does not depend on the number of districts', async () => {
  const county = await atlas.ask(COVERAGE, { area: HERTFORDSHIRE });
  const district = await atlas.ask(COVERAGE, { area: 'E07000096' });
  expect(county.sql.length).toBe(district.sql.length);
});
