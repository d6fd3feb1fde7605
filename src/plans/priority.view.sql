-- What may contribute to a priority, by name, for the history: a line each.
create view shown.priority_contributors_cleared with (security_invoker = true) as
  select s.id, s.name from shown.services s
  union all select a.id, a.number from shown.actions_cleared a;

-- With the sectors that the county of its area declares as its own; null where it declares none.
create view shown.priority_sets_cleared with (security_invoker = true) as
  select s.id, s.area_id, s.title, s.title_key, s.edition, s.owner, s.period, s.status, s.approved_on, s.version, s.title as name,
    (select up.sector from shown.area_tree t join shown.areas up on up.id = t.ancestor_id where t.descendant_id = s.area_id and up.sector is not null order by t.depth limit 1) as sector
  from priority_sets s;
create view shown.priority_sets as
  select s.id, s.area_id, s.title, s.title_key, s.edition, s.owner, s.period, s.status, s.approved_on, s.version, s.title as name,
    (select up.sector from shown.area_tree t join shown.areas up on up.id = t.ancestor_id where t.descendant_id = s.area_id and up.sector is not null order by t.depth limit 1) as sector
  from priority_sets s where s.status = 'APPROVED';

-- A priority holds no longer than its set. What is said of its days, for an export, is for those who are signed in.
create view shown.priorities_cleared with (security_invoker = true) as
  select p.id, p.set_id, s.area_id, s.title as set_title, s.edition, s.status, s.sector, p.code, p.title, p.description, p.position, p.lead_id, coalesce(p.valid * s.period, s.period) as valid, p.valid as own_valid, p.version, p.title as name
  from priorities p join shown.priority_sets_cleared s on s.id = p.set_id;
create view shown.priorities as
  select p.id, p.set_id, s.area_id, s.title as set_title, s.edition, s.status, s.sector, p.code, p.title, p.description, p.position, p.lead_id, coalesce(p.valid * s.period, s.period) as valid, p.version, p.title as name
  from priorities p join shown.priority_sets s on s.id = p.set_id;

-- What contributes, as long as the priority holds; what is gone contributes nothing. A kind is a line in each. Of actions
-- the public knows those of approved plans.
create view shown.priority_contributions_cleared with (security_invoker = true) as
  select c.id, c.priority_id, p.position as priority_position, c.set_id, p.set_title, c.kind, c.node_id, coalesce(s.name, a.number) as name, s.organisation_id, c.valid * p.valid as valid, c.valid as own_valid, c.how, c.version
  from priority_contributions c join shown.priorities_cleared p on p.id = c.priority_id
    left join shown.services s on c.kind = 'Service' and s.id = c.node_id
    left join shown.actions_cleared a on c.kind = 'Action' and a.id = c.node_id
  where c.withdrawn_at is null and coalesce(s.id, a.id) is not null;
create view shown.priority_contributions as
  select c.id, c.priority_id, p.position as priority_position, c.set_id, p.set_title, c.kind, c.node_id, coalesce(s.name, a.number) as name, s.organisation_id, c.valid * p.valid as valid, c.how, c.version
  from priority_contributions c join shown.priorities p on p.id = c.priority_id
    left join shown.services s on c.kind = 'Service' and s.id = c.node_id
    left join shown.actions a on c.kind = 'Action' and a.id = c.node_id
  where c.withdrawn_at is null and coalesce(s.id, a.id) is not null;

-- Who looked, and what was said of it, is for those who are signed in.
create view shown.priority_checks_cleared with (security_invoker = true) as
  select k.id, k.priority_id, k.set_id, k.checked_on, k.checked_by, k.note, k.recorded_at from priority_checks k;
create view shown.priority_checks as
  select k.id, k.priority_id, k.set_id, k.checked_on, null::text as checked_by, null::text as note, k.recorded_at
  from priority_checks k join priority_sets s on s.id = k.set_id and s.status = 'APPROVED';
