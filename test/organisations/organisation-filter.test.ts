import { getNamedType, isInputObjectType } from 'graphql';
import { atlasSchema } from '../../src/app';
import { toNodeId } from '../../src/graphql/node';
import { sampleId } from '../../src/sample/sample-rows';
import { openTestDatabase, TEST_DAY, type TestDatabase } from '../support';

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

const CVS = 'broxbourne-and-east-herts-cvs';
const today = `'${TEST_DAY}'::date`;

/** An area served today, by codes written down here and not by the closures. */
const servesAny = (...codes: string[]): string =>
  `exists (select from areas_served s join areas a on a.id = s.area_id where s.organisation_id = o.id and s.valid @> ${today} and a.code in (${codes.map((code) => `'${code}'`).join(', ')}))`;
/** Where an address lies as the public may know it: nowhere when hidden. */
const basedIn = (condition: string): string =>
  `exists (select from places p join areas d on d.id = p.district_id join areas c on c.id = d.parent_id where p.organisation_id = o.id and p.kind = 'ADDRESS' and p.visibility <> 'HIDDEN' and ${condition})`;
const term = (vocabulary: string, ...codes: string[]): string => `(select id from terms where vocabulary = '${vocabulary}' and code in (${codes.map((code) => `'${code}'`).join(', ')}))`;
const latestIncome = '(select f.income from organisation_facts f where f.organisation_id = o.id and f.income is not null order by f.year desc limit 1)';
const ages = '(select from services s where s.organisation_id = o.id and s.ages is not null';
const shownPoint = `(select case p.visibility when 'EXACT' then p.point when 'DISTRICT_ONLY' then d.label_point end from places p left join areas d on d.id = p.district_id where p.organisation_id = o.id and p.kind = 'ADDRESS')`;
const within = (longitude: number, latitude: number, km: number): string => `st_distance(${shownPoint}::geography, st_setsrid(st_makepoint(${longitude}, ${latitude}), 4326)::geography) <= ${km * 1000}`;

/** Each field of the filter, what it is given, and the same as a condition over base tables. */
const CASES: Record<string, [given: string, condition: string][]> = {
  text: [
    ['text: "akwaaba"', `o.name ilike '%akwaaba%' or o.description ilike '%akwaaba%'`],
    ['text: "zzz nothing at all"', 'false'],
  ],
  area: [
    ['area: "E10000007"', basedIn(`c.code = 'E10000007'`)],
    ['area: "E07000095"', basedIn(`d.code = 'E07000095'`)],
    ['area: "E07000100"', basedIn(`d.code = 'E07000240'`)],
    ['area: "X-HERTS-CVS-BEH"', basedIn(`d.code in ('E07000095', 'E07000242')`)],
  ],
  basis: [
    ['area: "E07000095", basis: BASED_IN', basedIn(`d.code = 'E07000095'`)],
    ['area: "E07000095", basis: SERVES', servesAny('E07000095', 'X-HERTS-CVS-BEH')],
    ['area: "E07000095", basis: COUNTY_WIDE', `${servesAny('E10000015', 'E12000006', 'E92000001')} and not ${servesAny('E07000095', 'X-HERTS-CVS-BEH')}`],
    ['area: "E07000095", basis: SERVES_OR_COUNTY_WIDE', servesAny('E07000095', 'X-HERTS-CVS-BEH', 'E10000015', 'E12000006', 'E92000001')],
    ['area: "E07000095", basis: BASED_IN_OR_SERVES', `${basedIn(`d.code = 'E07000095'`)} or ${servesAny('E07000095', 'X-HERTS-CVS-BEH', 'E10000015', 'E12000006', 'E92000001')}`],
  ],
  category: [
    ['category: "YW101"', `exists (select from categorisations c where c.organisation_id = o.id and c.term_id in ${term('service', 'YW101')})`],
    ['category: "service:YW"', `exists (select from categorisations c join terms t on t.id = c.term_id where c.organisation_id = o.id and t.vocabulary = 'service' and t.code like 'YW%')`],
  ],
  community: [['community: "BME"', `exists (select from community_links l join terms t on t.id = l.term_id left join terms p on p.id = t.parent_id where l.organisation_id = o.id and (t.code = 'BME' or p.code = 'BME'))`]],
  communityLink: [
    ['community: "FAITH", communityLink: LED_BY', `exists (select from community_links l where l.organisation_id = o.id and l.link = 'LED_BY' and l.term_id in (select t.id from terms t left join terms p on p.id = t.parent_id where t.code = 'FAITH' or p.code = 'FAITH'))`],
    ['community: "FAITH", communityLink: WORKS_WITH', `exists (select from community_links l where l.organisation_id = o.id and l.link = 'WORKS_WITH' and l.term_id in (select t.id from terms t left join terms p on p.id = t.parent_id where t.code = 'FAITH' or p.code = 'FAITH'))`],
  ],
  ages: [
    ['ages: { from: 0, to: 2 }', `exists ${ages} and coalesce(lower(s.ages), 0) < 3 and coalesce(upper(s.ages), 999) > 0)`],
    ['ages: { from: 25 }', `exists ${ages} and coalesce(upper(s.ages), 999) > 25)`],
    ['ages: { to: 4 }', `exists ${ages} and coalesce(lower(s.ages), 0) < 5)`],
    ['ages: { from: 12.5, to: 12.5 }', 'false'],
    ['ages: {}', `exists ${ages})`],
  ],
  servesUnder26: [
    ['servesUnder26: true', `exists ${ages} and coalesce(lower(s.ages), 0) < 26)`],
    ['servesUnder26: false', `exists ${ages}) and not exists ${ages} and coalesce(lower(s.ages), 0) < 26)`],
  ],
  near: [
    ['near: { point: { latitude: 51.75, longitude: -0.34 }, km: 8 }', within(-0.34, 51.75, 8)],
    ['near: { postcode: "al13jb", km: 100 }', within(-0.33792, 51.75185, 100)],
  ],
  sizeBand: [
    ['sizeBand: [MICRO]', `${latestIncome} < 10000`],
    ['sizeBand: [SMALL, MEDIUM]', `${latestIncome} >= 10000 and ${latestIncome} < 1000000`],
    ['sizeBand: [UNKNOWN]', `${latestIncome} is null`],
    ['sizeBand: []', 'false'],
  ],
  sector: [['sector: [INDEPENDENT, STATUTORY]', `o.sector in ('INDEPENDENT', 'STATUTORY')`]],
  ownSector: [
    ['ownSector: true', `o.sector is null or o.sector <> 'STATUTORY'`],
    ['ownSector: false', 'true'],
    ['ownSector: true, area: "E10000015"', `${basedIn(`c.code = 'E10000015'`)} and (o.sector is null or o.sector in ('VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE'))`],
    ['ownSector: true, area: "E07000036"', `${basedIn(`d.code = 'E07000036'`)} and (o.sector is null or o.sector <> 'STATUTORY')`],
  ],
  role: [
    ['role: PROVIDER', 'o.is_provider'],
    ['role: INFRASTRUCTURE', 'o.infrastructure is not null'],
    ['role: INFRASTRUCTURE_ONLY', 'o.infrastructure is not null and not o.is_provider'],
  ],
  status: [
    ['status: ACTIVE', `exists (select from organisation_statuses s where s.organisation_id = o.id and s.status = 'ACTIVE' and s.valid @> ${today})`],
    ['status: INACTIVE', `not exists (select from organisation_statuses s where s.organisation_id = o.id and s.status = 'ACTIVE' and s.valid @> ${today})`],
  ],
  assuredBefore: [['assuredBefore: "2026-05-21"', `coalesce(o.assured_on, '-infinity') < '2026-05-21'`]],
  notPlaced: [
    ['notPlaced: true', `not ${basedIn('true')}`],
    ['notPlaced: false', basedIn('true')],
    ['notPlaced: true, area: "E10000015"', `not ${basedIn('true')} and (o.directory_area_id = (select id from areas where code = 'E10000015') or exists (select from areas_served s join areas a on a.id = s.area_id left join areas p on p.id = a.parent_id left join areas g on g.id = p.parent_id where s.organisation_id = o.id and s.valid @> ${today} and 'E10000015' in (a.code, p.code, g.code) and a.kind not in ('REGION', 'COUNTRY')))`],
  ],
  withoutAges: [
    ['withoutAges: true', `not exists ${ages})`],
    ['withoutAges: false', `exists ${ages})`],
  ],
  withoutCategory: [
    ['withoutCategory: true', 'not exists (select from categorisations c where c.organisation_id = o.id)'],
    ['withoutCategory: false', 'exists (select from categorisations c where c.organisation_id = o.id)'],
  ],
  withoutAreaServed: [
    ['withoutAreaServed: true', `not exists (select from areas_served s where s.organisation_id = o.id and s.valid @> ${today})`],
    ['withoutAreaServed: false', `exists (select from areas_served s where s.organisation_id = o.id and s.valid @> ${today})`],
  ],
  withoutIncome: [
    ['withoutIncome: true', `${latestIncome} is null`],
    ['withoutIncome: false', `${latestIncome} is not null`],
  ],
  withoutInfrastructure: [
    ['withoutInfrastructure: true', `not exists (select from memberships m where m.member_id = o.id and m.valid @> ${today})`],
    ['withoutInfrastructure: false', `exists (select from memberships m where m.member_id = o.id and m.valid @> ${today})`],
  ],
  memberOf: [[`memberOf: "${toNodeId('Organisation', sampleId('organisation', CVS))}"`, `exists (select from memberships m join organisations u on u.id = m.umbrella_id where m.member_id = o.id and u.slug = '${CVS}' and m.valid @> ${today})`]],
  asOf: [
    ['asOf: "2026-03-31", status: ACTIVE', `exists (select from organisation_statuses s where s.organisation_id = o.id and s.status = 'ACTIVE' and s.valid @> '2026-03-31'::date)`],
    ['asOf: "2015-01-01", withoutInfrastructure: false', `exists (select from memberships m where m.member_id = o.id and m.valid @> '2015-01-01'::date)`],
    ['asOf: "2015-01-01", withoutAreaServed: false', `exists (select from areas_served s where s.organisation_id = o.id and s.valid @> '2015-01-01'::date)`],
  ],
};

it('every field of the filter has its cases', () => {
  const type = atlasSchema().getType('OrganisationFilter');
  const fields = isInputObjectType(type) ? Object.values(type.getFields()).map((field) => ({ name: field.name, type: getNamedType(field.type).name })) : [];
  expect(fields.map((field) => field.name).sort()).toEqual(Object.keys(CASES).sort());
});

describe.each(Object.keys(CASES))('the filter by %s', (field) => {
  it.each(CASES[field] ?? [])('{ %s } lists, counts and facets the same organisations as a count by hand', async (given, condition) => {
    const found = await opened.owner.query(`select o.slug from organisations o where o.merged_into_id is null and (${condition}) order by o.slug`);
    const slugs = (found.rows as { slug: string }[]).map((row) => row.slug);
    const { data, errors } = await opened.ask<{ a: Page; b: Page }>(`{ a: ${page('first', given)} b: ${page('last', given)} }`);
    expect(errors).toBeUndefined();
    const listed = [...(data?.a.nodes ?? []), ...(data?.b.nodes ?? [])].map((node) => node.slug);
    expect([...new Set(listed)].sort()).toEqual([...slugs].sort());
    expect(data?.a.totalCount).toBe(slugs.length);
    expect(data?.a.facets.sizeBands.reduce((sum, facet) => sum + facet.count, 0)).toBe(slugs.length);
    expect(data?.a.facets.districts.reduce((sum, facet) => sum + facet.count, 0)).toBe(slugs.length);
  });
});

interface Page {
  totalCount: number;
  nodes: { slug: string }[];
  facets: { sizeBands: { count: number }[]; districts: { count: number }[] };
}

/** The sample has fewer than 200 organisations: the first and the last 100 are all. */
function page(end: 'first' | 'last', given: string): string {
  return `organisations(${end}: 100, filter: { ${given} }) { totalCount nodes { slug } facets { sizeBands { count } districts { count } } }`;
}
