-- Waiting changes are between those who asked and those who look after the entry.
create view shown.change_requests_cleared with (security_invoker = true) as
  select r.id, r.organisation_id, r.asked, r.requested_by, r.requested_at, r.note, r.state, r.decided_by, r.decided_at, r.reason
  from change_requests r
  where viewer_keeps_organisation(r.organisation_id);
