import { createHash } from 'node:crypto';
import { escapeLiteral, Pool, type PoolClient, type QueryConfig, type QueryResult } from 'pg';
import { LRUCache } from 'lru-cache';
import { DataSource, type EntityManager, type EntityTarget, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '../clock';
import type { Config } from '../config';
import { SetUpError } from '../errors';
import { reachDatabase, type Target } from './connection';
import { ConnectionLost } from './failures';
import { pendingMigrations } from './migrate';
import { Retries } from './retries';
import { reasonOf, ServicePool } from './service-pool';
import { asSetUpError } from './setup-errors';
import type { SqlLog } from './sql-log';

/** As whom a statement runs: anonymous reads go through the public role, everything else sets its viewer. */
export interface SqlViewer {
  readonly role: string;
  readonly areaIds?: readonly string[];
  readonly organisationIds?: readonly string[];
  /** Whom a change is named after, and why it is made. */
  readonly subject?: string | undefined;
  readonly note?: string | undefined;
  /** When a change is made, for its history; the present moment when absent. */
  readonly at?: Date | undefined;
  /** What its history calls a change; made up when absent. */
  readonly changeId?: string | undefined;
}

/** Requests are short; what a person runs from the command line may look through all that there is. */
export type DatabaseUse = 'requests' | 'command';

const PURPOSES = { requests: { public: 'public', service: 'service' }, command: { public: 'command', service: 'command' } } as const;

/** A server keeps every named statement, with its plan, for a connection's life: so many, so long, and so much of them in all; further ones run unnamed. */
const NAMED = { statements: 500, longest: 16_000, characters: 250_000 };
/** Statements that were run once, and get a name when they come again. */
const SEEN_ONCE = 2_000;

/** The two roles' pools, and the one way to run SQL for a viewer. */
export class Database {
  private readonly readers: readonly ServicePool[];
  private readonly public: ServicePool;
  private readonly retries: Retries;
  private readonly names = new Map<string, string>();
  private namedCharacters = 0;
  private readonly seenOnce = new LRUCache<string, true>({ max: SEEN_ONCE });
  private nextReader = 0;

  private constructor(
    readonly target: Target,
    private readonly source: DataSource,
    publicPurpose: string,
  ) {
    this.retries = new Retries(target);
    this.public = new ServicePool(target.pool('vcs_atlas_public', publicPurpose));
    const replicas = target.replicas(publicPurpose).map((config) => new ServicePool(config));
    this.readers = replicas.length > 0 ? replicas : [this.public];
  }

  static async open(config: Config, entities: EntityTarget<unknown>[], report?: (line: string) => void, use?: DatabaseUse): Promise<Database> {
    try {
      return await Database.over(await reachDatabase(config, report), entities, use);
    } catch (error) {
      throw config.databaseUrl === undefined ? error : asSetUpError(error, config.databaseUrl);
    }
  }

  static async over(target: Target, entities: EntityTarget<unknown>[], use: DatabaseUse = 'requests'): Promise<Database> {
    const purposes = PURPOSES[use];
    const { connectionString, ...extra } = target.pool('vcs_atlas_service', purposes.service);
    const source = new DataSource({
      type: 'postgres',
      ...(connectionString === undefined ? {} : { url: connectionString }),
      extra: { ...extra, pipeline: true },
      driver: { Pool: ServicePool },
      entities: entities as never[],
      installExtensions: false,
      poolErrorHandler: () => undefined,
    });
    const database = new Database(target, source, purposes.public);
    try {
      await database.requireCurrent();
      await source.initialize();
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  get engine(): 'embedded' | 'server' {
    return this.target.engine;
  }

  /**
   * One read for an anonymous viewer: no transaction, no SET.
   * @param keepPlan name the statement, so that a server may keep one plan for all parameters: for short ones that any
   * parameters suit. A plan that was kept for a district is a bad one for a nation.
   */
  async readPublic<Row>(sql: string, params: readonly unknown[], log?: SqlLog, keepPlan = false): Promise<Row[]> {
    log?.count(sql, params);
    const name = keepPlan && this.engine === 'server' ? this.statementName(sql) : undefined;
    const query = { text: sql, values: [...params], ...(name === undefined ? {} : { name }) };
    return this.retries.execute(async () => {
      const reader = this.readers[this.nextReader++ % this.readers.length] as ServicePool;
      const client = await reader.connect();
      try {
        return (await client.query(query)).rows as Row[];
      } catch (error) {
        throw reasonOf(client, error);
      } finally {
        client.release();
      }
    });
  }

  /**
   * One read for a cleared viewer: its role stands in the transaction, so that row-level security applies.
   * @param keepPlan as for readPublic.
   */
  async readCleared<Row>(viewer: SqlViewer, sql: string, params: readonly unknown[], log?: SqlLog, keepPlan = false): Promise<Row[]> {
    log?.count(sql, params);
    const name = keepPlan && this.engine === 'server' ? this.statementName(sql) : undefined;
    return this.retries.execute(async () => {
      const run = this.source.createQueryRunner();
      try {
        const client = (await run.connect()) as PoolClient;
        return await inReading<Row>(client, openingFor(viewer, name !== undefined), { text: sql, values: [...params], ...(name === undefined ? {} : { name }) });
      } finally {
        await run.release();
      }
    });
  }

  /** A unit of writing: all of it or nothing. `work` may run more than once, each time in a new transaction. */
  async write<Result>(viewer: SqlViewer, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.asViewer(viewer, work);
  }

  /** A connection of the service's role for imports, which stage and publish in transactions of their own. */
  async withServiceClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const pool = new Pool({ ...this.target.pool('vcs_atlas_service', 'import'), max: 1 });
    try {
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    } finally {
      await pool.end();
    }
  }

  async answers(): Promise<boolean> {
    return this.public.query('select 1').then(
      () => true,
      () => false,
    );
  }

  async pending(): Promise<string[]> {
    return pendingMigrations(this.public);
  }

  async close(): Promise<void> {
    const replicas = this.readers.filter((pool) => pool !== this.public);
    await Promise.allSettled([...replicas.map((pool) => pool.end()), this.public.end(), this.source.isInitialized ? this.source.destroy() : undefined]);
    await this.target.close();
  }

  private async requireCurrent(): Promise<void> {
    const pending = await this.pending();
    if (pending.length > 0) {
      throw new SetUpError(`The database lacks ${pending.length} migration(s), beginning with ${pending[0]}.`, 'vcs-atlas migrate');
    }
  }

  private async asViewer<Result>(viewer: SqlViewer, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.retries.execute(async () => {
      const run = this.source.createQueryRunner();
      try {
        const client = (await run.connect()) as PoolClient;
        return await this.inTransaction(run, client, async () => {
          await run.query(
            `select set_config('atlas.viewer_role', $1, true), set_config('atlas.viewer_areas', $2, true), set_config('atlas.viewer_organisations', $3, true),
              set_config('atlas.viewer_subject', $4, true), set_config('atlas.note', $5, true), set_config('atlas.at', $6, true), set_config('atlas.change', $7, true)`,
            [...whoOf(viewer), viewer.note ?? '', (viewer.at ?? systemClock.now()).toISOString(), viewer.changeId ?? uuidv7()],
          );
          return work(run.manager);
        });
      } finally {
        await run.release();
      }
    });
  }

  private async inTransaction<Result>(run: QueryRunner, client: PoolClient, work: () => Promise<Result>): Promise<Result> {
    let committing = false;
    try {
      await run.startTransaction();
      const result = await work();
      committing = true;
      await run.commitTransaction();
      return result;
    } catch (error) {
      const reason = reasonOf(client, error, committing);
      if (!(reason instanceof ConnectionLost) && run.isTransactionActive) await run.rollbackTransaction().catch(() => undefined);
      throw reason;
    }
  }

  private statementName(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (sql.length > NAMED.longest || this.names.size >= NAMED.statements || this.namedCharacters + sql.length > NAMED.characters) return undefined;
    const name = `q${createHash('sha1').update(sql).digest('hex').slice(0, 24)}`;
    if (!this.seenOnce.delete(name)) {
      this.seenOnce.set(name, true);
      return undefined;
    }
    this.names.set(sql, name);
    this.namedCharacters += sql.length;
    return name;
  }
}

/** Role, areas, organisations and name, as the settings of a transaction. */
function whoOf(viewer: SqlViewer): readonly [role: string, areas: string, organisations: string, subject: string] {
  return [viewer.role, (viewer.areaIds ?? []).join(','), (viewer.organisationIds ?? []).join(','), viewer.subject ?? ''];
}

/**
 * Begins a reading transaction and says who reads, in one message to the database. A statement that is kept is kept from
 * its first use on, where a server would plan it five times more on each connection before it trusts one plan.
 */
function openingFor(viewer: SqlViewer, keepsPlan: boolean): string {
  const [role, areas, organisations, subject] = whoOf(viewer).map(escapeLiteral);
  return (
    `start transaction read only; select set_config('atlas.viewer_role', ${role}, true), set_config('atlas.viewer_areas', ${areas}, true), ` +
    `set_config('atlas.viewer_organisations', ${organisations}, true), set_config('atlas.viewer_subject', ${subject}, true)${keepsPlan ? `, set_config('plan_cache_mode', 'force_generic_plan', true)` : ''}`
  );
}

/** All three go out at once: a transaction that only reads then waits for the database once, not three times. */
async function inReading<Row>(client: PoolClient, opening: string, query: QueryConfig): Promise<Row[]> {
  const [opened, answered, ended] = await Promise.allSettled([client.query(opening), client.query(query), client.query('commit')]);
  // The first fault is the reason of those that follow. After a fault `commit` has rolled back; and what runs without its opening has no viewer, who is shown nothing.
  for (const step of [opened, answered, ended]) if (step.status === 'rejected') throw reasonOf(client, step.reason);
  return (answered as PromiseFulfilledResult<QueryResult>).value.rows as Row[];
}
