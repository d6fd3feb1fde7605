import type { SqlRunner } from '../organisations/place-writing';
import { orNull, readSampleRows, type SampleRow } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, sampleId } from './sample-rows';

const measureId = (row: SampleRow): string => sampleId('measure', `${row.plan ?? ''} ${row.action_no ?? ''}`);

/** The numbers of measures of the sample: units, targets, and what was observed. */
export async function loadMeasures(run: SqlRunner, plans: ReadonlySet<string | undefined>): Promise<void> {
  const rowsOf = (name: string): SampleRow[] => readSampleRows(name).filter((row) => plans.has(row.plan));
  const units = rowsOf('plan-measures').map((row) => ({ ...row, id: measureId(row), baseline: orNull(row.baseline), baseline_on: orNull(row.baseline_on) }));
  await overRows(run, units, 'id uuid, unit text, better text, baseline numeric, baseline_on date', (r) => `
    update action_measures m set unit = r.unit, better = r.better, baseline = r.baseline, baseline_on = r.baseline_on from ${r} where m.id = r.id`);
  const targets = rowsOf('measure-targets').map((row) => ({ id: sampleId('measure-target', `${row.plan ?? ''} ${row.action_no ?? ''} ${row.from ?? ''}`), measure_id: measureId(row), target: row.target, ...periodOf(row) }));
  await overRows(run, targets, `id uuid, measure_id uuid, target numeric, ${PERIOD_COLUMNS}`, (r) => `
    insert into measure_targets (id, measure_id, plan_id, area_id, period, target)
    select r.id, m.id, m.plan_id, p.area_id, ${PERIOD}, r.target from ${r} join action_measures m on m.id = r.measure_id join plans p on p.id = m.plan_id`);
  const values = rowsOf('measure-values').map((row) => ({ ...row, id: sampleId('measure-value', `${row.plan ?? ''} ${row.action_no ?? ''} ${row.observed_on ?? ''}`), measure_id: measureId(row) }));
  await overRows(run, values, 'id uuid, measure_id uuid, observed_on date, value numeric, source text', (r) => `
    insert into measure_values (id, measure_id, plan_id, area_id, observed_on, value, source, observed_by, recorded_at)
    select r.id, m.id, m.plan_id, p.area_id, r.observed_on, r.value, r.source, 'District coordinator', r.observed_on::timestamp at time zone 'UTC' + interval '12 hours'
    from ${r} join action_measures m on m.id = r.measure_id join plans p on p.id = m.plan_id`);
}
