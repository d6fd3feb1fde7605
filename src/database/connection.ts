import type { PoolConfig } from 'pg';
import { types } from 'pg';
import { connectEngine, type EngineClient } from './embedded/engine.client';
import type { Config } from '../config';
import type { ServicePoolConfig } from './service-pool';

export type DatabaseRole = 'vcs_atlas_public' | 'vcs_atlas_service' | 'owner';

/** How to reach the database, as either engine has it. */
export interface Target {
  readonly engine: 'embedded' | 'server';
  pool(role: DatabaseRole, purpose: string): ServicePoolConfig;
  /** Anonymous reads may go here; empty: they go to the primary. */
  replicas(purpose: string): PoolConfig[];
  /** A sentence for people: where the data are. */
  readonly whereabouts: string;
  /** Makes sure that something listens: starts the embedded engine again when it was killed. */
  ensure(): Promise<void>;
  close(): Promise<void>;
}

/** Every session is the same wherever it runs. Short statements gain nothing from compilation. */
// A word with one slip in it (two in a long one) is at least this alike, by pg_trgm's measure, to the one that was meant.
const SESSION_SETTINGS = '-c timezone=UTC -c jit=off -c pg_trgm.similarity_threshold=0.19';

/**
 * Milliseconds that a session on a server may spend. A request's statement is short, and a row that it wants is soon
 * free; an import publishes a country at once, and a command looks through all of it; a migration waits for no lock
 * longer than people would.
 */
const REQUEST_LIMITS = '-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000';
const AN_HOUR_A_STATEMENT = '-c statement_timeout=3600000';
const COMMAND_LIMITS = `${AN_HOUR_A_STATEMENT} -c lock_timeout=60000 -c idle_in_transaction_session_timeout=600000`;
const OWNER_LIMITS = '-c lock_timeout=300000';

/** What connections are for that answer requests. */
const OF_REQUESTS = new Set(['public', 'service']);

function limitsOf(role: DatabaseRole, purpose: string): string {
  if (role === 'owner') return OWNER_LIMITS;
  return OF_REQUESTS.has(purpose) ? REQUEST_LIMITS : COMMAND_LIMITS;
}

/** Milliseconds to wait for a free connection or for a new one. One session serves all clients of an engine, so they wait longer. */
const CONNECTION_WAIT = { server: 3_000, embedded: 15_000 };

/** Until when the engine's watchdog, which ends statements that nobody waits for any more, lets one run. Migrations may take as long as they need. */
function watchdogFor(role: DatabaseRole, purpose: string): string {
  if (role === 'owner') return '-c statement_timeout=0';
  return OF_REQUESTS.has(purpose) ? '' : AN_HOUR_A_STATEMENT;
}

/**
 * The one session of an engine is set up anew whenever it turns to another connection, and has forgotten what it planned:
 * callers wait their turn for one connection, not each with one of its own.
 */
const ONE_IN_TURN = { max: 1, longestQueue: 64, connectionTimeoutMillis: CONNECTION_WAIT.embedded } satisfies ServicePoolConfig;

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
    options: `${SESSION_SETTINGS} ${limitsOf(role, purpose)}${as(role)}`,
    application_name: `vcs-atlas ${purpose}`,
    connectionTimeoutMillis: CONNECTION_WAIT.server,
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
  const engine: EngineClient = await connectEngine({
    dataDir: config.dataDir,
    log: report,
    onProgress: (stage) => {
      if (stage === 'initialising') report('Making the embedded database, which takes some seconds the first time ...');
      if (stage === 'starting') report('Starting the embedded database ...');
    },
  });
  return {
    engine: 'embedded',
    pool: (role, purpose) => ({
      ...engine.connection,
      user: role === 'owner' ? 'postgres' : role,
      ...(OF_REQUESTS.has(purpose) || purpose === 'command' ? ONE_IN_TURN : { max: 4 }),
      options: `${SESSION_SETTINGS} ${watchdogFor(role, purpose)}`,
      application_name: `vcs-atlas ${purpose}`,
      types: parsers,
    }),
    replicas: () => [],
    whereabouts: `an embedded PostgreSQL in ${config.dataDir}`,
    ensure: () => engine.ensure(),
    close: () => engine.close(),
  };
}
