import type { SqlRunner } from '../organisations/place-writing';
import { organisationId } from './load-organisations';
import { orNull, readSampleRows, type SampleRow, several } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, sampleId } from './sample-rows';

export const criteriaSetId = (code: string | undefined, version: string | undefined): string => sampleId('criteria-set', `${code ?? ''}@${version ?? ''}`);
const evidenceId = (key: string | undefined): string => sampleId('evidence', key ?? '');
const auditId = (key: string | undefined): string => sampleId('safeguarding-audit', key ?? '');

/** Criteria sets, what organisations hold, who checked it, and audits. A set that is there already stands. */
export async function loadEligibility(run: SqlRunner): Promise<void> {
  await loadSets(run);
  await loadEvidence(run);
  await loadAudits(run);
}

const nulled = (row: SampleRow): Record<string, string | null> => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, orNull(cell)]));

async function loadSets(run: SqlRunner): Promise<void> {
  const sets = readSampleRows('criteria-sets').map((row) => ({ ...nulled(row), id: criteriaSetId(row.code, row.version), ...periodOf(row) }));
  await overRows(run, sets, `id uuid, code text, version integer, name text, description text, area text, ${PERIOD_COLUMNS}`, (rows) => `
    insert into criteria_sets (id, code, version, name, description, area_id, valid)
    select r.id, r.code, r.version, r.name, r.description, a.id, ${PERIOD} from ${rows} left join areas a on a.code = r.area
    where not exists (select from criteria_sets there where there.code = r.code)`);
  const criteria = readSampleRows('criteria').map((row) => ({
    ...nulled(row),
    id: criterionId(row),
    set_id: criteriaSetId(row.set, row.version),
    schemes: several(row.schemes),
    size_bands: orNull(row.size_bands) === null ? null : several(row.size_bands),
  }));
  const columns =
    'id uuid, set_id uuid, code text, position integer, name text, kind text, weight text, guidance text, remedy text, evidence_kind text, months integer, amount numeric, ' +
    'at_least integer, schemes text[], size_bands text[], age_from numeric, age_to numeric, contract_from numeric';
  await overRows(run, criteria, columns, (rows) => `
    insert into criteria (id, set_id, code, position, name, kind, weight, guidance, remedy, evidence_kind, months, amount, at_least, schemes,
      applies_size_bands, applies_ages, applies_contract_from)
    select r.id, s.id, r.code, r.position, r.name, r.kind, r.weight, r.guidance, r.remedy, r.evidence_kind, r.months, r.amount, r.at_least, r.schemes,
      r.size_bands, case when r.age_from is not null then numrange(r.age_from, r.age_to + 1) end, r.contract_from
    from ${rows} join criteria_sets s on s.id = r.set_id on conflict do nothing`);
  const linked = (column: string): { id: string; code: string }[] => readSampleRows('criteria').flatMap((row) => several(row[column]).map((code) => ({ id: criterionId(row), code })));
  await overRows(run, linked('courses'), 'id uuid, code text', (rows) => `
    insert into criterion_courses (criterion_id, course_id) select c.id, k.id from ${rows} join criteria c on c.id = r.id join courses k on k.code = r.code on conflict do nothing`);
  await overRows(run, linked('terms'), 'id uuid, code text', (rows) => `
    insert into criterion_terms (criterion_id, term_id)
    select c.id, t.id from ${rows} join criteria c on c.id = r.id join terms t on t.vocabulary = 'service' and t.code = r.code on conflict do nothing`);
}

const criterionId = (row: SampleRow): string => sampleId('criterion', [row.set, row.version, row.code].join(' '));

async function loadEvidence(run: SqlRunner): Promise<void> {
  const evidence = readSampleRows('evidence').map((row) => ({ ...nulled(row), id: evidenceId(row.key), organisation_id: organisationId(row.organisation) }));
  const columns =
    'id uuid, organisation_id uuid, kind text, title text, issued_on date, expires_on date, amount numeric, currency text, file_name text, file_sha256 text, filed_by text, filed_at timestamptz';
  await overRows(run, evidence, columns, (rows) => `
    insert into evidence (id, organisation_id, kind, title, valid, amount, currency, file_name, file_sha256, filed_by, filed_role, filed_at)
    select r.id, r.organisation_id, r.kind, r.title, daterange(r.issued_on, r.expires_on + 1), r.amount, coalesce(r.currency, 'GBP'), r.file_name, r.file_sha256, r.filed_by, 'ORGANISATION_EDITOR', r.filed_at
    from ${rows}`);
  const checks = readSampleRows('evidence-checks').map((row) => ({ ...nulled(row), id: sampleId('evidence-check', [row.evidence, row.recorded_at].join(' ')), evidence_id: evidenceId(row.evidence) }));
  await overRows(run, checks, 'id uuid, evidence_id uuid, outcome text, reason text, checked_on date, checked_by text, recorded_at timestamptz', (rows) => `
    insert into evidence_checks (id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at)
    select r.id, r.evidence_id, r.outcome, r.reason, r.checked_on, r.checked_by, r.recorded_at from ${rows}`);
}

async function loadAudits(run: SqlRunner): Promise<void> {
  const audits = readSampleRows('safeguarding-audits').map((row) => ({ ...nulled(row), id: auditId(row.key), organisation_id: organisationId(row.organisation) }));
  await overRows(run, audits, 'id uuid, organisation_id uuid, audited_on date, audited_by text, outcome text, summary text, recorded_at timestamptz', (rows) => `
    insert into safeguarding_audits (id, organisation_id, audited_on, audited_by, outcome, summary, recorded_at)
    select r.id, r.organisation_id, r.audited_on, r.audited_by, r.outcome, r.summary, r.recorded_at from ${rows}`);
  const findings = readSampleRows('audit-findings').map((row) => ({ ...nulled(row), id: sampleId('audit-finding', [row.audit, row.position].join(' ')), audit_id: auditId(row.audit) }));
  await overRows(run, findings, 'id uuid, audit_id uuid, position integer, finding text, action text, due_on date, done_on date', (rows) => `
    insert into audit_findings (id, audit_id, position, finding, action, due_on, done_on)
    select r.id, r.audit_id, r.position, r.finding, r.action, r.due_on, r.done_on from ${rows}`);
}
