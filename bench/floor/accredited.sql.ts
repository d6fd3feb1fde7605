/** Decisions after which an organisation is accredited, and those after which it is not any more. */
const GRANTS = `('ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD')`;
const ENDS = `('SUSPENDED', 'WITHDRAWN')`;
const later = (one: string, other: string): string => `(${one}.decided_on, ${one}.recorded_at, ${one}.id) > (${other}.decided_on, ${other}.recorded_at, ${other}.id)`;

/** The decision of an organisation that stands on the day, by set: the last one taken of those that cover it, where it grants. */
const standing = (organisation: string): string => `
  panel_decisions d where d.organisation_id = ${organisation} and d.kind in ${GRANTS} and d.valid @> $2::date and not exists (
    select from panel_decisions e where e.organisation_id = d.organisation_id and e.set_code = d.set_code and (e.kind in ${GRANTS} or e.kind in ${ENDS}) and e.valid @> $2::date and ${later('e', 'd')})`;

/**
 * The first fifty of the accredited list of a district and how many there are, as one would write it by hand over the
 * tables: whoever is based there or serves it, at work, accredited or in contract. $1: code of the district. $2: the day.
 */
export const ACCREDITED = `
with target as materialized (select a.id from areas a where a.code = $1),
candidates as materialized (
  select o.id, o.name, o.sort_name from target t join organisations o on o.based_in_id = t.id where o.merged_into_id is null
  union
  select o.id, o.name, o.sort_name from target t join area_reach r on r.target_id = t.id join areas_served s on s.area_id = r.served_id and s.valid @> $2::date
  join organisations o on o.id = s.organisation_id where o.merged_into_id is null
),
listed as materialized (
  select c.* from candidates c
  left join lateral (select true as holds from contracts k where k.organisation_id = c.id and k.valid @> $2::date limit 1) k on true
  left join lateral (select true as holds from ${standing('c.id')} limit 1) g on true
  where (k.holds or g.holds) and exists (select from organisation_statuses s where s.organisation_id = c.id and s.valid @> $2::date and s.status = 'ACTIVE')
)
select json_build_object('total', (select count(*) from listed), 'nodes', (
  select json_agg(json_build_object('name', l.name,
    'accreditations', (
      select coalesce(json_agg(json_build_object('set', d.set_code, 'from', lower(d.valid), 'to', least(upper(d.valid), (
          select min(lower(e.valid)) from panel_decisions e where e.organisation_id = d.organisation_id and e.set_code = d.set_code and e.kind in ${ENDS} and lower(e.valid) > $2::date and ${later('e', 'd')})) - 1
        ) order by d.set_code), '[]'::json) from ${standing('l.id')}),
    'contracts', (select coalesce(json_agg(json_build_object('by', k.awarded_by, 'from', lower(k.valid), 'to', upper(k.valid) - 1) order by lower(k.valid), k.id), '[]'::json)
      from contracts k where k.organisation_id = l.id and k.valid @> $2::date)
  ) order by l.sort_name, l.id)
  from (select * from listed order by sort_name, id limit 50) l))::text as body`;
