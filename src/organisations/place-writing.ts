/**
 * The write path of places. What is true of a place goes in; what anyone may see is stored in `places`, and the truth
 * of a masked one in `secrets.places`. The writing transaction must have set its viewer (row-level security).
 */

/** Anything that runs SQL inside a transaction: a pg client or a TypeORM manager. */
export interface SqlRunner {
  query(sql: string, params?: unknown[]): Promise<unknown>;
}

/** What is true of a place, as a relation with these columns; postcode normalised, longitude and latitude null unless given of their own. */
export const TRUTH_COLUMNS = 'id, organisation_id, service_id, kind, visibility, name, address, postcode, longitude, latitude';

/** The district is that of the postcode's row, otherwise the one whose boundary covers the point; basis says which. */
const LOCATED = `
  located as materialized (
    select t.id, t.organisation_id, t.service_id, t.kind, t.visibility, t.name, t.address, t.postcode,
      coalesce(t.own_point, pp.point) as point, t.own_point is not null as own_point,
      case when pp.district_basis = 'POSTCODE' then pp.district_id else coalesce(shown.district_at(t.own_point), pp.district_id) end as district_id,
      case when pp.district_basis = 'POSTCODE' then 'POSTCODE'
        when coalesce(shown.district_at(t.own_point), pp.district_id) is not null then 'POINT' end as district_basis
    from truth t left join shown.postcode_places pp on pp.postcode = t.postcode
  ),
  masked as (
    select l.id, l.organisation_id, l.service_id, l.kind, l.visibility,
      case when l.visibility = 'EXACT' then l.name end as name,
      case when l.visibility = 'EXACT' then l.address end as address,
      case when l.visibility = 'EXACT' then l.postcode end as postcode,
      case l.visibility when 'EXACT' then l.point when 'DISTRICT_ONLY' then d.label_point end as point,
      l.visibility = 'EXACT' and l.own_point as own_point,
      case when l.visibility <> 'HIDDEN' then l.district_id end as district_id,
      case when l.visibility <> 'HIDDEN' then l.district_basis end as district_basis
    from located l left join shown.areas d on d.id = l.district_id
  )`;

const TRUTH_OF_GIVEN = (relation: string): string => `
  truth as (
    select id, organisation_id, service_id, kind, visibility, name, address, postcode,
      case when longitude is not null and latitude is not null then st_setsrid(st_makepoint(longitude, latitude), 4326) end as own_point
    from ${relation} given
  )`;

/** Writes the places of a relation: new ones and changed ones alike. */
export async function writePlaces(run: SqlRunner, relation: string, params: unknown[] = []): Promise<void> {
  await run.query(
    `with ${TRUTH_OF_GIVEN(relation)}, ${LOCATED},
    shown_rows as (
      insert into places as p (id, organisation_id, service_id, kind, visibility, name, address, postcode, point, own_point, district_id, district_basis)
      select id, organisation_id, service_id, kind, visibility, name, address, postcode, point, own_point, district_id, district_basis from masked
      on conflict (id) do update set service_id = excluded.service_id, kind = excluded.kind, visibility = excluded.visibility, name = excluded.name,
        address = excluded.address, postcode = excluded.postcode, point = excluded.point, own_point = excluded.own_point,
        district_id = excluded.district_id, district_basis = excluded.district_basis, version = p.version + 1
    ),
    opened as (delete from secrets.places s using located l where s.place_id = l.id and l.visibility = 'EXACT')
    insert into secrets.places as s (place_id, organisation_id, name, address, postcode, point, own_point, district_id, district_basis)
    select id, organisation_id, name, address, postcode, point, own_point, district_id, district_basis from located where visibility <> 'EXACT'
    on conflict (place_id) do update set organisation_id = excluded.organisation_id, name = excluded.name, address = excluded.address, postcode = excluded.postcode, point = excluded.point,
      own_point = excluded.own_point, district_id = excluded.district_id, district_basis = excluded.district_basis`,
    params,
  );
}

/** Derives the districts and masks of some organisations' places again, after boundaries or postcodes changed. */
export async function placeAgain(run: SqlRunner, organisationIds: readonly string[]): Promise<void> {
  await run.query(
    `with truth as (
      select p.id, p.organisation_id, p.service_id, p.kind, p.visibility, coalesce(s.name, p.name) as name, coalesce(s.address, p.address) as address,
        coalesce(s.postcode, p.postcode) as postcode,
        case when s.place_id is null then case when p.own_point then p.point end when s.own_point then s.point end as own_point
      from places p left join secrets.places s on s.place_id = p.id
      where p.organisation_id = any($1::uuid[])
    ), ${LOCATED},
    shown_rows as (
      update places p set point = m.point, district_id = m.district_id, district_basis = m.district_basis
      from masked m where m.id = p.id and (p.point, p.district_id, p.district_basis) is distinct from (m.point, m.district_id, m.district_basis)
    )
    update secrets.places s set point = l.point, district_id = l.district_id, district_basis = l.district_basis
    from located l where l.id = s.place_id and (s.point, s.district_id, s.district_basis) is distinct from (l.point, l.district_id, l.district_basis)`,
    [organisationIds],
  );
}
