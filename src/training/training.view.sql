create view shown.courses as
  select id, code, name, sort_name, subject, description, level, provider_id, provider_name, area_id, cost, currency, validity_months, common_core,
    scope_under_26, scope_volunteers, scope_contracted, closed_on, version, created_at, updated_at
  from courses;
create view shown.course_scope_terms as select course_id, term_id from course_scope_terms;
create view shown.course_scope_areas as select course_id, area_id from course_scope_areas;
create view shown.training_targets as select id, course_id, area_id, year, organisations from training_targets;
create view shown.training_budgets as select id, name, area_id, valid, amount, currency, source, version from training_budgets;

-- An evening begins at five.
create view shown.training_sessions as
  select id, course_id, held_on, starts, ends, online, place_name, postcode, district_id, area_id, capacity, subsidies, spent, currency, budget_id, cancelled_on,
    extract(isodow from held_on) = 6 as is_saturday, extract(isodow from held_on) = 7 as is_sunday, starts >= time '17:00' as is_evening,
    (select coalesce(sum(b.places), 0)::int from bookings b where b.session_id = training_sessions.id and b.state = 'BOOKED') as booked_places,
    version, created_at, updated_at
  from training_sessions;
comment on column shown.training_sessions.booked_places is 'A sum over organisations, which anybody may know; who booked is not.';

-- Who came is for partners; it counts people and names none.
create view shown.bookings_cleared with (security_invoker = true) as select id, session_id, organisation_id, places, state, booked_at, version from bookings;
create view shown.head_counts_cleared with (security_invoker = true) as select id, session_id, organisation_id, kind, people, source, recorded_at from attendances;
-- With what stood before it was corrected or removed: for questions of what was known when.
create view shown.head_counts_ever_cleared with (security_invoker = true) as
  select id, session_id, organisation_id, kind, people, recorded_at, null::timestamptz as replaced_at from attendances
  union all select id, session_id, organisation_id, kind, people, recorded_at, replaced_at from former_attendances;
comment on column shown.head_counts_ever_cleared.replaced_at is 'When it was corrected or removed; null: it stands.';

create view shown.session_terms as
  select s.id, s.course_id, s.held_on, s.starts, case when c.validity_months is not null then (s.held_on + make_interval(months => c.validity_months))::date end as lapses_on
  from training_sessions s join courses c on c.id = s.course_id;
comment on column shown.session_terms.lapses_on is 'The first day on which an attendance of it is not current any more; null: never.';
create view shown.attendances_cleared with (security_invoker = true) as
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.source, a.recorded_at, t.course_id, t.held_on, t.starts, t.lapses_on
  from shown.head_counts_cleared a join shown.session_terms t on t.id = a.session_id;
create view shown.attendances_ever_cleared with (security_invoker = true) as
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.recorded_at, a.replaced_at, t.course_id, t.held_on, t.starts, t.lapses_on
  from shown.head_counts_ever_cleared a join shown.session_terms t on t.id = a.session_id;
create view shown.organisation_duties_cleared with (security_invoker = true) as select id, organisation_id, duty, area_id, valid, source, version from organisation_duties;
create view shown.passport_units as select id, code, name, position, description, version from passport_units;
create view shown.passport_prerequisites as select unit_id, required_id from passport_prerequisites;
create view shown.passport_progress_cleared with (security_invoker = true) as select id, organisation_id, unit_id, counted_on, volunteers, source from passport_progress;
create view shown.development_needs_cleared with (security_invoker = true) as
  select id, organisation_id, subject, need, people, recorded_on, met_on, source, version from development_needs;

-- What a session is called where others refer to it.
create view shown.training_session_names as select s.id, c.name || ', ' || to_char(s.held_on, 'YYYY-MM-DD') as name from training_sessions s join courses c on c.id = s.course_id;
