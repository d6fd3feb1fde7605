/**
 * The nested read as one would write it by hand for this one question: over the tables themselves, each mask spelled
 * out again, independent of the service's views and compiler. $1: code of a district. The number of rows stands in the text,
 * so that PostgreSQL keeps one plan for all districts.
 */
export const nestedRead = (first: number): string => `
with page as materialized (
  select o.* from organisations o
  where o.based_in_id = (select d.id from areas d where d.code = $1) and o.merged_into_id is null
  order by o.sort_name, o.id limit ${Math.trunc(first)}
)
select json_build_object('organisations', coalesce(json_agg(json_build_object(
  'id', page.id, 'name', page.name, 'description', page.description, 'sector', page.sector, 'sizeBand', page.size_band, 'website', page.website, 'assuredOn', page.assured_on,
  'identifiers', coalesce(i.list, '[]'), 'services', coalesce(s.list, '[]'), 'places', coalesce(p.list, '[]'), 'memberships', coalesce(m.list, '[]')
) order by page.sort_name, page.id), '[]'))::text as body
from page
left join lateral (
  select json_agg(json_build_object('scheme', i.scheme, 'value', i.value, 'primary', i.is_primary) order by i.is_primary desc, i.scheme, i.value) as list
  from identifiers i where i.organisation_id = page.id
) i on true
left join lateral (
  select json_agg(json_build_object('name', s.name, 'tier', s.tier, 'cost', s.cost, 'categories', coalesce(c.list, '[]')) order by s.id) as list
  from services s left join lateral (
    select json_agg(json_build_object('code', t.code, 'name', t.name) order by t.vocabulary, t.code) as list
    from categorisations c join terms t on t.id = c.term_id where c.organisation_id = page.id and c.service_id = s.id
  ) c on true
  where s.organisation_id = page.id
) s on true
left join lateral (
  select json_agg(json_build_object('kind', p.kind, 'visibility', p.visibility, 'address', p.address, 'postcode', p.postcode, 'districtBasis', p.district_basis) order by p.kind, p.id) as list
  from places p where p.organisation_id = page.id and p.visibility <> 'HIDDEN'
) p on true
left join lateral (
  select json_agg(json_build_object('umbrella', json_build_object('name', u.name)) order by lower(m.valid) desc nulls last, m.id) as list
  from memberships m join organisations u on u.id = m.umbrella_id and u.merged_into_id is null where m.member_id = page.id
) m on true`;
