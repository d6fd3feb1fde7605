import type { Statements } from '../intake/batch';
import type { ImportContext } from '../intake/import-run';

/** The tables of postcodes that an import works with: readers see the live one; the next is free to be filled. The third is the former release. */
export interface PostcodeSides {
  readonly live: string;
  readonly next: string;
  /** What `publish_postcodes` calls the next. */
  readonly nextSide: string;
}

export async function postcodeSides(client: Statements): Promise<PostcodeSides> {
  const found = await client.query('select live, former from postcode_releases');
  const { live, former } = found.rows[0] as { live: string; former: string | null };
  const nextSide = ['a', 'b', 'c'].find((side) => side !== live && side !== former) as string;
  return { live: `postcodes_${live}`, next: `postcodes_${nextSide}`, nextSide };
}

/** Rows of a slice to begin with on the embedded engine; adapted to the time that a slice takes. */
const FIRST_SLICE = 10_000;
const LARGEST_SLICE = 100_000;
/** Milliseconds that a slice should take. */
const AIM = 250;

/** Rows of the next slice, after one of so many rows took so long. */
function nextSize(rows: number, milliseconds: number): number {
  return Math.round(Math.min(LARGEST_SLICE, rows * 2, Math.max(1_000, (rows * AIM) / Math.max(1, milliseconds))));
}

interface Range {
  readonly after: string;
  /** Included; null: to the end. */
  readonly upTo: string | null;
}

/**
 * Runs `work` over a table of postcodes: at once on a server; on the embedded engine by ranges of postcodes, each a
 * statement of its own that takes about a third of a second, so that readers come in between.
 */
async function inRanges({ client, engine }: ImportContext, table: string, work: (range: Range) => Promise<void>): Promise<void> {
  if (engine === 'server') return work({ after: '', upTo: null });
  let size = FIRST_SLICE;
  for (let after = ''; ; ) {
    const found = await client.query(`select max(s.postcode) as last, count(*)::int as count from (select postcode from ${table} where postcode > $1 order by postcode limit $2) s`, [after, size]);
    const { last, count } = found.rows[0] as { last: string | null; count: number };
    if (last === null) return;
    const began = performance.now();
    await work({ after, upTo: last });
    if (count < size) return;
    size = nextSize(size, performance.now() - began);
    after = last;
  }
}

function within(alias: string): string {
  return `${alias}.postcode > $1 and ($2::text is null or ${alias}.postcode <= $2)`;
}

/** Counted in ranges too: a count of 1.5 million rows keeps readers waiting for most of a second. */
export async function countPostcodes(context: ImportContext, table: string, condition = 'true'): Promise<number> {
  let sum = 0;
  await inRanges(context, table, async ({ after, upTo }) => {
    const found = await context.client.query(`select count(*)::int as count from ${table} p where ${within('p')} and (${condition})`, [after, upTo]);
    sum += (found.rows[0] as { count: number }).count;
  });
  return sum;
}

export interface Comparison {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Holds the loaded rows against the live ones. */
export async function comparePostcodes(context: ImportContext, { live, next }: PostcodeSides): Promise<Comparison> {
  const { client } = context;
  const sums = { created: 0, updated: 0, unchanged: 0 };
  await inRanges(context, next, async ({ after, upTo }) => {
    const found = await client.query(
      `select count(*) filter (where l.postcode is null)::int as created,
         count(*) filter (where l.postcode is not null and not (n.district_code is not distinct from l.district_code and n.ward_code is not distinct from l.ward_code and n.point is not distinct from l.point))::int as updated,
         count(*)::int as total
       from (select * from ${next} n where ${within('n')}) n left join (select * from ${live} l where ${within('l')}) l on l.postcode = n.postcode`,
      [after, upTo],
    );
    const { created, updated, total } = found.rows[0] as { created: number; updated: number; total: number };
    sums.created += created;
    sums.updated += updated;
    sums.unchanged += total - created - updated;
  });
  return sums;
}

/** A file that knows nothing of places, or of districts, says nothing against those that are known. */
export async function keepPlacesOrDistricts(context: ImportContext, { live, next }: PostcodeSides, column: 'point' | 'district_code'): Promise<void> {
  await inRanges(context, live, async ({ after, upTo }) => {
    await context.client.query(
      `update ${next} n set ${column} = l.${column} from ${live} l where ${within('l')} and ${within('n')} and n.postcode = l.postcode and l.${column} is not null`,
      [after, upTo],
    );
  });
}

/** A file that knows nothing of wards says nothing against the wards that are known, unless the district changed. */
export async function keepWards(context: ImportContext, { live, next }: PostcodeSides): Promise<void> {
  const known = await context.client.query(`select exists (select from ${live} where ward_code is not null) as wards`);
  if (!(known.rows[0] as { wards: boolean }).wards) return;
  await inRanges(context, live, async ({ after, upTo }) => {
    await context.client.query(
      `update ${next} n set ward_code = l.ward_code from ${live} l
       where ${within('l')} and ${within('n')} and n.postcode = l.postcode and l.ward_code is not null and n.district_code is not distinct from l.district_code`,
      [after, upTo],
    );
  });
}

/** Copies the live rows that the file does not speak of. */
export async function carryOver(context: ImportContext, { live, next }: PostcodeSides): Promise<void> {
  await inRanges(context, live, async ({ after, upTo }) => {
    await context.client.query(
      `insert into ${next} (postcode, district_code, ward_code, point)
       select l.postcode, l.district_code, l.ward_code, l.point from ${live} l
       where ${within('l')} and not exists (select from ${next} n where n.postcode = l.postcode)`,
      [after, upTo],
    );
  });
}

/**
 * EPSG:27700 and 4326 written out. By their numbers the first transformation of an engine looks for the best way in
 * PROJ's database, which keeps all readers waiting three times as long; the places are the same to a centimetre.
 */
const NATIONAL_GRID = `'+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs'`;
const DEGREES = `'+proj=longlat +datum=WGS84 +no_defs'`;

/** Turns metres of the British National Grid into degrees, in slices of rows. */
export async function placeFromGrid({ client, engine }: ImportContext, staged: string, next: string, rows: number): Promise<void> {
  let step = engine === 'server' ? Math.max(1, rows) : FIRST_SLICE / 5;
  for (let from = 0; from < rows; ) {
    const began = performance.now();
    await client.query(
      `insert into ${next} (postcode, district_code, ward_code, point)
       select s.postcode, s.district_code, s.ward_code, st_setsrid(st_transform(st_makepoint(s.easting, s.northing), ${NATIONAL_GRID}, ${DEGREES}), 4326)
       from ${staged} s where s.row > $1 and s.row <= $2`,
      [from, from + step],
    );
    from += step;
    step = nextSize(step, performance.now() - began);
  }
}
