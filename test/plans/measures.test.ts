import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { sampleId } from '../../src/sample/sample-rows';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { importFile, PLAN } from './plan-imports';
import { actionId } from './sample-plans';

const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');
const measure = toNodeId('Measure', sampleId('measure', 'dacorum 1.2'));
const files = new Files();

interface Payload {
  userErrors: { code: string; path: string[] }[];
  action: { id: string; measures: { id: string; text: string; targets: { state: string }[] }[] } | null;
  measure: { values: { value: string; stated: boolean; rows: string[]; area: { code: string } }[]; targets: { from: string; state: string }[] } | null;
}

let at: TestDatabase;
let coordinator: Viewer;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const [area] = await rowsOf<{ id: string }>(at, `select id from areas where code = 'E10000015'`);
  coordinator = { role: 'COORDINATOR', subject: 'Coordinator', areaIds: [area?.id ?? ''] };
});
afterAll(async () => {
  files.remove();
  await at.close();
});

async function change(name: string, input: object, viewer = coordinator): Promise<Payload & { errors: string[] }> {
  const { data, errors } = await at.ask<Record<string, Payload>>(operation(name), { input }, viewer);
  if (errors !== undefined) return { userErrors: [], action: null, measure: null, errors: errors.map((error) => String(error.extensions?.code)) };
  const payload = Object.values(data ?? {})[0] as Payload;
  return { ...payload, errors: payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) };
}
const observe = (input: object, viewer?: Viewer) => change('observe-measure', { measure, observedOn: '2026-11-01', value: '22', source: 'count', ...input }, viewer);
const versionOf = async (action: string): Promise<number> => (await rowsOf<{ version: number }>(at, 'select version from actions where id = $1', [Buffer.from(action, 'base64url').toString().split(':')[1]]))[0]?.version ?? 0;
const set = async (input: object, viewer?: Viewer) => change('set-measure', { id: actionId('dacorum', '1.2'), expectedVersion: await versionOf(actionId('dacorum', '1.2')), measure, unit: 'groups', targets: [], ...input }, viewer);
const states = async (asOf: string): Promise<string[]> =>
  (await at.ask<{ action: { measures: { targets: { state: string }[] }[] } }>(operation('action'), { id: actionId('dacorum', '1.2'), asOf })).data?.action.measures[0]?.targets.map((target) => target.state) ?? [];

describe('a target', () => {
  it('is reached or not by the latest value within its days, and not known where nothing was observed', async () => {
    expect(await states('2026-03-01')).toEqual(['NO_VALUE', 'NO_VALUE']);
    expect(await states('2026-06-30')).toEqual(['NOT_YET', 'NO_VALUE']);
    expect(await states('2026-07-01')).toEqual(['MISSED', 'NO_VALUE']);
    expect(await states('2026-11-21')).toEqual(['MISSED', 'NOT_YET']);
    expect((await observe({ observedOn: '2026-11-10', value: '24' })).measure?.targets.map((target) => target.state)).toEqual(['MISSED', 'REACHED']);
    expect(await states('2026-11-09')).toEqual(['MISSED', 'NOT_YET']);
    expect(await states('2027-02-01')).toEqual(['MISSED', 'REACHED']);
  });

  it('of what is to fall is reached from below, and each area has its own', async () => {
    const { action, errors } = await change('set-measure', {
      id: actionId('dacorum', '1.3'), expectedVersion: await versionOf(actionId('dacorum', '1.3')), text: 'Seats without a holder', unit: 'seats', better: 'LOWER', baseline: '5.5',
      targets: [{ from: '2026-01-01', to: '2026-12-31', target: '2' }, { area: 'E07000096', from: '2027-01-01', to: '2027-12-31', target: '0' }],
    });
    expect(errors).toEqual([]);
    const made = action?.measures.find((one) => one.text === 'Seats without a holder');
    expect((await observe({ measure: made?.id, value: '3' })).measure?.targets[0]).toMatchObject({ state: 'NOT_YET' });
    expect((await observe({ measure: made?.id, observedOn: '2026-11-20', value: '2.0' })).measure).toMatchObject({ targets: [{ state: 'REACHED' }, { state: 'NO_VALUE' }], values: [{ value: '2.0', area: { code: 'E07000096' } }, { value: '3' }] });
  });
});

describe('a value', () => {
  it('is stated unless something stands behind it', async () => {
    const [one] = await rowsOf<{ id: string }>(at, `select id from organisations where merged_into_id is null order by sort_name limit 1`);
    const organisation = toNodeId('Organisation', one?.id ?? '');
    const { measure: seen } = await observe({ observedOn: '2026-11-21', value: '1', rows: [organisation, organisation] });
    expect(seen?.values[0]).toMatchObject({ stated: false, rows: [organisation] });
    expect(seen?.values[1]).toMatchObject({ stated: true, rows: [] });
  });

  it('is recorded by who leads the action, and by nobody else than its coordinators', async () => {
    const lead: Viewer = { role: 'ACTION_LEAD', subject: 'lead@dacorum' };
    expect((await observe({}, lead)).errors).toEqual(['FORBIDDEN measure']);
    await at.owner.query(`update leads set subject = 'lead@dacorum' where id = (select lead_id from action_leads where action_id = $1 order by position limit 1)`, [sampleId('action', 'dacorum 1.2')]);
    expect((await observe({}, lead)).errors).toEqual([]);
    expect((await observe({}, { role: 'ANALYST', subject: 'A' })).errors).toEqual(['FORBIDDEN']);
    expect((await set({}, lead)).errors).toEqual(['FORBIDDEN']);
  });

  it('cannot be rewritten, and is found and erased where it names a person', async () => {
    await expect(at.database.write({ ...coordinator, at: testClock.now() }, (manager) => manager.query(`update measure_values set value = 0`))).rejects.toMatchObject({ driverError: { code: '42501' } });
    expect((await observe({ source: 'Paula Persona by telephone' })).errors).toEqual([]);
    expect((await findPerson(at.database, 'Paula Persona')).map(({ table, column }) => `${table}.${column}`)).toContain('measure_values.source');
    await erasePerson(at.database, testClock, 'Paula Persona');
    expect(await findPerson(at.database, 'Paula Persona')).toEqual([]);
  });
});

it.each<[string, 'observe-measure' | 'set-measure', object]>([
  ['INVALID observedOn', 'observe-measure', { observedOn: '2026-11-22' }], ['INVALID source', 'observe-measure', { source: ' ' }], ['NOT_FOUND measure', 'observe-measure', { measure: 'x' }], ['UNKNOWN_AREA area', 'observe-measure', { area: 'E99' }],
  ['INVALID area', 'observe-measure', { area: 'E07000095' }], ['NOT_FOUND rows.0', 'observe-measure', { rows: ['x'] }], ['INVALID value', 'observe-measure', { value: '123456789012345678901' }],
  ['INVALID measure', 'observe-measure', { measure: toNodeId('Measure', sampleId('measure', 'dacorum 2.2')) }], ['INVALID unit', 'set-measure', { unit: '' }], ['INVALID text', 'set-measure', { text: 'Both' }],
  ['INVALID targets.0.to', 'set-measure', { targets: [{ from: '2026-02-01', to: '2026-01-31', target: '1' }] }], ['INVALID baseline', 'set-measure', { baselineOn: '2026-01-01' }],
  ['NOT_FOUND measure', 'set-measure', { measure: toNodeId('Measure', sampleId('measure', 'dacorum 2.1')) }], ['CONFLICT expectedVersion', 'set-measure', { expectedVersion: 99 }],
])('is refused as %s by %s with %j', async (error, name, input) => {
  expect((await (name === 'set-measure' ? set(input) : observe(input))).errors).toEqual([error]);
});

it('a measure with numbers outlives a file that words the others otherwise, or lacks it', async () => {
  await importFile(at, files.csv(PLAN));
  const measures = () => rowsOf<{ id: string; text: string; unit: string | null }>(at, `select m.id, m.text, m.unit from action_measures m join actions a on a.id = m.action_id join plans p on p.id = a.plan_id where p.title = 'Our plan' and a.number = '1.1.1' order by m.position, m.id`);
  const before = await measures();
  expect(before.map((one) => one.text)).toEqual(['Reports', 'GRID']);
  await at.owner.query(`update action_measures set unit = 'reports', better = 'HIGHER' where id = $1`, [before[0]?.id]);
  const again = (text: string) => importFile(at, files.csv(PLAN.map((row) => (row.action_no === '1.1.1' ? { ...row, measures: text } : row))));
  expect((await again('Attendance\nReports')).counts).toMatchObject({ updated: 1 });
  expect(await measures()).toMatchObject([{ text: 'Attendance', unit: null }, { id: before[0]?.id, text: 'Reports', unit: 'reports' }]);
  await again('Attendance');
  expect((await measures()).map((one) => one.text).sort()).toEqual(['Attendance', 'Reports']);
  expect((await again('Attendance')).verdict).toBe('UNCHANGED');
});
