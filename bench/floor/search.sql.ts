/**
 * A search by words, area and radius as one would write it by hand: everything near enough is looked at. $1: each word's
 * full-text query in turn, $2: the words as typed, $3: code of the area, $4 and $5: longitude and latitude, $6: metres, $7: how many.
 */
export const SEARCH = `
with matching as (
  select o.id, o.sort_name, round((ts_rank(o.search, q.query) + word_similarity($2, o.search_name))::numeric, 5) as score
  from (select string_agg('(' || to_tsquery('english', w)::text || ')', ' & ')::tsquery as query from unnest($1::text[]) w where numnode(to_tsquery('english', w)) > 0) q, organisations o
  where o.merged_into_id is null and o.search @@ q.query
    and o.based_in_id in (
      select d.id from areas a join area_tree t on t.ancestor_id = a.id join areas d on d.id = t.descendant_id and d.kind = 'DISTRICT' where a.code = $3)
    and st_distance(o.shown_point::geography, st_setsrid(st_makepoint($4, $5), 4326)::geography) <= $6
)
select json_build_object(
  'ids', (select coalesce(json_agg(m.id order by m.score desc, m.sort_name, m.id), '[]') from (select * from matching order by score desc, sort_name, id limit $7) m)
) as body`;
