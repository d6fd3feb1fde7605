create view shown.self_evaluations_cleared with (security_invoker = true) as
  select id, tool_id, area_id, round, held, source, version, created_at, round as name from self_evaluations;

create view shown.agreed_grades_cleared with (security_invoker = true) as
  select g.id, g.round_id, g.question_id, g.grade, s.label, s.position, g.agreed_on, g.reason, g.grade as name
  from agreed_grades g join evaluation_scale_grades s on s.tool_id = g.tool_id and s.grade = g.grade;

create view shown.reply_withdrawals_cleared with (security_invoker = true) as
  select id, round_id, reason, withdrawn_by, recorded_at, replies from reply_withdrawals;

create view shown.evaluation_evidence_cleared with (security_invoker = true) as
  select id, round_id, section_id, question_id, position, text from evaluation_evidence;

create view shown.evaluation_findings_cleared with (security_invoker = true) as
  select f.id, f.round_id, f.section_id, f.question_id, f.text, f.grade, f.found_on, f.recorded_at,
    -- Where nothing is agreed there is nothing to contradict.
    case when f.grade is not null then f.grade <> g.grade when g.grade is not null then f.contradicts end as contradicts_grade
  from evaluation_findings f left join agreed_grades g on g.round_id = f.round_id and g.question_id = f.question_id;

-- The sections, and the questions, of a tool in each of its rounds.
create view shown.evaluation_round_sections_cleared with (security_invoker = true) as
  select e.id as round_id, s.id, s.tool_id, s.position, s.title from self_evaluations e join evaluation_sections s on s.tool_id = e.tool_id;

create view shown.evaluation_results_cleared with (security_invoker = true) as
  select e.id as round_id, e.area_id, e.held, q.tool_id, q.id as question_id, q.section_id, q.position, q.lineage_id, g.id as agreed_id, s.position as agreed_position,
    (select string_agg(k.grade, E'\n' order by k.position) from evaluation_scale_grades k where k.tool_id = q.tool_id) as scale
  from self_evaluations e join evaluation_questions q on q.tool_id = e.tool_id
  left join agreed_grades g on g.round_id = e.id and g.question_id = q.id
  left join evaluation_scale_grades s on s.tool_id = g.tool_id and s.grade = g.grade;
