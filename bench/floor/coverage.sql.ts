/**
 * Coverage of an area by its districts as one would write it by hand for this one question, over the tables themselves:
 * active providers of each part's own sector, nothing else asked. $1: code of the whole, $2: kind of the parts, $3: the day.
 */
export const COVERAGE = `
with whole as (select a.id from areas a where a.code = $1),
parts as materialized (
  select a.id, a.code, a.sort_name, false as is_whole from whole w join area_tree t on t.ancestor_id = w.id join areas a on a.id = t.descendant_id and a.kind = $2
  union all select a.id, a.code, a.sort_name, true from whole w join areas a on a.id = w.id
),
sectors as materialized (
  select distinct on (p.id) p.id, up.sector from parts p join area_tree t on t.descendant_id = p.id join areas up on up.id = t.ancestor_id and up.sector is not null
  order by p.id, t.depth
),
held as materialized (
  select distinct p.id as part_id, d.id as district_id from (select distinct id from parts) p, areas d
  where d.kind = 'DISTRICT' and (
    exists (select from area_tree t where t.ancestor_id = p.id and t.descendant_id = d.id)
    or exists (select from area_overlaps o where o.other_id = p.id and o.area_id = d.id and o.share >= 0.999))
),
reached as materialized (select r.target_id, r.served_id, r.dedicated from area_reach r where r.target_id in (select id from parts)),
links as (
  select h.part_id, o.id as organisation_id, 1 as based, 0 as dedicated, 0 as served from held h join organisations o on o.based_in_id = h.district_id
  union all
  select r.target_id, s.organisation_id, 0, r.dedicated::int, 1 from reached r join areas_served s on s.area_id = r.served_id and s.valid @> $3::date
),
stood as materialized (select part_id, organisation_id, max(based) as based, max(dedicated) as dedicated, max(served) as served from links group by 1, 2),
facts as materialized (
  select o.id, o.sector, o.is_provider as provides, o.size_band, o.serves_under_26 as young, o.has_category, o.income,
    o.assured_on is null or o.assured_on < ($3::date - interval '12 months')::date as stale,
    o.id in (select s.organisation_id from areas_served s where s.valid @> $3::date) as has_served,
    o.id in (select m.member_id from memberships m where m.valid @> $3::date) as has_umbrella
  from organisations o
  where o.merged_into_id is null and o.id in (select organisation_id from stood)
    and o.id in (select s.organisation_id from organisation_statuses s where s.status = 'ACTIVE' and s.valid @> $3::date)
),
counted as (
  select p.id, p.is_whole, count(*) filter (where f.provides) as organisations,
    count(*) filter (where f.provides and t.based = 1) as based_in,
    count(*) filter (where f.provides and t.dedicated = 1) as dedicated,
    count(*) filter (where f.provides and t.served = 1 and t.dedicated = 0) as county_wide,
    count(*) filter (where f.provides and t.served = 1 and f.young) as young,
    count(*) filter (where f.provides and f.stale) as stale,
    count(*) filter (where f.provides and f.young is null) as no_ages,
    count(*) filter (where f.provides and not f.has_served) as no_served,
    count(*) filter (where f.provides and not f.has_category) as no_category,
    count(*) filter (where f.provides and f.income is null) as no_income,
    count(*) filter (where f.provides and not f.has_umbrella) as no_umbrella,
    count(*) filter (where not f.provides) as infrastructure_only,
    count(*) filter (where f.provides and f.size_band = 'MICRO') as micro, count(*) filter (where f.provides and f.size_band = 'SMALL') as small,
    count(*) filter (where f.provides and f.size_band = 'MEDIUM') as medium, count(*) filter (where f.provides and f.size_band = 'LARGE') as large,
    count(*) filter (where f.provides and f.size_band = 'MAJOR') as major, count(*) filter (where f.provides and f.size_band = 'SUPER_MAJOR') as super_major,
    count(*) filter (where f.provides and f.size_band = 'UNKNOWN') as unknown
  from parts p left join sectors s on s.id = p.id join stood t on t.part_id = p.id join facts f on f.id = t.organisation_id
  where f.sector is null or (s.sector is null and f.sector <> 'STATUTORY') or f.sector = any(s.sector)
  group by p.id, p.is_whole
)
select json_agg(json_build_object(
  'whole', p.is_whole, 'code', p.code, 'organisations', coalesce(c.organisations, 0), 'basedIn', coalesce(c.based_in, 0), 'dedicated', coalesce(c.dedicated, 0),
  'countyWide', coalesce(c.county_wide, 0), 'servesUnder26', coalesce(c.young, 0), 'stale', coalesce(c.stale, 0), 'withoutAges', coalesce(c.no_ages, 0),
  'withoutAreaServed', coalesce(c.no_served, 0), 'withoutCategory', coalesce(c.no_category, 0), 'withoutIncome', coalesce(c.no_income, 0),
  'withoutInfrastructure', coalesce(c.no_umbrella, 0), 'infrastructureOnly', coalesce(c.infrastructure_only, 0),
  'bands', json_build_object('MICRO', coalesce(c.micro, 0), 'SMALL', coalesce(c.small, 0), 'MEDIUM', coalesce(c.medium, 0), 'LARGE', coalesce(c.large, 0),
    'MAJOR', coalesce(c.major, 0), 'SUPER_MAJOR', coalesce(c.super_major, 0), 'UNKNOWN', coalesce(c.unknown, 0)),
  'population', (select sum(s.value)::int from area_statistics s join held h on h.district_id = s.area_id and h.part_id = p.id where s.measure = 'population_0_25'),
  'notPlaced', case when p.is_whole then (
    select count(*) from organisations o
    where o.based_in_id is null and o.merged_into_id is null and o.is_provider
      and exists (select from organisation_statuses s where s.organisation_id = o.id and s.status = 'ACTIVE' and s.valid @> $3::date)
      and (o.sector is null or (select case when s.sector is null then o.sector <> 'STATUTORY' else o.sector = any(s.sector) end from (select 1) one left join sectors s on s.id = p.id))
      and (o.directory_area_id in (select t.descendant_id from area_tree t where t.ancestor_id = p.id)
        or exists (select from areas_served s join area_reach r on r.served_id = s.area_id and r.target_id = p.id and r.dedicated where s.organisation_id = o.id and s.valid @> $3::date))
  ) end
) order by p.is_whole, p.sort_name, p.id) as body
from parts p left join counted c on c.id = p.id and c.is_whole = p.is_whole`;
