import type { ClientBase } from 'pg';
import { normalisePostcode } from './postcode';

export type DistrictBasis = 'POSTCODE' | 'POINT';

/** What is known of a postcode. All null: its row has neither coordinates nor a district that is known. */
export interface PostcodePlace {
  readonly postcode: string;
  readonly districtId: string | null;
  readonly districtBasis: DistrictBasis | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/**
 * Looks up postcodes, however they are written. Those that are unknown or malformed are absent from the answer.
 * In SQL, join `shown.postcode_places` instead (postcode, point, district_id, district_basis), and take
 * `shown.district_at(point)` for what has a point and no postcode: its basis is POINT.
 */
export async function locate(client: Pick<ClientBase, 'query'>, postcodes: readonly string[]): Promise<Map<string, PostcodePlace>> {
  const wanted = [...new Set(postcodes.map(normalisePostcode).filter((postcode) => postcode !== undefined))];
  const found = await client.query(
    `select p.postcode, p.district_id as "districtId", p.district_basis as "districtBasis", st_x(p.point) as longitude, st_y(p.point) as latitude
     from shown.postcode_places p where p.postcode = any($1::text[])`,
    [wanted],
  );
  return new Map((found.rows as PostcodePlace[]).map((row) => [row.postcode, row]));
}
