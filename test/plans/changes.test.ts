import type { Viewer } from '../../src/access/viewer';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { toNodeId, uuidOf } from '../../src/graphql/node';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { change as makeChange, operation } from './making-changes';
import { importFile, PLAN } from './plan-imports';
import { actionId, planId } from './sample-plans';

interface Errors {
  userErrors: { code: string; path: string[]; currentVersion: number | null }[];
}

let at: TestDatabase;
let coordinator: Viewer;
let elsewhere: Viewer;
const files = new Files();
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const area = async (code: string): Promise<string> => (await rowsOf<{ id: string }>(at, 'select id from areas where code = $1', [code]))[0]?.id ?? '';
  coordinator = { role: 'COORDINATOR', subject: 'Coordinator', areaIds: [await area('E10000015')] };
  elsewhere = { role: 'COORDINATOR', subject: 'Other', areaIds: [await area('E10000007')] };
});
afterAll(async () => {
  files.remove();
  await at.close();
});

const change = <Payload>(name: string, input: object, viewer: Viewer): Promise<{ payload: Payload; errors: string[] }> => makeChange(at, name, input, viewer);
const versionOf = async (table: 'plans' | 'actions' | 'leads', id: string): Promise<number> =>
  (await rowsOf<{ version: number }>(at, `select version from ${table} where id = $1`, [Buffer.from(id, 'base64url').toString().split(':')[1]]))[0]?.version ?? 0;
const leadId = async (name: string, area: string): Promise<string> =>
  toNodeId('Lead', (await rowsOf<{ id: string }>(at, 'select l.id from leads l join areas a on a.id = l.area_id where l.name = $1 and a.code = $2', [name, area]))[0]?.id ?? '');

describe('progress', () => {
  const actions = [actionId('dacorum', '1.3')];
  const good = { actions, reportedOn: '2026-11-20', rag: 'GREEN', report: 'The list is drawn up' };

  it('is reported by a coordinator of the area and is the current state from its day on', async () => {
    const { payload, errors } = await change<{ report: object }>('record-progress', good, coordinator);
    expect(errors).toEqual([]);
    expect(payload.report).toMatchObject({ reportedOn: '2026-11-20', rag: 'GREEN', note: 'The list is drawn up' });
    const rag = async (asOf: string) => (await at.ask<{ action: { rag: string } }>('query ($id: ID!, $asOf: Date) { action(id: $id, asOf: $asOf) { rag } }', { id: actions[0], asOf })).data?.action.rag;
    expect([await rag('2026-11-19'), await rag('2026-11-20')]).toEqual(['NOT_RATED', 'GREEN']);
  });

  it('is reported by who leads, on its own actions alone', async () => {
    const lead: Viewer = { role: 'ACTION_LEAD', subject: 'who-leads@homestart' };
    expect((await change('record-progress', { ...good, actions: [actionId('dacorum', '2.2')] }, lead)).errors).toEqual(['FORBIDDEN actions']);
    const id = await leadId('Officer of Homestart', 'E07000096');
    expect((await change('describe-lead', { id, expectedVersion: await versionOf('leads', id), subject: 'who-leads@homestart' }, coordinator)).errors).toEqual([]);
    expect((await change('record-progress', { ...good, actions: [actionId('dacorum', '2.2')] }, lead)).errors).toEqual([]);
    expect((await change('record-progress', { ...good, actions: [actionId('dacorum', '2.2'), actionId('dacorum', '1.1')] }, lead)).errors).toEqual(['FORBIDDEN actions']);
  });

  it('tells with which token a lead signs in to the coordinators of its area alone', async () => {
    const id = await leadId('Officer of Homestart', 'E07000096');
    await at.owner.query(`update leads set subject = 'who-leads@homestart' where id = $1`, [uuidOf('Lead', id, 'id')]);
    const subject = async (viewer: Viewer) => (await at.ask<{ node: { subject: string | null } }>('query ($id: ID!) { node(id: $id) { ... on Lead { subject } } }', { id }, viewer)).data?.node.subject;
    expect([await subject(coordinator), await subject(elsewhere), await subject({ role: 'ADMIN', subject: 'Admin' })]).toEqual(['who-leads@homestart', null, 'who-leads@homestart']);
  });

  it.each<[string, object]>([
    ['INVALID reportedOn', { reportedOn: '2026-11-22' }], ['INVALID reportedOn', { reportedOn: '2025-12-31' }], ['INVALID report', { rag: 'NOT_RATED', report: ' ' }],
    ['INVALID actions', { actions: [] }], ['NOT_FOUND actions.0', { actions: ['x'] }], ['NOT_FOUND actions', { actions: [toNodeId('Action', '00000000-0000-7000-8000-000000000000')] }],
    ['INVALID actions', { actions: [actionId('dacorum', '1.1'), actionId('hertfordshire', '1.1')] }],
  ])('is refused as %s with %j', async (error, input) => {
    expect((await change('record-progress', { ...good, ...input }, coordinator)).errors).toEqual([error]);
  });

  it('is not for coordinators of another area, nor for other roles', async () => {
    expect((await change('record-progress', good, elsewhere)).errors).toEqual(['FORBIDDEN actions']);
    expect((await change('record-progress', good, { role: 'ANALYST', subject: 'A' })).errors).toEqual(['FORBIDDEN']);
    expect((await change('record-progress', good, { role: 'ANONYMOUS' })).errors).toEqual(['UNAUTHENTICATED']);
  });

  it('is recorded once under its key', async () => {
    const input = { ...good, clientMutationId: 'once', report: 'Sent twice' };
    const [one, other] = [await change<{ report: { id: string } }>('record-progress', input, coordinator), await change<{ report: { id: string } }>('record-progress', input, coordinator)];
    expect(one.payload.report.id).toBe(other.payload.report.id);
    expect(await rowsOf(at, `select count(*)::int as n from progress_reports where note = 'Sent twice'`)).toEqual([{ n: 1 }]);
  });

  it('cannot be rewritten, by anybody', async () => {
    await expect(at.database.write({ ...coordinator, at: testClock.now() }, (manager) => manager.query(`update progress_reports set note = 'x'`))).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(at.database.write({ ...coordinator, at: testClock.now() }, (manager) => manager.query(`delete from progress_reports`))).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});

describe('a revised date', () => {
  const id = actionId('dacorum', '1.3');
  const good = { id, byWhen: 'June 2027', reason: 'The register is late' };

  it('keeps the first one, counts the months and says why in the history', async () => {
    const { payload, errors } = await change<{ action: object }>('revise-due-date', { ...good, expectedVersion: await versionOf('actions', id) }, coordinator);
    expect(errors).toEqual([]);
    expect(payload.action).toMatchObject({ dueOn: '2027-06-30', firstDueOn: '2027-03-31', slippageMonths: 3, byWhens: [{ revision: 0, written: '31 March 2027' }, { revision: 1, written: 'June 2027', saidOn: '2026-11-21', reason: 'The register is late' }] });
    const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: planId('dacorum') }, coordinator);
    expect(data?.history.nodes[0]?.sentences).toEqual(['Coordinator moved action 1.3 to “June 2027” (The register is late).']);
  });

  it.each<[string, object]>([
    ['INVALID byWhen', { byWhen: 'Bi-monthly' }], ['INVALID byWhen', { byWhen: 'soon' }], ['INVALID reason', { reason: ' ' }], ['INVALID saidOn', { saidOn: '2026-11-22' }], ['INVALID saidOn', { saidOn: '2026-11-20' }],
    ['CONFLICT expectedVersion', { expectedVersion: 99 }], ['NOT_FOUND id', { id: 'x' }],
  ])('is refused as %s with %j', async (error, input) => {
    expect((await change('revise-due-date', { ...good, expectedVersion: await versionOf('actions', id), ...input }, coordinator)).errors).toEqual([error]);
  });

  it('is not for coordinators of another area', async () => {
    expect((await change('revise-due-date', { ...good, expectedVersion: await versionOf('actions', id) }, elsewhere)).errors).toEqual(['FORBIDDEN id']);
  });
});

describe('a date that may mean several things', () => {
  const id = planId('derbyshire');
  const good = { id, written: 'Bi-monthly', dates: [{ kind: 'RECURRING', rrule: 'FREQ=MONTHLY;INTERVAL=2' }] };

  it.each<[string, object]>([
    ['INVALID dates.0.rrule', { dates: [{ kind: 'RECURRING', rrule: 'now and then' }] }], ['INVALID dates.0.to', { dates: [{ kind: 'PERIOD', from: '2027-02-01' }] }], ['INVALID dates', { dates: [] }], ['INVALID written', { written: 'January 08' }],
  ])('is not confirmed, as %s, with %j', async (error, input) => {
    expect((await change('confirm-due-date', { ...good, expectedVersion: await versionOf('plans', id), ...input }, elsewhere)).errors).toEqual([error]);
  });

  it('is confirmed once for all actions of the plan, and recurs from then on', async () => {
    expect((await change('confirm-due-date', { ...good, expectedVersion: await versionOf('plans', id) }, elsewhere)).errors).toEqual([]);
    const { data } = await at.ask(operation('action'), { id: actionId('derbyshire', '1.1.2') });
    expect(data?.action).toMatchObject({ dueState: 'NO_DEADLINE', byWhen: { written: 'Bi-monthly', ambiguity: null, dates: [{ kind: 'RECURRING', nextDays: ['2026-12-01', '2027-02-01', '2027-04-01'] }] } });
    const left = await at.ask<{ forAPerson: { ambiguousDates: unknown[] } }>(operation('for-a-person'), { plan: id }, elsewhere);
    expect(left.data?.forAPerson.ambiguousDates).toEqual([{ written: 'Ongoing September 08', actions: expect.anything() as unknown }, { written: 'Ongoing/ January 08', actions: expect.anything() as unknown }]);
  });
});

describe('what an action is to move', () => {
  const id = actionId('dacorum', '1.1');
  let one: string;
  let other: string;
  beforeAll(async () => {
    const ids = (await rowsOf<{ id: string }>(at, `select o.id from organisations o join areas a on a.id = o.based_in_id where a.code = 'E07000096' order by o.sort_name limit 2`)).map((row) => toNodeId('Organisation', row.id));
    [one, other] = ids as [string, string];
  });
  const linked = async (): Promise<unknown> => (await at.ask<{ action: { linkedTo: string[] } }>('query ($id: ID!) { action(id: $id) { linkedTo } }', { id })).data?.action.linkedTo;
  const link = async (linkedTo: string[], viewer = coordinator) => (await change('link-action', { id, expectedVersion: await versionOf('actions', id), linkedTo }, viewer)).errors;

  it('is said as a whole, and found from the other end', async () => {
    expect(await link([one, toNodeId('Area', coordinator.areaIds?.[0] ?? '')])).toEqual([]);
    expect(await link([one, other])).toEqual([]);
    expect([...((await linked()) as string[])].sort()).toEqual([one, other].sort());
    expect((await at.ask<{ actions: { nodes: { number: string }[] } }>(operation('actions-for'), { nodeId: one })).data?.actions.nodes.map((node) => node.number)).toEqual(['1.1']);
  });

  it.each<[string, () => string[]]>([
    ['NOT_FOUND linkedTo.1', () => [one, 'x']], ['NOT_FOUND linkedTo.0', () => [toNodeId('Organisation', '00000000-0000-7000-8000-000000000000')]], ['NOT_FOUND linkedTo.0', () => [planId('dacorum')]],
  ])('is refused as %s for what is not there, and the links stay', async (error, ids) => {
    expect(await link(ids())).toEqual([error]);
    expect(await linked()).toHaveLength(2);
  });

  it('is not for coordinators of another area', async () => {
    expect(await link([], elsewhere)).toEqual(['FORBIDDEN id']);
  });

  it('goes with an organisation into another, and back', async () => {
    const admin: Viewer = { role: 'ADMIN', subject: 'Admin' };
    const merge = async (mutation: string, type: string, input: object) => {
      const { data } = await at.ask<Record<string, Errors>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code path currentVersion } } }`, { input }, admin);
      expect(data?.[mutation]?.userErrors).toEqual([]);
    };
    const version = async (of: string) => (await at.ask<{ organisation: { version: number } }>('query ($id: ID!) { organisation(id: $id) { version } }', { id: of }, admin)).data?.organisation.version;
    expect(await link([other])).toEqual([]);
    await merge('mergeOrganisations', 'MergeOrganisationsInput', { id: one, expectedVersion: await version(one), mergedId: other, mergedExpectedVersion: await version(other) });
    expect(await linked()).toEqual([one]);
    await merge('undoMerge', 'UndoMergeInput', { id: one, expectedVersion: await version(one), mergedId: other });
    expect(await linked()).toEqual([other]);
  });
});

describe('leads', () => {
  it('that are one are made one by a person, with all their actions', async () => {
    const [team, short] = [await leadId('VCI support team', 'E10000007'), await leadId('support team', 'E10000007')];
    const counted = async () => (await rowsOf<{ n: number }>(at, `select count(distinct o.action_id)::int as n from action_leads o join leads l on l.id = o.lead_id where l.name = 'VCI support team'`))[0]?.n;
    const before = await counted();
    const { payload, errors } = await change<{ lead: object }>('add-lead-alias', { id: team, expectedVersion: await versionOf('leads', team), alias: 'Support  Team' }, elsewhere);
    expect([errors, payload.lead]).toEqual([[], expect.objectContaining({ name: 'VCI support team', aliases: ['Support  Team'] })]);
    expect(await counted()).toBe((before ?? 0) + 4);
    expect((await at.ask('query ($id: ID!) { node(id: $id) { id } }', { id: short })).data).toEqual({ node: null });
    expect((await change('add-lead-alias', { id: team, expectedVersion: await versionOf('leads', team), alias: 'support team' }, elsewhere)).errors).toEqual(['ALREADY alias']);
    const other = await leadId('VCI Coordinator', 'E10000007');
    expect((await change('add-lead-alias', { id: other, expectedVersion: await versionOf('leads', other), alias: 'SUPPORT TEAM' }, elsewhere)).errors).toEqual(['TAKEN alias']);
  });

  it('are not for coordinators of another area', async () => {
    const id = await leadId('VCI Coordinator', 'E10000007');
    expect((await change('add-lead-alias', { id, expectedVersion: await versionOf('leads', id), alias: 'x' }, coordinator)).errors).toEqual(['FORBIDDEN id']);
    expect((await change('describe-lead', { id, expectedVersion: await versionOf('leads', id), kind: 'PERSON' }, coordinator)).errors).toEqual(['FORBIDDEN id']);
  });
});

describe('a plan with named persons', () => {
  const leads = [{ person: 'Petra Example', agency: 'Example CVS' }];
  let id: string;

  it('comes as a draft and is shown to everyone by its approval', async () => {
    const rows = PLAN.map((row) => ({ ...row, plan: 'A plan with persons', leads: `Petra Example; PE; ${row.leads ?? ''}` }));
    await importFile(at, files.csv(rows), { leads: files.csv(leads) });
    id = toNodeId('Plan', (await rowsOf<{ id: string }>(at, `select id from plans where title = 'A plan with persons'`))[0]?.id ?? '');
    expect((await at.ask(operation('plan'), { id })).data).toEqual({ plan: null });
    expect((await at.ask(`query ($id: ID!) { node(id: $id) { id } actions(first: 1, filter: { plan: $id }) { totalCount } leads(plan: $id) { sides { count } } }`, { id })).data).toEqual({ node: null, actions: { totalCount: 0 }, leads: null });
    const input = { id, expectedVersion: 1, by: 'Board' };
    expect((await change('approve-plan', input, coordinator)).errors).toEqual(['FORBIDDEN id']);
    expect((await change('approve-plan', { ...input, on: '2027-01-01' }, elsewhere)).errors).toEqual(['INVALID on']);
    expect((await change<{ plan: object }>('approve-plan', input, elsewhere)).payload.plan).toMatchObject({ status: 'APPROVED', approvedOn: '2026-11-21' });
    expect((await change('approve-plan', { ...input, expectedVersion: 2 }, elsewhere)).errors).toEqual(['ALREADY id']);
  });

  it('names them to those who are signed in, and to the public by their agency alone', async () => {
    const ask = (viewer?: Viewer) => at.ask<{ actions: { nodes: { leads: { lead: { name: string } }[] }[] } }>('query ($id: ID!) { actions(first: 1, filter: { plan: $id }) { nodes { leads { lead { name } } } } }', { id }, viewer);
    const named = (answer: Awaited<ReturnType<typeof ask>>) => answer.data?.actions.nodes[0]?.leads.map(({ lead }) => lead.name);
    // The import knows by now what is called “support team”.
    expect(named(await ask(elsewhere))).toEqual(['Petra Example', 'PE', 'Representative', 'VCI support team']);
    expect(named(await ask())).toEqual(['Example CVS', 'A lead not yet matched', 'Representative', 'VCI support team']);
    const everything = [operation('plan'), operation('leads')].map((text) => at.ask(text, { id, plan: id }));
    for (const answer of await Promise.all(everything)) expect(JSON.stringify(answer.data)).not.toMatch(/Petra|"PE"/);
    expect((await at.ask('query ($id: ID!) { actions(first: 1, filter: { plan: $id }) { nodes { leads { asWritten } } } }', { id })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('names nobody to the public of whom a register says no kind, whatever post stands beside the name', async () => {
    const rows = PLAN.map((row) => ({ ...row, plan: 'A plan with directors', leads: 'Jane Sample, Director; Director of Services' }));
    const { notes } = await importFile(at, files.csv(rows), { leads: files.csv([{ name: 'Jane Sample, Director', kind: '' }, { name: 'Coordinator Otto Sample', kind: '' }]) });
    expect(notes).toContain('2 leads of which it is not known what they are, for a person to say: Jane Sample, Director, Coordinator Otto Sample.');
    const plan = toNodeId('Plan', (await rowsOf<{ id: string }>(at, `select id from plans where title = 'A plan with directors'`))[0]?.id ?? '');
    expect((await change('approve-plan', { id: plan, expectedVersion: 1, by: 'Board' }, elsewhere)).errors).toEqual([]);
    const ask = 'query ($id: ID!) { actions(first: 1, filter: { plan: $id }) { nodes { leads { lead { name kind } } } } }';
    const answer = await at.ask<{ actions: { nodes: { leads: { lead: object }[] }[] } }>(ask, { id: plan });
    expect(answer.data?.actions.nodes[0]?.leads.map(({ lead }) => lead)).toEqual([{ name: 'A lead not yet matched', kind: null }, { name: 'Director of Services', kind: 'POST' }]);
    const person = await at.ask<{ forAPerson: { unmatchedLeads: { lead: { name: string } }[] } }>('query ($id: ID!) { forAPerson(plan: $id) { unmatchedLeads { lead { name } } } }', { id: plan }, elsewhere);
    expect(person.data?.forAPerson.unmatchedLeads.map(({ lead }) => lead.name)).toContain('Jane Sample, Director');
  });

  it('lets them be found and erased everywhere, also several of one area', async () => {
    const tables = new Set((await findPerson(at.database, 'Petra Example')).map((finding) => finding.table));
    expect([...tables].sort()).toEqual(['action_leads', 'leads']);
    await erasePerson(at.database, testClock, 'Petra Example');
    await at.owner.query(`insert into leads (id, area_id, name, kind, created_at) select gen_random_uuid(), area_id, 'Paul Example', 'PERSON', created_at from leads where name = '[erased]'`);
    await erasePerson(at.database, testClock, 'Paul Example');
    expect(await findPerson(at.database, 'Petra Example')).toEqual([]);
    expect(await rowsOf(at, `select name from leads where kind = 'PERSON'`)).toEqual([{ name: '[erased]' }, { name: '[erased]' }]);
  });
});
