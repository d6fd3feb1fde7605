-- Self-evaluations are for partners: none of it is read by those who are not signed in.
create view shown.evaluation_tools_cleared with (security_invoker = true) as
  select id, area_id, title, edition, source, title as name from evaluation_tools;

create view shown.evaluation_scale_grades_cleared with (security_invoker = true) as
  select tool_id, grade, position, label from evaluation_scale_grades;

create view shown.evaluation_sections_cleared with (security_invoker = true) as
  select id, tool_id, position, title, title as name from evaluation_sections;

create view shown.evaluation_questions_cleared with (security_invoker = true) as
  select q.id, q.tool_id, q.section_id, q.number, q.position, q.text, q.lineage_id, s.title as section_title, s.position as section_position, s.title || ' ' || q.number as name
  from evaluation_questions q join evaluation_sections s on s.id = q.section_id;

create view shown.evaluation_descriptors_cleared with (security_invoker = true) as
  select id, tool_id, question_id, question_written, grade, position, text from evaluation_descriptors;
