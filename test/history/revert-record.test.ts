import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { change, operation } from '../plans/making-changes';
import { planId } from '../plans/sample-plans';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { Asking, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
let county: Viewer;
let stevenage: Viewer;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
  const of = async (code: string): Promise<Viewer> => ({ role: 'COORDINATOR', subject: `Coordinator of ${code}`, areaIds: [(await rowsOf<{ id: string }>(atlas, 'select id from areas where code = $1', [code]))[0]?.id ?? ''] });
  [county, stevenage] = await Promise.all([of('E10000015'), of('E10000007')]);
});
afterAll(() => atlas.close());

/** Tables of one kind, with the column that says whose a row is. */
interface Kind {
  readonly tables: readonly (readonly [string, string])[];
  /** Whose history tells its changes, where that is not itself. */
  readonly node?: string;
}

const at = () => atlas;
const make = async <T>(name: string, input: object): Promise<T> => {
  const { payload, errors } = await change<T>(at(), name, input, county);
  expect(errors).toEqual([]);
  return payload;
};
const stored = async ({ tables }: Kind, id: string): Promise<unknown> =>
  Promise.all(tables.map(async ([table, of]) => rowsOf(atlas, `select to_jsonb(t) - 'version' - 'updated_at' as row from ${table} t where t.${of} = $1 order by 1`, [uuidOf(id)])));
const versionOf = async ({ tables }: Kind, id: string): Promise<number> => (await rowsOf<{ version: number }>(atlas, `select version from ${tables[0]?.[0]} where id = $1`, [uuidOf(id)]))[0]?.version ?? 0;
const changesOf = (kind: Kind, id: string) => told.history(kind.node ?? id);

interface UserErrors {
  userErrors: { code: string; message: string; path: string[]; currentVersion: number | null }[];
  node: { id: string; version?: number } | null;
}
async function revert(input: object, viewer = county): Promise<UserErrors> {
  const { data, errors } = await atlas.ask<{ revertRecord: UserErrors }>(operation('revert-record'), { input }, viewer);
  if (data === null) throw new Error(JSON.stringify(errors));
  return data.revertRecord;
}
const codeOf = async (input: object, viewer = county): Promise<string | undefined> => (await revert(input, viewer)).userErrors[0]?.code;

const COURSE: Kind = { tables: [['courses', 'id'], ['course_scope_terms', 'course_id'], ['course_scope_areas', 'course_id']] };
const SESSION: Kind = { tables: [['training_sessions', 'id']] };
const SET: Kind = { tables: [['priority_sets', 'id']] };
const PLAN: Kind = { tables: [['plans', 'id'], ['plan_sections', 'plan_id']] };
const LEAD: Kind = { tables: [['leads', 'id'], ['lead_aliases', 'lead_id']] };

let made = 0;
const newCourse = async (): Promise<string> =>
  (await make<{ course: { id: string } }>('create-course', { code: `back-${(made += 1)}`, name: 'First aid', subject: 'OTHER', area: 'E10000015', cost: '12.50', forAreas: ['E07000096'], forUnder26: true })).course.id;
const newSession = async (): Promise<string> =>
  (await make<{ session: { id: string } }>('schedule-session', { course: await newCourse(), heldOn: '2026-12-01', area: 'E10000015', starts: '09:30', capacity: 5 })).session.id;
const newSet = async () =>
  (await make<{ prioritySet: { id: string; priorities: { id: string }[] } }>('create-priority-set', { area: 'E10000015', title: `Back ${(made += 1)}`, from: '2026-01-01', priorities: [{ code: '1', title: 'One' }, { code: '2', title: 'Two' }, { code: '3', title: 'Three' }] })).prioritySet;
async function newLead(name = `Post ${(made += 1)}`): Promise<{ id: string; kind: Kind }> {
  const areaId = county.areaIds?.[0] ?? '';
  const [row] = await rowsOf<{ id: string }>(atlas, 'insert into leads (id, area_id, name, created_at) values (gen_random_uuid(), $1, $2, $3) returning id', [areaId, name, '2026-01-01']);
  return { id: toNodeId('Lead', row?.id ?? ''), kind: { ...LEAD, node: toNodeId('Area', areaId) } };
}

type Case = readonly [string, () => Promise<{ id: string; kind: Kind; edits: readonly [readonly [string, object], readonly [string, object]] }>];
const CASES: readonly Case[] = [
  ['a course, with who is in its scope', async () => ({ id: await newCourse(), kind: COURSE, edits: [['update-course', { name: 'Other', cost: null, forAreas: ['E07000097', 'E07000096'], validityMonths: 12 }], ['update-course', { forAreas: [], forUnder26: false, closedOn: '2026-12-31' }]] })],
  ['a session', async () => ({ id: await newSession(), kind: SESSION, edits: [['update-session', { heldOn: '2026-12-02', starts: null, placeName: 'Hall', postcode: 'SG1 1AA', subsidies: ['TRAVEL'] }], ['update-session', { capacity: 9, spent: '99.99' }]] })],
  ['a session that was cancelled', async () => ({ id: await newSession(), kind: SESSION, edits: [['cancel-session', {}], ['update-session', { capacity: 6 }]] })],
  ['a set of priorities', async () => ({ id: (await newSet()).id, kind: SET, edits: [['update-priority-set', { title: `Other ${(made += 1)}`, to: '2027-03-31' }], ['update-priority-set', { owner: 'Board', from: '2025-01-01' }]] })],
  ['a priority', async () => {
    const set = await newSet();
    return { id: set.priorities[0]?.id ?? '', kind: { tables: [['priorities', 'id']], node: set.id }, edits: [['update-priority', { title: 'Uno', description: 'More', leadName: 'Somebody' }], ['update-priority', { code: '9', from: '2026-02-01' }]] };
  }],
  ['the texts of a plan', async () => {
    const [row] = await rowsOf<{ id: string; title: string }>(atlas, `select p.id, s.title from plans p join plan_sections s on s.plan_id = p.id join areas a on a.id = p.area_id where a.code = 'E07000096' order by s.position limit 1`);
    return { id: toNodeId('Plan', row?.id ?? ''), kind: PLAN, edits: [['describe-plan', { owner: 'Other', sections: [{ title: row?.title, introduction: 'New' }] }], ['describe-plan', { introduction: 'x', summary: 'y' }]] };
  }],
  ['a lead, with its other names', async () => ({ ...(await newLead()), edits: [['describe-lead', { name: `Renamed ${(made += 1)}`, kind: 'TEAM', agency: 'CVS' }], ['add-lead-alias', { alias: `Also ${made}` }]] })],
];

test.each(CASES)('%s that was changed twice goes back behind the first change exactly, as a new change', async (_name, setUp) => {
  const { id, kind, edits } = await setUp();
  const [before, version] = [await stored(kind, id), await versionOf(kind, id)];
  for (const [at, [name, input]] of edits.entries()) await make(name, { id, expectedVersion: version + at, ...input });
  const after = await stored(kind, id);
  expect(after).not.toEqual(before);
  const [, first] = await changesOf(kind, id);
  const input = { id, expectedVersion: version + 2, changeId: first?.id };

  expect(await codeOf(input, stevenage)).toBe('FORBIDDEN');
  expect((await revert({ ...input, expectedVersion: version })).userErrors).toMatchObject([{ code: 'CONFLICT', path: ['expectedVersion'], currentVersion: version + 2 }]);
  expect(await stored(kind, id)).toEqual(after);

  const { node, userErrors } = await revert({ ...input, note: 'A mistake' });
  expect([userErrors, node]).toEqual([[], expect.objectContaining({ id, version: version + 3 })]);
  expect(await stored(kind, id)).toEqual(before);
  const [own] = await changesOf(kind, id);
  expect(own).toMatchObject({ kind: 'REVERT', by: county.subject });
  expect(own?.sentences[0]).toMatch(/ (went back to a former version|brought the (priority|lead) “.*” back to how it was before)\.$/);

  // Going back can be gone back behind.
  expect((await revert({ id, expectedVersion: version + 3, changeId: own?.id })).userErrors).toEqual([]);
  expect(await stored(kind, id)).toEqual(after);
});

test('what came before the change stays', async () => {
  const id = await newCourse();
  await make('update-course', { id, expectedVersion: 1, name: 'Kept' });
  const kept = await stored(COURSE, id);
  await make('update-course', { id, expectedVersion: 2, name: 'Lost', forAreas: [] });
  const [last, , making] = await told.history(id);
  expect((await revert({ id, expectedVersion: 3, changeId: last?.id })).userErrors).toEqual([]);
  expect(await stored(COURSE, id)).toEqual(kept);
  expect(await codeOf({ id, expectedVersion: 4, changeId: making?.id })).toBe('INVALID');
  expect(await codeOf({ id, expectedVersion: 4, changeId: 'nonsense' })).toBe('NOT_FOUND');
  const [elsewhere] = await told.history(await newCourse());
  expect(await codeOf({ id, expectedVersion: 4, changeId: elsewhere?.id })).toBe('NOT_FOUND');
});

test('the same once more under its key changes nothing', async () => {
  const id = await newCourse();
  await make('update-course', { id, expectedVersion: 1, name: 'Lost' });
  const [last] = await told.history(id);
  const input = { id, expectedVersion: 2, changeId: last?.id, clientMutationId: 'once' };
  const one = await revert(input);
  expect([one.userErrors, await revert(input)]).toEqual([[], one]);
  expect(await versionOf(COURSE, id)).toBe(3);
});

test('approval stays, and is not said to be undone', async () => {
  const { id } = await newSet();
  await make('approve-priority-set', { id, expectedVersion: 1, by: 'Board' });
  await make('update-priority-set', { id, expectedVersion: 2, owner: 'Lost' });
  const [edit, approval] = await told.history(id);
  expect((await revert({ id, expectedVersion: 3, changeId: edit?.id })).userErrors).toEqual([]);
  expect(await codeOf({ id, expectedVersion: 4, changeId: approval?.id })).toBe('ALREADY');
  expect(await rowsOf(atlas, 'select status, owner, version from priority_sets where id = $1', [uuidOf(id)])).toEqual([{ status: 'APPROVED', owner: null, version: 4 }]);
});

test('a priority goes back to its place, and the others move on', async () => {
  const { id, priorities } = await newSet();
  const order = async () => (await rowsOf<{ code: string; position: number }>(atlas, 'select code, position from priorities where set_id = $1 order by position', [uuidOf(id)])).map(({ code, position }) => `${position}: ${code}`);
  await make('update-priority', { id: priorities[0]?.id, expectedVersion: 1, place: 3 });
  expect(await order()).toEqual(['1: 2', '2: 3', '3: 1']);
  const [moved] = await told.history(id);
  expect((await revert({ id: priorities[0]?.id, expectedVersion: 2, changeId: moved?.id })).userErrors).toEqual([]);
  expect(await order()).toEqual(['1: 1', '2: 2', '3: 3']);
  // A change of another priority of the set is none of this one.
  await make('update-priority', { id: priorities[1]?.id, expectedVersion: await versionOf({ tables: [['priorities', 'id']] }, priorities[1]?.id ?? ''), title: 'Dos' });
  const [other] = await told.history(id);
  expect(await codeOf({ id: priorities[0]?.id, expectedVersion: 3, changeId: other?.id })).toBe('INVALID');
});

test('what another is called meanwhile is taken', async () => {
  const { id, priorities } = await newSet();
  await make('update-priority', { id: priorities[0]?.id, expectedVersion: 1, code: '7' });
  const [renamed] = await told.history(id);
  await make('update-priority', { id: priorities[1]?.id, expectedVersion: 1, code: '1' });
  expect(await codeOf({ id: priorities[0]?.id, expectedVersion: 2, changeId: renamed?.id })).toBe('TAKEN');

  const lead = await newLead();
  await make('describe-lead', { id: lead.id, expectedVersion: 1, name: `New name ${(made += 1)}` });
  const [, former] = await rowsOf<{ alias: string }>(atlas, `select '' as alias union all select alias from lead_aliases where lead_id = $1`, [uuidOf(lead.id)]);
  const [change] = await changesOf(lead.kind, lead.id);
  await make('remove-lead-alias', { id: lead.id, expectedVersion: 2, alias: former?.alias });
  await newLead(former?.alias);
  expect(await codeOf({ id: lead.id, expectedVersion: 3, changeId: change?.id })).toBe('TAKEN');
});

test('leads that were made one are parted by removing the name, not by going back', async () => {
  const [one, other] = [await newLead(), await newLead()];
  const [row] = await rowsOf<{ name: string }>(atlas, 'select name from leads where id = $1', [uuidOf(other.id)]);
  await make('add-lead-alias', { id: one.id, expectedVersion: 1, alias: row?.name });
  const [joined] = await changesOf(one.kind, one.id);
  expect((await revert({ id: one.id, expectedVersion: 2, changeId: joined?.id })).userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('removeLeadAlias') as unknown }]);
});

test('a session does not go back to holding fewer than are booked', async () => {
  const id = await newSession();
  await make('update-session', { id, expectedVersion: 1, capacity: 50 });
  const [edit] = await told.history(id);
  await atlas.owner.query(
    `insert into bookings (id, session_id, organisation_id, places, state, booked_at) select gen_random_uuid(), $1, o.id, 6, 'BOOKED', '2026-11-01' from organisations o order by o.id limit 1`, [uuidOf(id)],
  );
  expect(await codeOf({ id, expectedVersion: 2, changeId: edit?.id })).toBe('OVER_CAPACITY');
});

test('what is only ever added to is refused with the change that sets it right', async () => {
  const refusals: readonly (readonly [string, string])[] = [
    ['ProgressReport', 'recordProgress'], ['Evidence', 'checkEvidence'], ['SelfEvaluation', 'withdrawReply'], ['Action', 'reviseDueDate'], ['PriorityContribution', 'endContribution'], ['CriteriaSet', 'createCriteriaSet'], ['Organisation', 'revert'],
  ];
  for (const [type, mutation] of refusals) {
    const { userErrors } = await revert({ id: toNodeId(type, '019a2000-0000-7000-8000-000000000001'), expectedVersion: 1, changeId: 'x' });
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['id'], message: expect.stringContaining(mutation) as unknown }]);
  }
  expect(await codeOf({ id: 'nonsense', expectedVersion: 1, changeId: 'x' })).toBe('NOT_FOUND');
  expect(await codeOf({ id: toNodeId('Course', '019a2000-0000-7000-8000-000000000001'), expectedVersion: 1, changeId: 'x' })).toBe('NOT_FOUND');
});

test('going back is for coordinators and administrators', async () => {
  for (const role of ['ANALYST', 'COMMISSIONER', 'ACTION_LEAD', 'ORGANISATION_EDITOR'] as const) {
    await expect(revert({ id: planId('dacorum'), expectedVersion: 1, changeId: 'x' }, { role, subject: role })).rejects.toThrow('FORBIDDEN');
  }
});

test('what was erased of a person does not come back', async () => {
  const { id: set, priorities } = await newSet();
  const [id] = priorities.map((one) => one.id);
  await make('update-priority', { id, expectedVersion: 1, description: 'Ask Rita Persona' });
  await make('update-priority', { id, expectedVersion: 2, title: 'Uno' });
  await erasePerson(atlas.database, testClock, 'Rita Persona');
  const [erasure, edit] = await told.history(set);
  expect(erasure?.kind).toBe('ERASURE');
  expect((await revert({ id, expectedVersion: await versionOf({ tables: [['priorities', 'id']] }, id ?? ''), changeId: edit?.id })).userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('erased') as unknown }]);

  // Nor where it stood in a former version alone.
  const course = await newCourse();
  await make('update-course', { id: course, expectedVersion: 1, description: 'Ask Rudi Persona' });
  await make('update-course', { id: course, expectedVersion: 2, description: 'Ask the office' });
  await erasePerson(atlas.database, testClock, 'Rudi Persona');
  const [last] = await told.history(course);
  await revert({ id: course, expectedVersion: 3, changeId: last?.id });
  expect(await findPerson(atlas.database, 'Rudi Persona')).toEqual([]);
});

test('a lead that goes back does not get back the token with which it signed in', async () => {
  const { id, kind } = await newLead();
  await make('describe-lead', { id, expectedVersion: 1, subject: 'jane@example.org' });
  await make('describe-lead', { id, expectedVersion: 2, agency: 'CVS' });
  const [described] = await changesOf(kind, id);
  await make('describe-lead', { id, expectedVersion: 3, subject: null });
  expect((await revert({ id, expectedVersion: 4, changeId: described?.id })).userErrors).toEqual([]);
  expect(await rowsOf(atlas, 'select agency, subject from leads where id = $1', [uuidOf(id)])).toEqual([{ agency: null, subject: null }]);
});

test('a lead keeps a name that a plan writes', async () => {
  const { id, kind } = await newLead();
  await make('describe-lead', { id, expectedVersion: 1, name: 'Known by plans' });
  const [renamed] = await changesOf(kind, id);
  await atlas.owner.query(
    `insert into action_leads (action_id, plan_id, position, lead_id, as_written) select a.id, a.plan_id, 90, $1, 'Known by Plans' from actions a order by a.id limit 1`, [uuidOf(id)],
  );
  expect(await codeOf({ id, expectedVersion: 2, changeId: renamed?.id })).toBe('INVALID');
});

test('a session that people came to is not cancelled by going back, and a plan is no part of its own part', async () => {
  const id = await newSession();
  await make('cancel-session', { id, expectedVersion: 1 });
  const [cancelled] = await told.history(id);
  expect((await revert({ id, expectedVersion: 2, changeId: cancelled?.id })).userErrors).toEqual([]);
  const [again] = await told.history(id);
  await atlas.owner.query(
    `insert into attendances (id, session_id, organisation_id, kind, people, source, recorded_at) select gen_random_uuid(), $1, o.id, 'VOLUNTEER', 2, 'form', '2026-11-02' from organisations o order by o.id limit 1`, [uuidOf(id)],
  );
  expect(await codeOf({ id, expectedVersion: 3, changeId: again?.id })).toBe('INVALID');

  const plans = await rowsOf<{ id: string; version: number }>(atlas, `select p.id, p.version from (select c.id, c.parent_id from plans c where c.parent_id is not null order by c.id limit 1) c join plans p on p.id in (c.id, c.parent_id) order by p.id = c.parent_id`);
  const [one, other] = plans.map((plan) => ({ id: toNodeId('Plan', plan.id), version: plan.version }));
  if (one === undefined || other === undefined) throw new Error('No plan of the sample is part of another.');
  const admin: Viewer = { role: 'ADMIN', subject: 'Admin' };
  const describe = async (plan: { id: string; version: number }, parent: string | null): Promise<void> => {
    expect((await change(atlas, 'describe-plan', { id: plan.id, expectedVersion: plan.version, parent }, admin)).errors).toEqual([]);
    plan.version += 1;
  };
  await describe(one, null);
  const [parted] = await told.history(one.id);
  await describe(other, one.id);
  expect(await codeOf({ id: one.id, expectedVersion: one.version, changeId: parted?.id }, admin)).toBe('INVALID');
});

test('going back makes a plan part of another area’s no more than describing it does', async () => {
  const id = planId('dacorum');
  const admin: Viewer = { role: 'ADMIN', subject: 'Admin' };
  const expectedVersion = (): Promise<number> => versionOf(PLAN, id);
  const describe = async (input: object): Promise<string[]> => (await change(atlas, 'describe-plan', { id, expectedVersion: await expectedVersion(), ...input }, admin)).errors;
  expect([await describe({ parent: planId('derbyshire') }), await describe({ owner: 'Somebody' })]).toEqual([[], []]);
  const [owned] = await told.history(id);
  expect((await revert({ id, expectedVersion: await expectedVersion(), changeId: owned?.id })).userErrors).toEqual([]);
  expect(await describe({ parent: null })).toEqual([]);
  const [parted] = await told.history(id);
  expect((await revert({ id, expectedVersion: await expectedVersion(), changeId: parted?.id })).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['changeId'] }]);
  expect((await revert({ id, expectedVersion: await expectedVersion(), changeId: parted?.id }, admin)).userErrors).toEqual([]);
});
