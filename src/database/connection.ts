import type { PoolConfig } from 'pg';
import { types } from 'pg';
import { connectEngine, type EngineClient } from './embedded/engine.client';
import type { Config } from '../config';

export type DatabaseRole = 'vcs_atlas_public' | 'vcs_atlas_service' | 'owner';

/** How to reach the database, as either engine has it. */
export interface Target {
  readonly engine: 'embedded' | 'server';
  pool(role: DatabaseRole, purpose: string): PoolConfig;
  /** Anonymous reads may go here; empty: they go to the primary. */
  replicas(purpose: string): PoolConfig[];
  /** A sentence for people: where the data are. */
  readonly whereabouts: string;
  /** Makes sure that something listens: starts the embedded engine again when it was killed. */
  ensure(): Promise<void>;
  close(): Promise<void>;
}

/** Every session is the same wherever it runs. Short statements gain nothing from compilation. */
const SESSION_SETTINGS = '-c timezone=UTC -c jit=off';

const DATE = 1082;
const DATE_RANGE = 3912;
/** Days stay the text they are: a Date would shift them by the zone of the machine. */
const parsers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE || oid === DATE_RANGE ? (value: string) => value : (types.getTypeParser(oid, format) as (value: string) => unknown)) as typeof types.getTypeParser,
};

export async function reachDatabase(config: Config, report: (line: string) => void = () => undefined): Promise<Target> {
  return config.databaseUrl === undefined ? reachEmbedded(config, report) : reachServer(config, config.databaseUrl);
}

function reachServer(config: Config, databaseUrl: string): Target {
  const as = (role: DatabaseRole): string => (role === 'owner' ? '' : ` -c role=${role}`);
  const to = (url: string, role: DatabaseRole, purpose: string): PoolConfig => ({
    connectionString: url,
    max: role === 'owner' ? 2 : config.poolSize,
    options: `${SESSION_SETTINGS}${as(role)}`,
    application_name: `vcs-atlas ${purpose}`,
    connectionTimeoutMillis: 5_000,
    types: parsers,
  });
  return {
    engine: 'server',
    pool: (role, purpose) => to(role === 'owner' ? (config.migrationDatabaseUrl ?? databaseUrl) : databaseUrl, role, purpose),
    replicas: (purpose) => config.replicaUrls.map((url) => to(url, 'vcs_atlas_public', purpose)),
    whereabouts: `PostgreSQL at ${new URL(databaseUrl).host}${new URL(databaseUrl).pathname}`,
    ensure: async () => undefined,
    close: async () => undefined,
  };
}

async function reachEmbedded(config: Config, report: (line: string) => void): Promise<Target> {
  const engine: EngineClient = await connectEngine({ dataDir: config.dataDir, log: report });
  return {
    engine: 'embedded',
    // One session serves all, so more connections would only queue.
    pool: (role, purpose) => ({
      ...engine.connection,
      user: role === 'owner' ? 'postgres' : role,
      max: 4,
      options: SESSION_SETTINGS,
      application_name: `vcs-atlas ${purpose}`,
      types: parsers,
    }),
    replicas: () => [],
    whereabouts: `an embedded PostgreSQL in ${config.dataDir}`,
    ensure: () => engine.ensure(),
    close: () => engine.close(),
  };
}
