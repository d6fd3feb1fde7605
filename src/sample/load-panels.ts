import type { SqlRunner } from '../organisations/place-writing';
import { assessmentThenSql } from '../eligibility/panel/assessment-then';
import { organisationId } from './load-organisations';
import { orNull, readSampleRows } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, sampleId } from './sample-rows';

/** Who buys from whom, before it is asked who is in scope of what. */
export async function loadContracts(run: SqlRunner): Promise<void> {
  const contracts = readSampleRows('contracts').map((row) => ({
    id: sampleId('contract', [row.organisation, row.reference].join(' ')),
    organisation_id: organisationId(row.organisation),
    by: row.by, title: orNull(row.title), reference: orNull(row.reference), value: orNull(row.value), source: row.source, recorded_at: row.recorded_at,
    ...periodOf(row),
  }));
  await overRows(run, contracts, `id uuid, organisation_id uuid, by text, title text, reference text, value numeric, source text, recorded_at timestamptz, ${PERIOD_COLUMNS}`, (rows) => `
    insert into contracts (id, organisation_id, awarded_by, title, reference, value, valid, source, recorded_at)
    select r.id, r.organisation_id, r.by, r.title, r.reference, r.value, ${PERIOD}, r.source, r.recorded_at from ${rows}`);
}

/** What panels decided, each accreditation with the assessment that the sample's evidence comes to on its day. */
export async function loadPanelDecisions(run: SqlRunner): Promise<void> {
  const decisions = readSampleRows('panel-decisions').map((row) => ({
    id: sampleId('panel-decision', [row.organisation, row.set, row.kind, row.decided_on].join(' ')),
    organisation_id: organisationId(row.organisation),
    set: row.set, kind: row.kind, decided_on: row.decided_on, decided_by: row.decided_by, recorded_at: row.recorded_at,
    conditions: orNull(row.conditions), contract_value: orNull(row.contract_value), reason: orNull(row.reason),
    ...periodOf(row),
  }));
  const columns = `id uuid, organisation_id uuid, set text, kind text, decided_on date, conditions text, contract_value numeric, reason text, decided_by text, recorded_at timestamptz, ${PERIOD_COLUMNS}`;
  await overRows(run, decisions, columns, (rows) => `
    insert into panel_decisions (id, organisation_id, set_id, set_code, kind, decided_on, valid, conditions, reason, decided_by, assessment, recorded_at, contract_value)
    select decided.id, decided.organisation_id, decided.set_id, decided.set, decided.kind, decided.decided_on, decided.valid, decided.conditions, decided.reason, decided.decided_by,
      x.assessment, decided.recorded_at, decided.contract_value
    from (select r.*, s.id as set_id, ${PERIOD} as valid from ${rows} join criteria_sets s on s.code = r.set and s.valid @> r.decided_on) decided
    left join lateral (${assessmentThenSql({ organisation: 'decided.organisation_id', setId: 'decided.set_id', day: 'decided.decided_on', contractValue: 'decided.contract_value::numeric(14, 2)' })}) x
      on decided.kind in ('ACCREDITED', 'APPEAL_UPHELD')`);
}
