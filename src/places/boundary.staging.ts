import type { PoolClient } from 'pg';
import type { ImportContext } from '../intake/import-run';
import type { ReadBoundary } from './boundary-features';
import type { Sector } from './sector.enum';

export type Accuracy = 'FULL' | 'GENERALISED' | 'SCHEMATIC';

/** Positions of outlines that one statement checks: about 0.2 s on the embedded engine. */
const POSITIONS_AT_ONCE = 20_000;

const COLUMNS = [
  { name: 'line', type: 'integer' },
  { name: 'code', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'sort_name', type: 'text' },
  { name: 'id', type: 'uuid' },
  { name: 'parent_code', type: 'text' },
  { name: 'given', type: 'geometry' },
];

/** Brings what was read into a staging table, where shapes are made valid and measured. */
export async function stageBoundaries(context: ImportContext, boundaries: readonly (ReadBoundary & { id: string; sortName: string })[], hasParents: boolean): Promise<string> {
  const { client, loader, batch } = context;
  const table = batch.stagingTable('boundaries');
  await client.query(`create unlogged table ${table} (
    line integer primary key, code text not null unique, name text not null, sort_name text not null, id uuid not null, parent_code text,
    given geometry(MultiPolygon, 4326) not null, boundary geometry(MultiPolygon, 4326), fault text,
    area_km2 numeric, label_point geometry(Point, 4326), state text)`);
  async function* rows(): AsyncGenerator<(string | number | null)[]> {
    for (const one of boundaries) yield [one.line, one.code, one.name, one.sortName, one.id, one.parentCode === '' ? null : (one.parentCode ?? null), one.geometryHex];
  }
  await loader.load(client, table, COLUMNS, rows());
  if (!hasParents) {
    await client.query(`update ${table} s set parent_code = p.code from areas a join areas p on p.id = a.parent_id where a.code = s.code`);
  }
  await measure(context, table, boundaries);
  await client.query(`create index on ${table} (parent_code)`);
  return table;
}

async function measure({ client, progress }: ImportContext, table: string, boundaries: readonly ReadBoundary[]): Promise<void> {
  progress.say('checking shapes');
  let lines: number[] = [];
  let positions = 0;
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    await client.query(
      `update ${table} s set boundary = v.boundary, fault = v.fault,
         area_km2 = round((st_area(v.boundary::geography) / 1e6)::numeric, 2), label_point = st_pointonsurface(v.boundary)
       from (
         select g.line, case when g.valid then g.given else nullif(st_multi(st_collectionextract(st_makevalid(g.given), 3)), st_geomfromtext('MULTIPOLYGON EMPTY', 4326)) end as boundary,
           case when not g.valid then st_isvalidreason(g.given) end as fault
         from (select line, given, st_isvalid(given) as valid from ${table} where line = any($1::int[])) g
       ) v where v.line = s.line`,
      [lines],
    );
    lines = [];
    positions = 0;
  };
  for (const boundary of boundaries) {
    lines.push(boundary.line);
    positions += boundary.positions;
    if (positions >= POSITIONS_AT_ONCE) await flush();
  }
  await flush();
}

/** Refuses shapes of which nothing that encloses anything is left, and notes the ones that were repaired. */
export async function reportRepairs({ client, refused, notes }: ImportContext, table: string): Promise<void> {
  const found = await client.query(`select line, code, name, fault, boundary is null or st_isempty(boundary) as nothing from ${table} where fault is not null order by line`);
  for (const row of found.rows as { line: number; code: string; name: string; fault: string; nothing: boolean }[]) {
    if (row.nothing) refused.add({ line: row.line, column: 'geometry', value: row.code, reason: 'is invalid, and nothing that encloses an area is left when it is repaired' });
    else notes.push(`${row.name} (${row.code}): its shape was invalid and has been repaired (${row.fault}).`);
  }
  await client.query(`delete from ${table} where boundary is null or st_isempty(boundary)`);
}

/** Marks each staged row by what publishing it does, and counts. */
export async function compareBoundaries({ client, counts }: ImportContext, table: string, { accuracy, source, sector }: Pick<BoundaryPublication, 'accuracy' | 'source' | 'sector'>): Promise<void> {
  await client.query(
    `update ${table} s set state = case when a.id is null then 'created'
       when (a.name, a.sort_name, a.accuracy, a.boundary_source, p.code, a.boundary_is_union, a.sector) is distinct from (s.name, s.sort_name, $1, $2, s.parent_code, false, coalesce($3::text[], a.sector))
         or a.boundary is distinct from s.boundary then 'updated' else 'unchanged' end
     from ${table} t left join areas a on a.code = t.code left join areas p on p.id = a.parent_id where t.line = s.line`,
    [accuracy, source, sector],
  );
  const found = await client.query(`select state, count(*)::int as count from ${table} group by state`);
  for (const { state, count } of found.rows as { state: 'created' | 'updated' | 'unchanged'; count: number }[]) counts[state] = count;
}

export interface BoundaryPublication {
  readonly table: string;
  readonly kind: string;
  readonly accuracy: Accuracy;
  readonly source: string;
  /** Null: what an area declares stays. */
  readonly sector: readonly Sector[] | null;
  readonly instant: Date;
}

/** Writes the staged areas; parents must be there already. */
export async function publishBoundaries(client: PoolClient, { table, kind, accuracy, source, sector, instant }: BoundaryPublication): Promise<void> {
  await client.query(
    `insert into areas (id, code, kind, name, sort_name, parent_id, boundary, accuracy, boundary_source, label_point, area_km2, sector, created_at, updated_at)
     select s.id, s.code, $1, s.name, s.sort_name, null, s.boundary, $2, $3, s.label_point, s.area_km2, $5, $4, $4 from ${table} s where s.state = 'created'`,
    [kind, accuracy, source, instant, sector],
  );
  await client.query(
    `update areas a set name = s.name, sort_name = s.sort_name, boundary = s.boundary, accuracy = $1, boundary_source = $2, boundary_is_union = false,
       label_point = s.label_point, area_km2 = s.area_km2, sector = coalesce($4::text[], a.sector), version = a.version + 1, updated_at = $3
     from ${table} s where s.code = a.code and s.state = 'updated'`,
    [accuracy, source, instant, sector],
  );
  // Last, so that a parent may stand in the same file.
  await client.query(
    `update areas a set parent_id = p.id from ${table} s left join areas p on p.code = s.parent_code
     where s.code = a.code and s.state in ('created', 'updated') and a.parent_id is distinct from p.id`,
  );
}
