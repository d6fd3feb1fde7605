import { ArgumentError } from '../errors';
import type { Reader } from '../graphql/read/reader';

interface Spot {
  readonly postcode: string | undefined;
  readonly point: { latitude: number; longitude: number } | undefined;
  readonly kind: string;
}

export interface FoundArea {
  readonly areaId: string | null;
  readonly basis: 'POSTCODE' | 'POINT' | null;
}

/** Finds the area of a kind at a postcode (its row's district or ward, and what contains it; else its point) or a point. */
export async function findAreaAt(reader: Reader, spot: Spot): Promise<FoundArea> {
  if ((spot.postcode === undefined) === (spot.point === undefined)) {
    throw new ArgumentError('BAD_POINT', 'point', 'Give either postcode or point.');
  }
  if (spot.point !== undefined) checkPoint(spot.point, 'point');
  await requireKind(reader, spot.kind, 'kind');
  const [row] = await (spot.postcode === undefined ? atPoint(reader, spot) : atPostcode(reader, spot));
  if (row === undefined && spot.postcode !== undefined) {
    throw new ArgumentError('UNKNOWN_POSTCODE', 'postcode', `The postcode ${spot.postcode} is not among those loaded.`);
  }
  if (row?.named != null) return { areaId: row.named, basis: 'POSTCODE' };
  return row?.lying != null ? { areaId: row.lying, basis: 'POINT' } : { areaId: null, basis: null };
}

export function checkPoint(point: { latitude: number; longitude: number }, argument: string): void {
  const { latitude, longitude } = point;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    throw new ArgumentError('BAD_POINT', argument, `${argument} must have latitude -90 to 90 and longitude -180 to 180.`);
  }
}

export async function requireKind(reader: Reader, kind: string, argument: string): Promise<void> {
  const bind = reader.binder();
  const rows = await reader.rows<{ code: string }>(`select code from shown.area_kinds order by rank, code`, bind);
  if (!rows.some((row) => row.code === kind)) {
    throw new ArgumentError('UNKNOWN_KIND', argument, `${argument} must be one of ${rows.map((row) => row.code).join(', ')}.`);
  }
}

type Found = { named: string | null; lying: string | null };

function atPostcode(reader: Reader, { postcode, kind }: Spot): Promise<Found[]> {
  const bind = reader.binder();
  const wanted = bind.param(kind, 'text');
  return reader.rows<Found>(
    `select (
        select up.id from shown.areas named
        join shown.area_tree t on t.descendant_id = named.id
        join shown.areas up on up.id = t.ancestor_id and up.kind = ${wanted}
        where named.code in (p.district_code, p.ward_code)
          or named.id in (select f.area_id from shown.area_former_codes f where f.code = p.district_code)
        limit 1
      ) as named, (
        select lying.id from shown.areas lying where lying.kind = ${wanted} and st_covers(lying.boundary, p.point) order by lying.code limit 1
      ) as lying
    from shown.postcodes p where p.postcode = ${bind.param(postcode, 'text')}`,
    bind,
  );
}

function atPoint(reader: Reader, { point, kind }: Spot): Promise<Found[]> {
  const bind = reader.binder();
  const spot = `st_setsrid(st_makepoint(${bind.param(point?.longitude, 'float8')}, ${bind.param(point?.latitude, 'float8')}), 4326)`;
  return reader.rows<Found>(
    `select null::uuid as named, (
      select a.id from shown.areas a where a.kind = ${bind.param(kind, 'text')} and st_covers(a.boundary, ${spot}) order by a.code limit 1
    ) as lying`,
    bind,
  );
}
