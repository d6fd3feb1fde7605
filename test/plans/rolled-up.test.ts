import type { Viewer } from '../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../support';
import { change } from './making-changes';
import { planId } from './sample-plans';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const COUNTY = planId('hertfordshire');

interface Figure {
  count: number;
  filter: object;
}
interface Figures {
  actions: Figure;
  byDueState: (Figure & { state: string })[];
  byRag: (Figure & { rag: string })[];
  slipped: Figure;
  noProgressForSixMonths: Figure;
  withoutProgress: Figure;
  incomplete: Figure;
}
interface Whole {
  rolledUp: Figures;
  figures: Figures;
  closedActions: Figure;
  parts: { title: string; edition: number; figures: Figures }[];
}

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

const FIGURES = 'actions { count filter } byDueState { state count filter } byRag { rag count filter } slipped { count filter } noProgressForSixMonths { count filter } withoutProgress { count filter } incomplete { count filter }';
async function whole(id = COUNTY, asOf = '2026-11-21', viewer: Viewer | undefined = ADMIN): Promise<Whole> {
  const { data, errors } = await at.ask<{ plan: Whole }>(`query ($id: ID!, $asOf: Date) { plan(id: $id, asOf: $asOf) { figures { ${FIGURES} } rolledUp { ${FIGURES} } closedActions { count filter } parts { title edition figures { ${FIGURES} } } } }`, { id, asOf }, viewer);
  expect(errors).toBeUndefined();
  return data?.plan as Whole;
}
const listed = async (filter: object): Promise<number> => (await at.ask<{ actions: { totalCount: number } }>('query ($filter: ActionFilter) { actions(first: 1, filter: $filter) { totalCount } }', { filter }, ADMIN)).data?.actions.totalCount ?? -1;
const all = ({ byDueState, byRag, ...single }: Figures): Figure[] => [...byDueState, ...byRag, ...Object.values(single)];
const titles = ({ parts }: Whole): string[] => parts.map(({ title, edition }) => `${title} ${edition}`);

describe('a plan that others are part of', () => {
  it('rolls up what it says itself and what its parts say, each figure into its rows', async () => {
    const county = await whole();
    expect(titles(county)).toEqual(['District plan of Broxbourne (invented) 1', 'District plan of Dacorum (invented) 1']);
    const own = [county.figures, ...county.parts.map((part) => part.figures)];
    all(county.rolledUp).forEach((figure, n) => expect(figure.count).toBe(own.reduce((sum, figures) => sum + (all(figures)[n]?.count ?? 0), 0)));
    expect(county.rolledUp.actions.count).toBeGreaterThan(county.figures.actions.count);
    for (const { count, filter } of [...all(county.rolledUp), county.closedActions]) expect(await listed(filter)).toBe(count);
  });

  it('rolls up for the public what is approved', async () => {
    const county = await whole(COUNTY, '2026-11-21', { role: 'ANONYMOUS' });
    expect(titles(county)).toEqual(['District plan of Dacorum (invented) 1']);
    expect(county.rolledUp.actions.count).toBe(county.figures.actions.count + (county.parts[0]?.figures.actions.count ?? 0));
  });

  it('rolls up where a plan has no parts to its own figures', async () => {
    const { figures, rolledUp } = await whole(planId('dacorum'));
    expect(all(rolledUp).map(({ count }) => count)).toEqual(all(figures).map(({ count }) => count));
  });

  it('tells its trend, and who leads, of its parts too where it is asked to', async () => {
    const { data } = await at.ask<{ planProgress: { points: { day: string; actions: Figure; byRag: (Figure & { rag: string })[] }[] }; leads: { leads: { actions: Figure; alone: Figure }[]; agencies: { agency: string; leads: number; ledBy: { name: string }[]; actions: Figure }[]; sides: Figure[] } }>(`
      query ($id: ID!) { planProgress(id: $id, from: "2026-10-01", to: "2026-11-21", filter: { withParts: true }) { points { day actions { count filter } byRag { rag count filter } } }
        leads(plan: $id, withParts: true) { leads { actions { count filter } alone { count filter } } agencies { agency leads ledBy { name } actions { count filter } } sides { count filter } } }`, { id: COUNTY }, ADMIN);
    const { rolledUp } = await whole();
    const last = data?.planProgress.points.at(-1);
    expect(last?.byRag.map(({ rag, count }) => [rag, count])).toEqual(rolledUp.byRag.map(({ rag, count }) => [rag, count]));
    for (const { count, filter } of [...(last?.byRag ?? []), ...(data?.leads.leads ?? []).flatMap((load) => [load.actions, load.alone]), ...(data?.leads.agencies ?? []).map((load) => load.actions), ...(data?.leads.sides ?? [])]) expect(await listed(filter)).toBe(count);
    expect(data?.leads.sides.reduce((sum, side) => sum + side.count, 0)).toBe(rolledUp.actions.count);
    expect(data?.leads.leads.some((load) => load.alone.count > 0 && load.alone.count < load.actions.count)).toBe(true);
    for (const agency of data?.leads.agencies ?? []) expect(agency.ledBy).toHaveLength(agency.leads);
  });

  it('goes on rolling up when a part, or it itself, begins a new version, and counts no action twice on any day', async () => {
    const days = ['2026-11-09', '2026-11-10', '2026-11-21'];
    const before = await Promise.all(days.map(async (day) => (await whole(COUNTY, day)).rolledUp.actions.count));
    const part = await change<{ plan: { id: string } }>(at, 'begin-edition', { id: planId('dacorum'), expectedVersion: 1, from: '2026-11-10' }, ADMIN);
    expect(part.errors).toEqual([]);
    expect(titles(await whole())).toContain('District plan of Dacorum (invented) 2');
    for (const [n, day] of days.entries()) expect((await whole(COUNTY, day)).rolledUp.actions.count).toBe(before[n]);
    expect(await listed({ area: 'E07000096', asOf: '2026-11-09' })).toBe(await listed({ area: 'E07000096', asOf: '2026-11-10' }));
    const county = await change<{ plan: { id: string } }>(at, 'begin-edition', { id: COUNTY, expectedVersion: 1, from: '2026-11-12' }, ADMIN);
    expect(county.errors).toEqual([]);
    const next = await whole(county.payload.plan.id);
    expect(titles(next)).toEqual(['District plan of Broxbourne (invented) 1', 'District plan of Dacorum (invented) 2']);
    expect(next.rolledUp.actions.count).toBe(before[2]);
  });
});
