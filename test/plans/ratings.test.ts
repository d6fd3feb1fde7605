import type { Viewer } from '../../src/access/viewer';
import { rowsOf } from '../places/place-imports';
import { Files } from '../organisations/organisation-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { change } from './making-changes';
import { importFile, PLAN } from './plan-imports';
import { actionId, planId } from './sample-plans';
import { toNodeId } from '../../src/graphql/node';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const files = new Files();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

const rag = async (id: string, asOf?: string): Promise<string | undefined> => (await at.ask<{ action: { rag: string } }>('query ($id: ID!, $asOf: Date) { action(id: $id, asOf: $asOf) { rag } }', { id, asOf })).data?.action.rag;
const stale = async (plan: string, asOf: string, noProgressMonths = 6): Promise<{ listed: string[]; counted: number | undefined }> => {
  const { data } = await at.ask<{ actions: { nodes: { number: string }[] }; plan: { figures: { noProgressForSixMonths: { count: number } } } }>(
    'query ($id: ID!, $asOf: Date, $filter: ActionFilter) { actions(first: 100, filter: $filter) { nodes { number } } plan(id: $id, asOf: $asOf) { figures { noProgressForSixMonths { count } } } }',
    { id: plan, asOf, filter: { plan, asOf, noProgressMonths } }, ADMIN);
  return { listed: data?.actions.nodes.map((node) => node.number) ?? [], counted: data?.plan.figures.noProgressForSixMonths.count };
};

describe('the rating of an action', () => {
  const action = actionId('dacorum', '1.2');
  const record = async (input: object): Promise<string[]> => (await change(at, 'record-progress', { actions: [action], ...input }, ADMIN)).errors;

  it('stands when a report says nothing of it, and is taken back by one that says that nobody rates it', async () => {
    expect(await record({ reportedOn: '2026-11-16', report: 'The network met' })).toEqual([]);
    expect(await record({ reportedOn: '2026-11-17', achieved: false })).toEqual([]);
    expect([await rag(action), await rag(action, '2026-07-09')]).toEqual(['AMBER', 'RED']);
    expect(await record({ reportedOn: '2026-11-18', rag: 'NOT_RATED', report: 'Rated by mistake' })).toEqual([]);
    expect([await rag(action, '2026-11-17'), await rag(action)]).toEqual(['AMBER', 'NOT_RATED']);
    expect(await record({ reportedOn: '2026-11-19', rag: 'GREEN' })).toEqual([]);
    expect(await rag(action)).toBe('GREEN');
    expect(await record({ reportedOn: '2026-11-19' })).toEqual(['INVALID report']);
  });

  it('stands when a file brings an update without one, also one that says NOT_RATED', async () => {
    await importFile(at, files.csv(PLAN), { from: '2009-01-01' });
    await importFile(at, files.csv(PLAN.map((row) => (row.action_no === '1.10.1' ? { ...row, update: 'The list grows', rag: 'NOT_RATED' } : row))), { updatesAsOf: '2010-01-31' });
    const [row] = await rowsOf<{ id: string }>(at, `select a.id from actions a join plans p on p.id = a.plan_id where p.title = 'Our plan' and a.number = '1.10.1'`);
    const { data } = await at.ask<{ action: object }>('query ($id: ID!) { action(id: $id) { rag current { note rag unrated } } }', { id: toNodeId('Action', row?.id ?? '') }, ADMIN);
    expect(data?.action).toEqual({ rag: 'AMBER', current: { note: 'The list grows', rag: 'NOT_RATED', unrated: false } });
  });
});

describe('an action without progress for months', () => {
  it('is none of a plan that is no older', async () => {
    expect(await stale(planId('broxbourne'), '2026-11-21')).toEqual({ listed: [], counted: 0 });
    expect(await stale(planId('broxbourne'), '2027-03-01')).toEqual({ listed: [], counted: 0 });
    expect(await stale(planId('broxbourne'), '2027-03-02')).toEqual({ listed: ['1.1', '1.2'], counted: 2 });
    expect((await stale(planId('broxbourne'), '2026-10-02', 1)).listed).toEqual(['1.1', '1.2']);
  });

  it('is none that a file added to an older plan a short time ago', async () => {
    const plan = toNodeId('Plan', (await rowsOf<{ id: string }>(at, `select id from plans where title = 'Our plan'`))[0]?.id ?? '');
    const map = files.csv([{ action_no: '2.11', was: 'new' }]);
    await importFile(at, files.csv([...PLAN, { plan: 'Our plan', section: 'Delivery', action_no: '2.11', action: 'Run one event' }]), { updatesAsOf: '2010-06-30', map });
    expect((await stale(plan, '2010-07-31')).listed).toEqual(['1.1.1', '1.1.2', '2.10']);
    expect((await stale(plan, '2011-01-31')).listed).toContain('2.11');
  });
});
