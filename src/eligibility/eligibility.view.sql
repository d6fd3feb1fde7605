create view shown.evidence_kinds as select code, name, description from evidence_kinds;
create view shown.criteria_sets as select id, code, version, name, description, area_id, valid from criteria_sets;
create view shown.criteria as
  select id, set_id, code, position, name, kind, weight, guidance, remedy, evidence_kind, months, amount, currency, at_least, schemes,
    applies_size_bands, applies_ages, applies_contract_from
  from criteria;
create view shown.criterion_terms as select criterion_id, term_id from criterion_terms;
-- Courses of which a criterion takes any: those that its set names, and those that name it.
create view shown.criterion_courses as
  select criterion_id, course_id from criterion_courses
  union select criterion_id, course_id from course_criteria where withdrawn_at is null;
create view shown.criterion_courses_ever as
  select criterion_id, course_id, null::timestamptz as named_at, null::timestamptz as withdrawn_at from criterion_courses
  union all select criterion_id, course_id, named_at, withdrawn_at from course_criteria;
-- The same as it was on record at an instant; null: as it now is.
create function shown.criterion_courses_known(known_at timestamptz) returns table (criterion_id uuid, course_id uuid) language sql stable as $$
  select distinct n.criterion_id, n.course_id from shown.criterion_courses_ever n
  where case when $1 is null then n.withdrawn_at is null else coalesce(n.named_at <= $1, true) and (n.withdrawn_at is null or n.withdrawn_at > $1) end
$$;

-- Read with the rights of who asks: row-level security decides whose evidence is there.
create view shown.evidence_cleared with (security_invoker = true) as
  select id, organisation_id, kind, title, valid, amount, currency, file_sha256, file_name,
    case when viewer_keeps_organisation(organisation_id) or (filed_role <> 'COORDINATOR' and shown.keepers_are_told(organisation_id)) then filed_by end as filed_by, filed_at, withdrawn_at
  from evidence;
create view shown.evidence_checks_cleared with (security_invoker = true) as
  select id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at, withdrawn_at from evidence_checks;
create view shown.safeguarding_audits_cleared with (security_invoker = true) as
  select id, organisation_id, audited_on, audited_by, outcome, summary, recorded_at from safeguarding_audits;
create view shown.audit_findings_cleared with (security_invoker = true) as
  select id, audit_id, position, finding, action, due_on, done_on from audit_findings;
