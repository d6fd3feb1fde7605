import type { Binder } from '../graphql/read/binder';
import { STANDING_CONDITIONS, STANDINGS, standingSql, headCountsSql, yearSql, type TrainingQuestion } from './standing.sql';
import type { TrainingStanding } from './training.enums';

/** One row of counts, as the statement gives it. `part`: DISTRICT, WHOLE or NOT_PLACED. */
export interface UptakeCounts {
  readonly part: 'DISTRICT' | 'WHOLE' | 'NOT_PLACED';
  readonly area_id: string | null;
  readonly code: string | null;
  readonly counts: Record<TrainingStanding, number>;
  readonly staff: number;
  readonly volunteers: number;
  readonly trustees: number;
  readonly target: number | null;
  readonly sessions: number;
  readonly sessions_not_recorded: number;
  readonly sessions_spent_unknown: number;
  readonly sessions_other_currency: number;
  readonly spent: string | null;
  readonly paid_for: number;
  readonly per_organisation: string | null;
}

/**
 * All figures of a course in one statement: how each organisation stands, once; then counts by district and whether the
 * sector is the part's own or the whole's, which add up to the rows; then what its sessions of the year cost.
 */
export function uptakeSql(question: TrainingQuestion, bind: Binder): string {
  const { area, course, knownAt } = question;
  const day = bind.param(question.day, 'date');
  const { from, to } = yearSql(question.year, bind);
  const districts = bind.param(area.districts, 'uuid[]');
  const areaId = bind.param(area.id, 'uuid');
  const courseId = bind.param(course.id, 'uuid');
  const attendances = headCountsSql(knownAt, bind);
  const currency = bind.param(course.currency, 'text');
  const names = [...STANDINGS.map((one) => one.toLowerCase()), 'staff', 'volunteers', 'trustees'];
  const sums = names.map((name) => `coalesce(sum(c.${name}), 0)::int as ${name}`).join(', ');
  const costs = `count(*)::int as sessions, count(*) filter (where not h.recorded)::int as sessions_not_recorded, count(*) filter (where h.spent is null)::int as sessions_spent_unknown,
    count(*) filter (where h.spent is not null and h.currency <> ${currency})::int as sessions_other_currency, sum(h.spent) filter (where h.currency = ${currency}) as spent`;
  return `
with ${standingSql(question, bind)}, cells as materialized (
  select p.district_id, p.own_of_part, p.own_of_whole,
    ${STANDINGS.map((one) => `count(*) filter (where ${STANDING_CONDITIONS[one]('p')}) as ${one.toLowerCase()}`).join(',\n    ')},
    sum(p.staff) as staff, sum(p.volunteers) as volunteers, sum(p.trustees) as trustees
  from standing p group by 1, 2, 3
), counted as (
  select 'DISTRICT' as part, c.district_id, ${sums} from cells c where c.own_of_part and c.district_id is not null group by c.district_id
  union all select 'NOT_PLACED', null, ${sums} from cells c where c.own_of_part and c.district_id is null
  union all select 'WHOLE', null, ${sums} from cells c where c.own_of_whole
), held as materialized (
  select s.id, s.district_id, s.spent, s.currency, exists (select from ${attendances} t where t.session_id = s.id) as recorded
  from shown.training_sessions s
  where s.course_id = ${courseId} and s.held_on >= ${from} and s.held_on < ${to} and s.held_on <= ${day} and s.cancelled_on is null
    and (s.district_id = any(${districts}) or (s.district_id is null and s.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${areaId})))
), costs as (
  select case when h.district_id is null then 'NOT_PLACED' else 'DISTRICT' end as part, h.district_id, ${costs} from held h group by h.district_id
  union all select 'WHOLE', null, ${costs} from held h
), paid as (
  select h.district_id, t.organisation_id from held h join ${attendances} t on t.session_id = h.id
  where h.spent is not null and h.currency = ${currency}
), reached as (
  select case when p.district_id is null then 'NOT_PLACED' else 'DISTRICT' end as part, p.district_id, count(distinct p.organisation_id)::int as n from paid p group by p.district_id
  union all select 'WHOLE', null, count(distinct p.organisation_id)::int from paid p
), targets as (
  select 'DISTRICT' as part, a.id, a.id as area_id, a.code, a.sort_name, 0 as place from shown.areas a where a.id = any(${districts})
  union all select 'NOT_PLACED', null, null, null, null, 1
  union all select 'WHOLE', null, a.id, a.code, a.sort_name, 2 from shown.areas a where a.id = ${areaId}
)
select tg.part, tg.area_id, tg.code, json_build_object(${STANDINGS.map((one) => `'${one}', coalesce(c.${one.toLowerCase()}, 0)`).join(', ')}) as counts,
  coalesce(c.staff, 0) as staff, coalesce(c.volunteers, 0) as volunteers, coalesce(c.trustees, 0) as trustees, g.organisations as target,
  coalesce(k.sessions, 0) as sessions, coalesce(k.sessions_not_recorded, 0) as sessions_not_recorded, coalesce(k.sessions_spent_unknown, 0) as sessions_spent_unknown,
  coalesce(k.sessions_other_currency, 0) as sessions_other_currency, k.spent::text as spent, coalesce(r.n, 0) as paid_for, round(k.spent / nullif(r.n, 0), 2)::text as per_organisation
from targets tg
left join counted c on c.part = tg.part and c.district_id is not distinct from tg.id
left join costs k on k.part = tg.part and k.district_id is not distinct from tg.id
left join reached r on r.part = tg.part and r.district_id is not distinct from tg.id
left join shown.training_targets g on g.course_id = ${courseId} and g.area_id = tg.area_id and g.year = ${bind.param(question.year, 'int')}
order by tg.place, tg.sort_name, tg.area_id`;
}
