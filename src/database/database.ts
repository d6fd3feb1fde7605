import { createHash } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import { DataSource, type EntityManager, type EntityTarget } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '../clock';
import type { Config } from '../config';
import { SetUpError } from '../errors';
import { reachDatabase, type Target } from './connection';
import { pendingMigrations } from './migrate';
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

/** More distinct statements than this and further ones run unnamed: a server keeps every name for a connection's life. */
const NAMED_STATEMENTS = 500;

/** The two roles' pools, and the one way to run SQL for a viewer. */
export class Database {
  private readonly readers: readonly Pool[];
  private readonly public: Pool;
  private readonly names = new Map<string, string>();
  private nextReader = 0;

  private constructor(
    readonly target: Target,
    private readonly source: DataSource,
  ) {
    this.public = new Pool(target.pool('vcs_atlas_public', 'public'));
    const replicas = target.replicas('public').map((config) => new Pool(config));
    this.readers = replicas.length > 0 ? replicas : [this.public];
    // An idle connection that dies is replaced at the next use; without a listener it would end the process.
    for (const pool of [this.public, ...replicas]) pool.on('error', () => undefined);
  }

  static async open(config: Config, entities: EntityTarget<unknown>[], report?: (line: string) => void): Promise<Database> {
    try {
      return await Database.over(await reachDatabase(config, report), entities);
    } catch (error) {
      throw config.databaseUrl === undefined ? error : asSetUpError(error, config.databaseUrl);
    }
  }

  static async over(target: Target, entities: EntityTarget<unknown>[]): Promise<Database> {
    const { connectionString, ...extra } = target.pool('vcs_atlas_service', 'service');
    const source = new DataSource({
      type: 'postgres',
      ...(connectionString === undefined ? {} : { url: connectionString }),
      extra,
      entities: entities as never[],
      installExtensions: false,
      poolErrorHandler: () => undefined,
    });
    const database = new Database(target, source);
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

  /** One read for an anonymous viewer: no transaction, no SET; a named statement on a server. */
  async readPublic<Row>(sql: string, params: readonly unknown[], log?: SqlLog): Promise<Row[]> {
    log?.count(sql, params);
    const reader = this.readers[this.nextReader++ % this.readers.length] as Pool;
    const name = this.engine === 'server' ? this.statementName(sql) : undefined;
    const result = await reader.query({ text: sql, values: [...params], ...(name === undefined ? {} : { name }) });
    return result.rows as Row[];
  }

  /** One read for a cleared viewer: its role stands in the transaction, so that row-level security applies. */
  async readCleared<Row>(viewer: SqlViewer, sql: string, params: readonly unknown[], log?: SqlLog): Promise<Row[]> {
    return this.asViewer(viewer, 'read only', async (manager) => {
      log?.count(sql, params);
      return (await manager.query(sql, [...params])) as Row[];
    });
  }

  /** A unit of writing: all of it or nothing. */
  async write<Result>(viewer: SqlViewer, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.asViewer(viewer, 'read write', work);
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

  private async asViewer<Result>(viewer: SqlViewer, mode: 'read only' | 'read write', work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.source.transaction(async (manager) => {
      if (mode === 'read only') await manager.query('set transaction read only');
      await manager.query(
        `select set_config('atlas.viewer_role', $1, true), set_config('atlas.viewer_areas', $2, true), set_config('atlas.viewer_organisations', $3, true),
          set_config('atlas.viewer_subject', $4, true), set_config('atlas.note', $5, true), set_config('atlas.at', $6, true), set_config('atlas.change', $7, true)`,
        [viewer.role, (viewer.areaIds ?? []).join(','), (viewer.organisationIds ?? []).join(','), viewer.subject ?? '', viewer.note ?? '', ...changeOf(viewer, mode)],
      );
      return work(manager);
    });
  }

  private statementName(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (this.names.size >= NAMED_STATEMENTS) return undefined;
    const name = `q${createHash('sha1').update(sql).digest('hex').slice(0, 24)}`;
    this.names.set(sql, name);
    return name;
  }
}

/** When a change is made and what it is called; a read leaves both blank. */
function changeOf(viewer: SqlViewer, mode: 'read only' | 'read write'): readonly [at: string, id: string] {
  return mode === 'read only' ? ['', ''] : [(viewer.at ?? systemClock.now()).toISOString(), viewer.changeId ?? uuidv7()];
}
