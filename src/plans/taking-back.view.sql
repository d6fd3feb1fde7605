-- What was left when an import was taken back, by what it is called today: the ledger keeps no name that may have to be erased.
create view shown.import_left_cleared with (security_invoker = true) as
  select b.id as batch_id, l.at, coalesce(case l.part->>'table'
      when 'plans' then (select 'plan “' || p.title || '”' from plans p where p.id = i.id)
      when 'plan_sections' then (select 'section “' || s.title || '”' from plan_sections s where s.id = i.id)
      when 'recommendations' then (select 'recommendation ' || r.number from recommendations r where r.id = i.id)
      when 'actions' then (select 'action ' || a.number from actions a where a.id = i.id)
      when 'plan_review_bodies' then (select 'reviewing body “' || v.body || '”' from plan_review_bodies v where v.id = i.id)
      when 'plan_audiences' then (select 'audience “' || d.audience || '”' from plan_audiences d where d.id = i.id)
      when 'plan_channels' then (select 'channel “' || n.channel || '”' from plan_channels n where n.id = i.id)
      when 'leads' then (select 'lead “' || d.name || '”' from leads d where d.id = i.id)
      when 'evaluation_tools' then (select 'tool “' || k.title || '”, edition ' || k.edition from evaluation_tools k where k.id = i.id)
      when 'evaluation_sections' then (select 'section “' || s.title || '”' from evaluation_sections s where s.id = i.id)
      when 'evaluation_questions' then (select 'question ' || q.number || ' of “' || s.title || '”' from evaluation_questions q join evaluation_sections s on s.id = q.section_id where q.id = i.id)
      when 'evaluation_descriptors' then (select 'descriptor “' || d.text || '”' from evaluation_descriptors d where d.id = i.id)
      when 'self_evaluations' then (select 'round ' || e.round from self_evaluations e where e.id = i.id)
      when 'agreed_grades' then (select 'grade ' || g.grade || ' of question ' || q.number || ' of “' || s.title || '”'
        from agreed_grades g join evaluation_questions q on q.id = g.question_id join evaluation_sections s on s.id = q.section_id where g.id = i.id)
      when 'evaluation_evidence' then (select 'evidence “' || v.text || '”' from evaluation_evidence v where v.id = i.id)
      when 'priority_sets' then (select 'priorities “' || s.title || '”, version ' || s.edition from priority_sets s where s.id = i.id)
      when 'priorities' then (select 'priority ' || p.code from priorities p where p.id = i.id)
      when 'priority_contributions' then (select 'contribution of ' || coalesce(n.name, 'what is gone') || ' to priority ' || p.code
        from priority_contributions c join priorities p on p.id = c.priority_id left join shown.priority_contributors_cleared n on n.id = c.node_id where c.id = i.id)
    end, 'what is gone by now') as name, l.part->>'reason' as reason
  from import_batches b cross join lateral jsonb_array_elements(b.reverted->'parts') with ordinality l (part, at) cross join lateral (select (l.part->>'id')::uuid as id) i;
