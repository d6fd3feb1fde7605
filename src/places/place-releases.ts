import { UserFault } from '../errors';
import type { RunSql } from '../history/restore';
import { type Release, type ReleaseTable, standsUpon } from '../intake/release';

const AREA_TABLES: readonly ReleaseTable[] = [
  { name: 'area_kinds', key: ['code'], columns: ['name', 'rank'] },
  {
    name: 'areas',
    key: ['code'],
    columns: ['name', 'sort_name', 'parent_id', 'boundary', 'accuracy', 'boundary_source', 'boundary_is_union', 'label_point', 'area_km2'],
    columnsIfSet: { sector: 'sector' },
    historyKey: ['id'],
    namedIn: ['action_links', 'measure_value_rows'],
    derived: ['area_tree', 'area_reach'],
    marks: ['version = t.version + 1', 'updated_at = $2'],
  },
  { name: 'area_overlaps', key: ['area_id', 'other_id'], columns: ['share'] },
];

const AREAS_WAIT = `select a.id from areas a where a.code in (select f.key->>'code' from former_rows f where f.batch_id = $1 and f.table_name = 'areas') order by a.id for update`;

/** Areas, codes and statistics, by the kind of their import. Postcodes are exchanged whole (`revertPostcodes`). */
export const placeReleases: Readonly<Record<string, Release>> = {
  boundaries: { scope: ['kind'], tables: AREA_TABLES, waits: AREAS_WAIT, afterwards: 'select rebuild_area_closures()', moves: true },
  'area-overlaps': { scope: [], tables: AREA_TABLES, waits: AREAS_WAIT, afterwards: 'select rebuild_area_closures()', moves: false },
  'area-codes': { scope: [], tables: [{ name: 'area_former_codes', key: ['code'], columns: ['area_id', 'name', 'kind', 'changed_in'] }], moves: true },
  'area-statistics': {
    scope: ['year', 'source'],
    tables: [
      { name: 'measures', key: ['code'], columns: ['name', 'unit', 'additive'] },
      { name: 'area_statistics', key: ['area_id', 'measure', 'year', 'source'], columns: ['value'] },
    ],
    moves: false,
  },
};

/** Makes the former postcodes the live ones again. @returns which release that is. */
export async function revertPostcodes(run: RunSql, batchId: string): Promise<string> {
  const [release] = await run<{ batch_id: string | null; kept: boolean; stands: string }>(
    `select batch_id, former is not null as kept,
       case when former_published_at is null then 'none' else concat_ws(', ', former_source, to_char(former_published_at at time zone 'Europe/London', 'YYYY-MM-DD')) end as stands
     from postcode_releases`,
  );
  if (release === undefined || release.batch_id !== batchId) throw await notTheLatest(run, batchId);
  if (!release.kept) throw new UserFault('INVALID', 'No former release of postcodes is kept whole before this one: import the list that is wanted again.', ['id']);
  await run('select revert_postcodes()');
  return release.stands;
}

async function notTheLatest(run: RunSql, batchId: string): Promise<UserFault> {
  const [later] = await run<{ id: string; file: string }>(
    `select b.id, b.file_name as file from postcode_releases r join import_batches b on b.id = r.batch_id where b.id > $1`,
    [batchId],
  );
  return later === undefined ? new UserFault('INVALID', 'This import changed nothing, or what was before it is no longer kept.', ['id']) : standsUpon('postcodes', later);
}
