create view shown.courses as
  select id, code, name, sort_name, subject, description, level, provider_id, provider_name, area_id, cost, currency, validity_months, common_core,
    scope_under_26, scope_volunteers, scope_contracted, closed_on, version, created_at, updated_at
  from courses;
create view shown.course_scope_terms as select course_id, term_id from course_scope_terms;
create view shown.course_scope_areas as select course_id, area_id from course_scope_areas;
create view shown.training_targets as
  select t.id, t.course_id, t.area_id, t.year, t.organisations,
    (select v.version from training_target_versions v where v.course_id = t.course_id and v.area_id = t.area_id and v.year = t.year) as version
  from training_targets t;
create view shown.training_budgets as select id, name, area_id, valid, amount, currency, source, version from training_budgets;

-- An evening begins at five.
create view shown.training_sessions as
  select id, course_id, held_on, starts, ends, online, place_name, postcode, district_id, area_id, capacity, subsidies, spent, currency, budget_id, cancelled_on,
    extract(isodow from held_on) = 6 as is_saturday, extract(isodow from held_on) = 7 as is_sunday, starts >= time '17:00' as is_evening,
    (select coalesce(sum(b.places), 0)::int from bookings b where b.session_id = training_sessions.id and b.state = 'BOOKED'
      and not exists (select from organisations o where o.id = b.organisation_id and o.merged_into_id is not null)) as booked_places,
    version, created_at, updated_at
  from training_sessions;
comment on column shown.training_sessions.booked_places is 'A sum over organisations, which anybody may know; who booked is not.';

-- What an entry that went into another is booked for or came to is left with it where the kept one has the like: it is told,
-- and counted, of that one alone.
create view shown.bookings_cleared with (security_invoker = true) as
  select b.id, b.session_id, b.organisation_id, b.places, b.state, b.booked_at, b.version from bookings b
  where not exists (select from organisations o where o.id = b.organisation_id and o.merged_into_id is not null);
-- Who came is for partners; it counts people and names none.
create view shown.head_counts_cleared with (security_invoker = true) as
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.source, a.recorded_at from attendances a
  where not exists (select from organisations o where o.id = a.organisation_id and o.merged_into_id is not null);
-- With what stood before it was corrected or removed: for questions of what was known when.
create view shown.head_counts_ever_cleared with (security_invoker = true) as
  select id, session_id, organisation_id, kind, people, recorded_at, null::timestamptz as replaced_at from shown.head_counts_cleared
  union all
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.recorded_at, a.replaced_at from former_attendances a
  where not exists (select from organisations o where o.id = a.organisation_id and o.merged_into_id is not null);
comment on column shown.head_counts_ever_cleared.replaced_at is 'When it was corrected or removed; null: it stands.';

create view shown.session_terms as
  select s.id, s.course_id, s.held_on, s.starts, case when c.validity_months is not null then (s.held_on + make_interval(months => c.validity_months))::date end as lapses_on
  from training_sessions s join courses c on c.id = s.course_id;
comment on column shown.session_terms.lapses_on is 'The first day on which an attendance of it is not current any more; null: never.';
create view shown.attendances_cleared with (security_invoker = true) as
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.source, a.recorded_at, t.course_id, t.held_on, t.starts, t.lapses_on,
    (select v.version from attendance_versions v where v.session_id = a.session_id and v.organisation_id = a.organisation_id) as version
  from shown.head_counts_cleared a join shown.session_terms t on t.id = a.session_id;

-- The same as it was on record at an instant; null: as it now is. For how long a course counts is told by the first change
-- after the instant, which says what stood until then.
create view shown.former_course_terms as select course_id, validity_months, replaced_at from former_course_terms;
create function shown.session_terms_known(known_at timestamptz) returns table (id uuid, course_id uuid, held_on date, starts time, lapses_on date) language sql stable as $$
  select s.id, s.course_id, s.held_on, s.starts,
    (s.held_on + make_interval(months => case when f.course_id is null then c.validity_months else f.validity_months end))::date
  from shown.training_sessions s join shown.courses c on c.id = s.course_id
  left join lateral (
    select f.course_id, f.validity_months from shown.former_course_terms f where f.course_id = c.id and f.replaced_at > $1 order by f.replaced_at limit 1
  ) f on true
$$;
create function shown.head_counts_known_cleared(known_at timestamptz)
returns table (id uuid, session_id uuid, organisation_id uuid, kind text, people integer, recorded_at timestamptz) language sql stable as $$
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.recorded_at from shown.head_counts_ever_cleared a
  where case when $1 is null then a.replaced_at is null else a.recorded_at <= $1 and (a.replaced_at is null or a.replaced_at > $1) end
$$;
create function shown.attendances_known_cleared(known_at timestamptz)
returns table (id uuid, session_id uuid, organisation_id uuid, kind text, people integer, recorded_at timestamptz, course_id uuid, held_on date, starts time, lapses_on date)
language sql stable as $$
  select a.id, a.session_id, a.organisation_id, a.kind, a.people, a.recorded_at, t.course_id, t.held_on, t.starts, t.lapses_on
  from shown.head_counts_known_cleared($1) a join shown.session_terms_known($1) t on t.id = a.session_id
$$;
create view shown.organisation_duties_cleared with (security_invoker = true) as select id, organisation_id, duty, area_id, valid, source, version from organisation_duties;
create view shown.passport_units as select id, code, name, position, description, version from passport_units;
create view shown.passport_prerequisites as select unit_id, required_id from passport_prerequisites;
create view shown.passport_progress_cleared with (security_invoker = true) as
  select p.id, p.organisation_id, p.unit_id, p.counted_on, p.volunteers, p.source,
    (select v.version from passport_progress_versions v where v.organisation_id = p.organisation_id and v.unit_id = p.unit_id and v.counted_on = p.counted_on) as version
  from passport_progress p;
create view shown.development_needs_cleared with (security_invoker = true) as
  select id, organisation_id, subject, need, people, recorded_on, met_on, source, version from development_needs;

-- What a session is called where others refer to it.
create view shown.training_session_names as select s.id, c.name || ', ' || to_char(s.held_on, 'YYYY-MM-DD') as name from training_sessions s join courses c on c.id = s.course_id;
