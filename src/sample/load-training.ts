import type { SqlRunner } from '../organisations/place-writing';
import { foldName } from '../text/fold';
import { organisationId } from './load-organisations';
import { orNull, readSampleRows, type SampleRow, several } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, SAMPLE_INSTANT, sampleId } from './sample-rows';

export const courseId = (key: string | undefined): string => sampleId('course', key ?? '');
export const sessionId = (key: string | undefined): string => sampleId('training-session', key ?? '');
export const budgetId = (key: string | undefined): string => sampleId('training-budget', key ?? '');
export const unitId = (code: string | undefined): string => sampleId('passport-unit', code ?? '');

/** Courses, sessions and who came; duties, Passport and needs. A course, budget or unit that is there already stands. */
export async function loadTraining(run: SqlRunner): Promise<void> {
  await loadCourses(run);
  await loadSessions(run);
  await loadTakeUp(run);
  await loadWorkforce(run);
}

const nulled = (row: SampleRow): Record<string, string | null> => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, orNull(cell)]));

async function loadCourses(run: SqlRunner): Promise<void> {
  const courses = readSampleRows('courses').map((row) => ({
    ...nulled(row),
    id: courseId(row.key),
    sort_name: foldName(row.name as string),
    provider_id: orNull(row.provider) === null ? null : organisationId(row.provider),
  }));
  const columns =
    'id uuid, key text, name text, sort_name text, subject text, description text, level text, provider_id uuid, provider_name text, area text, cost numeric, ' +
    'validity_months integer, common_core boolean, scope_under_26 boolean, scope_volunteers boolean, scope_contracted boolean, closed_on date';
  await overRows(run, courses, columns, (rows) => `
    insert into courses (id, code, name, sort_name, subject, description, level, provider_id, provider_name, area_id, cost, validity_months, common_core,
      scope_under_26, scope_volunteers, scope_contracted, closed_on, created_at, updated_at)
    select r.id, r.key, r.name, r.sort_name, r.subject, r.description, r.level, r.provider_id, r.provider_name, a.id, r.cost, r.validity_months, r.common_core,
      r.scope_under_26, r.scope_volunteers, r.scope_contracted, r.closed_on, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}'
    from ${rows} left join areas a on a.code = r.area
    on conflict (code) do nothing`);
  const scopes = readSampleRows('courses').flatMap((row) => several(row.scope_terms).map((code) => ({ id: courseId(row.key), code })));
  await overRows(run, scopes, 'id uuid, code text', (rows) => `
    insert into course_scope_terms (course_id, term_id)
    select c.id, t.id from ${rows} join courses c on c.id = r.id join terms t on t.vocabulary = 'service' and t.code = r.code on conflict do nothing`);
  const areas = readSampleRows('courses').flatMap((row) => several(row.scope_areas).map((code) => ({ id: courseId(row.key), code })));
  await overRows(run, areas, 'id uuid, code text', (rows) => `
    insert into course_scope_areas (course_id, area_id)
    select c.id, a.id from ${rows} join courses c on c.id = r.id join areas a on a.code = r.code on conflict do nothing`);
  const targets = readSampleRows('training-targets').map((row) => ({ ...row, id: sampleId('training-target', [row.course, row.area, row.year].join(' ')) }));
  await overRows(run, targets, 'id uuid, course text, area text, year integer, organisations integer', (rows) => `
    insert into training_targets (id, course_id, area_id, year, organisations)
    select r.id, c.id, a.id, r.year, r.organisations from ${rows} join courses c on c.code = r.course join areas a on a.code = r.area on conflict do nothing`);
}

async function loadSessions(run: SqlRunner): Promise<void> {
  const budgets = readSampleRows('training-budgets').map((row) => ({ ...row, id: budgetId(row.key), ...periodOf(row) }));
  await overRows(run, budgets, `id uuid, name text, area text, amount numeric, source text, ${PERIOD_COLUMNS}`, (rows) => `
    insert into training_budgets (id, name, area_id, valid, amount, source)
    select r.id, r.name, a.id, ${PERIOD}, r.amount, r.source from ${rows} left join areas a on a.code = r.area on conflict do nothing`);
  const sessions = readSampleRows('training-sessions').map((row) => ({
    ...nulled(row),
    id: sessionId(row.key),
    subsidies: several(row.subsidies),
    budget_id: orNull(row.budget) === null ? null : budgetId(row.budget),
  }));
  const columns =
    'id uuid, course text, held_on date, starts time, ends time, online boolean, place_name text, postcode text, area text, capacity integer, subsidies text[], ' +
    'spent numeric, budget_id uuid, cancelled_on date';
  await overRows(run, sessions, columns, (rows) => `
    insert into training_sessions (id, course_id, held_on, starts, ends, online, place_name, postcode, district_id, area_id, capacity, subsidies, spent, budget_id,
      cancelled_on, created_at, updated_at)
    select r.id, c.id, r.held_on, r.starts, r.ends, r.online, r.place_name, r.postcode, p.district_id, a.id, r.capacity, r.subsidies, r.spent, r.budget_id,
      r.cancelled_on, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}'
    from ${rows} join courses c on c.code = r.course left join shown.postcode_places p on p.postcode = r.postcode left join areas a on a.code = r.area
    on conflict do nothing`);
}

async function loadTakeUp(run: SqlRunner): Promise<void> {
  const bookings = readSampleRows('bookings').map((row) => ({
    ...row,
    id: sampleId('booking', [row.session, row.organisation].join(' ')),
    session_id: sessionId(row.session),
    organisation_id: organisationId(row.organisation),
  }));
  await overRows(run, bookings, 'id uuid, session_id uuid, organisation_id uuid, places integer, state text, booked_at timestamptz', (rows) => `
    insert into bookings (id, session_id, organisation_id, places, state, booked_at)
    select r.id, r.session_id, r.organisation_id, r.places, r.state, r.booked_at from ${rows} on conflict do nothing`);
  const attendances = readSampleRows('attendances').map((row) => ({
    ...nulled(row),
    id: sampleId('attendance', [row.session, row.organisation, row.kind].join(' ')),
    session_id: sessionId(row.session),
    organisation_id: organisationId(row.organisation),
  }));
  await overRows(run, attendances, 'id uuid, session_id uuid, organisation_id uuid, kind text, people integer, source text, recorded_at timestamptz', (rows) => `
    insert into attendances (id, session_id, organisation_id, kind, people, source, recorded_at)
    select r.id, r.session_id, r.organisation_id, r.kind, r.people, r.source, r.recorded_at from ${rows} on conflict do nothing`);
}

async function loadWorkforce(run: SqlRunner): Promise<void> {
  const ofOrganisation = (kind: string, file: string, key: readonly string[]): object[] =>
    readSampleRows(file).map((row) => ({ ...nulled(row), id: sampleId(kind, key.map((column) => row[column]).join(' ')), organisation_id: organisationId(row.organisation) }));
  const duties = ofOrganisation('duty', 'duties', ['organisation', 'duty', 'area', 'from']);
  await overRows(run, duties, `id uuid, organisation_id uuid, duty text, area text, source text, ${PERIOD_COLUMNS}`, (rows) => `
    insert into organisation_duties (id, organisation_id, duty, area_id, valid, source)
    select r.id, r.organisation_id, r.duty, a.id, ${PERIOD}, r.source from ${rows} left join areas a on a.code = r.area on conflict do nothing`);
  const units = readSampleRows('passport-units').map((row) => ({ ...row, id: unitId(row.code) }));
  await overRows(run, units, 'id uuid, code text, name text, position integer, description text', (rows) => `
    insert into passport_units (id, code, name, position, description) select r.id, r.code, r.name, r.position, r.description from ${rows} on conflict (code) do nothing`);
  await overRows(run, readSampleRows('passport-prerequisites'), 'unit text, required text', (rows) => `
    insert into passport_prerequisites (unit_id, required_id)
    select u.id, q.id from ${rows} join passport_units u on u.code = r.unit join passport_units q on q.code = r.required on conflict do nothing`);
  const progress = ofOrganisation('passport-progress', 'passport-progress', ['organisation', 'unit', 'counted_on']);
  await overRows(run, progress, 'id uuid, organisation_id uuid, unit text, counted_on date, volunteers integer, source text', (rows) => `
    insert into passport_progress (id, organisation_id, unit_id, counted_on, volunteers, source)
    select r.id, r.organisation_id, u.id, r.counted_on, r.volunteers, r.source from ${rows} join passport_units u on u.code = r.unit on conflict do nothing`);
  const needs = ofOrganisation('development-need', 'development-needs', ['organisation', 'subject', 'recorded_on']);
  await overRows(run, needs, 'id uuid, organisation_id uuid, subject text, need text, people integer, recorded_on date, met_on date, source text', (rows) => `
    insert into development_needs (id, organisation_id, subject, need, people, recorded_on, met_on, source)
    select r.id, r.organisation_id, r.subject, r.need, r.people, r.recorded_on, r.met_on, r.source from ${rows} on conflict do nothing`);
}
