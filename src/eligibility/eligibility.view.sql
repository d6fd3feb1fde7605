create view shown.evidence_kinds as select code, name, description from evidence_kinds;
create view shown.criteria_sets as select id, code, version, name, description, area_id, valid from criteria_sets;
create view shown.criteria as
  select id, set_id, code, position, name, kind, weight, guidance, remedy, evidence_kind, months, amount, currency, at_least, schemes,
    applies_size_bands, applies_ages, applies_contract_from
  from criteria;
create view shown.criterion_terms as select criterion_id, term_id from criterion_terms;
create view shown.criterion_courses as select criterion_id, course_id from criterion_courses;

-- Read with the rights of who asks: row-level security decides whose evidence is there.
create view shown.evidence_cleared with (security_invoker = true) as
  select id, organisation_id, kind, title, valid, amount, currency, file_sha256, file_name, filed_by, filed_at, withdrawn_at from evidence;
create view shown.evidence_checks_cleared with (security_invoker = true) as
  select id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at, withdrawn_at from evidence_checks;
create view shown.safeguarding_audits_cleared with (security_invoker = true) as
  select id, organisation_id, audited_on, audited_by, outcome, summary, recorded_at from safeguarding_audits;
create view shown.audit_findings_cleared with (security_invoker = true) as
  select id, audit_id, position, finding, action, due_on, done_on from audit_findings;
