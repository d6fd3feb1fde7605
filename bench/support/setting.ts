import type { Client } from 'pg';
import { Random } from './random';
import { readVocabulary, type Vocabulary } from './vocabulary';

/** Postcodes that are drawn from: as many as give each district its share. */
const MOST_POSTCODES = 300_000;
const MOST_UMBRELLAS = 300;

export interface District {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly countyId: string | null;
  readonly regionId: string;
  readonly countryId: string;
  readonly patchIds: readonly string[];
  readonly directoryId: string;
}

export interface Spot {
  readonly postcode: string;
  readonly district: District;
}

/** Where invented organisations live, and what they may link to. */
export interface Setting extends Vocabulary {
  readonly umbrellas: readonly string[];
  somewhere(random: Random): Spot;
  umbrellaPlace(at: number): Spot;
  umbrellaOf(district: District): string;
  served(random: Random, district: District): string[];
}

export async function readSetting(owner: Client, size: number): Promise<Setting> {
  const districts = await readDistricts(owner);
  const spots = await readSpots(owner, new Map(districts.map((one) => [one.code, one])));
  const random = new Random(300);
  const umbrellas = Array.from({ length: Math.min(MOST_UMBRELLAS, Math.max(1, Math.floor(size / 10))) }, (_, at) => random.uuid(1, at));
  const spotOf = new Map<string, Spot>();
  for (const spot of spots) if (!spotOf.has(spot.district.id)) spotOf.set(spot.district.id, spot);
  const order = new Map(districts.map((one, at) => [one.id, at]));
  return {
    ...(await readVocabulary(owner)),
    umbrellas,
    somewhere: (from) => from.one(spots),
    umbrellaPlace: (at) => spotOf.get(districts[at % districts.length]?.id ?? '') ?? (spots[0] as Spot),
    umbrellaOf: (district) => umbrellas[(order.get(district.id) ?? 0) % umbrellas.length] as string,
    served: (from, district) => areasServed(from, district, districts),
  };
}

/** Four in ten say nothing of it; most others serve their own district, some their county, few a region or the country. */
function areasServed(random: Random, district: District, districts: readonly District[]): string[] {
  if (!random.chance(0.6)) return [];
  const kind = random.next();
  if (kind < 0.55) return [district.id];
  if (kind < 0.7) {
    const near = districts.filter((one) => (district.countyId === null ? one.regionId === district.regionId : one.countyId === district.countyId));
    return [...new Set([district.id, ...random.some(near, random.between(1, 4)).map((one) => one.id)])];
  }
  if (kind < 0.88) return [district.countyId ?? district.id];
  if (kind < 0.94) return district.patchIds.length > 0 ? [random.one(district.patchIds)] : [district.id];
  return kind < 0.985 ? [district.regionId] : [district.countryId];
}

async function readDistricts(owner: Client): Promise<District[]> {
  const found = await owner.query(`
    select a.id, a.code, a.name, c.id as "countyId", r.id as "regionId", e.id as "countryId", coalesce(c.id, a.id) as "directoryId",
      array(select o.other_id::text from area_overlaps o where o.area_id = a.id order by 1) as "patchIds"
    from areas a
    left join (area_tree ct join areas c on c.id = ct.ancestor_id and c.kind = 'COUNTY') on ct.descendant_id = a.id
    join (area_tree rt join areas r on r.id = rt.ancestor_id and r.kind = 'REGION') on rt.descendant_id = a.id
    join (area_tree et join areas e on e.id = et.ancestor_id and e.kind = 'COUNTRY') on et.descendant_id = a.id
    where a.kind = 'DISTRICT' order by a.code`);
  return found.rows as District[];
}

async function readSpots(owner: Client, districts: ReadonlyMap<string, District>): Promise<Spot[]> {
  const found = await owner.query(
    `select n.postcode, n.district_code from (
       select p.postcode, p.district_code, row_number() over (order by p.postcode) as row, count(*) over () as total
       from postcodes p where p.district_code is not null and p.point is not null
     ) n where n.row % greatest(1, n.total / $1) = 0 order by n.postcode`,
    [MOST_POSTCODES],
  );
  return (found.rows as { postcode: string; district_code: string }[]).flatMap(({ postcode, district_code }) => {
    const district = districts.get(district_code);
    return district === undefined ? [] : [{ postcode, district }];
  });
}
