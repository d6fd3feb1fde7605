import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { LocalTokens } from '../../src/access/local-tokens';
import { readConfig } from '../../src/config';
import { reachDatabase } from '../../src/database/connection';
import { migrate } from '../../src/database/migrate';
import { Cluster } from '../../trust/cluster';
import { copyCluster, endEngine, engineOf, removeFolder } from '../support/engine-folder';
import { testRun, testServerUrl } from '../support/run';
import { testConfig, testEnvironment } from '../support/test-config';

/** A database that a trial may kill, on the engine that the test run is about, and what a service on it is started with. */
export interface Place {
  readonly engine: 'embedded' | 'server';
  readonly env: NodeJS.ProcessEnv;
  readonly owner: Pool;
  readonly authorization: string;
  /** Ends the database by SIGKILL and has it back. @returns when it accepted a connection again. */
  killDatabase(): Promise<number>;
  close(): Promise<void>;
}

const DATABASE = 'vcs_atlas_trust';

export async function openPlace(name: string): Promise<Place> {
  const folder = join(testRun().folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return testServerUrl() === undefined ? embeddedPlace(folder) : serverPlace(folder);
}

async function serverPlace(folder: string): Promise<Place> {
  const cluster = await Cluster.start();
  await cluster.createDatabase(DATABASE);
  const env = { ...testEnvironment(folder, DATABASE), DATABASE_URL: cluster.url(DATABASE), MIGRATION_DATABASE_URL: cluster.url(DATABASE) };
  const target = await reachDatabase(readConfig(env));
  await migrate(target);
  const owner = ownerOf(target.pool('owner', 'trust'));
  return {
    engine: 'server',
    env,
    owner,
    authorization: await adminOf(folder),
    killDatabase: async () => {
      await cluster.kill();
      return cluster.begin();
    },
    close: async () => {
      await owner.end();
      await cluster.stop();
    },
  };
}

async function embeddedPlace(folder: string): Promise<Place> {
  copyCluster(testRun().templates.empty, folder);
  const env = testEnvironment(folder, '');
  const target = await reachDatabase(testConfig(env));
  const owner = ownerOf(target.pool('owner', 'trust'));
  return {
    engine: 'embedded',
    env,
    owner,
    authorization: await adminOf(folder),
    killDatabase: async () => {
      const pid = engineOf(folder);
      if (pid === undefined) throw new Error('There is no engine to kill.');
      process.kill(pid, 'SIGKILL');
      // Whoever finds it gone starts it: the service under trial, or this.
      for (;;) {
        await target.ensure();
        if (engineOf(folder) !== pid && (await owner.query('select 1').then(() => true, () => false))) return performance.now();
        await pause(5);
      }
    },
    close: async () => {
      await owner.end();
      await target.close();
      await endEngine(folder);
      removeFolder(folder);
    },
  };
}

function ownerOf(config: ConstructorParameters<typeof Pool>[0]): Pool {
  const owner = new Pool(config);
  owner.on('error', () => undefined);
  owner.on('connect', (client) => void client.on('error', () => undefined));
  return owner;
}

async function adminOf(folder: string): Promise<string> {
  return `Bearer ${await LocalTokens.open(folder).issue({ role: 'ADMIN', subject: 'trial', areaCodes: [], organisationIds: [] }, 1)}`;
}
