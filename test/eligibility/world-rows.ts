import type { Pool } from 'pg';
import { deriveOrganisations } from '../../src/organisations/derived';
import type { World } from './random-world';

export const SET = 'random';
const SET_ID = '00000000-0000-7000-a000-000000000000';
const INCOME: Record<string, number> = { MICRO: 500, SMALL: 50_000, MEDIUM: 500_000, LARGE: 5_000_000 };
const NOW = '2026-01-01T00:00:00Z';

const TABLES = 'evidence_checks, evidence, audit_findings, safeguarding_audits, attendances, former_attendances, training_sessions, former_course_terms, criterion_courses, criterion_terms, criteria, criteria_sets, courses, identifiers, categorisations, services, organisation_facts, organisation_statuses, organisations, terms, vocabularies';

/** Puts a world into an empty database, in the place of the one before. */
export async function writeWorld(owner: Pool, world: World): Promise<void> {
  const client = await owner.connect();
  const into = async (table: string, columns: string, rows: readonly object[], values = columns.replace(/ \w+(\[\])?(?=,|$)/g, '')): Promise<void> => {
    const names = columns.replace(/ \w+(\[\])?(?=,|$)/g, '');
    if (rows.length > 0) await client.query(`insert into ${table} (${names}) select ${values} from json_to_recordset($1::json) r(${columns})`, [JSON.stringify(rows)]);
  };
  try {
    await client.query('begin');
    for (const table of TABLES.split(', ')) await client.query(`delete from ${table}`);
    await client.query(`insert into vocabularies (code, name, purpose, version, source) values ('kind', 'Kinds', 'CATEGORY', '1', 'test')`);
    await into('terms', 'id uuid, vocabulary text, code text, name text, parent_id uuid', world.terms.map((term, at) => ({ id: term.id, vocabulary: 'kind', code: `T${at}`, name: `T${at}`, parent_id: term.parent })));
    await into('courses', 'id uuid, code text, name text, sort_name text, subject text, validity_months integer, created_at timestamptz, updated_at timestamptz',
      world.courses.map((course, at) => ({ id: course.id, code: `K${at}`, name: `K${at}`, sort_name: `k${at}`, subject: 'OTHER', validity_months: course.validity, created_at: NOW, updated_at: NOW })));
    await into('former_course_terms', 'course_id uuid, validity_months integer, replaced_at timestamptz',
      world.courses.flatMap((course) => (course.before === null ? [] : [{ course_id: course.id, validity_months: course.before.validity, replaced_at: course.before.replacedAt }])));
    await writeSet(client, into, world);
    await writeBodies(into, world);
    await deriveOrganisations(client as never, world.bodies.map((body) => body.id));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

type Into = (table: string, columns: string, rows: readonly object[]) => Promise<void>;

async function writeSet(client: { query(sql: string): Promise<unknown> }, into: Into, world: World): Promise<void> {
  await client.query(`insert into criteria_sets (id, code, version, name, valid) values ('${SET_ID}', '${SET}', 1, 'Random', '[2020-01-01,)')`);
  const idOf = (at: number): string => `00000000-0000-7000-b000-00000000000${at}`;
  await into(
    'criteria',
    'id uuid, set_id uuid, code text, position integer, name text, kind text, weight text, evidence_kind text, months integer, amount numeric, currency text, at_least integer, schemes text[], applies_size_bands text[], applies_ages numrange, applies_contract_from numeric',
    world.criteria.map((one, at) => ({
      id: idOf(at), set_id: SET_ID, code: one.code, position: at + 1, name: one.code, kind: one.kind, weight: one.weight, evidence_kind: one.evidenceKind, months: one.months, amount: one.amount, currency: one.currency,
      at_least: one.atLeast, schemes: one.schemes, applies_size_bands: one.bands, applies_ages: one.ages === null ? null : `[${one.ages.join(',')})`, applies_contract_from: one.contractFrom,
    })),
  );
  await into('criterion_terms', 'criterion_id uuid, term_id uuid', world.criteria.flatMap((one, at) => one.terms.map((term) => ({ criterion_id: idOf(at), term_id: term }))));
  await into('criterion_courses', 'criterion_id uuid, course_id uuid', world.criteria.flatMap((one, at) => one.courses.map((course) => ({ criterion_id: idOf(at), course_id: course }))));
}

async function writeBodies(into: Into, world: World): Promise<void> {
  const of = <Row extends object>(rows: (body: World['bodies'][number], at: number) => readonly Row[]): (Row & { organisation_id: string })[] =>
    world.bodies.flatMap((body, at) => rows(body, at).map((row) => ({ ...row, organisation_id: body.id })));
  await into('organisations', 'id uuid, name text, sort_name text, search_name text, created_at timestamptz, updated_at timestamptz',
    world.bodies.map((body, at) => ({ id: body.id, name: `Body ${at}`, sort_name: `body ${at}`, search_name: `body ${at}`, created_at: NOW, updated_at: NOW })));
  await into('organisation_statuses', 'organisation_id uuid, status text, valid daterange', of((body) => [...body.statuses].sort((one, other) => (one.from < other.from ? -1 : 1)).map(({ from, status }, at, all) => ({ status, valid: `[${from},${all[at + 1]?.from ?? ''})` }))));
  await into('organisation_facts', 'organisation_id uuid, year integer, income numeric, source text', of((body) => (body.band === 'UNKNOWN' ? [] : [{ year: 2024, income: INCOME[body.band], source: 'test' }])));
  await into('categorisations', 'organisation_id uuid, term_id uuid', of((body) => body.terms.map((term) => ({ term_id: term }))));
  await into('services', 'id uuid, organisation_id uuid, name text, ages numrange', of((body) => body.ages.map((ages, at) => ({ id: body.id.replace(/^.{8}/, `0000000${at}`), name: 'Service', ages: `[${ages.join(',')})` }))));
  await into('identifiers', 'id uuid, organisation_id uuid, scheme text, value text', of((body, at) => body.schemes.map((scheme, n) => ({ id: body.id.replace(/^.{8}/, `1000000${n}`), scheme, value: String(at) }))));
  const documents = of((body) => body.documents);
  await into('evidence', 'id uuid, organisation_id uuid, kind text, valid daterange, amount numeric, currency text, filed_by text, filed_at timestamptz, withdrawn_at timestamptz',
    documents.map((one) => ({ ...one, withdrawn_at: one.withdrawnAt, valid: `[${one.issued},${one.lastDay ?? ''}${one.lastDay === null ? ')' : ']'}`, filed_by: 'test', filed_at: one.filedAt })));
  await into('evidence_checks', 'id uuid, evidence_id uuid, outcome text, reason text, checked_on date, checked_by text, recorded_at timestamptz, withdrawn_at timestamptz',
    documents.flatMap((one) => one.checks.map((check) => ({ ...check, evidence_id: one.id, reason: 'why', checked_on: check.on, checked_by: 'test', recorded_at: check.recordedAt, withdrawn_at: check.withdrawnAt }))));
  await into('safeguarding_audits', 'id uuid, organisation_id uuid, audited_on date, audited_by text, outcome text, recorded_at timestamptz',
    of((body) => body.audits.map((audit) => ({ ...audit, audited_on: audit.on, audited_by: 'test', recorded_at: audit.recordedAt }))));
  const attendances = of((body) => body.attendances);
  // A session of its own for each attendance, under the same id.
  await into('training_sessions', 'id uuid, course_id uuid, held_on date, created_at timestamptz, updated_at timestamptz', attendances.map((one) => ({ id: one.id, course_id: one.course.id, held_on: one.heldOn, created_at: NOW, updated_at: NOW })));
  const rows = attendances.map((one) => ({ ...one, session_id: one.id, recorded_at: one.recordedAt, replaced_at: one.replacedAt }));
  await into('attendances', 'id uuid, session_id uuid, organisation_id uuid, kind text, people integer, recorded_at timestamptz', rows.filter((one) => one.replaced_at === null));
  await into('former_attendances', 'id uuid, session_id uuid, organisation_id uuid, kind text, people integer, recorded_at timestamptz, replaced_at timestamptz', rows.filter((one) => one.replaced_at !== null));
}
