-- Replies by whom they come from. They are anonymous: a group of fewer than three is withheld, and with it the next larger
-- one where those withheld would be fewer than three together, for the whole less the others would tell them. Kinds are
-- told within their partner, and go with it. Read with the owner's rights: nobody else may read a reply.
create view shown.reply_groups_cleared as
  with counting as not materialized (
    select round_id, partner_key, partner, kind, area_id from evaluation_replies where withdrawn_at is null
  ), counted as not materialized (
    select e.id as round_id, 'ALL' as grouped_by, null::text as partner_key, null::text as partner, null::text as kind, null::uuid as area_id,
      (select count(*) from counting r where r.round_id = e.id)::int as replies
    from self_evaluations e
    union all
    select round_id, 'PARTNER', partner_key, min(partner collate "C"), null, null, count(*)::int from counting group by round_id, partner_key
    union all
    select round_id, 'KIND', partner_key, min(partner collate "C"), kind, null, count(*)::int from counting group by round_id, partner_key, kind
    union all
    select round_id, 'DISTRICT', null, null, null, area_id, count(*)::int from counting group by round_id, area_id
  ), weighed as not materialized (
    select c.*, coalesce(sum(c.replies) over (
      partition by c.round_id, c.grouped_by, case c.grouped_by when 'KIND' then c.partner_key end
      order by c.replies, c.partner_key, c.kind, c.area_id rows between unbounded preceding and 1 preceding), 0) as smaller
    from counted c
  ), judged as not materialized (
    select w.*, w.replies between 1 and 2 or w.smaller between 1 and 2 as few from weighed w
  )
  select j.round_id, j.grouped_by, j.partner_key, j.partner, j.kind, j.area_id, j.replies,
    j.few or (j.grouped_by = 'KIND' and exists (select from judged p where p.round_id = j.round_id and p.grouped_by = 'PARTNER' and p.partner_key = j.partner_key and p.few)) as withheld
  from judged j;

create view shown.reply_figures_cleared as
  select g.round_id, q.id as question_id, q.tool_id, g.grouped_by, g.partner, g.kind, g.area_id, g.replies, g.withheld, f.grades, f.dont_know, f.no_answer, f.dont_know_share, f.middle_position,
    (select s.grade from evaluation_scale_grades s where s.tool_id = q.tool_id and s.position = f.middle_position) as middle
  from shown.reply_groups_cleared g join self_evaluations e on e.id = g.round_id join evaluation_questions q on q.tool_id = e.tool_id
  left join lateral (
    select jsonb_agg(jsonb_build_object('grade', n.grade, 'label', n.label, 'position', n.position, 'count', n.given) order by n.position) filter (where n.grade is not null) as grades,
      coalesce(max(n.given) filter (where n.grade is null), 0) as dont_know,
      g.replies - coalesce(sum(n.given), 0)::int as no_answer,
      round(coalesce(max(n.given) filter (where n.grade is null), 0)::numeric / nullif(sum(n.given), 0), 4) as dont_know_share,
      -- The better one where two are in the middle.
      min(n.position) filter (where n.grade is not null and n.so_far * 2 >= n.graded and n.graded > 0) as middle_position
    from (
      select s.grade, s.label, s.position, coalesce(c.given, 0) as given,
        sum(coalesce(c.given, 0)) filter (where s.grade is not null) over (order by s.position nulls last) as so_far,
        sum(coalesce(c.given, 0)) filter (where s.grade is not null) over () as graded
      from (select grade, label, position from evaluation_scale_grades where tool_id = q.tool_id union all select null, null, null) s
      left join (
        select a.grade, count(*)::int as given
        from evaluation_answers a join evaluation_replies r on r.id = a.reply_id
        where a.question_id = q.id and r.round_id = g.round_id and r.withdrawn_at is null
          and case g.grouped_by when 'ALL' then true when 'PARTNER' then r.partner_key = g.partner_key when 'KIND' then r.partner_key = g.partner_key and r.kind = g.kind
            else r.area_id is not distinct from g.area_id end
        group by a.grade
      ) c on c.grade is not distinct from s.grade
    ) n
  ) f on not g.withheld;
