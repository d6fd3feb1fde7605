import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { sampleId } from '../../src/sample/sample-rows';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { actionId, planId } from './sample-plans';

const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');
const ANALYST: Viewer = { role: 'ANALYST', subject: 'A' };
const plan = planId('dacorum');
const partnership = toNodeId('ReviewBody', sampleId('review-body', 'dacorum District partnership (invented)'));

interface Errors {
  userErrors: { code: string; path: string[] }[];
}
interface Review {
  id: string;
  dueOn: string | null;
  saw: { number: string; rag: string }[];
}

let at: TestDatabase;
let coordinator: Viewer;
let elsewhere: Viewer;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const area = async (code: string): Promise<string> => (await rowsOf<{ id: string }>(at, 'select id from areas where code = $1', [code]))[0]?.id ?? '';
  coordinator = { role: 'COORDINATOR', subject: 'Coordinator', areaIds: [await area('E10000015')] };
  elsewhere = { role: 'COORDINATOR', subject: 'Other', areaIds: [await area('E10000007')] };
});
afterAll(() => at.close());

async function change<Payload>(name: string, input: object, viewer = coordinator): Promise<{ payload: Payload; errors: string[] }> {
  const { data, errors } = await at.ask<Record<string, Payload & Errors>>(operation(name), { input }, viewer);
  if (errors !== undefined) return { payload: {} as Payload, errors: errors.map((error) => String(error.extensions?.code)) };
  const payload = Object.values(data ?? {})[0] as Payload & Errors;
  return { payload, errors: payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) };
}
const record = (input: object, viewer?: Viewer) => change<{ review: Review }>('record-review', { plan, reviewBody: partnership, reviewedOn: '2026-10-07', ...input }, viewer);
const changedSince = async (review: string, viewer?: Viewer): Promise<Record<string, string[]>> => {
  const { data } = await at.ask<{ node: { changedSince: { action: { number: string }; kinds: string[] }[] } }>('query ($id: ID!) { node(id: $id) { ... on PlanReview { changedSince { action { number } kinds } } } }', { id: review }, viewer);
  return Object.fromEntries(data?.node.changedSince.map(({ action, kinds }) => [action.number, kinds]) ?? []);
};

describe('a review of a plan', () => {
  it('keeps the state that it saw, whatever is reported afterwards, and tells what has changed', async () => {
    const { payload, errors } = await record({});
    expect(errors).toEqual([]);
    const { id, saw } = payload.review;
    const before = await changedSince(id);
    expect((await change('record-progress', { actions: [actionId('dacorum', '2.3')], reportedOn: '2026-11-20', rag: 'AMBER', report: 'Pages are listed' })).errors).toEqual([]);
    expect(await changedSince(id)).toEqual({ ...before, '2.3': ['RATING', 'UPDATE'] });
    const { data } = await at.ask<{ node: Review }>('query ($id: ID!) { node(id: $id) { ... on PlanReview { saw { number rag achieved dueOn dueState } } } }', { id });
    expect(data?.node.saw).toEqual(saw);
    expect(saw.find((one) => one.number === '2.3')).toMatchObject({ rag: 'NOT_RATED' });
  });

  it('keeps who led, the measures with their numbers, where we were up to and how dates were understood, and marks what of it is otherwise', async () => {
    const sawOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
      const ask = 'query ($id: ID!) { node(id: $id) { ... on PlanReview { saw { number byWhen leads { name } measures { text unit baseline targets { areaCode to target } values { areaCode observedOn value } } standsAt } } } }';
      return (await at.ask<{ node: { saw: { number: string }[] } }>(ask, { id })).data?.node.saw.find((one) => one.number === '1.2') as Record<string, unknown> | undefined;
    };
    const { payload } = await record({ reviewBody: null, body: 'Panel', reviewedOn: '2026-10-20' });
    const before = await sawOf(payload.review.id);
    expect(before).toEqual({
      number: '1.2', byWhen: 'January 2027', leads: [{ name: 'Officer of Dacorum CVS' }, { name: 'Officer of Homestart' }], standsAt: '',
      measures: [{ text: 'Groups in the network', unit: 'groups', baseline: '14', values: [{ areaCode: 'E07000096', observedOn: '2026-10-05', value: '21' }],
        targets: [{ areaCode: 'E07000096', to: '2026-06-30', target: '20' }, { areaCode: 'E07000096', to: '2026-12-31', target: '24' }] }],
    });
    const changes = async (): Promise<string[] | undefined> => (await changedSince(payload.review.id))['1.2'];
    expect(await changes()).toBeUndefined();
    const action = sampleId('action', 'dacorum 1.2');
    await at.owner.query('delete from action_leads where action_id = $1 and position = 2', [action]);
    expect(await changes()).toEqual(['LEADS']);
    const measure = (await rowsOf<{ id: string }>(at, 'select id from action_measures where action_id = $1', [action]))[0]?.id ?? '';
    expect((await change('observe-measure', { measure: toNodeId('Measure', measure), observedOn: '2026-11-20', value: '22', source: 'list' })).errors).toEqual([]);
    expect(await changes()).toEqual(['LEADS', 'MEASURES']);
    await at.owner.query(`insert into position_statements (id, plan_id, action_id, text, stated_on, recorded_at) select gen_random_uuid(), plan_id, id, 'Half of them joined', '2026-11-01', '2026-11-01' from actions where id = $1`, [action]);
    expect(await changes()).toEqual(['LEADS', 'MEASURES', 'POSITION']);
    await at.owner.query(`update by_when_dates set days = '[2027-02-01,2027-03-01)' where by_when_id = (select id from by_whens where action_id = $1 order by revision desc limit 1)`, [action]);
    expect(await changes()).toEqual(['DATE', 'LEADS', 'MEASURES', 'POSITION']);
    expect(await sawOf(payload.review.id)).toEqual(before);
  });

  it('takes a lead that goes into another for no other lead', async () => {
    const { payload } = await record({ reviewBody: null, body: 'Panel', reviewedOn: '2026-11-20' });
    const leadRow = async (name: string): Promise<{ id: string; version: number }> => (await rowsOf<{ id: string; version: number }>(at, `select l.id, l.version from leads l join areas a on a.id = l.area_id where l.name = $1 and a.code = 'E07000096'`, [name]))[0] ?? { id: '', version: 0 };
    const { id, version } = await leadRow('Officer of Dacorum CVS');
    expect((await change('add-lead-alias', { id: toNodeId('Lead', id), expectedVersion: version, alias: 'Officer of Herts Safeguarding Children Board' })).errors).toEqual([]);
    expect(await changedSince(payload.review.id)).toEqual({});
    const { data } = await at.ask<{ node: { saw: { number: string; leads: object[] }[] } }>('query ($id: ID!) { node(id: $id) { ... on PlanReview { saw { number leads { name } } } } }', { id: payload.review.id });
    expect(data?.node.saw.find((one) => one.number === '2.1')?.leads).toEqual([{ name: 'Officer of Dacorum CVS' }]);
  });

  it('is for the nearest day on which one was due, of those that have none', async () => {
    const [first, second] = [await record({ reviewedOn: '2026-11-01' }), await record({ reviewedOn: '2026-11-02', dueOn: '2027-03-31' })];
    expect([first.payload.review.dueOn, second.payload.review.dueOn]).toEqual(['2026-12-31', '2027-03-31']);
    expect((await record({ dueOn: '2026-06-30' })).errors).toEqual(['ALREADY dueOn']);
  });

  it('is not changed by what is internal: a note alone leaves the rating as it is', async () => {
    const action = actionId('dacorum', '1.2');
    const { payload } = await record({ reviewBody: null, body: 'Panel', reviewedOn: '2026-11-20' });
    expect((await change('record-progress', { actions: [action], reportedOn: '2026-11-21', internalNote: 'The treasurer resigned' })).errors).toEqual([]);
    const rag = async (viewer?: Viewer) => (await at.ask<{ action: { rag: string } }>('query ($id: ID!) { action(id: $id) { rag } }', { id: action }, viewer)).data?.action.rag;
    expect([await rag(), await rag(ANALYST)]).toEqual(['AMBER', 'AMBER']);
    for (const viewer of [undefined, ANALYST]) expect(await changedSince(payload.review.id, viewer)).not.toHaveProperty('1.2');
  });

  it.each<[string, object]>([
    ['INVALID reviewedOn', { reviewedOn: '2026-11-22' }], ['INVALID reviewedOn', { reviewedOn: '2025-12-31' }], ['INVALID body', { reviewBody: null }], ['INVALID body', { body: 'Other' }],
    ['INVALID dueOn', { dueOn: '2026-10-01' }], ['INVALID dueOn', { reviewBody: null, body: 'Panel', dueOn: '2026-12-31' }], ['INVALID kind', { kind: 'INTERNAL' }],
    ['NOT_FOUND plan', { plan: 'x' }], ['NOT_FOUND plan', { plan: toNodeId('Plan', '00000000-0000-7000-8000-000000000000') }], ['NOT_FOUND reviewBody', { plan: planId('hertfordshire') }],
  ])('is refused as %s with %j', async (error, input) => {
    const before = await rowsOf(at, 'select count(*)::int as n from plan_reviews');
    expect((await record(input)).errors).toEqual([error]);
    expect(await rowsOf(at, 'select count(*)::int as n from plan_reviews')).toEqual(before);
  });

  it('is not for coordinators of another area, nor for other roles', async () => {
    expect((await record({}, elsewhere)).errors).toEqual(['FORBIDDEN plan']);
    expect((await record({}, ANALYST)).errors).toEqual(['FORBIDDEN']);
    expect((await record({}, { role: 'ANONYMOUS' })).errors).toEqual(['UNAUTHENTICATED']);
  });

  it('cannot be rewritten, by anybody', async () => {
    for (const sql of [`update plan_reviews set outcome = 'x'`, 'delete from plan_reviews', `update plan_review_actions set rag = 'GREEN'`]) {
      await expect(at.database.write({ ...coordinator, at: testClock.now() }, (manager) => manager.query(sql))).rejects.toMatchObject({ driverError: { code: '42501' } });
    }
  });

  it('is for everyone where the plan is, without what is internal', async () => {
    const draft = planId('broxbourne');
    const admin: Viewer = { role: 'ADMIN', subject: 'A' };
    expect((await change('record-review', { plan: draft, body: 'Panel', reviewedOn: '2026-11-01', internalNote: 'Mind the chair' }, admin)).errors).toEqual([]);
    const reviews = async (viewer?: Viewer) => (await at.ask<{ plan: { reviews: object[] } | null }>('query ($id: ID!) { plan(id: $id) { reviews { body internalNote } } }', { id: draft }, viewer)).data?.plan?.reviews;
    expect(await reviews(ANALYST)).toEqual([{ body: 'Panel', internalNote: 'Mind the chair' }]);
    const open = await at.ask<{ plan: { reviews: object[] } }>('query ($id: ID!) { plan(id: $id) { reviews { body } } }', { id: draft });
    expect(open.data?.plan).toBeNull();
    expect((await at.ask('query ($id: ID!) { plan(id: $id) { reviews { internalNote } } }', { id: plan })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('is found and erased where it names a person', async () => {
    await at.owner.query(`insert into position_statements (id, plan_id, action_id, text, stated_on, recorded_at) select gen_random_uuid(), plan_id, id, 'Peter Persona is asked', '2026-10-01', '2026-11-20' from actions where id = $1`, [sampleId('action', 'dacorum 2.2')]);
    await at.owner.query(`update action_measures set text = 'Hours that Peter Persona gives' where action_id = $1`, [sampleId('action', 'dacorum 2.2')]);
    const { payload, errors } = await record({ reviewBody: null, body: 'Panel', outcome: 'Peter Persona thanked all', internalNote: 'Ask Peter Persona' });
    expect(errors).toEqual([]);
    const before = (await changedSince(payload.review.id))['2.2'];
    expect((await findPerson(at.database, 'Peter Persona')).map(({ table, column }) => `${table}.${column}`)).toEqual(expect.arrayContaining(['plan_reviews.outcome', 'plan_reviews.internal_note', 'plan_review_actions.stands_at', 'plan_review_actions.measures']));
    await erasePerson(at.database, testClock, 'Peter Persona');
    expect(await findPerson(at.database, 'Peter Persona')).toEqual([]);
    expect((await changedSince(payload.review.id))['2.2']).toEqual(before);
  });
});

describe('the schedule and the sharing of a plan', () => {
  const version = async (): Promise<number> => (await rowsOf<{ version: number }>(at, 'select version from plans where id = $1', [sampleId('plan', 'dacorum')]))[0]?.version ?? 0;

  it('let a body go on with its reviews under another spelling, and keep those of one that goes', async () => {
    const held = await rowsOf(at, `select review_body_id from plan_reviews where body = 'District partnership (invented)' order by id`);
    expect((await change('set-review-schedule', { id: plan, expectedVersion: await version(), bodies: [{ body: 'DISTRICT Partnership – invented', timesAYear: 2 }] })).errors).toEqual([]);
    expect(await rowsOf(at, `select review_body_id from plan_reviews where body = 'District partnership (invented)' order by id`)).toEqual(held);
    expect((await change('set-review-schedule', { id: plan, expectedVersion: await version(), bodies: [] })).errors).toEqual([]);
    expect(await rowsOf(at, `select distinct review_body_id from plan_reviews where body = 'District partnership (invented)'`)).toEqual([{ review_body_id: null }]);
  });

  it.each<[string, string, object]>([
    ['INVALID bodies.0.timesAYear', 'set-review-schedule', { bodies: [{ body: 'One', timesAYear: 13 }] }], ['INVALID bodies.1.body', 'set-review-schedule', { bodies: [{ body: 'One', timesAYear: 1 }, { body: ' ', timesAYear: 1 }] }],
    ['INVALID channels.1', 'set-sharing-plan', { audiences: [], channels: ['Mail', 'mail'] }], ['INVALID audiences.1.audience', 'set-sharing-plan', { audiences: [{ level: 'LOCAL', audience: 'All' }, { level: 'NATIONAL', audience: 'ALL' }], channels: [] }],
    ['CONFLICT expectedVersion', 'set-sharing-plan', { expectedVersion: 99, audiences: [], channels: [] }], ['NOT_FOUND id', 'set-review-schedule', { id: 'x', bodies: [] }],
  ])('are refused as %s by %s with %j', async (error, name, input) => {
    expect((await change(name, { id: plan, expectedVersion: await version(), ...input })).errors).toEqual([error]);
  });

  it('are not for coordinators of another area', async () => {
    expect((await change('set-review-schedule', { id: plan, expectedVersion: await version(), bodies: [] }, elsewhere)).errors).toEqual(['FORBIDDEN id']);
  });

  it('say in the history of the plan what was changed', async () => {
    expect((await change('set-sharing-plan', { id: plan, expectedVersion: await version(), audiences: [{ level: 'LOCAL', audience: 'Schools' }], channels: [] })).errors).toEqual([]);
    const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: plan }, coordinator);
    expect(data?.history.nodes[0]?.sentences.join(' ')).toMatch(/audience “Schools”/);
  });
});
