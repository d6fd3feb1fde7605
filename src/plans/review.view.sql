-- Of approved plans anyone may read who reviews them, what each review saw, and with whom they are shared.
create view shown.plan_review_bodies_cleared with (security_invoker = true) as
  select b.id, b.plan_id, b.position, b.body, b.times_a_year, b.kind, b.counted_from, b.note, coalesce(b.counted_from, lower(p.period)) as anchor, upper(p.period) - 1 as last_day
  from plan_review_bodies b join plans p on p.id = b.plan_id;
create view shown.plan_review_bodies as
  select b.id, b.plan_id, b.position, b.body, b.times_a_year, b.kind, b.counted_from, b.note, coalesce(b.counted_from, lower(p.period)) as anchor, upper(p.period) - 1 as last_day
  from plan_review_bodies b join plans p on p.id = b.plan_id and p.status = 'APPROVED';

create view shown.plan_reviews_cleared with (security_invoker = true) as
  select id, plan_id, review_body_id, body, kind, reviewed_on, due_on, outcome, internal_note, recorded_by, recorded_at from plan_reviews;
create view shown.plan_reviews as
  select r.id, r.plan_id, r.review_body_id, r.body, r.kind, r.reviewed_on, r.due_on, r.outcome, null::text as internal_note, null::text as recorded_by, r.recorded_at
  from plan_reviews r join plans p on p.id = r.plan_id and p.status = 'APPROVED';

create view shown.plan_review_actions_cleared with (security_invoker = true) as
  select review_id, action_id, plan_id, position, number, text, rag, achieved, due_on, due_state, by_when_id, report_id, by_when, revision, understood, lead_ids, measures, stands_at from plan_review_actions;
create view shown.plan_review_actions as
  select v.review_id, v.action_id, v.plan_id, v.position, v.number, v.text, v.rag, v.achieved, v.due_on, v.due_state, v.by_when_id, v.report_id, v.by_when, v.revision, v.understood, v.lead_ids, v.measures, v.stands_at
  from plan_review_actions v join plans p on p.id = v.plan_id and p.status = 'APPROVED';

create view shown.plan_audiences_cleared with (security_invoker = true) as select id, plan_id, position, level, audience from plan_audiences;
create view shown.plan_audiences as
  select s.id, s.plan_id, s.position, s.level, s.audience from plan_audiences s join plans p on p.id = s.plan_id and p.status = 'APPROVED';

create view shown.plan_channels_cleared with (security_invoker = true) as select id, plan_id, position, channel from plan_channels;
create view shown.plan_channels as
  select c.id, c.plan_id, c.position, c.channel from plan_channels c join plans p on p.id = c.plan_id and p.status = 'APPROVED';
