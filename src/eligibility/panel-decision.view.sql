-- What anyone may know of a decision: that it was taken, its days and its conditions. Why is for those who commission.
create view shown.panel_decisions as
  select id, organisation_id, set_id, set_code, kind, decided_on, valid, conditions, recorded_at
  from panel_decisions;
create view shown.panel_decisions_cleared with (security_invoker = true) as
  select id, organisation_id, set_id, set_code, kind, decided_on, valid, conditions, reason, decided_by, assessment, recorded_at
  from panel_decisions;
create view shown.list_signing_keys as select id, public_key, made_at, retired_at from list_signing_keys;
create view shown.issued_lists as select id, kind, as_of, filter, organisations, content, sha256, key_id, issued_by, issued_at from issued_lists;
