import type { Viewer } from '../../src/access/viewer';
import { atlasSchema, requestContext } from '../../src/app';
import { planSheet } from '../../src/exchange/plan.export';
import { toNodeId } from '../../src/graphql/node';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { change } from './making-changes';
import { importFile, PLAN } from './plan-imports';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const files = new Files();

let at: TestDatabase;
let plan: string;
let elsewhere: Viewer;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  await importFile(at, files.csv(PLAN), { from: '2007-04-01' });
  plan = toNodeId('Plan', (await rowsOf<{ id: string }>(at, `select id from plans where title = 'Our plan'`))[0]?.id ?? '');
  elsewhere = { role: 'COORDINATOR', subject: 'Other', areaIds: [(await rowsOf<{ id: string }>(at, `select id from areas where code = 'E10000015'`))[0]?.id ?? ''] };
});
afterAll(async () => {
  files.remove();
  await at.close();
});

interface Row {
  id: string;
  version: number;
}
const actionRow = async (number: string): Promise<Row> => {
  const [row] = await rowsOf<Row>(at, `select a.id, a.version from actions a join plans p on p.id = a.plan_id where p.title = 'Our plan' and a.number = $1`, [number]);
  return { id: toNodeId('Action', row?.id ?? ''), version: row?.version ?? 0 };
};
const leadRow = async (name: string): Promise<Row> => {
  const [row] = await rowsOf<Row>(at, `select l.id, l.version from leads l join areas a on a.id = l.area_id where l.name = $1 and a.code = 'E10000007'`, [name]);
  return { id: toNodeId('Lead', row?.id ?? ''), version: row?.version ?? 0 };
};
const again = async (): Promise<string> => {
  const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), ADMIN);
  return (await importFile(at, files.write('csv', await planSheet(reader, plan, 'csv')), { from: '2007-04-01' })).verdict;
};
const ask = async <Answer>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer> => (await at.ask<Answer>(query, variables, ADMIN)).data as Answer;

describe('a date that was confirmed wrongly', () => {
  const DATE = 'byWhen { written ambiguity confirmedOn correctedOn dueOn dates { kind to rrule } }';
  const read = async (knownAt?: string): Promise<Record<string, unknown>> =>
    (await ask<{ action: { byWhen: Record<string, unknown> } }>(`query ($id: ID!, $knownAt: DateTime) { action(id: $id, knownAt: $knownAt) { ${DATE} } }`, { id: (await actionRow('1.1.1')).id, knownAt })).action.byWhen;
  const confirm = async (dates: object[], viewer = ADMIN): Promise<string[]> => {
    const [row] = await rowsOf<{ version: number }>(at, `select version from plans where title = 'Our plan'`);
    return (await change(at, 'confirm-due-date', { id: plan, expectedVersion: row?.version, written: 'Bi-monthly', dates }, viewer)).errors;
  };

  it('can be corrected, and what was taken for right stays on record', async () => {
    expect(await confirm([{ kind: 'PERIOD', from: '2008-01-01', to: '2008-01-31' }])).toEqual([]);
    expect(await read()).toMatchObject({ confirmedOn: '2026-11-21', correctedOn: null, dueOn: '2008-01-31' });
    // What was confirmed yesterday, seen from today.
    await at.owner.query(`update by_whens set confirmed_on = '2026-11-20', confirmed_at = '2026-11-20T12:00:00Z', recorded_at = '2026-11-01T12:00:00Z' where written = 'Bi-monthly' and confirmed_on is not null`);
    expect(await confirm([{ kind: 'RECURRING', rrule: 'FREQ=MONTHLY;INTERVAL=2' }], elsewhere)).toEqual(['FORBIDDEN id']);
    expect(await confirm([{ kind: 'RECURRING', rrule: 'FREQ=MONTHLY;INTERVAL=2' }])).toEqual([]);
    expect(await read()).toEqual({ written: 'Bi-monthly', ambiguity: null, confirmedOn: '2026-11-20', correctedOn: '2026-11-21', dueOn: null, dates: [{ kind: 'RECURRING', to: null, rrule: 'FREQ=MONTHLY;INTERVAL=2' }] });
    expect(await read('2026-11-20T18:00:00Z')).toEqual({ written: 'Bi-monthly', ambiguity: null, confirmedOn: '2026-11-20', correctedOn: null, dueOn: '2008-01-31', dates: [{ kind: 'PERIOD', to: '2008-01-31', rrule: null }] });
    expect(await read('2026-11-10T18:00:00Z')).toMatchObject({ ambiguity: 'TWICE_OR_EVERY_TWO', confirmedOn: null, dueOn: null, dates: [] });
  });

  it('is neither late nor slipped by what it was wrongly taken for, and a file of the plan takes it for what is right', async () => {
    const { action } = await ask<{ action: object }>('query ($id: ID!) { action(id: $id) { dueState firstDueOn slippageMonths byWhens { revision } } }', { id: (await actionRow('1.1.1')).id });
    expect(action).toEqual({ dueState: 'NO_DEADLINE', firstDueOn: null, slippageMonths: null, byWhens: [{ revision: 0 }] });
    expect(await again()).toBe('UNCHANGED');
    await importFile(at, files.csv([...PLAN.map((row) => (row.action_no === '2.10' ? { ...row, by_when: 'Bi-monthly' } : row))]), { from: '2007-04-01', updatesAsOf: '2010-01-31' });
    expect((await ask<{ action: { byWhen: object } }>('query ($id: ID!) { action(id: $id) { byWhen { dates { kind } } } }', { id: (await actionRow('2.10')).id })).action.byWhen).toEqual({ dates: [{ kind: 'RECURRING' }] });
  });

  it('is told of in the history of its plan', async () => {
    const { history } = await ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 10) { nodes { sentences } } }', { id: plan });
    expect(history.nodes.flatMap((node) => node.sentences)).toContainEqual(expect.stringContaining('said that “Bi-monthly” means something else for action 1.1.1'));
  });
});

describe('a text among the measures that reads as something else', () => {
  const measures = async (number: string): Promise<{ id: string; text: string; odd: string | null }[]> =>
    (await ask<{ action: { measures: { id: string; text: string; odd: string | null }[] } }>('query ($id: ID!) { action(id: $id) { measures { id text odd } } }', { id: (await actionRow(number)).id })).action.measures;
  const listed = async (): Promise<string[]> => (await ask<{ forAPerson: { oddMeasures: { text: string }[] } }>('query ($plan: ID!) { forAPerson(plan: $plan) { oddMeasures { text } } }', { plan })).forAPerson.oddMeasures.map(({ text }) => text);
  const settle = async (number: string, input: object, viewer = ADMIN): Promise<string[]> => {
    const { id, version } = await actionRow(number);
    return (await change(at, 'settle-measure', { id, expectedVersion: version, isMeasure: true, ...input }, viewer)).errors;
  };

  it('is settled as one, or as none, or put right, and is as settled after the file comes again', async () => {
    expect(await listed()).toEqual(['GRID', 'July 08']);
    const [reports, grid] = await measures('1.1.1');
    const [july] = await measures('1.1.2');
    expect(await settle('1.1.1', { measure: grid?.id, text: 'Minutes of the GRID' })).toEqual([]);
    expect(await settle('1.1.2', { measure: july?.id, isMeasure: false })).toEqual([]);
    expect([await listed(), await measures('1.1.1'), await measures('1.1.2')]).toEqual([[], [{ ...reports, odd: null }, { id: grid?.id, text: 'Minutes of the GRID', odd: null }], []]);
    expect(await again()).toBe('UNCHANGED');
    // Another measure beside them: the file says all of them anew.
    const rows = PLAN.map((row) => (row.action_no === '1.1.1' ? { ...row, measures: 'Attendance\nReports\nGRID' } : row.action_no === '1.1.2' ? { ...row, measures: 'July 08\nGroups that came' } : row));
    expect((await importFile(at, files.csv(rows), { from: '2007-04-01' })).notes.join(' ')).not.toContain('measures read as');
    expect((await measures('1.1.1')).map(({ text }) => text)).toEqual(['Attendance', 'Reports', 'Minutes of the GRID']);
    expect((await measures('1.1.2')).map(({ text }) => text)).toEqual(['Groups that came']);
    expect(await settle('1.1.2', { measure: july?.id })).toEqual([]);
    expect((await measures('1.1.2')).map(({ text }) => text)).toEqual(['July 08', 'Groups that came']);
  });

  it('is refused where it is not there, has numbers or nothing is said, and by whom it is not to be settled', async () => {
    const [first] = await measures('1.1.1');
    const [other] = await measures('1.1.2');
    expect(await settle('1.1.1', { measure: other?.id })).toEqual(['NOT_FOUND measure']);
    expect(await settle('1.1.1', { measure: first?.id, text: ' ' })).toEqual(['INVALID text']);
    expect(await settle('1.1.1', { measure: first?.id, isMeasure: false, text: 'x' })).toEqual(['INVALID text']);
    expect(await settle('1.1.1', { measure: first?.id, expectedVersion: 99 })).toEqual(['CONFLICT expectedVersion']);
    expect(await settle('1.1.1', { measure: first?.id }, elsewhere)).toEqual(['FORBIDDEN id']);
    const { id, version } = await actionRow('1.1.1');
    expect((await change(at, 'set-measure', { id, expectedVersion: version, measure: first?.id, unit: 'people', targets: [] }, ADMIN)).errors).toEqual([]);
    expect(await settle('1.1.1', { measure: first?.id, isMeasure: false })).toEqual(['INVALID isMeasure']);
  });
});

describe('a lead', () => {
  const ledBy = async (number: string): Promise<string[]> => (await ask<{ action: { leads: { lead: { name: string } }[] } }>('query ($id: ID!) { action(id: $id) { leads { lead { name } } } }', { id: (await actionRow(number)).id })).action.leads.map(({ lead }) => lead.name);
  const names = async (id: string): Promise<object> => (await ask<{ node: object }>('query ($id: ID!) { node(id: $id) { ... on Lead { name kind aliases } } }', { id })).node;

  it('that was taken for another one is one of its own again, with what the plan gives it', async () => {
    expect(await ledBy('2.10')).toEqual(['Coordinator & Manager']);
    const { id, version } = await leadRow('Representative');
    expect((await change(at, 'add-lead-alias', { id, expectedVersion: version, alias: 'Coordinator & Manager' }, ADMIN)).errors).toEqual([]);
    expect(await ledBy('2.10')).toEqual(['Representative']);
    expect((await change(at, 'remove-lead-alias', { id, expectedVersion: version + 1, alias: 'coordinator and manager' }, elsewhere)).errors).toEqual(['FORBIDDEN id']);
    expect((await change(at, 'remove-lead-alias', { id, expectedVersion: version + 1, alias: 'Nobody' }, ADMIN)).errors).toEqual(['NOT_FOUND alias']);
    expect((await change(at, 'remove-lead-alias', { id, expectedVersion: version + 1, alias: 'coordinator and manager' }, ADMIN)).errors).toEqual([]);
    expect([await ledBy('2.10'), await ledBy('1.1.1'), await names(id)]).toEqual([['Coordinator & Manager'], ['Representative', 'support team'], { name: 'Representative', kind: 'POST', aliases: [] }]);
    expect(await again()).toBe('UNCHANGED');
  });

  it('has its name put right, and is known to files by the former one', async () => {
    const { id, version } = await leadRow('Representative');
    expect((await change(at, 'describe-lead', { id, expectedVersion: version, name: 'VCI Representative on the Board' }, ADMIN)).errors).toEqual([]);
    expect(await names(id)).toEqual({ name: 'VCI Representative on the Board', kind: 'POST', aliases: ['Representative'] });
    expect(await again()).toBe('UNCHANGED');
    // Nothing of the new name is guessed: it may be that of a person.
    expect((await change(at, 'describe-lead', { id, expectedVersion: version + 1, name: 'Jane Sample, Representative' }, ADMIN)).errors).toEqual([]);
    expect(await names(id)).toMatchObject({ kind: null });
    expect((await change(at, 'describe-lead', { id, expectedVersion: version + 2, name: 'REPRESENTATIVE' }, ADMIN)).errors).toEqual([]);
    expect(await names(id)).toEqual({ name: 'REPRESENTATIVE', kind: 'POST', aliases: ['Jane Sample, Representative', 'VCI Representative on the Board'] });
    for (const [error, name] of [['TAKEN name', 'g r i d'], ['INVALID name', ' '], ['INVALID name', 'One; two']]) expect((await change(at, 'describe-lead', { id, expectedVersion: version + 3, name }, ADMIN)).errors).toEqual([error]);
    expect((await change(at, 'add-lead-alias', { id, expectedVersion: version + 3, alias: 'One; two' }, ADMIN)).errors).toEqual(['INVALID alias']);
  });
});
