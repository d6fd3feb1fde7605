import type { PGlite } from '@electric-sql/pglite';

/** An index over shapes of a table that lasts; which one is all the same, for PostGIS keeps the functions of such indexes once it has found them. */
const INDEX_OF_SHAPES = `
  SELECT format('%I.%I', n.nspname, t.relname) AS relation, format('%I', a.attname) AS shapes
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_opclass c ON c.oid = i.indclass[0] JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
  WHERE c.opcname = 'gist_geometry_ops_2d' AND i.indpred IS NULL AND t.relkind = 'r' AND t.relpersistence = 'p' LIMIT 1`;

/**
 * Loads what nearly every write needs before the first client comes: otherwise the first write after a crash waits for
 * it, and all behind it. Most of it is PostGIS, in which PGlite looks for each function for some 7 ms, twice.
 */
export async function warmUp(database: Pick<PGlite, 'query' | 'exec' | 'transaction'>): Promise<void> {
  const { rows: installed } = await database.query(`SELECT FROM pg_catalog.pg_extension WHERE extname = 'postgis'`);
  if (installed.length === 0) return;
  await database.query(`SELECT st_covers('POLYGON((0 50, 1 50, 1 51, 0 50))'::geometry, st_makepoint(0.5, 50.2)), st_distance('POINT(0 50)'::geography, 'POINT(0 51)'::geography)`);
  await database.exec(`DO $$ BEGIN END $$; SELECT to_tsvector('english', 'words')`);
  const { rows } = await database.query<{ relation: string; shapes: string }>(INDEX_OF_SHAPES);
  for (const { relation, shapes } of rows) {
    await database.transaction(async (transaction) => {
      await transaction.exec('SET LOCAL enable_seqscan = off');
      await transaction.query(`SELECT FROM ${relation} WHERE ${shapes} && st_makepoint(0, 0) LIMIT 1`);
    });
  }
}
