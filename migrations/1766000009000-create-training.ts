import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Courses, their sessions, who booked and who came, by organisation and kind of person and never by name; duties that
 * organisations take on; and the Passport of the volunteer workforce.
 */
export class CreateTraining1766000009000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(COURSES);
    await run.query(SESSIONS);
    await run.query(WORKFORCE);
    await run.query(RECORDED);
    await run.query(GRANTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop table development_needs, passport_progress, passport_prerequisites, passport_units, organisation_duties, training_targets,
        attendances, bookings, training_sessions, training_budgets, course_scope_areas, course_scope_terms, courses;
      delete from history.recorded_tables where table_name in (${[...OF_COURSE, ...OF_SESSION, ...OF_ORGANISATION].map((name) => `'${name}'`).join(', ')});
    `);
  }
}

const COURSES = `
  create table courses (
    id uuid primary key,
    code text not null constraint courses_code_unique unique,
    name text not null constraint courses_name_not_blank check (btrim(name) <> ''),
    sort_name text collate "C" not null,
    subject text not null constraint courses_subject_known check (subject in ('SAFEGUARDING', 'COMMON_ASSESSMENT', 'INDUCTION', 'COMMISSIONING',
      'COMMON_CORE', 'MINIMUM_CRITERIA', 'INFORMATION_SHARING', 'OTHER')),
    description text,
    level text,
    provider_id uuid references organisations (id) on delete set null,
    provider_name text,
    area_id uuid references areas (id),
    cost numeric(10, 2) constraint courses_cost_not_negative check (cost >= 0),
    currency text not null default 'GBP',
    validity_months integer constraint courses_validity_positive check (validity_months > 0),
    common_core boolean not null default false,
    scope_under_26 boolean not null default false,
    scope_volunteers boolean not null default false,
    scope_contracted boolean not null default false,
    closed_on date,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  comment on column courses.area_id is 'Whose course it is: the county or district whose coordinators keep it; null: the administrators''.';
  comment on column courses.cost is 'For one person; null: not known, 0: free.';
  comment on column courses.validity_months is 'Months that an attendance counts as current; null: it does not lapse.';
  comment on column courses.scope_under_26 is 'In scope are those known to serve someone under 26. All rules of a course must hold; one that cannot be told leaves the scope not known.';
  create index courses_name_order on courses (sort_name, id);
  create index courses_provider_index on courses (provider_id) where provider_id is not null;

  create table course_scope_terms (
    course_id uuid not null references courses (id) on delete cascade,
    term_id uuid not null references terms (id),
    primary key (course_id, term_id)
  );
  create table course_scope_areas (
    course_id uuid not null references courses (id) on delete cascade,
    area_id uuid not null references areas (id),
    primary key (course_id, area_id)
  );

  create table training_targets (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    area_id uuid not null references areas (id),
    year integer not null constraint training_targets_year_plausible check (year between 1990 and 2100),
    organisations integer not null constraint training_targets_not_negative check (organisations >= 0),
    constraint training_targets_one unique (course_id, area_id, year)
  );
  comment on column training_targets.year is 'The year from 1 April of it to 31 March of the next.';
  comment on column training_targets.organisations is 'How many organisations of the area to reach in that year.';

  create table training_budgets (
    id uuid primary key,
    name text not null,
    area_id uuid references areas (id),
    valid daterange not null constraint training_budgets_has_days check (not isempty(valid)),
    amount numeric(14, 2) not null constraint training_budgets_not_negative check (amount >= 0),
    currency text not null default 'GBP',
    source text not null,
    version integer not null default 1
  );
`;

const SESSIONS = `
  create table training_sessions (
    id uuid primary key,
    course_id uuid not null references courses (id),
    held_on date not null,
    starts time,
    ends time,
    online boolean not null default false,
    place_name text,
    postcode text,
    district_id uuid references areas (id),
    area_id uuid references areas (id),
    capacity integer constraint training_sessions_capacity_positive check (capacity > 0),
    subsidies text[] not null default '{}' constraint training_sessions_subsidies_known check (subsidies <@ array['BACKFILL', 'TRAVEL', 'CHILDCARE']),
    spent numeric(12, 2) constraint training_sessions_spent_not_negative check (spent >= 0),
    currency text not null default 'GBP',
    budget_id uuid references training_budgets (id),
    cancelled_on date,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint training_sessions_hours_in_order check (ends > starts)
  );
  comment on column training_sessions.district_id is 'Where it is held, from its postcode; null: online or not known.';
  comment on column training_sessions.area_id is 'Whose session it is: its coordinators keep it.';
  comment on column training_sessions.spent is 'What the session cost altogether; null: not known.';
  create index training_sessions_course_index on training_sessions (course_id, held_on);
  create index training_sessions_day_order on training_sessions (held_on, id);
  create index training_sessions_budget_index on training_sessions (budget_id) where budget_id is not null;

  create table bookings (
    id uuid primary key,
    session_id uuid not null references training_sessions (id) on delete cascade,
    organisation_id uuid not null references organisations (id) on delete cascade,
    places integer not null constraint bookings_places_positive check (places > 0),
    state text not null constraint bookings_state_known check (state in ('BOOKED', 'WAITING', 'CANCELLED')),
    booked_at timestamptz not null,
    version integer not null default 1,
    constraint bookings_one unique (session_id, organisation_id)
  );
  create index bookings_organisation_index on bookings (organisation_id);

  create table attendances (
    id uuid primary key,
    session_id uuid not null references training_sessions (id),
    organisation_id uuid not null references organisations (id) on delete cascade,
    kind text not null constraint attendances_kind_known check (kind in ('STAFF', 'VOLUNTEER', 'TRUSTEE')),
    people integer not null constraint attendances_people_positive check (people > 0),
    source text,
    recorded_at timestamptz not null,
    constraint attendances_one unique (session_id, organisation_id, kind)
  );
  create index attendances_organisation_index on attendances (organisation_id, session_id);
`;

const WORKFORCE = `
  create table organisation_duties (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    duty text not null constraint organisation_duties_known check (duty in ('LEAD_PROFESSIONAL', 'MAT_LIST', 'MAST')),
    area_id uuid references areas (id),
    valid daterange not null constraint organisation_duties_has_days check (not isempty(valid)),
    source text,
    version integer not null default 1,
    constraint organisation_duties_no_overlap exclude using gist (coalesce(organisation_id, organisation_id) with =, coalesce(duty, duty) with =,
      coalesce(area_id, '00000000-0000-0000-0000-000000000000') with =, valid with &&)
  );
  comment on column organisation_duties.duty is 'LEAD_PROFESSIONAL: acts as lead professional. MAT_LIST: on the list of the district''s multi-agency team. MAST: works with the multi-agency support team.';
  create index organisation_duties_organisation_index on organisation_duties (organisation_id);

  create table passport_units (
    id uuid primary key,
    code text not null constraint passport_units_code_unique unique,
    name text not null,
    position integer not null,
    description text
  );
  create table passport_prerequisites (
    unit_id uuid not null references passport_units (id) on delete cascade,
    required_id uuid not null references passport_units (id) on delete cascade,
    primary key (unit_id, required_id),
    constraint passport_prerequisites_not_self check (unit_id <> required_id)
  );
  create table passport_progress (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    unit_id uuid not null references passport_units (id),
    counted_on date not null,
    volunteers integer not null constraint passport_progress_not_negative check (volunteers >= 0),
    source text,
    constraint passport_progress_one unique (organisation_id, unit_id, counted_on)
  );
  comment on column passport_progress.volunteers is 'How many of its volunteers had completed the unit by that day. No names.';

  create table development_needs (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    subject text not null,
    need text not null constraint development_needs_not_blank check (btrim(need) <> ''),
    people integer constraint development_needs_people_positive check (people > 0),
    recorded_on date not null,
    met_on date,
    source text,
    version integer not null default 1,
    constraint development_needs_order check (met_on >= recorded_on)
  );
  create index development_needs_organisation_index on development_needs (organisation_id);
`;

/** Whose history each table belongs to. */
const OF_COURSE = ['courses', 'course_scope_terms', 'course_scope_areas', 'training_targets'];
const OF_SESSION = ['training_sessions'];
const OF_ORGANISATION = ['bookings', 'attendances', 'organisation_duties', 'passport_progress', 'development_needs'];

const RECORDED = `
  select history.keep('courses', '{id}', 'r.id', 'courses');
  select history.keep('course_scope_terms', '{course_id, term_id}', 'r.course_id', 'courses');
  select history.keep('course_scope_areas', '{course_id, area_id}', 'r.course_id', 'courses');
  select history.keep('training_targets', '{id}', 'r.course_id', 'courses');
  select history.keep('training_sessions', '{id}', 'r.id', 'training_sessions');
  ${OF_ORGANISATION.map((table) => `select history.keep('${table}', '{id}', 'r.organisation_id', 'organisations');`).join('\n  ')}
`;

const GRANTS = `
  grant select, insert, update, delete on courses, course_scope_terms, course_scope_areas, training_targets, training_budgets, training_sessions, bookings,
    attendances, organisation_duties, passport_units, passport_prerequisites, passport_progress, development_needs to vcs_atlas_service;
`;
