import type { Binder } from '../graphql/read/binder';
import { whereSql } from '../graphql/read/reader';
import { organisationConditions, ownSectorCondition } from '../organisations/organisation-filter.conditions';
import { SizeBand } from '../organisations/organisation.enums';
import type { ResolvedFilter } from '../organisations/organisation-filter.resolve';

/** What is asked: the parts of a kind within an area, counted under a filter that names neither area nor basis. */
export interface CoverageQuestion {
  readonly areaId: string;
  readonly kind: string;
  readonly day: string;
  /** The caller's filter with the defaults filled in, but without role and own sector, which the counts apply. */
  readonly listed: ResolvedFilter;
  readonly ownSector: boolean;
  readonly providersOnly: boolean;
}

/** One row of counts, as the statement gives it. */
export interface CountedRow {
  readonly whole: boolean;
  readonly area_id: string;
  readonly code: string;
  readonly holds_districts: boolean;
  readonly stale_before: string;
  readonly population: number | null;
  readonly population_year: number | null;
  readonly population_source: string | null;
  readonly organisations: number;
  readonly based_in: number;
  readonly dedicated: number;
  readonly county_wide: number;
  readonly serves_under_26: number;
  /** Serving it, and known to serve those under 26 or known not to. */
  readonly under_26_known: number;
  /** May serve those under 26 here: ages, or which area it serves, are not known. */
  readonly under_26_open: number;
  readonly bands: Record<SizeBand, number>;
  readonly stale: number;
  readonly without_ages: number;
  readonly without_area_served: number;
  readonly without_category: number;
  readonly without_income: number;
  readonly without_infrastructure: number;
  readonly infrastructure_only: number;
}

export const POPULATION_MEASURE = 'population_0_25';
export const BANDS = Object.values(SizeBand);

/**
 * Counts every part and the whole in one statement: first which organisations stand to which area and how, from the
 * indexes on areas alone; then the facts of those organisations once; then the figures by area.
 */
export function coverageSql(question: CoverageQuestion, bind: Binder): string {
  const area = bind.param(question.areaId, 'uuid');
  const day = bind.param(question.day, 'date');
  const own = question.ownSector ? ownSectorCondition('tg.sector', 'l.sector') : 'true';
  const provides = question.providersOnly ? 'l.is_provider' : 'true';
  const counted = (condition = 'true'): string => `count(*) filter (where ${provides} and ${condition})::int`;
  const conditions = ['a.id in (select p.organisation_id from stands p)', ...organisationConditions(question.listed, 'a', bind)];
  return `
with targets as (
  select a.id, a.code, a.sort_name, part.whole, (
    select up.sector from shown.area_tree u join shown.areas up on up.id = u.ancestor_id
    where u.descendant_id = a.id and up.sector is not null order by u.depth limit 1
  ) as sector
  from shown.areas a join (
    select t.descendant_id as id, false as whole from shown.area_tree t join shown.areas k on k.id = t.descendant_id
    where t.ancestor_id = ${area} and k.kind = ${bind.param(question.kind, 'text')}
    union all select ${area}, true
  ) part on part.id = a.id
), stands as materialized (
  select target_id, organisation_id, bool_or(based) as based, bool_or(dedicated) as dedicated from (
    select d.area_id as target_id, o.id as organisation_id, true as based, null::boolean as dedicated
    from shown.area_districts d join shown.organisations o on o.based_in_id = d.district_id
    where d.area_id in (select id from targets)
    union all
    select r.target_id, s.organisation_id, false, r.dedicated
    from shown.area_reach r join shown.areas_served s on s.area_id = r.served_id and s.valid @> ${day}
    where r.target_id in (select id from targets)
  ) either group by target_id, organisation_id
), listed as materialized (
  select a.id, a.sector, a.is_provider, a.size_band, a.serves_under_26, a.has_category, a.income is not null as has_income,
    coalesce(a.assured_on < (${day} - interval '12 months')::date, true) as stale,
    exists (select from shown.areas_served s where s.organisation_id = a.id and s.valid @> ${day}) as has_area_served,
    exists (select from shown.memberships m where m.member_id = a.id and m.valid @> ${day}) as has_infrastructure
  from shown.organisations a${whereSql(conditions)}
), figures as (
  select tg.id, tg.whole,
    ${counted()} as organisations,
    ${counted('p.based')} as based_in,
    ${counted('p.dedicated')} as dedicated,
    ${counted('not p.dedicated')} as county_wide,
    ${counted('p.dedicated is not null and l.serves_under_26')} as serves_under_26,
    ${counted('p.dedicated is not null and l.serves_under_26 is not null')} as under_26_known,
    ${counted('l.serves_under_26 is not false and (l.serves_under_26 is null or p.dedicated is null) and (p.dedicated is not null or not l.has_area_served)')} as under_26_open,
    json_build_object(${BANDS.map((band) => `'${band}', ${counted(`l.size_band = '${band}'`)}`).join(', ')}) as bands,
    ${counted('l.stale')} as stale,
    ${counted('l.serves_under_26 is null')} as without_ages,
    ${counted('not l.has_area_served')} as without_area_served,
    ${counted('not l.has_category')} as without_category,
    ${counted('not l.has_income')} as without_income,
    ${counted('not l.has_infrastructure')} as without_infrastructure,
    count(*) filter (where not l.is_provider)::int as infrastructure_only
  from targets tg join stands p on p.target_id = tg.id join listed l on l.id = p.organisation_id
  where ${own}
  group by tg.id, tg.whole
)
select tg.whole, tg.id as area_id, tg.code, to_char((${day} - interval '12 months')::date, 'YYYY-MM-DD') as stale_before,
  exists (select from shown.area_districts d where d.area_id = tg.id) as holds_districts,
  coalesce(ps.value, pd.value)::int as population, coalesce(ps.year, pd.year) as population_year, coalesce(ps.source, pd.source) as population_source,
  ${['organisations', 'based_in', 'dedicated', 'county_wide', 'serves_under_26', 'under_26_known', 'under_26_open', 'stale', 'without_ages', 'without_area_served', 'without_category', 'without_income', 'without_infrastructure', 'infrastructure_only']
    .map((name) => `coalesce(f.${name}, 0) as ${name}`)
    .join(', ')},
  coalesce(f.bands, '{}') as bands
from targets tg
left join figures f on f.id = tg.id and f.whole = tg.whole
left join lateral (
  select s.value, s.year, s.source from shown.area_statistics s
  where s.area_id = tg.id and s.measure = '${POPULATION_MEASURE}' order by s.year desc, s.source limit 1
) ps on true
left join lateral (
  select sum(s.value) as value, s.year, string_agg(distinct s.source, '; ') as source
  from (
    select distinct on (d.district_id, s.year) s.value, s.year, s.source
    from shown.area_districts d join shown.area_statistics s on s.area_id = d.district_id and s.measure = '${POPULATION_MEASURE}'
    where ps.value is null and d.area_id = tg.id order by d.district_id, s.year, s.source
  ) s
  group by s.year having count(*) = (select count(*) from shown.area_districts all_of where all_of.area_id = tg.id)
  order by s.year desc limit 1
) pd on true
order by tg.whole, tg.sort_name, tg.id`;
}
