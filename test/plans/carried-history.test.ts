import type { Viewer } from '../../src/access/viewer';
import { atlasSchema, requestContext } from '../../src/app';
import { toNodeId } from '../../src/graphql/node';
import { planReport } from '../../src/plans/report';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { change } from './making-changes';
import { actionId, planId } from './sample-plans';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const DAY = '2026-11-20';
const HISTORY = 'rag achieved lastProgressOn current { reportedOn rag note edition } measures { values { observedOn value edition } targets { state latest { value } } }';

interface Standing {
  rag: string;
  lastProgressOn: string | null;
  current: { rag: string; edition: number } | null;
}

let at: TestDatabase;
let plan: string;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const { payload, errors } = await change<{ plan: { id: string } }>(at, 'begin-edition', { id: planId('dacorum'), expectedVersion: 1, from: '2026-11-10', actions: ['1.1', '1.2', '2.1', '2.2'].map((number) => actionId('dacorum', number)) }, ADMIN);
  expect(errors).toEqual([]);
  plan = payload.plan.id;
});
afterAll(() => at.close());

async function carried(number: string): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(at, `select a.id from actions a join plans p on p.id = a.plan_id where p.edition > 1 and a.number = $1 order by p.edition desc limit 1`, [number]);
  return toNodeId('Action', row?.id ?? '');
}
async function ask(id: string, asOf = DAY, viewer?: Viewer): Promise<Standing> {
  const { data } = await at.ask<{ action: Standing }>(`query ($id: ID!, $asOf: Date) { action(id: $id, asOf: $asOf) { ${HISTORY} } }`, { id, asOf }, viewer);
  return data?.action as Standing;
}
const count = async (filter: object): Promise<number> => (await at.ask<{ actions: { totalCount: number } }>('query ($filter: ActionFilter) { actions(first: 1, filter: $filter) { totalCount } }', { filter: { plan, asOf: DAY, ...filter } }, ADMIN)).data?.actions.totalCount ?? -1;
async function report(): Promise<string> {
  const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), ADMIN);
  return String(await planReport(reader.asOf(DAY), plan, 'md'));
}

describe('an action that was carried over', () => {
  it.each(['1.1', '1.2', '2.1', '2.2'])('%s stands as the one that it was carried over from until it has a report of its own', async (number) => {
    const [before, now] = [await ask(actionId('dacorum', number), DAY, ADMIN), await ask(await carried(number), DAY, ADMIN)];
    expect(now).toEqual(before);
    expect(now.current?.edition).toBe(1);
  });

  it('is counted and listed so in the figures of its plan and in its filters', async () => {
    expect([await count({ rag: 'GREEN' }), await count({ rag: 'AMBER' }), await count({ rag: 'RED' }), await count({ withoutProgress: true }), await count({ achieved: true })]).toEqual([2, 1, 1, 0, 1]);
    const { data } = await at.ask<{ plan: { figures: { byRag: { rag: string; count: number }[] } } }>('query ($id: ID!, $asOf: Date) { plan(id: $id, asOf: $asOf) { figures { byRag { rag count } } } }', { id: plan, asOf: DAY }, ADMIN);
    expect(Object.fromEntries(data?.plan.figures.byRag.map((one) => [one.rag, one.count]) ?? [])).toEqual({ GREEN: 2, AMBER: 1, RED: 1, NOT_RATED: 0 });
  });

  it('is reported with its last update, and against the last review of the version before', async () => {
    const text = await report();
    expect(text).toContain('Four groups joined');
    expect(text).toMatch(/since the last review \(District partnership \(invented\), 15 July 2026, of version 1\)/);
    expect(text).not.toContain('New action');
    // 1.3 and 2.3 were not carried over.
    expect(text).toMatch(/Closed since the last review[\s\S]*1\.3 Publish who represents whom[\s\S]*2\.3/);
    const { data } = await at.ask<{ plan: { lastReview: { reviewedOn: string } } }>('query ($id: ID!) { plan(id: $id) { lastReview { reviewedOn } } }', { id: plan }, ADMIN);
    expect(data?.plan.lastReview).toEqual({ reviewedOn: '2026-07-15' });
  });

  it('stands by its own report once there is one, and the one before stands as it did', async () => {
    const before = await ask(actionId('dacorum', '1.2'), DAY, ADMIN);
    expect((await change(at, 'record-progress', { actions: [await carried('1.2')], reportedOn: '2026-11-18', rag: 'GREEN', report: 'All ten joined' }, ADMIN)).errors).toEqual([]);
    expect(await ask(await carried('1.2'), DAY, ADMIN)).toMatchObject({ rag: 'GREEN', lastProgressOn: '2026-11-18', current: { edition: 2 } });
    expect(await ask(await carried('1.2'), '2026-11-17', ADMIN)).toMatchObject({ rag: 'AMBER', current: { edition: 1 } });
    expect(await ask(actionId('dacorum', '1.2'), DAY, ADMIN)).toEqual(before);
  });

  it('goes on with a measure and what was observed of it', async () => {
    const [measure] = await rowsOf<{ id: string }>(at, `select m.id from action_measures m join plans p on p.id = m.plan_id where p.edition = 2 and m.unit = 'groups'`);
    expect((await change(at, 'observe-measure', { measure: toNodeId('Measure', measure?.id ?? ''), observedOn: '2026-11-19', value: '25', source: 'list of members' }, ADMIN)).errors).toEqual([]);
    const now = (await ask(await carried('1.2'), DAY, ADMIN)) as unknown as { measures: { values: object[]; targets: { state: string }[] }[] };
    expect(now.measures[0]?.values).toEqual([{ observedOn: '2026-11-19', value: '25', edition: 2 }, { observedOn: '2026-10-05', value: '21', edition: 1 }, { observedOn: '2026-06-30', value: '18', edition: 1 }]);
    expect(now.measures[0]?.targets.map((target) => target.state)).toEqual(['MISSED', 'REACHED']);
  });

  it('hides from the public what was reported in a version that is not approved', async () => {
    const [row] = await rowsOf<{ version: number }>(at, `select version from plans where edition = 2`);
    expect((await change(at, 'approve-plan', { id: plan, expectedVersion: row?.version, by: 'Board' }, ADMIN)).errors).toEqual([]);
    expect(await ask(await carried('1.1'))).toMatchObject({ rag: 'GREEN', current: { edition: 1 } });
    await at.owner.query(`update plans set status = 'DRAFT', approved_on = null where edition = 1 and title like '%Dacorum%'`);
    expect(await ask(await carried('1.1'))).toMatchObject({ rag: 'NOT_RATED', current: null, lastProgressOn: null });
  });

  it('goes on over a third version', async () => {
    const [row] = await rowsOf<{ version: number }>(at, `select version from plans where edition = 2`);
    const { errors } = await change(at, 'begin-edition', { id: plan, expectedVersion: row?.version, from: '2026-11-15' }, ADMIN);
    expect(errors).toEqual([]);
    expect(await ask(await carried('2.2'), DAY, ADMIN)).toMatchObject({ rag: 'RED', current: { edition: 1 } });
  });
});
