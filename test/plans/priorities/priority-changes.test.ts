import type { Viewer } from '../../../src/access/viewer';
import { toNodeId } from '../../../src/graphql/node';
import { erasePerson, findPerson } from '../../../src/history/personal-data';
import { applyRetention } from '../../../src/history/retention';
import { sampleId } from '../../../src/sample/sample-rows';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../../support';
import { change, operation } from '../making-changes';
import { actionId, planId } from '../sample-plans';
import { prioritySetId, serviceId } from './sample-priorities';

const ANALYST: Viewer = { role: 'ANALYST', subject: 'A' };
const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const LANTERN = serviceId('lea-lantern-youth-club-thursday-club');

let at: TestDatabase;
let county: Viewer;
let dacorum: Viewer;
let elsewhere: Viewer;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const of = async (code: string): Promise<Viewer> => ({ role: 'COORDINATOR', subject: `Coordinator of ${code}`, areaIds: [(await rowsOf<{ id: string }>(at, 'select id from areas where code = $1', [code]))[0]?.id ?? ''] });
  [county, dacorum, elsewhere] = await Promise.all([of('E10000015'), of('E07000096'), of('E10000007')]);
});
afterAll(() => at.close());

interface SetPayload {
  prioritySet: { id: string; edition: number; version: number; priorities: { id: string; code: string; lead: { name: string; kind: string | null } | null }[] };
}
interface PriorityPayload {
  priority: { id: string; version: number; sectorContribution: string; contributions: { id: string; version: number; from: string; to: string | null; service: { name: string } | null; action: { number: string } | null }[] };
}

let made = 0;
/** A set of the county with two priorities, approved unless said otherwise. */
async function newSet({ title = `Plan ${(made += 1)}`, from = '2026-01-01', approved = true, ...more }: { title?: string; from?: string; approved?: boolean; carryOver?: boolean; priorities?: object[] } = {}): Promise<SetPayload['prioritySet']> {
  const { payload, errors } = await change<SetPayload>(at, 'create-priority-set', { area: 'E10000015', title, from, priorities: [{ code: '1', title: 'One' }, { code: '2', title: 'Two' }], ...more }, county);
  expect(errors).toEqual([]);
  if (approved) expect((await change(at, 'approve-priority-set', { id: payload.prioritySet.id, expectedVersion: 1, by: 'Board' }, county)).errors).toEqual([]);
  return payload.prioritySet;
}
const contribute = (priority: string, contributors: readonly string[], more: object = {}, viewer = county) => change<PriorityPayload>(at, 'contribute-to-priority', { priority, contributors, ...more }, viewer);
const first = (set: SetPayload['prioritySet']): string => set.priorities[0]?.id ?? '';
const stateOn = async (id: string, asOf: string, viewer?: Viewer) =>
  (await at.ask<{ priority: { sectorContribution: string; contributions: { service: { name: string } | null; action: { number: string } | null }[] } | null }>(operation('priority'), { id, asOf }, viewer)).data?.priority;
const namesOn = async (id: string, asOf: string, viewer?: Viewer) => (await stateOn(id, asOf, viewer))?.contributions.map(({ service, action }) => service?.name ?? action?.number);

describe('a set of priorities', () => {
  it('comes as a draft, in versions, and the version before ends where the approved one begins', async () => {
    const one = await newSet({ title: 'Versions' });
    const two = await newSet({ title: 'VERSIONS', from: '2027-04-01', approved: false });
    expect([one.edition, two.edition]).toEqual([1, 2]);
    const inForce = async (asOf: string) => (await at.ask<{ priorities: { nodes: { set: { edition: number } }[] } }>('query ($asOf: Date) { priorities(first: 100, filter: { area: "E10000015", asOf: $asOf }) { nodes { set { title edition } } } }', { asOf }, county)).data?.priorities.nodes.flatMap(({ set }) => ((set as unknown as { title: string }).title.toLowerCase() === 'versions' ? [set.edition] : []));
    expect([await inForce('2027-03-31'), await inForce('2027-04-01')]).toEqual([[1, 1], [1, 1]]);
    expect((await change(at, 'approve-priority-set', { id: two.id, expectedVersion: 1, by: 'Board' }, county)).errors).toEqual([]);
    expect([await inForce('2027-03-31'), await inForce('2027-04-01')]).toEqual([[1, 1], [2, 2]]);
    const three = await newSet({ title: 'Versions', from: '2027-04-01', approved: false });
    expect((await change(at, 'approve-priority-set', { id: three.id, expectedVersion: 1, by: 'Board' }, county)).errors).toEqual(['TAKEN from']);
  });

  it('carries over what contributes on its first day to priorities of the same code', async () => {
    const one = await newSet({ title: 'Carried' });
    await contribute(first(one), [LANTERN], { from: '2026-02-01', how: 'A club' });
    await contribute(first(one), [serviceId('new-river-families-stay-and-play')], { from: '2026-02-01', to: '2027-03-31' });
    // One that ended goes on with nothing, although something still says that it contributes to it.
    await contribute(one.priorities[1]?.id ?? '', [LANTERN], { from: '2026-02-01' });
    expect((await change(at, 'update-priority', { id: one.priorities[1]?.id, expectedVersion: 1, to: '2026-12-31' }, county)).errors).toEqual([]);
    expect((await change(at, 'update-priority-set', { id: one.id, expectedVersion: 2, to: '2027-03-31' }, county)).errors).toEqual([]);
    const two = await newSet({ title: 'Carried', from: '2027-04-01', carryOver: true, priorities: [{ code: '2', title: 'New' }, { code: '1', title: 'One again' }] });
    expect(await namesOn(two.priorities[0]?.id ?? '', '2027-04-01')).toEqual([]);
    const [again] = two.priorities.filter((priority) => priority.code === '1');
    expect([await namesOn(first(one), '2027-03-31'), await namesOn(first(one), '2027-04-01'), await namesOn(again?.id ?? '', '2027-03-31'), await namesOn(again?.id ?? '', '2027-04-01')]).toEqual([['Stay and play', 'Thursday club'], [], [], ['Thursday club']]);
  });

  it.each<[string, string, object]>([
    ['INVALID priorities.1.code', 'create-priority-set', { area: 'E10000015', title: 'X', from: '2026-01-01', priorities: [{ code: '1', title: 'A' }, { code: '1', title: 'B' }] }],
    ['INVALID priorities.0.title', 'create-priority-set', { area: 'E10000015', title: 'X', from: '2026-01-01', priorities: [{ code: '1', title: ' ' }] }],
    ['INVALID priorities.0.from', 'create-priority-set', { area: 'E10000015', title: 'X', from: '2026-01-01', to: '2026-12-31', priorities: [{ code: '1', title: 'A', from: '2027-01-01' }] }],
    ['INVALID priorities.0.leadName', 'create-priority-set', { area: 'E10000015', title: 'X', from: '2026-01-01', priorities: [{ code: '1', title: 'A', lead: 'x', leadName: 'Y' }] }],
    ['INVALID to', 'create-priority-set', { area: 'E10000015', title: 'X', from: '2026-01-01', to: '2025-12-31', priorities: [] }],
    ['INVALID carryOver', 'create-priority-set', { area: 'E10000015', title: 'Never heard of', from: '2026-01-01', priorities: [], carryOver: true }],
    ['UNKNOWN_AREA area', 'create-priority-set', { area: 'E99999999', title: 'X', from: '2026-01-01', priorities: [] }],
    ['FORBIDDEN area', 'create-priority-set', { area: 'E10000007', title: 'X', from: '2026-01-01', priorities: [] }],
    ['INVALID on', 'approve-priority-set', { id: prioritySetId('hertfordshire-next'), expectedVersion: 1, by: 'Board', on: '2026-11-22' }],
    ['ALREADY id', 'approve-priority-set', { id: prioritySetId('hertfordshire'), expectedVersion: 1, by: 'Board' }],
    ['CONFLICT expectedVersion', 'update-priority-set', { id: prioritySetId('hertfordshire-next'), expectedVersion: 7, owner: 'X' }],
    ['INVALID title', 'update-priority-set', { id: prioritySetId('hertfordshire-next'), expectedVersion: 1 }],
    ['NOT_FOUND id', 'update-priority-set', { id: 'x', expectedVersion: 1, owner: 'X' }],
  ])('is refused as %s by %s with %j', async (error, name, input) => {
    const before = await rowsOf(at, 'select count(*)::int as n, sum(version)::int as versions from priority_sets');
    expect((await change(at, name, input, county)).errors).toEqual([error]);
    expect(await rowsOf(at, 'select count(*)::int as n, sum(version)::int as versions from priority_sets')).toEqual(before);
  });

  it('is for coordinators of its area alone', async () => {
    const input = { id: prioritySetId('hertfordshire-next'), expectedVersion: 1, owner: 'X' };
    for (const [viewer, error] of [[elsewhere, 'FORBIDDEN id'], [dacorum, 'FORBIDDEN id'], [ANALYST, 'FORBIDDEN'], [{ role: 'ANONYMOUS' }, 'UNAUTHENTICATED']] as const) expect((await change(at, 'update-priority-set', input, viewer)).errors).toEqual([error]);
  });
});

describe('a priority', () => {
  it('takes its place among the others, and says so in the history of its set', async () => {
    const set = await newSet({ priorities: ['1', '2', '3', '4'].map((code) => ({ code, title: `Title ${code}` })) });
    const order = async () => (await rowsOf<{ code: string }>(at, 'select code from priorities where set_id = (select set_id from priorities where id = $1) order by position, id', [Buffer.from(first(set), 'base64url').toString().split(':')[1]])).map((row) => row.code).join('');
    const move = async (n: number, place: number) => change(at, 'update-priority', { id: set.priorities[n]?.id, expectedVersion: (await rowsOf<{ version: number }>(at, 'select version from priorities where id = $1', [Buffer.from(set.priorities[n]?.id ?? '', 'base64url').toString().split(':')[1]]))[0]?.version, place }, county);
    const seen: string[] = [];
    for (const [n, place] of [[3, 1], [3, 3], [0, 99], [0, 1], [1, 2]] as const) {
      expect((await move(n, place)).errors).toEqual([]);
      seen.push(await order());
    }
    expect(seen).toEqual(['4123', '1243', '2431', '1243', '1243']);
    expect((await change(at, 'update-priority', { id: set.priorities[1]?.id, expectedVersion: 2, title: 'Title two', leadName: 'Partnerships Manager' }, county)).errors).toEqual([]);
    const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: set.id }, county);
    expect(data?.history.nodes[0]?.sentences.join(' ')).toMatch(/“Title two”.*“Partnerships Manager”/);
  });

  it.each<[string, string, (set: SetPayload['prioritySet']) => object]>([
    ['TAKEN priority.code', 'add-priority', (set) => ({ set: set.id, priority: { code: '2', title: 'X' } })],
    ['INVALID priority.code', 'add-priority', (set) => ({ set: set.id, priority: { code: '', title: 'X' } })],
    ['NOT_FOUND set', 'add-priority', () => ({ set: 'x', priority: { code: '9', title: 'X' } })],
    ['TAKEN code', 'update-priority', (set) => ({ id: first(set), expectedVersion: 1, code: '2' })],
    ['INVALID place', 'update-priority', (set) => ({ id: first(set), expectedVersion: 1, place: 0 })],
    ['INVALID from', 'update-priority', (set) => ({ id: first(set), expectedVersion: 1, to: '2025-12-31' })],
    ['NOT_FOUND lead', 'update-priority', (set) => ({ id: first(set), expectedVersion: 1, lead: toNodeId('Lead', sampleId('lead', 'E10000007 grid')) })],
    ['INVALID title', 'update-priority', (set) => ({ id: first(set), expectedVersion: 1 })],
    ['INVALID on', 'check-priority', (set) => ({ priority: first(set), on: '2026-11-22', by: 'Us' })],
    ['INVALID by', 'check-priority', (set) => ({ priority: first(set), by: ' ' })],
  ])('is refused as %s by %s', async (error, name, input) => {
    expect((await change(at, name, input(await newSet()), county)).errors).toEqual([error]);
  });

  it('names a person to nobody but who is signed in, and is found and erased', async () => {
    const set = await newSet({ priorities: [{ code: '1', title: 'One', leadName: 'Peter Persona' }] });
    const [lead] = await rowsOf<{ id: string; version: number }>(at, `select id, version from leads where name = 'Peter Persona'`);
    const described = await change(at, 'describe-lead', { id: toNodeId('Lead', lead?.id ?? ''), expectedVersion: lead?.version, kind: 'PERSON', agency: 'Homestart' }, county);
    expect(described.errors).toEqual([]);
    const name = async (viewer?: Viewer) => (await at.ask<{ priority: { lead: { name: string } } }>('query ($id: ID!) { priority(id: $id) { lead { name } } }', { id: first(set) }, viewer)).data?.priority.lead.name;
    expect([await name(), await name(ANALYST)]).toEqual(['Homestart', 'Peter Persona']);
    // Its name is kept as long as the priority holds, and two years after that.
    const due = async (): Promise<number> => (await applyRetention(at.database, testClock, true)).find(({ rule }) => rule.name === 'persons who led actions')?.due ?? -1;
    await at.owner.query(`update leads set created_at = '2010-01-01' where id = $1`, [lead?.id]);
    expect(await due()).toBe(0);
    await at.owner.query(`update priorities set valid = '[2010-01-01,2024-11-21)' where lead_id = $1`, [lead?.id]);
    await at.owner.query(`update priority_sets set period = '[2010-01-01,2026-12-31]' where id = (select set_id from priorities where lead_id = $1)`, [lead?.id]);
    expect(await due()).toBe(1);
    expect((await findPerson(at.database, 'Peter Persona')).map(({ table, column }) => `${table}.${column}`)).toContain('leads.name');
    await erasePerson(at.database, testClock, 'Peter Persona');
    expect(await findPerson(at.database, 'Peter Persona')).toEqual([]);
    expect([await name(), await name(ANALYST)]).toEqual(['Homestart', '[erased]']);
  });

  it('goes with a lead that turns out to be another one', async () => {
    const set = await newSet({ priorities: [{ code: '1', title: 'One', leadName: 'Mgr of Partnerships' }] });
    const id = sampleId('lead', 'E10000015 partnerships manager');
    const [known] = await rowsOf<{ version: number }>(at, 'select version from leads where id = $1', [id]);
    expect((await change(at, 'add-lead-alias', { id: toNodeId('Lead', id), expectedVersion: known?.version, alias: 'Mgr of Partnerships' }, county)).errors).toEqual([]);
    const { data } = await at.ask<{ priority: { lead: { name: string } } }>('query ($id: ID!) { priority(id: $id) { lead { name } } }', { id: first(set) });
    expect(data?.priority.lead.name).toBe('Partnerships Manager');
  });
});

describe('a contribution', () => {
  it('turns nobody into the sector, and back into not known until somebody looks', async () => {
    const one = first(await newSet());
    const state = async () => (await stateOn(one, '2026-11-21'))?.sectorContribution;
    expect(await state()).toBe('NOT_KNOWN');
    expect((await change(at, 'check-priority', { priority: one, by: 'Coordinator', on: '2026-11-20' }, county)).errors).toEqual([]);
    expect([await state(), (await stateOn(one, '2026-11-19'))?.sectorContribution]).toEqual(['NONE', 'NOT_KNOWN']);
    // A statutory body's service, and an action that statutory bodies lead, are not the sector's.
    expect((await contribute(one, [serviceId('town-hall-street-young-peoples-advice-advice-counter'), actionId('hertfordshire', '4.5')])).payload.priority.sectorContribution).toBe('NONE');
    const { payload } = await contribute(one, [LANTERN]);
    expect(payload.priority.sectorContribution).toBe('CONTRIBUTES');
    const [service] = payload.priority.contributions.filter((row) => row.service?.name === 'Thursday club');
    expect((await change<PriorityPayload>(at, 'end-contribution', { id: service?.id, expectedVersion: 1, mistaken: true }, county)).payload.priority.sectorContribution).toBe('NONE');
  });

  it('of an organisation whose sector is not known leaves it not known, although somebody looked', async () => {
    const one = first(await newSet());
    await change(at, 'check-priority', { priority: one, by: 'Coordinator' }, county);
    await at.owner.query(`update organisations set sector = null where id = (select organisation_id from services where id = $1)`, [Buffer.from(serviceId('wormley-wheels-bike-workshop'), 'base64url').toString().split(':')[1]]);
    expect((await contribute(one, [serviceId('wormley-wheels-bike-workshop')])).payload.priority.sectorContribution).toBe('NOT_KNOWN');
    const { data } = await at.ask<{ priority: { figures: Record<string, { count: number }> } }>('query ($id: ID!) { priority(id: $id) { figures { services { count } servicesOfOthers { count } servicesSectorNotKnown { count } } } }', { id: one });
    expect(data?.priority.figures).toEqual({ services: { count: 0 }, servicesOfOthers: { count: 0 }, servicesSectorNotKnown: { count: 1 } });
  });

  it('ends and stays on record, and cannot be deleted by anybody', async () => {
    const one = first(await newSet());
    const { payload } = await contribute(one, [LANTERN], { from: '2026-02-01' });
    const [row] = payload.priority.contributions;
    expect((await change(at, 'end-contribution', { id: row?.id, expectedVersion: 1, lastDay: '2026-06-30' }, county)).errors).toEqual([]);
    expect([await namesOn(one, '2026-01-31'), await namesOn(one, '2026-02-01'), await namesOn(one, '2026-06-30'), await namesOn(one, '2026-07-01')]).toEqual([[], ['Thursday club'], ['Thursday club'], []]);
    expect((await contribute(one, [LANTERN], { from: '2026-07-01' })).errors).toEqual([]);
    for (const sql of ['delete from priority_contributions', 'delete from priorities', 'delete from priority_checks', `update priority_checks set checked_by = 'x'`]) {
      await expect(at.database.write({ ...county, at: testClock.now() }, (manager) => manager.query(sql))).rejects.toMatchObject({ driverError: { code: '42501' } });
    }
  });

  it('is said by a district of what it looks after itself, also to a priority of its county', async () => {
    const one = first(await newSet());
    expect((await contribute(one, [serviceId('grovehill-good-neighbours-pantry'), actionId('dacorum', '1.1')], {}, dacorum)).errors).toEqual([]);
    expect((await contribute(one, [serviceId('grovehill-good-neighbours-homework-table'), LANTERN], {}, dacorum)).errors).toEqual(['FORBIDDEN priority']);
    expect((await contribute(one, [actionId('hertfordshire', '4.1')], {}, dacorum)).errors).toEqual(['FORBIDDEN priority']);
    expect((await contribute(one, [LANTERN], {}, elsewhere)).errors).toEqual(['FORBIDDEN priority']);
    expect((await contribute(one, [LANTERN], {}, ANALYST)).errors).toEqual(['FORBIDDEN']);
    const own = (await contribute(one, [LANTERN])).payload.priority.contributions;
    const id = (name: string): string | undefined => own.find((row) => row.service?.name === name)?.id;
    expect((await change(at, 'end-contribution', { id: id('Thursday club'), expectedVersion: 1, mistaken: true }, dacorum)).errors).toEqual(['FORBIDDEN id']);
    expect((await change(at, 'end-contribution', { id: id('Pantry'), expectedVersion: 1, mistaken: true }, dacorum)).errors).toEqual([]);
  });

  it.each<[string, (one: string) => Promise<{ errors: string[] }>]>([
    ['ALREADY contributors', async (one) => (await contribute(one, [LANTERN], { to: '2026-12-31' }), contribute(one, [LANTERN], { from: '2026-12-31' }))],
    ['INVALID from', (one) => contribute(one, [LANTERN], { from: '2025-01-01', to: '2025-12-31' })],
    ['INVALID to', (one) => contribute(one, [LANTERN], { from: '2026-12-31', to: '2026-01-01' })],
    ['INVALID contributors', (one) => contribute(one, [])],
    ['NOT_FOUND contributors.1', (one) => contribute(one, [LANTERN, toNodeId('Service', '00000000-0000-7000-8000-000000000000')])],
    ['NOT_FOUND contributors.0', (one) => contribute(one, [planId('hertfordshire')])],
    ['NOT_FOUND priority', () => contribute(toNodeId('Priority', '00000000-0000-7000-8000-000000000000'), [LANTERN])],
  ])('is refused as %s', async (error, act) => {
    const one = first(await newSet());
    expect((await act(one)).errors).toEqual([error]);
  });

  it.each<[string, object]>([['INVALID lastDay', {}], ['INVALID lastDay', { lastDay: '2026-12-31', mistaken: true }], ['INVALID lastDay', { lastDay: '2026-01-31' }], ['CONFLICT expectedVersion', { expectedVersion: 2, mistaken: true }]])('is not ended, as %s, with %j', async (error, input) => {
    const { payload } = await contribute(first(await newSet()), [LANTERN], { from: '2026-02-01' });
    expect((await change(at, 'end-contribution', { id: payload.priority.contributions[0]?.id, expectedVersion: 1, ...input }, county)).errors).toEqual([error]);
  });

  it('of a plan that is a draft is for who is signed in', async () => {
    const one = first(await newSet());
    expect((await contribute(one, [actionId('broxbourne', '1.2')])).errors).toEqual([]);
    expect([await namesOn(one, '2026-11-21'), await namesOn(one, '2026-11-21', ANALYST)]).toEqual([[], ['1.2']]);
    expect([(await stateOn(one, '2026-11-21'))?.sectorContribution, (await stateOn(one, '2026-11-21', ANALYST))?.sectorContribution]).toEqual(['NOT_KNOWN', 'CONTRIBUTES']);
  });

  it('follows the service when organisations are merged, and back', async () => {
    const one = first(await newSet());
    await contribute(one, [serviceId('new-river-families-visits-at-home')]);
    const organisation = async () => (await at.ask<{ priority: { contributions: { organisation: { name: string } }[] } }>('query ($id: ID!) { priority(id: $id) { contributions { organisation { name } } } }', { id: one })).data?.priority.contributions.map((row) => row.organisation.name);
    const org = async (key: string) => (await rowsOf<{ id: string; version: number }>(at, 'select id, version from organisations where id = $1', [sampleId('organisation', key)]))[0];
    const [kept, merged] = [await org('lea-lantern-youth-club'), await org('new-river-families')];
    const [id, mergedId] = [kept, merged].map((one) => toNodeId('Organisation', one?.id ?? ''));
    expect((await change(at, 'merge-organisations', { id, expectedVersion: kept?.version, mergedId, mergedExpectedVersion: merged?.version }, ADMIN)).errors).toEqual([]);
    expect(await organisation()).toEqual(['Lea Lantern Youth Club (invented)']);
    expect((await change(at, 'undo-merge', { id, expectedVersion: (await org('lea-lantern-youth-club'))?.version, mergedId }, ADMIN)).errors).toEqual([]);
    expect(await organisation()).toEqual(['New River Families (invented)']);
  });

  it('goes on with the action that a new version of its plan carries over', async () => {
    const one = first(await newSet());
    await contribute(one, [actionId('dacorum', '1.3')], { from: '2026-02-01', to: '2027-12-31' });
    await contribute(one, [actionId('dacorum', '1.3')], { from: '2028-06-01' });
    const [plan] = await rowsOf<{ version: number }>(at, 'select version from plans where id = $1', [sampleId('plan', 'dacorum')]);
    expect((await change(at, 'begin-edition', { id: planId('dacorum'), expectedVersion: plan?.version, from: '2027-04-01', actions: [actionId('dacorum', '1.3')] }, county)).errors).toEqual([]);
    const rows = await rowsOf<{ valid: string; carried: boolean }>(at, `select c.valid::text as valid, a.carried_from_id is not null as carried from priority_contributions c join actions a on a.id = c.node_id where c.priority_id = $1 and c.withdrawn_at is null order by c.valid`, [Buffer.from(one, 'base64url').toString().split(':')[1]]);
    expect(rows).toEqual([{ valid: '[2026-02-01,2027-04-01)', carried: false }, { valid: '[2027-04-01,2028-01-01)', carried: true }, { valid: '[2028-06-01,)', carried: true }]);
  });

  it('is told of a service in the order of the sets and of their priorities', async () => {
    const set = await newSet({ title: 'Zeal', priorities: ['B', 'A'].map((code) => ({ code, title: code })) });
    const service = serviceId('bright-reeds-counselling-evening-counselling');
    for (const one of [...set.priorities].reverse()) await contribute(one.id, [service]);
    await contribute(first(await newSet({ title: 'Ardour' })), [service]);
    const { data } = await at.ask<{ node: { priorities: { priority: { code: string } }[] } }>('query ($id: ID!) { node(id: $id) { ... on Service { priorities { priority { code } } } } }', { id: service });
    expect(data?.node.priorities.map((row) => row.priority.code)).toEqual(['1', 'B', 'A']);
  });

  it('is found and erased where it names a person, and so is who looked', async () => {
    const one = first(await newSet({ priorities: [{ code: '1', title: 'One', description: 'As Paula Persona put it' }] }));
    await contribute(one, [LANTERN], { how: 'Led by Paula Persona' });
    await change(at, 'check-priority', { priority: one, by: 'Paula Persona', about: 'Ask Paula Persona' }, county);
    expect((await findPerson(at.database, 'Paula Persona')).map(({ table, column }) => `${table}.${column}`)).toEqual(expect.arrayContaining(['priorities.description', 'priority_contributions.how', 'priority_checks.checked_by', 'priority_checks.note']));
    await erasePerson(at.database, testClock, 'Paula Persona');
    expect(await findPerson(at.database, 'Paula Persona')).toEqual([]);
    expect(await namesOn(one, '2026-11-21')).toEqual(['Thursday club']);
  });

  it('says in the history of its set what contributed to what', async () => {
    const set = await newSet();
    await contribute(first(set), [LANTERN], { how: 'A club' });
    const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: set.id }, county);
    expect(data?.history.nodes[0]?.sentences.join(' ')).toMatch(/contribution of “Thursday club” to the priority “One”/);
  });
});
