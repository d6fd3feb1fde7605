import type { Viewer } from '../../../src/access/viewer';
import { toNodeId } from '../../../src/graphql/node';
import { sampleId } from '../../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase } from '../../support';
import { actionId } from '../sample-plans';
import { operation } from '../making-changes';
import { priorityId, prioritySetId, serviceId } from './sample-priorities';

const HERTS = 'E10000015';
const ANALYST: Viewer = { role: 'ANALYST', subject: 'A' };

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample' })));
afterAll(() => at.close());

interface Figure {
  count: number;
  filter: Record<string, unknown>;
}
interface Read {
  id: string;
  code: string;
  sectorContribution: string;
  lead: { name: string } | null;
  figures: Record<'services' | 'organisations' | 'servicesOfOthers' | 'servicesSectorNotKnown' | 'actions', Figure> & { actionsBySide: (Figure & { side: string })[] };
}

async function priorities(variables: Record<string, unknown>, viewer?: Viewer): Promise<Read[]> {
  const { data, errors } = await at.ask<{ priorities: { nodes: Read[] } }>(operation('priorities'), variables, viewer);
  expect(errors).toBeUndefined();
  return data?.priorities.nodes ?? [];
}

const LISTS = { services: 'contributingServices', servicesOfOthers: 'contributingServices', servicesSectorNotKnown: 'contributingServices', organisations: 'contributingOrganisations', actions: 'actions' } as const;
const TYPES = { contributingServices: 'ContributionFilter!', contributingOrganisations: 'ContributionFilter!', actions: 'ActionFilter', priorities: 'PriorityFilter' } as const;

async function listed(list: keyof typeof TYPES, filter: object, viewer?: Viewer): Promise<number> {
  const { data, errors } = await at.ask<Record<string, { totalCount: number; nodes: object[] }>>(`query ($filter: ${TYPES[list]}) { list: ${list}(first: 100, filter: $filter) { totalCount nodes { __typename } } }`, { filter }, viewer);
  expect(errors).toBeUndefined();
  expect(data?.list?.nodes).toHaveLength(data?.list?.totalCount ?? -1);
  return data?.list?.totalCount ?? -1;
}

describe('priorities', () => {
  it('say whether the sector contributes, and keep nobody apart from not known', async () => {
    const found = [...(await priorities({ area: HERTS })), ...(await priorities({ area: 'E10000007' }))];
    expect(found.map(({ code, sectorContribution }) => `${code} ${sectorContribution}`)).toEqual([
      '1 CONTRIBUTES', '2 CONTRIBUTES', '3 NONE', '1 CONTRIBUTES', '2 CONTRIBUTES', '3 CONTRIBUTES', '4 CONTRIBUTES', '5 NOT_KNOWN',
    ]);
  });

  it.each<[string, Record<string, unknown>, Viewer | undefined]>([
    ['a county, for anybody', { area: HERTS }, undefined], ['a county that counts independent ones', { area: 'E10000007' }, undefined], ['a district, for an analyst', { area: 'E07000096' }, ANALYST], ['a former day', { area: HERTS, asOf: '2026-03-31' }, undefined],
  ])('open every figure of %s into exactly its rows', async (_, variables, viewer) => {
    const found = await priorities(variables, viewer);
    expect(found.length).toBeGreaterThan(2);
    for (const { figures } of found) {
      for (const [name, list] of Object.entries(LISTS)) {
        const { count, filter } = figures[name as keyof typeof LISTS];
        expect([name, await listed(list, filter, viewer)]).toEqual([name, count]);
      }
      for (const { count, filter } of figures.actionsBySide) expect(await listed('actions', filter, viewer)).toBe(count);
      expect(figures.actionsBySide.reduce((sum, one) => sum + one.count, 0)).toBe(figures.actions.count);
    }
  });

  it('count what contributes on the day: neither what ended nor the service of a closed organisation', async () => {
    const count = async (asOf: string): Promise<number> => (await priorities({ area: HERTS, asOf }))[0]?.figures.services.count ?? -1;
    // Lea Lantern's contribution ended in August, Roebuck Rounders closed in March; two joined in April.
    expect([await count('2026-03-31'), await count('2026-04-01'), await count('2026-08-31'), await count('2026-09-01'), await count('2026-11-21')]).toEqual([6, 7, 7, 6, 6]);
  });

  it('count independent providers where the county declares them its sector, and statutory services apart', async () => {
    const [health] = await priorities({ area: 'E10000007' });
    expect(health?.figures).toMatchObject({ services: { count: 3 }, organisations: { count: 3 }, servicesOfOthers: { count: 0 } });
    const [gap] = await priorities({ area: HERTS });
    expect(gap?.figures.servicesOfOthers.count).toBe(1);
  });

  it('are for a district its own and those of its county', async () => {
    expect((await priorities({ area: 'E07000096' })).map((one) => one.id)).toEqual([...['1', '2', '3'].map((code) => priorityId('hertfordshire', code)), ...['A', 'B'].map((code) => priorityId('dacorum', code))]);
    expect((await priorities({ area: HERTS })).map((one) => one.id)).toEqual(['1', '2', '3'].map((code) => priorityId('hertfordshire', code)));
  });

  it('are paged in one order', async () => {
    const all = await priorities({ area: 'E07000096' });
    const pages: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data }: { data?: { priorities: { nodes: Read[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } | null } = await at.ask(operation('priorities'), { area: 'E07000096', first: 2, after });
      pages.push(...(data?.priorities.nodes.map((one) => one.id) ?? []));
      if (data?.priorities.pageInfo.hasNextPage !== true) break;
      after = data.priorities.pageInfo.endCursor;
    }
    expect(pages).toEqual(all.map((one) => one.id));
  });
});

describe('a set of priorities', () => {
  const figures = async (viewer?: Viewer) => {
    const { data } = await at.ask<{ prioritySets: { nodes: { id: string; edition: number; figures: Record<string, Figure> }[] } }>(operation('priority-sets'), { area: HERTS }, viewer);
    return data?.prioritySets.nodes ?? [];
  };

  it('tells to how many of its priorities the sector contributes, each figure with its rows', async () => {
    const [set] = await figures();
    expect(Object.entries(set?.figures ?? {}).map(([name, { count }]) => `${name} ${count}`)).toEqual(['priorities 3', 'withSectorContribution 2', 'withoutSectorContribution 1', 'notKnown 0']);
    for (const { count, filter } of Object.values(set?.figures ?? {})) expect(await listed('priorities', filter)).toBe(count);
  });

  it('is for everyone when it is approved, and for who is signed in before', async () => {
    expect((await figures()).map((one) => one.edition)).toEqual([1]);
    expect((await figures(ANALYST)).map((one) => one.edition)).toEqual([1, 2]);
    const node = async (id: string, viewer?: Viewer) => (await at.ask<{ node: object | null }>('query ($id: ID!) { node(id: $id) { id } }', { id }, viewer)).data?.node;
    for (const id of [prioritySetId('hertfordshire-next'), priorityId('hertfordshire-next', '2')]) expect([await node(id), await node(id, ANALYST)]).toEqual([null, { id }]);
    expect(await listed('priorities', { set: prioritySetId('hertfordshire-next'), asOf: '2027-04-01' })).toBe(0);
    expect(await listed('priorities', { set: prioritySetId('hertfordshire-next'), asOf: '2027-04-01' }, ANALYST)).toBe(2);
    // A draft is no version in force, for nobody.
    expect(await listed('priorities', { area: HERTS, asOf: '2027-04-01' }, ANALYST)).toBe(3);
  });
});

describe('what contributes to a priority', () => {
  it('is listed by district: services of an area served of their own by that alone', async () => {
    const gap = priorityId('hertfordshire', '1');
    const { data } = await at.ask<{ priorityCoverage: { rows: ({ area: { name: string } } & Record<'services' | 'dedicated' | 'countyWide' | 'organisations', Figure>)[]; whole: Record<'services', Figure>; areaNotKnown: Figure } }>(operation('priority-coverage'), { priority: gap });
    const coverage = data?.priorityCoverage;
    const row = (name: string): number[] => coverage?.rows.flatMap((one) => (one.area.name === name ? [one.services.count, one.dedicated.count, one.countyWide.count] : [])) ?? [];
    // Pendulum serves each district, Chalk Stream the county; Two Shires Sight plays goalball in Stevenage although it serves two counties.
    expect([row('Dacorum'), row('Stevenage'), row('Broxbourne'), row('North Hertfordshire')]).toEqual([[2, 1, 1], [3, 2, 1], [3, 2, 1], [3, 2, 1]]);
    expect([coverage?.rows.length, coverage?.whole.services.count, coverage?.areaNotKnown.count]).toEqual([10, 5, 1]);
    const figures = [...(coverage?.rows ?? []).flatMap((one) => [one.services, one.dedicated, one.countyWide]), ...(coverage === undefined ? [] : [coverage.whole.services, coverage.areaNotKnown])];
    for (const { count, filter } of figures) expect(await listed('contributingServices', filter)).toBe(count);
    for (const { organisations } of coverage?.rows ?? []) expect(await listed('contributingOrganisations', organisations.filter)).toBe(organisations.count);
  });

  it('is told of a service and of an action, on the day', async () => {
    const of = async (id: string, type: string, asOf?: string) => {
      const { data } = await at.ask<{ node: { priorities: { priority: { code: string } }[] } }>(`query ($id: ID!, $asOf: Date) { node(id: $id) { ... on ${type} { priorities(asOf: $asOf) { priority { code } } } } }`, { id, asOf });
      return data?.node.priorities.map((one) => one.priority.code);
    };
    const seniors = serviceId('lea-lantern-youth-club-seniors-night');
    expect([await of(seniors, 'Service'), await of(seniors, 'Service', '2026-08-31'), await of(actionId('hertfordshire', '4.2'), 'Action'), await of(actionId('hertfordshire', '4.1'), 'Action')]).toEqual([[], ['1'], ['1'], []]);
  });

  it('is listed by `actions` as of the day', async () => {
    const linkedTo = priorityId('derbyshire', '4');
    expect([await listed('actions', { linkedTo }), await listed('actions', { linkedTo, asOf: '2007-08-31' })]).toEqual([2, 0]);
  });

  it('tells who leads a priority, and what a lead leads', async () => {
    const [, board] = await priorities({ area: HERTS });
    expect(board?.lead?.name).toBe('Officer of Herts Safeguarding Children Board');
    const id = toNodeId('Lead', sampleId('lead', 'E10000015 officer of herts safeguarding children board'));
    const { data } = await at.ask<{ node: object }>('query ($id: ID!) { node(id: $id) { ... on Lead { priorities { code } } } }', { id });
    expect(data?.node).toEqual({ priorities: [{ code: '2' }] });
  });
});
