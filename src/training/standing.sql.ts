import type { Binder } from '../graphql/read/binder';
import { ownSectorCondition } from '../organisations/organisation-filter.conditions';
import type { KnownArea } from '../places/area-lookup';
import type { KnownCourse } from './course.lookup';
import { atWorkConditions, ofAreaSql, scopeSql } from './scope.sql';
import { TrainingStanding } from './training.enums';

/** What is asked of a course in an area. */
export interface TrainingQuestion {
  readonly course: KnownCourse;
  readonly area: KnownArea;
  readonly day: string;
  /** Attendance, contracts and for how long the course counts as they were on record at this instant; null: as they are. */
  readonly knownAt: string | null;
  /** The year from 1 April of it to 31 March of the next. */
  readonly year: number;
  /** Within how many months an attendance must end to be told as expiring. */
  readonly months: number;
  readonly placed: boolean | null;
}

/** SQL for the first day of the year and of the next. */
export function yearSql(year: number, bind: Binder): { readonly from: string; readonly to: string } {
  const first = (of: number): string => bind.param(`${String(of).padStart(4, '0')}-04-01`, 'date');
  return { from: first(year), to: first(year + 1) };
}

/** Attendance as it stands or, where it is asked what was known at an instant, as it stood then. */
export function attendancesSql(knownAt: string | null, bind: Binder): string {
  return knownAt === null ? 'shown.attendances_cleared' : `shown.attendances_known_cleared(${bind.param(knownAt, 'timestamptz')})`;
}

/** The same without what its session says. */
export function headCountsSql(knownAt: string | null, bind: Binder): string {
  return knownAt === null ? 'shown.head_counts_cleared' : `shown.head_counts_known_cleared(${bind.param(knownAt, 'timestamptz')})`;
}

/** Sessions with the day from which attendance of them is not current any more. */
function sessionTermsSql(knownAt: string | null, bind: Binder): string {
  return knownAt === null ? 'shown.session_terms' : `shown.session_terms_known(${bind.param(knownAt, 'timestamptz')})`;
}

/**
 * Common table expressions that end in `standing`: every organisation of the area that is at work and offers
 * something, once, and how it stands to the course. The one definition that figures and lists share.
 */
export function standingSql(question: TrainingQuestion, bind: Binder): string {
  const { course, area, knownAt } = question;
  const day = bind.param(question.day, 'date');
  const id = bind.param(course.id, 'uuid');
  const { from, to } = yearSql(question.year, bind);
  const attendances = headCountsSql(knownAt, bind);
  const year = (condition: string): string => `coalesce(y.in_year and ${condition}, false)`;
  const people = (kind: string): string => `coalesce(sum(t.people) filter (where s.in_year and t.kind = '${kind}'), 0)::int`;
  const weekday = 'extract(isodow from s.held_on)';
  // What a session says is worked out once for it, and not for each organisation that came.
  return `
held_sessions as materialized (
  select s.id, s.held_on, y.in_year, s.lapses_on is null or s.lapses_on > ${day} as current, coalesce(s.lapses_on, 'infinity'::date) as lapses_on,
    ${year(`${weekday} = 6`)} as on_saturday, ${year(`${weekday} < 6`)} as on_weekday, ${year(`s.starts >= time '17:00'`)} as in_evening, ${year(`s.starts < time '17:00'`)} as by_day
  from ${sessionTermsSql(knownAt, bind)} s cross join lateral (select s.held_on >= ${from} and s.held_on < ${to} as in_year) y
  where s.course_id = ${id} and s.held_on <= ${day}
), came as materialized (
  select t.organisation_id, bool_or(s.current) as current, max(s.lapses_on) as lapses_on, max(s.held_on) as last_on, bool_or(s.in_year) as reached,
    bool_or(s.on_saturday) as on_saturday, bool_or(s.on_weekday) as on_weekday, bool_or(s.in_evening) as in_evening, bool_or(s.by_day) as by_day,
    ${people('STAFF')} as staff, ${people('VOLUNTEER')} as volunteers, ${people('TRUSTEE')} as trustees
  from held_sessions s join ${attendances} t on t.session_id = s.id
  group by t.organisation_id
), missed as materialized (
  select distinct b.organisation_id
  from shown.bookings_cleared b join shown.training_sessions s on s.id = b.session_id
  where s.course_id = ${id} and s.held_on >= ${from} and s.held_on < least(${to}, ${day}) and s.cancelled_on is null and b.state = 'BOOKED'
    and exists (select from ${attendances} t where t.session_id = s.id)
    and not exists (select from ${attendances} t where t.session_id = s.id and t.organisation_id = b.organisation_id)
), homes as materialized (
  select distinct s.district_id from shown.training_sessions s
  where s.course_id = ${id} and s.held_on >= ${from} and s.held_on < ${to} and (s.cancelled_on is null or s.cancelled_on > ${day}) and s.district_id is not null
), declared as materialized (
  select d.id, (select up.sector from shown.area_tree u join shown.areas up on up.id = u.ancestor_id
    where u.descendant_id = d.id and up.sector is not null order by u.depth limit 1) as sector
  from unnest(${bind.param(area.districts, 'uuid[]')}) d (id)
), standing as materialized (
  select a.id as organisation_id, a.sort_name, a.based_in_id as district_id, ${scopeSql(course, 'a', { day, knownAt }, bind)} as in_scope,
    ${ownSectorCondition(bind.param(area.sector, 'text[]'), 'a.sector')} as own_of_whole,
    ${ownSectorCondition(`case when a.based_in_id is null then ${bind.param(area.sector, 'text[]')} else d.sector end`, 'a.sector')} as own_of_part,
    c.organisation_id is not null as came, coalesce(c.current, false) as current, nullif(c.lapses_on, 'infinity') as lapses_on, c.last_on,
    coalesce(c.current and c.lapses_on - 1 <= (${day} + make_interval(months => ${bind.param(question.months, 'int')}))::date, false) as expiring,
    coalesce(c.reached, false) as reached, coalesce(c.on_saturday, false) as on_saturday, coalesce(c.on_weekday, false) as on_weekday,
    coalesce(c.in_evening, false) as in_evening, coalesce(c.by_day, false) as by_day,
    c.staff, c.volunteers, c.trustees, m.organisation_id is not null as missed, h.district_id is not null as has_session, ${day} as as_of
  from shown.organisations a
  left join came c on c.organisation_id = a.id left join missed m on m.organisation_id = a.id
  left join homes h on h.district_id = a.based_in_id left join declared d on d.id = a.based_in_id
  where ${[ofAreaSql(question, 'a', bind), ...atWorkConditions(question.day, 'a', bind)].join(' and ')}
)`;
}

/** What each standing means, as SQL over an alias of `standing`. */
export const STANDING_CONDITIONS: Readonly<Record<TrainingStanding, (p: string) => string>> = {
  IN_SCOPE: (p) => `${p}.in_scope`,
  SCOPE_NOT_KNOWN: (p) => `${p}.in_scope is null`,
  OUT_OF_SCOPE: (p) => `not ${p}.in_scope`,
  CURRENT: (p) => `${p}.in_scope and ${p}.current`,
  LAPSED: (p) => `${p}.in_scope and ${p}.came and not ${p}.current`,
  NEVER: (p) => `${p}.in_scope and not ${p}.came`,
  EXPIRING: (p) => `${p}.in_scope and ${p}.expiring`,
  SESSION_IN_OWN_DISTRICT: (p) => `${p}.in_scope and ${p}.has_session`,
  BOOKED_NOT_CAME: (p) => `${p}.missed`,
  REACHED: (p) => `${p}.reached`,
  SATURDAY_ONLY: (p) => `${p}.on_saturday and not ${p}.on_weekday`,
  WEEKDAY_ONLY: (p) => `${p}.on_weekday and not ${p}.on_saturday`,
  SATURDAY_AND_WEEKDAY: (p) => `${p}.on_saturday and ${p}.on_weekday`,
  EVENING_ONLY: (p) => `${p}.in_evening and not ${p}.by_day`,
};

export const STANDINGS = Object.values(TrainingStanding);
