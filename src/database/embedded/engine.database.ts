import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnginePaths } from './engine.paths';
import { takeInstalled } from './engine.template';
import { warmUp } from './engine.warm-up';
import { loadPostgis } from './postgis.extension';

export type EngineDatabase = Awaited<ReturnType<typeof openDatabase>>;

/** The PostgreSQL that PGlite is. */
const MAJOR_VERSION = '18';

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
  if (!existsSync(paths.cluster)) takeInstalled(paths);
  if (existsSync(paths.cluster)) refuseWhatIsNoCluster(paths.cluster);
  else writeFileSync(paths.initialising, '');
  let complaint: string | undefined;
  const diagnosis = listenToErrors((line) => (complaint = /(?:FATAL|PANIC):\s+(.*)/.exec(line)?.[1] ?? complaint));
  try {
    const database = await PGlite.create(paths.cluster, {
      extensions: { postgis, pg_trgm, btree_gist, btree_gin, unaccent, citext, diagnosis },
    });
    rmSync(paths.initialising, { force: true });
    await warmUp(database);
    return database;
  } catch (error) {
    const detail = complaint ?? (error instanceof Error ? error.message : String(error));
    throw new Error(`PostgreSQL could not open ${paths.cluster} (${detail})`, { cause: error });
  }
}

/** PGlite would make a new cluster over what it does not recognise. */
function refuseWhatIsNoCluster(cluster: string): void {
  const version = join(cluster, 'PG_VERSION');
  if (!existsSync(version)) {
    if (readdirSync(cluster).length > 0) throw new Error(`${cluster} holds files but no PostgreSQL database`);
    return;
  }
  const found = readFileSync(version, 'utf8').trim();
  if (found !== MAJOR_VERSION) {
    throw new Error(`${cluster} was made by PostgreSQL ${found}, and this version of the service has PostgreSQL ${MAJOR_VERSION}`);
  }
}

/** Hands what PostgreSQL writes to its log to `hear`, which must not keep it: it may hold SQL and values. */
function listenToErrors(hear: (line: string) => void) {
  const setup = (_database: unknown, emscriptenOpts: object) =>
    Promise.resolve({ emscriptenOpts: { ...emscriptenOpts, printErr: hear } });
  return { name: 'diagnosis', setup };
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
