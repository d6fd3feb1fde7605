/** The bounds of the year in which the benchmark's day lies. */
const IN_YEAR = (day: string): string => `${day} >= date '2026-04-01' and ${day} < date '2027-04-01'`;
const ACTIVE = `exists (select from organisation_statuses t where t.organisation_id = o.id and t.valid @> $3::date and t.status = 'ACTIVE')`;
const own = (sector: string): string => `(o.sector is null or case when ${sector} is null then o.sector <> 'STATUTORY' else o.sector = any(${sector}) end)`;
const declared = (area: string): string => `(select up.sector from area_tree u join areas up on up.id = u.ancestor_id where u.descendant_id = ${area} and up.sector is not null order by u.depth limit 1)`;

/** Counted of organisations: name and what must hold. */
const COUNTED = {
  inScope: 's.scope', scopeNotKnown: 's.scope is null', outOfScope: 'not s.scope', current: 's.scope and s.current', lapsed: 's.scope and s.came and not s.current', neverAttended: 's.scope and not s.came',
  expiring: `s.scope and s.current and s.lapses - 1 <= ($3::date + interval '3 months')::date`, bookedAndDidNotCome: 's.missed', reached: 's.reached', withSessionInOwnDistrict: 's.scope and s.at_home',
  bySaturdayOnly: 's.saturday and not s.weekday', byWeekdayOnly: 's.weekday and not s.saturday', bySaturdayAndWeekday: 's.saturday and s.weekday', byEveningOnly: 's.evening and not s.by_day',
} as const;
const NAMES = Object.keys(COUNTED);
const PEOPLE = ['staff', 'volunteers', 'trustees'] as const;
const quoted = (name: string): string => `"${name}"`;

/**
 * Uptake of a course for those who are known to serve someone under 26, in all districts of an area, as one would write
 * it by hand for this course over the tables. $1: code of the course. $2: code of the area. $3: the day.
 */
export const UPTAKE = `
with course as materialized (select c.* from courses c where c.code = $1),
whole as materialized (select a.id, a.code, ${declared('a.id')} as sector from areas a where a.code = $2),
districts as materialized (
  select d.id, d.code, d.sort_name, ${declared('d.id')} as sector from whole w join area_tree t on t.ancestor_id = w.id join areas d on d.id = t.descendant_id and d.kind = 'DISTRICT'
),
sessions as materialized (select s.*, ${IN_YEAR('s.held_on')} as in_year, extract(isodow from s.held_on) as weekday from training_sessions s join course c on c.id = s.course_id),
came as materialized (
  select t.organisation_id, bool_or(l.lapses > $3::date) as current, max(l.lapses) as lapses, bool_or(s.in_year) as reached,
    bool_or(s.in_year and s.weekday = 6) as saturday, bool_or(s.in_year and s.weekday < 6) as weekday, coalesce(bool_or(s.in_year and s.starts >= time '17:00'), false) as evening,
    coalesce(bool_or(s.in_year and s.starts < time '17:00'), false) as by_day,
    ${PEOPLE.map((kind) => `coalesce(sum(t.people) filter (where s.in_year and t.kind = '${kind.toUpperCase().replace(/S$/, '')}'), 0) as ${kind}`).join(', ')}
  from sessions s cross join course c cross join lateral (select coalesce((s.held_on + make_interval(months => c.validity_months))::date, 'infinity'::date) as lapses) l
  join attendances t on t.session_id = s.id
  where s.held_on <= $3::date group by t.organisation_id
),
missed as materialized (
  select distinct b.organisation_id from sessions s join bookings b on b.session_id = s.id and b.state = 'BOOKED'
  where s.in_year and s.held_on < $3::date and s.cancelled_on is null and exists (select from attendances t where t.session_id = s.id)
    and not exists (select from attendances t where t.session_id = s.id and t.organisation_id = b.organisation_id)
),
stood as materialized (
  select o.based_in_id as district_id, o.serves_under_26 as scope, ${own('w.sector')} as of_whole, ${own('case when o.based_in_id is null then w.sector else d.sector end')} as of_part,
    c.organisation_id is not null as came, coalesce(c.current, false) as current, c.lapses, coalesce(c.reached, false) as reached, coalesce(c.saturday, false) as saturday,
    coalesce(c.weekday, false) as weekday, coalesce(c.evening, false) as evening, coalesce(c.by_day, false) as by_day, c.staff, c.volunteers, c.trustees,
    o.id in (select m.organisation_id from missed m) as missed, o.based_in_id in (select s.district_id from sessions s where s.in_year and s.district_id is not null and (s.cancelled_on is null or s.cancelled_on > $3::date)) as at_home
  from whole w cross join organisations o left join districts d on d.id = o.based_in_id left join came c on c.organisation_id = o.id
  where o.merged_into_id is null and o.is_provider and ${ACTIVE} and (d.id is not null or (o.based_in_id is null and (
    o.directory_area_id in (select t.descendant_id from area_tree t where t.ancestor_id = w.id)
    or exists (select from areas_served v join area_reach r on r.served_id = v.area_id and r.target_id = w.id and r.dedicated where v.organisation_id = o.id and v.valid @> $3::date))))
),
cells as materialized (
  select s.district_id, s.of_part, s.of_whole, ${Object.entries(COUNTED).map(([name, holds]) => `count(*) filter (where ${holds}) as ${quoted(name)}`).join(', ')}, ${PEOPLE.map((kind) => `sum(s.${kind}) as ${kind}`).join(', ')}
  from stood s group by 1, 2, 3
),
held as materialized (
  select s.id, s.district_id, s.spent, exists (select from attendances t where t.session_id = s.id) as recorded from sessions s
  where s.in_year and s.held_on <= $3::date and s.cancelled_on is null
),
parts as (
  select 0 as place, d.id, d.code, d.sort_name from districts d union all select 1, null, null, null union all select 2, null, w.code, null from whole w
)
select json_agg(json_build_object('code', p.code, ${NAMES.map((name) => `'${name}', coalesce(c.${quoted(name)}, 0)`).join(', ')}, ${PEOPLE.map((kind) => `'${kind}', coalesce(c.${kind}, 0)`).join(', ')},
  'sessions', h.sessions, 'notRecorded', h.not_recorded, 'spentNotKnown', h.unknown, 'spent', h.spent::text, 'organisations', h.organisations) order by p.place, p.sort_name, p.id) as body
from parts p
cross join lateral (
  select ${[...NAMES, ...PEOPLE].map((name) => `sum(c.${quoted(name)})::int as ${quoted(name)}`).join(', ')} from cells c
  where case p.place when 2 then c.of_whole when 1 then c.of_part and c.district_id is null else c.of_part and c.district_id = p.id end
) c
cross join lateral (
  select count(*) as sessions, count(*) filter (where not h.recorded) as not_recorded, count(*) filter (where h.spent is null) as unknown, sum(h.spent) as spent, (
    select count(distinct t.organisation_id) from held g join attendances t on t.session_id = g.id
    where g.spent is not null and case p.place when 2 then true when 1 then g.district_id is null else g.district_id = p.id end) as organisations
  from held h where case p.place when 2 then true when 1 then h.district_id is null else h.district_id = p.id end
) h`;
