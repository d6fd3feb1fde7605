import type { PoolClient } from 'pg';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import type { Template } from '../intake/template-file';
import { foldName } from '../text/fold';
import { readAreaCodes } from './area-codes.lookup';
import { type NewKinds, publishKinds, requireKinds } from './area-kinds';
import { type GivenOverlap, type NewArea, OVERLAP_HEADINGS, readOverlaps } from './overlap-rows';
import { shareSql } from './overlap.staging';

export interface OverlapImportOptions extends ImportOptions {
  /** Kinds that are added when they are not there yet. */
  readonly newKinds?: NewKinds | undefined;
}

export const areaOverlapsTemplate: Template = {
  sheet: 'Overlaps',
  headings: OVERLAP_HEADINGS,
  example: ['X-CLUSTER-1', 'Example cluster (delete this row)', 'LOCALITY', 'E10000015', 'E07000096', '100%', '20%'],
  frozen: 2,
};

/** One direction of an overlap, as it will stand. */
interface Direction {
  readonly area_id: string;
  readonly other_id: string;
  /** Null: how much is not known. */
  share: number | null;
}

interface Pair {
  readonly row: GivenOverlap;
  readonly directions: readonly [Direction, Direction];
}

/**
 * Imports which areas share ground, and makes those that are not there yet, without an outline. A share that is not
 * given is measured where both outlines are known, follows from the other one where both sizes are, or is not known.
 */
export async function importAreaOverlaps(database: Database, clock: Clock, options: OverlapImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, { kind: 'area-overlaps', settings: { newKinds: options.newKinds }, stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: OverlapImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes, clock } = context;
  const { newKinds = {} } = options;
  const kinds = await requireKinds(client, [], newKinds);
  const source = await openRows(options.file);
  const { overlaps, made } = await readOverlaps(context, source, await readAreaCodes(client), kinds).finally(() => source.close());
  const kept = await withoutContained(context, overlaps, made);
  const pairs = await measured(context, kept.map(asPair));
  if (context.doomed) return undefined;
  const standing = new Map(
    (await client.query<{ key: string; share: number | null }>(`select area_id || ' ' || other_id as key, share::float8 as share from area_overlaps`)).rows.map((row) => [row.key, row.share]),
  );
  const isGone = ({ row }: Pair): boolean => row.share === 0;
  const changes = pairs.filter(({ row, directions }) => directions.some((one) => (row.share === 0 ? standing.has(keyOf(one)) : !standing.has(keyOf(one)) || standing.get(keyOf(one)) !== one.share)));
  const isNew = ({ directions }: Pair): boolean => !directions.some((one) => standing.has(keyOf(one)));
  counts.created = changes.filter(isNew).length;
  counts.updated = changes.length - counts.created;
  counts.unchanged = pairs.length - changes.length;
  const needed = made.filter((area) => pairs.some(({ row }) => row.areaId === area.id));
  for (const area of needed) notes.push(`${area.name} (${area.code}) was not there yet: made as ${area.kind}, without an outline.`);
  const vague = changes.filter((pair) => !isGone(pair) && pair.directions.some((one) => one.share === null)).length;
  if (vague > 0) notes.push(`${vague} overlap(s) of which one share is not known: neither given, nor to be measured by outlines or sizes.`);
  if (changes.length === 0) return undefined;
  return async (publisher) => {
    await publishKinds(publisher, newKinds);
    await publishAreas(publisher, needed, clock.now());
    await publishPairs(publisher, changes.filter(isGone), changes.filter((pair) => !isGone(pair)));
    await publisher.query('select rebuild_area_closures()');
  };
}

const keyOf = ({ area_id, other_id }: Direction): string => `${area_id} ${other_id}`;

const asPair = (row: GivenOverlap): Pair => ({
  row,
  directions: [
    { area_id: row.areaId, other_id: row.otherId, share: row.share ?? null },
    { area_id: row.otherId, other_id: row.areaId, share: row.otherShare ?? null },
  ],
});

/** An area does not overlap what contains it or lies in it. */
async function withoutContained({ client, refused }: ImportContext, overlaps: readonly GivenOverlap[], made: readonly NewArea[]): Promise<GivenOverlap[]> {
  const parents = new Map(made.map((area) => [area.id, area.parentId ?? '']));
  const tree = new Set((await client.query<{ key: string }>(`select ancestor_id || ' ' || descendant_id as key from area_tree where depth > 0`)).rows.map((row) => row.key));
  return overlaps.filter((row) => {
    const above = parents.get(row.areaId);
    const contained = above === undefined ? tree.has(`${row.otherId} ${row.areaId}`) : above === row.otherId || tree.has(`${row.otherId} ${above}`);
    const contains = tree.has(`${row.areaId} ${row.otherId}`);
    if (contained || contains) refused.add({ line: row.line, column: 'other_code', value: row.otherCode, reason: contained ? 'contains the area: only what neither contains nor lies in it overlaps it' : 'lies in the area: only what neither contains nor lies in it overlaps it' });
    return !contained && !contains;
  });
}

/** Fills in shares that the file does not give; a row of which nothing can be known is refused. */
async function measured({ client, refused, progress }: ImportContext, pairs: readonly Pair[]): Promise<Pair[]> {
  const kept: Pair[] = [];
  progress.say('measuring what is shared');
  for (const pair of pairs) {
    const [one, other] = pair.directions;
    const isGiven = one.share !== null || other.share !== null;
    if (pair.row.share !== 0 && (one.share === null || other.share === null)) {
      const found = await measure(client, one);
      if (found.meet === false && !isGiven) {
        refused.add({ line: pair.row.line, column: 'other_code', value: pair.row.otherCode, reason: 'does not meet the area: their outlines share no ground' });
        continue;
      }
      if (found.meet === null && !isGiven) {
        refused.add({ line: pair.row.line, column: 'share', value: '', reason: 'is empty, and so is other_share: without both outlines they cannot be measured' });
        continue;
      }
      one.share ??= found.meet === true ? found.share : fromSizes(other.share, found.otherKm2, found.km2);
      other.share ??= found.meet === true ? found.otherShare : fromSizes(one.share, found.km2, found.otherKm2);
    }
    kept.push(pair);
  }
  return kept;
}

/** The ground that is shared is the same from either side. */
function fromSizes(share: number | null, km2: number | null, ofKm2: number | null): number | null {
  if (share === null || km2 === null || ofKm2 === null || ofKm2 === 0) return null;
  return Math.min(1, Math.max(0.0001, Math.round(((share * km2) / ofKm2) * 10_000) / 10_000));
}

interface Measure {
  /** Null: an outline is not known. */
  readonly meet: boolean | null;
  readonly share: number | null;
  readonly otherShare: number | null;
  readonly km2: number | null;
  readonly otherKm2: number | null;
}

async function measure(client: PoolClient, { area_id, other_id }: Direction): Promise<Measure> {
  const { rows } = await client.query<Measure>(
    `select g.shared > 0 as meet, case when g.shared > 0 then ${shareSql('g.shared', 'a.boundary')}::float8 end as share, case when g.shared > 0 then ${shareSql('g.shared', 'o.boundary')}::float8 end as "otherShare",
       a.area_km2::float8 as km2, o.area_km2::float8 as "otherKm2"
     from areas a join areas o on o.id = $2
     cross join lateral (select st_area(st_collectionextract(st_intersection(a.boundary, o.boundary), 3)::geography) as shared) g where a.id = $1`,
    [area_id, other_id],
  );
  return rows[0] ?? { meet: null, share: null, otherShare: null, km2: null, otherKm2: null };
}

async function publishAreas(client: PoolClient, areas: readonly NewArea[], instant: Date): Promise<void> {
  const rows = areas.map((area) => ({ ...area, sort_name: foldName(area.name), parent_id: area.parentId }));
  await client.query(
    `insert into areas (id, code, kind, name, sort_name, parent_id, created_at, updated_at)
     select r.id, r.code, r.kind, r.name, r.sort_name, r.parent_id, $2, $2 from json_to_recordset($1::json) r (id uuid, code text, kind text, name text, sort_name text, parent_id uuid)`,
    [JSON.stringify(rows), instant],
  );
}

async function publishPairs(client: PoolClient, gone: readonly Pair[], there: readonly Pair[]): Promise<void> {
  const rowsOf = (pairs: readonly Pair[]): string => JSON.stringify(pairs.flatMap((pair) => pair.directions));
  await client.query('delete from area_overlaps v using json_to_recordset($1::json) r (area_id uuid, other_id uuid) where v.area_id = r.area_id and v.other_id = r.other_id', [rowsOf(gone)]);
  await client.query(
    `insert into area_overlaps as v (area_id, other_id, share) select r.area_id, r.other_id, r.share from json_to_recordset($1::json) r (area_id uuid, other_id uuid, share numeric)
     on conflict (area_id, other_id) do update set share = excluded.share where v.share is distinct from excluded.share`,
    [rowsOf(there)],
  );
}

