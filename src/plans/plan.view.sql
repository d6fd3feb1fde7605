-- Anyone may read what was approved; drafts, internal notes, authors and the names of persons are for those who are signed in.
create view shown.plans_cleared with (security_invoker = true) as
  select id, title, title_key, area_id, owner, period, edition, status, approved_on, introduction, summary, parent_id, source, version, created_at, updated_at from plans;
create view shown.plans as
  select id, title, title_key, area_id, owner, period, edition, status, approved_on, introduction, summary,
    (select up.id from plans up where up.id = p.parent_id and up.status = 'APPROVED') as parent_id, source, version, created_at, updated_at
  from plans p where status = 'APPROVED';

create view shown.plan_sections_cleared with (security_invoker = true) as select id, plan_id, position, title, introduction from plan_sections;
create view shown.plan_sections as
  select s.id, s.plan_id, s.position, s.title, s.introduction from plan_sections s join plans p on p.id = s.plan_id and p.status = 'APPROVED';

create view shown.recommendations_cleared with (security_invoker = true) as select id, plan_id, section_id, number, position, text, number as name from recommendations;
create view shown.recommendations as
  select r.id, r.plan_id, r.section_id, r.number, r.position, r.text, r.number as name from recommendations r join plans p on p.id = r.plan_id and p.status = 'APPROVED';

-- All that was ever said of where things stand; what was taken back with its import does not hold.
create view shown.position_sayings_cleared with (security_invoker = true) as
  select s.id, s.plan_id, s.recommendation_id, s.action_id, a.position as action_position, s.text, s.stated_on, s.recorded_at, s.withdrawn_at
  from position_statements s join actions a on a.id = s.action_id;
create view shown.position_sayings as
  select s.id, s.plan_id, s.recommendation_id, s.action_id, a.position as action_position, s.text, s.stated_on, s.recorded_at, s.withdrawn_at
  from position_statements s join actions a on a.id = s.action_id join plans p on p.id = s.plan_id and p.status = 'APPROVED';
create view shown.position_statements_cleared with (security_invoker = true) as
  select id, plan_id, recommendation_id, action_id, action_position, text, stated_on, recorded_at from shown.position_sayings_cleared where withdrawn_at is null;
create view shown.position_statements as
  select id, plan_id, recommendation_id, action_id, action_position, text, stated_on, recorded_at from shown.position_sayings where withdrawn_at is null;

create view shown.actions_cleared with (security_invoker = true) as
  select a.id, a.plan_id, a.section_id, a.recommendation_id, a.number, a.position, a.text, a.closed_on, a.version, p.area_id, p.title as plan_title, a.number as name, a.carried_from_id, a.carried_ids,
    coalesce(a.added_on, lower(p.period), (a.created_at at time zone 'Europe/London')::date) as begun_on, lower(p.period) as plan_begins
  from actions a join plans p on p.id = a.plan_id;
create view shown.actions as
  select a.id, a.plan_id, a.section_id, a.recommendation_id, a.number, a.position, a.text, a.closed_on, a.version, p.area_id, p.title as plan_title, a.number as name,
    (select f.id from actions f join plans o on o.id = f.plan_id and o.status = 'APPROVED' where f.id = a.carried_from_id) as carried_from_id, a.carried_ids,
    coalesce(a.added_on, lower(p.period), (a.created_at at time zone 'Europe/London')::date) as begun_on, lower(p.period) as plan_begins
  from actions a join plans p on p.id = a.plan_id and p.status = 'APPROVED';
