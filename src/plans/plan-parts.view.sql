create view shown.leads_cleared with (security_invoker = true) as
  select id, area_id, name, kind, kind_given, agency, side, case when viewer_keeps_area(area_id) then subject end as subject, version from leads;
-- A person is known by the agency alone, and so is a lead of which nobody has said yet that it is none.
create view shown.leads as
  select l.id, l.area_id,
    case when l.kind <> 'PERSON' then l.name when l.agency is not null then l.agency when l.kind = 'PERSON' then 'A named person' else 'A lead not yet matched' end as name,
    l.kind, l.kind_given, l.agency, l.side, null::text as subject, l.version
  from leads l
  where exists (select from action_leads o join plans p on p.id = o.plan_id where o.lead_id = l.id and p.status = 'APPROVED')
    or exists (select from priorities q join priority_sets s on s.id = q.set_id where q.lead_id = l.id and s.status = 'APPROVED');

create view shown.lead_aliases_cleared with (security_invoker = true) as select id, lead_id, area_id, alias from lead_aliases;

create view shown.action_leads_cleared with (security_invoker = true) as select action_id, plan_id, position, lead_id, as_written from action_leads;
create view shown.action_leads as
  select l.action_id, l.plan_id, l.position, l.lead_id, null::text as as_written from action_leads l join plans p on p.id = l.plan_id and p.status = 'APPROVED';

-- All that was ever said of when an action is due. What was taken back with its import does not hold: the views without say what does.
create view shown.by_when_sayings_cleared with (security_invoker = true) as
  select b.id, b.action_id, b.plan_id, b.revision, b.written, b.ambiguity, b.condition, b.said_on, b.reason, b.confirmed_on, b.recorded_at, b.doubt, b.confirmed_at, b.corrected_on, b.corrected_at,
    (select max(upper(d.days) - 1) from by_when_dates d where d.by_when_id = b.id and d.kind = 'PERIOD' and d.withdrawn_at is null) as due_on, b.withdrawn_at
  from by_whens b;
create view shown.by_when_sayings as
  select b.id, b.action_id, b.plan_id, b.revision, b.written, b.ambiguity, b.condition, b.said_on, b.reason, b.confirmed_on, b.recorded_at, b.doubt, b.confirmed_at, b.corrected_on, b.corrected_at,
    (select max(upper(d.days) - 1) from by_when_dates d where d.by_when_id = b.id and d.kind = 'PERIOD' and d.withdrawn_at is null) as due_on, b.withdrawn_at
  from by_whens b join plans p on p.id = b.plan_id and p.status = 'APPROVED';
create view shown.by_whens_cleared with (security_invoker = true) as
  select id, action_id, plan_id, revision, written, ambiguity, condition, said_on, reason, confirmed_on, recorded_at, doubt, confirmed_at, corrected_on, corrected_at, due_on from shown.by_when_sayings_cleared where withdrawn_at is null;
create view shown.by_whens as
  select id, action_id, plan_id, revision, written, ambiguity, condition, said_on, reason, confirmed_on, recorded_at, doubt, confirmed_at, corrected_on, corrected_at, due_on from shown.by_when_sayings where withdrawn_at is null;

-- All that was ever said of what a date means, with when it was; what holds is in the view without.
create view shown.by_when_readings_cleared with (security_invoker = true) as
  select d.by_when_id, d.plan_id, d.position, d.kind, lower(d.days) as first_day, upper(d.days) - 1 as last_day, d.rrule,
    (select lower(p.period) from plans p where p.id = d.plan_id) as anchor, coalesce(d.recorded_at, (select coalesce(b.confirmed_at, b.recorded_at) from by_whens b where b.id = d.by_when_id)) as recorded_at, d.withdrawn_at
  from by_when_dates d;
create view shown.by_when_readings as
  select d.by_when_id, d.plan_id, d.position, d.kind, lower(d.days) as first_day, upper(d.days) - 1 as last_day, d.rrule, lower(p.period) as anchor,
    coalesce(d.recorded_at, (select coalesce(b.confirmed_at, b.recorded_at) from by_whens b where b.id = d.by_when_id)) as recorded_at, d.withdrawn_at
  from by_when_dates d join plans p on p.id = d.plan_id and p.status = 'APPROVED';
create view shown.by_when_dates_cleared with (security_invoker = true) as
  select by_when_id, plan_id, position, kind, first_day, last_day, rrule, anchor, recorded_at from shown.by_when_readings_cleared where withdrawn_at is null;
create view shown.by_when_dates as
  select by_when_id, plan_id, position, kind, first_day, last_day, rrule, anchor, recorded_at from shown.by_when_readings where withdrawn_at is null;

-- What a rule is says nothing of a plan.
create view shown.recurrence_periods as
  select k.rrule, k.anchor, k.known_until, d.first_day, k.days[d.n + 1] - 1 as last_day from recurrences k, unnest(k.days) with ordinality d (first_day, n);

create view shown.action_measures_cleared with (security_invoker = true) as select id, action_id, plan_id, position, text, odd, unit, better, baseline, baseline_on, carried_ids, text as name from action_measures
  where settled is distinct from 'NOT_A_MEASURE';
create view shown.action_measures as
  select m.id, m.action_id, m.plan_id, m.position, m.text, m.odd, m.unit, m.better, m.baseline, m.baseline_on, m.carried_ids, m.text as name from action_measures m join plans p on p.id = m.plan_id and p.status = 'APPROVED'
  where m.settled is distinct from 'NOT_A_MEASURE';
-- As files of the plan have them, for its export.
create view shown.written_measures_cleared with (security_invoker = true) as select id, action_id, plan_id, position, coalesce(written, text) as written from action_measures;

-- All that was ever reported; what was taken back with its import counts no more.
create view shown.progress_records_cleared with (security_invoker = true) as
  select id, plan_id, recommendation_id, reported_on, rag, unrated, achieved, note, internal_note, author, source, recorded_at, withdrawn_at from progress_reports;
-- A report that says nothing but what is internal is internal.
create view shown.progress_records as
  select r.id, r.plan_id, r.recommendation_id, r.reported_on, r.rag, r.unrated, r.achieved, r.note, null::text as internal_note, null::text as author, r.source, r.recorded_at, r.withdrawn_at
  from progress_reports r join plans p on p.id = r.plan_id and p.status = 'APPROVED'
  where r.rag <> 'NOT_RATED' or r.unrated or r.achieved is not null or r.note is not null;
create view shown.progress_reports_cleared with (security_invoker = true) as
  select id, plan_id, recommendation_id, reported_on, rag, unrated, achieved, note, internal_note, author, source, recorded_at from shown.progress_records_cleared where withdrawn_at is null;
create view shown.progress_reports as
  select id, plan_id, recommendation_id, reported_on, rag, unrated, achieved, note, internal_note, author, source, recorded_at from shown.progress_records where withdrawn_at is null;

-- Once a person has said what an update covers, what it may cover besides is past.
create view shown.progress_report_actions_cleared with (security_invoker = true) as
  select c.report_id, c.action_id, c.plan_id, c.certain from progress_report_actions c
  where c.certain or not exists (select from progress_report_splits x where x.report_id = c.report_id);
create view shown.progress_report_actions as
  select c.report_id, c.action_id, c.plan_id, c.certain
  from progress_report_actions c join plans p on p.id = c.plan_id and p.status = 'APPROVED'
  where c.certain or not exists (select from progress_report_splits x where x.report_id = c.report_id);

-- The same with what was split later, for whoever asks what was known at an instant.
create view shown.progress_report_coverage_cleared with (security_invoker = true) as
  select c.report_id, c.action_id, c.plan_id, c.certain, r.recorded_at, x.recorded_at as split_at
  from progress_report_actions c join progress_reports r on r.id = c.report_id left join progress_report_splits x on x.report_id = c.report_id;
create view shown.progress_report_coverage as
  select c.report_id, c.action_id, c.plan_id, c.certain, r.recorded_at, x.recorded_at as split_at
  from progress_report_actions c join progress_reports r on r.id = c.report_id join plans p on p.id = c.plan_id and p.status = 'APPROVED' left join progress_report_splits x on x.report_id = c.report_id;

create view shown.action_links_cleared with (security_invoker = true) as select id, action_id, plan_id, kind, node_id from action_links;
-- Self-evaluations are for partners, and so is that something follows from them.
create view shown.action_links as
  select l.id, l.action_id, l.plan_id, l.kind, l.node_id from action_links l join plans p on p.id = l.plan_id and p.status = 'APPROVED'
  where l.kind not in ('EvaluationQuestion', 'AgreedGrade');
