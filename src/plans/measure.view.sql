-- Of approved plans anyone may read what is aimed at and what was observed; who observed it is for those who are signed in.
create view shown.measure_targets_cleared with (security_invoker = true) as select id, measure_id, plan_id, area_id, period, target from measure_targets;
create view shown.measure_targets as
  select t.id, t.measure_id, t.plan_id, t.area_id, t.period, t.target from measure_targets t join plans p on p.id = t.plan_id and p.status = 'APPROVED';

create view shown.measure_values_cleared with (security_invoker = true) as
  select id, measure_id, plan_id, area_id, observed_on, value, source, observed_by, recorded_at from measure_values;
create view shown.measure_values as
  select v.id, v.measure_id, v.plan_id, v.area_id, v.observed_on, v.value, v.source, null::text as observed_by, v.recorded_at
  from measure_values v join plans p on p.id = v.plan_id and p.status = 'APPROVED';

create view shown.measure_value_rows_cleared with (security_invoker = true) as select id, value_id, plan_id, kind, node_id from measure_value_rows;
create view shown.measure_value_rows as
  select r.id, r.value_id, r.plan_id, r.kind, r.node_id from measure_value_rows r join plans p on p.id = r.plan_id and p.status = 'APPROVED';
