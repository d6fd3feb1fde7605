import { LRUCache } from 'lru-cache';
import { ArgumentError } from '../errors';
import type { Reader } from '../graphql/read/reader';

export interface KnownArea {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  /** Sectors that its county (or itself) declares as its own; null where nothing is declared. */
  readonly sector: readonly string[] | null;
  /** The districts that it is, contains, or covers whole by overlap: by these one tells who is based in it. */
  readonly districts: readonly string[];
}

/** Areas seldom change, and every filter names one: a found code is kept this long. Unknown ones are asked again. */
const KEEP_MS = 10_000;
const caches = new WeakMap<object, LRUCache<string, KnownArea>>();

/** Finds an area by today's code or a former one. An unknown code is the caller's mistake and names the argument. */
export async function areaByCode(reader: Reader, code: string, argument: string): Promise<KnownArea> {
  const [area] = await areasByCodes(reader, [code]);
  if (area === undefined) throw new ArgumentError('UNKNOWN_AREA', argument, `No area has or had the code ${code.slice(0, 40)}.`);
  return area;
}

/** The known ones among some codes, in their order. */
export async function areasByCodes(reader: Reader, codes: readonly string[]): Promise<KnownArea[]> {
  const found = cacheOf(reader);
  const missing = codes.filter((code) => !found.has(code));
  if (missing.length > 0) {
    const bind = reader.binder();
    const rows = await reader.rows<KnownArea & { asked: string }>(
      `select k.code as asked, a.id, a.code, a.kind, a.name,
        (select up.sector from shown.area_tree t join shown.areas up on up.id = t.ancestor_id
          where t.descendant_id = a.id and up.sector is not null order by t.depth limit 1) as sector,
        array(select d.district_id from shown.area_districts d where d.area_id = a.id order by d.district_id) as districts
      from unnest(${bind.param(missing, 'text[]')}) k (code)
      left join shown.area_former_codes f on f.code = k.code and not exists (select from shown.areas today where today.code = k.code)
      join shown.areas a on a.id = f.area_id or (f.area_id is null and a.code = k.code)`,
      bind,
    );
    for (const { asked, ...area } of rows) found.set(asked, area);
  }
  return codes.flatMap((code) => found.get(code) ?? []);
}

/** After a change of what is kept of areas: this process asks anew at once, others within the time it is kept. */
export function forgetAreas(database: object): void {
  caches.delete(database);
}

function cacheOf(reader: Reader): LRUCache<string, KnownArea> {
  const known = caches.get(reader.database);
  if (known !== undefined) return known;
  const made = new LRUCache<string, KnownArea>({ max: 2_000, ttl: KEEP_MS });
  caches.set(reader.database, made);
  return made;
}
