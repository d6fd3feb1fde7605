import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { Viewer } from '../../src/access/viewer';
import { atlasSchema, entities } from '../../src/app';
import type { Config } from '../../src/config';
import { reachDatabase, type Target } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { type Answer, askOf } from './ask';
import { removeFolder } from './engine-folder';
import { type Lease, leaseEngine } from './engine-lease';
import { type Contents, testRun, testServerUrl } from './run';
import { createDatabase, databaseName, dropDatabase, READING } from './server-templates';
import { testConfig, testEnvironment } from './test-config';

export interface TestDatabaseOptions {
  /** `empty`: the migrations alone; always a copy of one's own. */
  readonly with: Contents;
  /**
   * A copy of one's own, to be written to. Without it the sample is the one that all reading files of a Jest worker
   * share: whatever tries to write there is refused (SQLSTATE 25006).
   */
  readonly writes?: boolean;
}

export interface TestDatabase {
  readonly database: Database;
  /** The owner's connections, past every mask: to arrange and to count, never to answer. */
  readonly owner: Pool;
  readonly config: Config;
  /** For a child process, such as the command line, that works on the same database. */
  readonly env: NodeJS.ProcessEnv;
  readonly engine: 'embedded' | 'server';
  /** Asks as a client does: validated, its audience checked, answered by the service's executor. Today is 2026-11-21. */
  ask<Data = Record<string, unknown>>(operation: string, variables?: Record<string, unknown>, viewer?: Viewer): Promise<Answer<Data>>;
  close(): Promise<void>;
}

/** Opens a database of the test run. Close it in afterAll. */
export async function openTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const shared = options.with === 'sample' && options.writes !== true;
  const { folder, databaseOnServer, giveBack } = await (shared ? sharedSample() : ownCopy(options.with));
  const env = testEnvironment(folder, databaseOnServer);
  const config = testConfig(env);
  const reached = await reachDatabase(config);
  const target = shared ? readOnly(reached) : reached;
  const database = await Database.over(target, entities);
  const owner = new Pool(target.pool('owner', 'test'));
  owner.on('error', () => undefined);
  return {
    database,
    owner,
    config,
    env,
    engine: database.engine,
    ask: askOf(database, atlasSchema()),
    close: async () => {
      await database.close();
      await giveBack(owner);
    },
  };
}

interface Prepared extends Lease {
  readonly databaseOnServer: string;
}

/** The sample that all reading files share: on a server one for all, on the embedded engine that of the worker. */
async function sharedSample(): Promise<Prepared> {
  const { id, folder: root } = testRun();
  if (testServerUrl() === undefined) return { ...(await leaseEngine('sample', 'reading')), databaseOnServer: '' };
  const folder = join(root, `w${process.env.JEST_WORKER_ID ?? '0'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { folder, databaseOnServer: databaseName(id, READING), giveBack: (owner) => owner.end() };
}

async function ownCopy(contents: Contents): Promise<Prepared> {
  if (testServerUrl() === undefined) return { ...(await leaseEngine(contents, 'writing')), databaseOnServer: '' };
  const { id, folder: root, templates } = testRun();
  const name = randomUUID().slice(0, 8);
  const folder = join(root, name);
  const databaseOnServer = databaseName(id, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await createDatabase(databaseOnServer, templates[contents]);
  return {
    folder,
    databaseOnServer,
    giveBack: async (owner) => {
      await owner.end();
      removeFolder(folder);
      await dropDatabase(databaseOnServer);
    },
  };
}

/** The same database, its sessions refusing to write. */
function readOnly(target: Target): Target {
  return {
    engine: target.engine,
    whereabouts: target.whereabouts,
    replicas: (purpose) => target.replicas(purpose),
    ensure: () => target.ensure(),
    close: () => target.close(),
    pool: (role, purpose) => {
      const config = target.pool(role, purpose);
      return { ...config, options: `${config.options ?? ''} -c default_transaction_read_only=on` };
    },
  };
}
