import type { ImportOutcome } from '../../../src/intake/outcome';
import { toNodeId } from '../../../src/graphql/node';
import { importPlan, type PlanImportOptions } from '../../../src/plans/plan.import';
import { runHere } from '../../cli/run-cli';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { change } from '../making-changes';
import { DERBYSHIRE, emptyPlans, PLAN, type PlanRow } from '../plan-imports';
import { hour, latestBatch, saying, state, takeBack } from './state';

const ADMIN = { role: 'ADMIN', subject: 'Coordinator' } as const;
const files = new Files();
let at: TestDatabase;
let hours = 0;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(async () => {
  hours = 0;
  await emptyPlans(at);
});

const bring = (rows: readonly PlanRow[], options: Partial<PlanImportOptions> = {}): Promise<ImportOutcome> =>
  importPlan(at.database, hour((hours += 1)), { file: files.csv(rows), area: DERBYSHIRE, updatesAsOf: '2009-04-30', from: '2007-04-01', ...options });
const but = (number: string, changes: PlanRow): PlanRow[] => PLAN.map((row) => (row.action_no === number ? { ...row, ...changes } : row));
const lists = () => ({
  leads: files.csv([{ name: 'GRID', kind: 'GROUP', agency: '', side: 'SECTOR', aliases: 'The grid' }]),
  review: files.csv([{ body: 'Trust Board', times_a_year: '4' }]), audiences: files.csv([{ level: 'LOCAL', audience: 'Groups' }]), channels: files.csv([{ channel: 'Web' }]),
});
/** Another wording, another number, leads, dates, measures, a position, an update and a section of its own; two actions are gone and one is new. */
const AGAIN: readonly PlanRow[] = [
  ...but('1.1.1', { action_no: '1.1.3', action: 'The representative reports to the forum each time', leads: 'Support Team; Newcomer', by_when: 'May 2010', measures: 'Reports\nMinutes', position: 'Two seats are held', update: 'Given up', rag: 'red', recommendation: 'Engage earlier' }).slice(0, 1),
  ...PLAN.slice(1, 2).map((row) => ({ ...row, section: 'Other', recommendation_no: '', recommendation: '' })), { plan: 'Our plan', section: 'Delivery', action_no: '2.11', action: 'Something new', leads: 'Someone new' },
];
const bringAgain = () => bring(AGAIN, { updatesAsOf: '2010-01-31', owner: 'The Board', map: files.csv([{ action_no: '1.1.3', was: '1.1.1' }, { action_no: '2.11', was: 'new' }]), ...lists(), channels: files.csv([{ channel: 'Post' }]) });
const idOf = async (number: string): Promise<string> => toNodeId('Action', (await rowsOf<{ id: string }>(at, 'select id from actions where number = $1', [number]))[0]?.id ?? '');
const planNode = async (): Promise<string> => toNodeId('Plan', (await rowsOf<{ id: string }>(at, 'select id from plans'))[0]?.id ?? '');
const report = async (number: string) => change(at, 'record-progress', { actions: [await idOf(number)], reportedOn: '2026-11-01', report: 'Well' }, ADMIN);

describe('an import of a plan that is taken back', () => {
  it('leaves nothing of a plan that it made, and the same file brings the same again', async () => {
    const before = await state(at);
    await bring(PLAN, lists());
    const first = await saying(at);
    expect(await takeBack(at)).toEqual({ removed: 4, restored: 0, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    expect((await bring(PLAN, lists())).counts).toMatchObject({ created: 4 });
    expect(await saying(at)).toEqual(first);
  });

  it('puts a plan that was there back as it was, whatever the file changed in it, and the file brings the same again', async () => {
    await bring(PLAN, lists());
    const before = await state(at);
    expect((await bringAgain()).counts).toMatchObject({ created: 1, updated: 2 });
    const after = await saying(at);
    expect(await takeBack(at)).toEqual({ removed: 1, restored: 4, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await bringAgain();
    expect(await saying(at)).toEqual(after);
  });

  it('tells in a sentence what it did to the plan', async () => {
    await bring(PLAN);
    await bring(but('1.1.2', { by_when: 'May 2010' }), { updatesAsOf: '2010-01-31' });
    await takeBack(at);
    const { data } = await at.ask<{ history: { nodes: { kind: string; sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { kind sentences } } }', { id: await planNode() }, ADMIN);
    expect(data?.history.nodes).toEqual([{ kind: 'REVERT', sentences: [expect.stringMatching(/^Coordinator took the import of \d+\.csv back\.$/), 'Coordinator took back that action 1.1.2 was moved to “May 2010”.'] }]);
  });

  it('still says what was known while it stood', async () => {
    await bring(PLAN);
    await bring(but('1.1.2', { by_when: 'May 2010', update: 'Done it all', rag: 'green' }), { updatesAsOf: '2010-01-31' });
    await takeBack(at);
    const read = async (knownAt?: string) => (await at.ask<{ action: { rag: string; byWhen: { written: string } | null; progress: { note: string | null }[] } }>(
      'query ($id: ID!, $knownAt: DateTime) { action(id: $id, knownAt: $knownAt) { rag byWhen { written } progress { note } } }', { id: await idOf('1.1.2'), knownAt }, ADMIN)).data?.action;
    expect(await read()).toMatchObject({ rag: 'NOT_RATED', byWhen: { written: 'January 08' }, progress: [] });
    expect(await read('2026-11-20T12:00:00Z')).toMatchObject({ rag: 'GREEN', byWhen: { written: 'May 2010' }, progress: [{ note: 'Done it all' }] });
  });

  it('leaves and lists an action on which somebody reported since, with what it stands in, and takes the others back', async () => {
    await bring(PLAN);
    expect((await report('1.1.2')).errors).toEqual([]);
    expect(await takeBack(at)).toEqual({
      removed: 3, restored: 0, errors: [],
      left: ['action 1.1.2 had progress recorded since', 'recommendation 1.1 holds what stays', 'section “Engagement” holds what stays', 'plan “Our plan” holds what stays', 'lead “GRID” leads something that stays, or is known by another name since'],
    });
    expect(await rowsOf(at, 'select number from actions')).toEqual([{ number: '1.1.2' }]);
  });

  it('leaves what was changed, linked, split or stated since, each for its reason', async () => {
    await bring([...PLAN, { plan: 'Our plan', section: 'Delivery', action_no: '2.11', action: 'Hold a forum' }]);
    const { id: organisation } = (await rowsOf<{ id: string }>(at, `select id from organisations where slug = 'dacorum-cvs'`))[0] ?? { id: '' };
    expect((await change(at, 'link-action', { id: await idOf('2.10'), expectedVersion: 1, linkedTo: [toNodeId('Organisation', organisation)] }, ADMIN)).errors).toEqual([]);
    expect((await change(at, 'revise-due-date', { id: await idOf('1.10.1'), expectedVersion: 1, byWhen: 'May 2027', reason: 'Late' }, ADMIN)).errors).toEqual([]);
    expect((await change(at, 'state-position', { action: await idOf('2.11'), text: 'Half way' }, ADMIN)).errors).toEqual([]);
    const [update] = await rowsOf<{ id: string }>(at, `select r.id from progress_reports r where r.note = 'Reports are given'`);
    expect((await change(at, 'split-update', { report: toNodeId('ProgressReport', update?.id ?? ''), parts: [{ actions: [await idOf('1.1.2')], report: 'Invited' }] }, ADMIN)).errors).toEqual([]);
    const { left, removed } = await takeBack(at);
    expect(removed).toBe(0);
    expect(left.filter((one) => one.startsWith('action'))).toEqual([
      'action 1.1.1 has an update that was split since', 'action 1.1.2 has an update that was split since', 'action 1.10.1 was changed since', 'action 2.10 is linked to what it is to move', 'action 2.11 had it said since where it stands',
    ]);
  });

  it('leaves a plan whole that was approved or reviewed since, or has a newer version', async () => {
    await bring(PLAN);
    expect((await change(at, 'approve-plan', { id: await planNode(), expectedVersion: 1, by: 'Board' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 0, left: ['plan “Our plan” was approved since'] });
    await emptyPlans(at);
    await bring(PLAN);
    expect((await change(at, 'record-review', { plan: await planNode(), body: 'Board', reviewedOn: '2026-11-21' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 0, left: ['plan “Our plan” was reviewed since, as it then stood'] });
    await emptyPlans(at);
    await bring(PLAN);
    expect((await change(at, 'begin-edition', { id: await planNode(), expectedVersion: 1, from: '2026-11-21' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 0, left: ['plan “Our plan” has a newer version'] });
    expect(await rowsOf(at, 'select count(*)::int as n from actions')).toEqual([{ n: 8 }]);
  });

  it('waits for a later import of the plan, which is taken back first', async () => {
    const nothing = await state(at);
    await bring(PLAN, lists());
    const first = await latestBatch(at);
    await bringAgain();
    const second = await latestBatch(at);
    expect((await takeBack(at, first)).errors).toEqual([`INVALID A later import of plan stands upon this one: take back ${second} (${(await rowsOf<{ f: string }>(at, 'select file_name as f from import_batches where id = $1', [second]))[0]?.f}) first.`]);
    expect((await takeBack(at, second)).left).toEqual([]);
    expect(await takeBack(at, first)).toEqual({ removed: 4, restored: 0, left: [], errors: [] });
    expect(await state(at)).toEqual(nothing);
  });

  it('leaves a number with the action that has it by now', async () => {
    await bring(PLAN);
    await bring(PLAN.map((row) => ({ ...row, action_no: row.action_no === '1.1.1' ? '1.1.2' : row.action_no === '1.1.2' ? '1.1.1' : (row.action_no ?? '') })), { updatesAsOf: '2010-01-31', map: files.csv([{ action_no: '1.1.2', was: '1.1.1' }, { action_no: '1.1.1', was: '1.1.2' }]) });
    expect((await report('1.1.2')).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ restored: 0, left: ['action 1.1.2 had progress recorded since', 'action 1.1.1 had a number before that another action has now'] });
  });

  it('gives the reviews of a body back to it that the file had taken off the list', async () => {
    await bring(PLAN, lists());
    const [body] = await rowsOf<{ id: string }>(at, 'select id from plan_review_bodies');
    const reviewed = await change(at, 'record-review', { plan: await planNode(), reviewBody: toNodeId('ReviewBody', body?.id ?? ''), reviewedOn: '2026-11-21' }, ADMIN);
    expect(reviewed.errors).toEqual([]);
    await at.owner.query(`update plan_reviews set recorded_at = '2026-11-20T01:30:00Z'`);
    const before = await state(at);
    await bring(PLAN, { review: files.csv([{ body: 'Another', times_a_year: '1' }]) });
    expect((await takeBack(at)).left).toEqual([]);
    expect(await state(at)).toEqual(before);
  });

  it('is taken back on the command line, which names what was left', async () => {
    await bring(PLAN);
    await report('1.1.2');
    const done = await runHere(at.env, 'import', 'revert', await latestBatch(at));
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain('3 actions that it had made were removed, 0 are as they were before.\n5 went on since and are left as they are:\n  action 1.1.2 had progress recorded since\n');
  });
});
