import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { change } from './making-changes';
import { importFile, PLAN } from './plan-imports';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const files = new Files();
const ROWS = PLAN.map((row) => (row.action_no === '2.10' ? { ...row, by_when: 'Quarterly' } : row));
const REVIEW = [{ body: 'Board', times_a_year: '4', counted_from: '' }, { body: 'Panel', times_a_year: '1', counted_from: '2008-03-31' }];

interface Asked {
  leadsWithoutSide: { lead: { id: string; name: string; version: number }; actions: { count: number; filter: object } }[];
  recurringWithoutFirstDay: { count: number; filter: object };
  reviewBodiesWithoutFirstDay: string[];
}

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

const load = (options = {}) => importFile(at, files.csv(ROWS), { review: files.csv(REVIEW), leads: files.csv([{ name: 'Coordinator & Manager', kind: 'POST', side: 'SECTOR' }]), ...options });
async function ask(): Promise<Asked> {
  const plan = toNodeId('Plan', (await rowsOf<{ id: string }>(at, `select id from plans where title = 'Our plan'`))[0]?.id ?? '');
  const { data } = await at.ask<{ forAPerson: Asked }>('query ($plan: ID!) { forAPerson(plan: $plan) { leadsWithoutSide { lead { id name version } actions { count filter } } recurringWithoutFirstDay { count filter } reviewBodiesWithoutFirstDay } }', { plan }, ADMIN);
  return data?.forAPerson as Asked;
}
const listed = async (filter: object): Promise<string[]> => (await at.ask<{ actions: { nodes: { number: string }[] } }>('query ($filter: ActionFilter) { actions(first: 100, filter: $filter) { nodes { number } } }', { filter }, ADMIN)).data?.actions.nodes.map((node) => node.number) ?? [];

describe('what only a person can say of a plan', () => {
  it('is what recurs, and who reviews, where there is no first day to count from; the import says so', async () => {
    const { notes } = await load();
    expect(notes).toContain('The plan has no first day (--from): 1 actions recur and have no next days and no periods until it is said: 2.10.');
    expect(notes).toContain('The plan has no first day (--from), from which reviews are counted: none is due of Board.');
    const asked = await ask();
    expect([asked.recurringWithoutFirstDay.count, await listed(asked.recurringWithoutFirstDay.filter), asked.reviewBodiesWithoutFirstDay]).toEqual([1, ['2.10'], ['Board']]);
  });

  it('is on whose side leads stand, until it is said', async () => {
    const before = await ask();
    expect(before.leadsWithoutSide.map(({ lead }) => lead.name)).toContain('Representative');
    expect(before.leadsWithoutSide.map(({ lead }) => lead.name)).not.toContain('Coordinator & Manager');
    const [open] = before.leadsWithoutSide;
    expect(await listed(open?.actions.filter ?? {})).toHaveLength(open?.actions.count ?? -1);
    expect((await change(at, 'describe-lead', { id: open?.lead.id, expectedVersion: open?.lead.version, side: 'SECTOR' }, ADMIN)).errors).toEqual([]);
    expect((await ask()).leadsWithoutSide.map(({ lead }) => lead.id)).toEqual(before.leadsWithoutSide.slice(1).map(({ lead }) => lead.id));
  });

  it('is nothing of that once the first day is said', async () => {
    const { notes } = await load({ from: '2007-04-01' });
    expect(notes.join(' ')).not.toContain('--from');
    expect(await ask()).toMatchObject({ recurringWithoutFirstDay: { count: 0 }, reviewBodiesWithoutFirstDay: [] });
  });
});
