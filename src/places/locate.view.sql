-- Where a postcode lies: the district that its row names (by today's code or a former one), otherwise the district
-- whose boundary covers its point, marked so.
create view shown.postcode_places as
  select p.postcode, p.point, coalesce(named.id, lying.id) as district_id,
    case when named.id is not null then 'POSTCODE' when lying.id is not null then 'POINT' end as district_basis
  from postcodes p
  left join lateral (
    select a.id from areas a where a.kind = 'DISTRICT' and a.code = p.district_code
    union all
    select a.id from area_former_codes f join areas a on a.id = f.area_id and a.kind = 'DISTRICT' where f.code = p.district_code
    limit 1
  ) named on true
  left join lateral (
    select a.id from areas a where named.id is null and a.kind = 'DISTRICT' and st_covers(a.boundary, p.point) order by a.code limit 1
  ) lying on true;

-- The district whose boundary covers a point; null where none is known.
create function shown.district_at(at_point geometry) returns uuid language sql stable as $$
  select a.id from shown.areas a where a.kind = 'DISTRICT' and st_covers(a.boundary, at_point) order by a.code limit 1
$$;
