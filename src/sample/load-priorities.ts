import type { SqlRunner } from '../organisations/place-writing';
import { orNull, readSampleRows, type SampleRow } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, SAMPLE_INSTANT, sampleId } from './sample-rows';

const setId = (key: string | undefined): string => sampleId('priority-set', key ?? '');
const priorityId = ({ set = '', code = '' }: SampleRow): string => sampleId('priority', `${set} ${code}`);
const leadId = (area: string | undefined, name: string | undefined): string | null => (orNull(name) === null ? null : sampleId('lead', `${area ?? ''} ${name?.toLowerCase() ?? ''}`));

/** Priorities with what contributes to them, after the plans whose leads and actions they name. One that somebody went on with is still there. */
export async function loadPriorities(run: SqlRunner): Promise<void> {
  const there = new Set(((await run.query('select id from priority_sets')) as { id: string }[]).map((row) => row.id));
  const sets = readSampleRows('priority-sets').filter((row) => !there.has(setId(row.key)));
  const areas = new Map(sets.map((row) => [row.key, row.area_code]));
  const rowsOf = (file: string): SampleRow[] => readSampleRows(file).filter((row) => areas.has(row.set));
  await overRows(run, sets.map((row) => ({ ...row, id: setId(row.key), ...periodOf(row), owner: orNull(row.owner), approved_on: orNull(row.approved_on) })),
    `id uuid, title text, area_code text, owner text, edition integer, ${PERIOD_COLUMNS}, status text, approved_on date`, (r) => `
    insert into priority_sets (id, area_id, title, edition, owner, period, status, approved_on, source, created_at, updated_at)
    select r.id, a.id, r.title, r.edition, r.owner, ${PERIOD}, r.status, r.approved_on, 'sample', '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${r} join areas a on a.code = r.area_code`);
  const priorities = rowsOf('priorities').map((row, _, all) => ({ id: priorityId(row), set_id: setId(row.set), code: row.code, title: row.title, description: orNull(row.description), position: all.filter((one) => one.set === row.set).indexOf(row) + 1, lead_id: leadId(areas.get(row.set), row.lead) }));
  await overRows(run, priorities, 'id uuid, set_id uuid, code text, title text, description text, position integer, lead_id uuid', (r) => `
    insert into priorities (id, set_id, code, title, description, position, lead_id, created_at, updated_at)
    select r.id, r.set_id, r.code, r.title, r.description, r.position, l.id, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${r} left join leads l on l.id = r.lead_id`);
  const contributions = rowsOf('priority-contributions').map((row) => ({
    ...periodOf(row), id: sampleId('priority-contribution', `${row.set} ${row.code} ${row.kind} ${row.plan} ${row.key}`), priority_id: priorityId(row), set_id: setId(row.set), kind: row.kind, how: orNull(row.how),
    node_id: row.kind === 'Action' ? sampleId('action', `${row.plan} ${row.key}`) : sampleId('service', row.key ?? ''),
  }));
  await overRows(run, contributions, `id uuid, priority_id uuid, set_id uuid, kind text, node_id uuid, how text, ${PERIOD_COLUMNS}`, (r) => `
    insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, how, created_at, updated_at)
    select r.id, r.priority_id, r.set_id, r.kind, r.node_id, ${PERIOD}, r.how, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${r}`);
  const checks = rowsOf('priority-checks').map((row) => ({ ...row, id: sampleId('priority-check', `${row.set} ${row.code} ${row.checked_on}`), priority_id: priorityId(row), set_id: setId(row.set), note: orNull(row.note) }));
  await overRows(run, checks, 'id uuid, priority_id uuid, set_id uuid, checked_on date, checked_by text, note text', (r) => `
    insert into priority_checks (id, priority_id, set_id, checked_on, checked_by, note, recorded_at)
    select r.id, r.priority_id, r.set_id, r.checked_on, r.checked_by, r.note, '${SAMPLE_INSTANT}' from ${r}`);
}
