import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { EnginePaths } from './engine.paths';
import { loadPostgis } from './postgis.extension';

export type EngineDatabase = Awaited<ReturnType<typeof openDatabase>>;

/** Settings that a server reports when a client connects. */
const REPORTED = [
  'application_name', 'client_encoding', 'DateStyle', 'default_transaction_read_only', 'in_hot_standby',
  'integer_datetimes', 'IntervalStyle', 'is_superuser', 'scram_iterations', 'search_path', 'server_encoding',
  'server_version', 'session_authorization', 'standard_conforming_strings', 'TimeZone',
];

/**
 * Opens the cluster, which is made when there is none. The extensions are made available; creating them is for the
 * migrations (never `postgis_raster`: it answers with nothing, then ends the engine).
 *
 * PGlite never calls fsync. What it has acknowledged is in the system's page cache and outlives the process, a
 * SIGKILL included; a power cut can lose it.
 */
export async function openDatabase(paths: EnginePaths) {
  const [{ PGlite }, postgis, { pg_trgm }, { btree_gist }, { btree_gin }, { unaccent }, { citext }] = await Promise.all([
    import('@electric-sql/pglite'),
    loadPostgis(),
    import('@electric-sql/pglite/contrib/pg_trgm'),
    import('@electric-sql/pglite/contrib/btree_gist'),
    import('@electric-sql/pglite/contrib/btree_gin'),
    import('@electric-sql/pglite/contrib/unaccent'),
    import('@electric-sql/pglite/contrib/citext'),
  ]);
  // Cut short while it was made, the cluster has never served anyone.
  if (existsSync(paths.initialising)) rmSync(paths.cluster, { recursive: true, force: true });
  if (!existsSync(paths.cluster)) writeFileSync(paths.initialising, '');
  const database = await PGlite.create(paths.cluster, {
    extensions: { postgis, pg_trgm, btree_gist, btree_gin, unaccent, citext },
  });
  rmSync(paths.initialising, { force: true });
  return database;
}

export async function reportedParameters(database: EngineDatabase): Promise<Map<string, string>> {
  const { rows } = await database.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY ($1)',
    [REPORTED],
  );
  return new Map(rows.map(({ name, setting }) => [name, setting]));
}

/** Executes raw protocol messages, blocking until they are answered. */
export function executeRaw(database: EngineDatabase, messages: Uint8Array): Buffer {
  const chunks: Buffer[] = [];
  // The stream variant, since the plain one also keeps every answer, parsed, for good. It does its work before it
  // returns; the promise is for file systems that have to be written back, which a directory has not.
  void database.execProtocolRawStream(messages, {
    syncToFs: false,
    onRawData: (bytes) => void chunks.push(Buffer.from(bytes)),
  });
  return Buffer.concat(chunks);
}
