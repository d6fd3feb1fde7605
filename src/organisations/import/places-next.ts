import type { Staging } from './staging';

/**
 * Works out the registered addresses that are new or differ, as they are in truth. A cell that says nothing keeps
 * what is there; a point of its own goes with the postcode that it belonged to.
 */
export async function stagePlaces(staging: Staging): Promise<void> {
  const { rows, found, places } = staging;
  await staging.eachCleared(
    `insert into ${places} (n, id, organisation_id, service_id, kind, visibility, name, address, postcode, longitude, latitude, point, district_id)
     select w.*, pp.point, case when pp.district_basis = 'POSTCODE' then pp.district_id
       else coalesce(case when w.longitude is not null then shown.district_at(st_setsrid(st_makepoint(w.longitude, w.latitude), 4326)) end, pp.district_id) end
     from (
       select s.n, coalesce(p.id, s.place_id), coalesce(f.organisation_id, s.id), p.service_id, 'ADDRESS', coalesce(s.visibility, p.visibility, 'EXACT'), t.name,
         coalesce(s.address, t.address), coalesce(s.postcode, t.postcode),
         case when moved.there then s.longitude else st_x(t.own) end, case when moved.there then s.latitude else st_y(t.own) end
       from ${rows} s
       left join ${found} f on f.n = s.n
       left join places p on p.organisation_id = f.organisation_id and p.kind = 'ADDRESS'
       left join secrets.places x on x.place_id = p.id
       cross join lateral (
         select coalesce(x.name, p.name) as name, coalesce(x.address, p.address) as address, coalesce(x.postcode, p.postcode) as postcode,
           case when x.place_id is null then case when p.own_point then p.point end when x.own_point then x.point end as own
       ) t
       cross join lateral (select s.longitude is not null or t.own is null or (s.postcode is not null and s.postcode is distinct from t.postcode) as there) moved
       where s.n > :from and s.n <= :to and case when p.id is null then s.place_id is not null
         else s.visibility <> p.visibility or s.address <> coalesce(t.address, '') or s.postcode <> coalesce(t.postcode, '')
           or (s.longitude is not null and (s.longitude, s.latitude) is distinct from (st_x(t.own), st_y(t.own))) end
     ) w (n, id, organisation_id, service_id, kind, visibility, name, address, postcode, longitude, latitude)
     left join shown.postcode_places pp on pp.postcode = w.postcode`,
  );
  await staging.indexed(places, 'n', 'postcode');
}

/** Rows whose organisation will lie in no district that is known, counted by the truth. */
export async function countNotPlaced(staging: Staging): Promise<number> {
  const { next, places } = staging;
  const counted = await staging.eachCleared<{ count: number }>(
    `select count(*)::int as count from ${next} x
     left join ${places} w on w.n = x.n
     left join places p on not x.is_new and p.organisation_id = x.id and p.kind = 'ADDRESS'
     left join secrets.places s on s.place_id = p.id
     where x.n > :from and x.n <= :to and case when w.n is not null then w.district_id else coalesce(s.district_id, p.district_id) end is null`,
  );
  return counted.reduce((sum, { count }) => sum + count, 0);
}
