import { Client } from 'pg';
import { migrateDatabase } from '../../src/cli/target';
import { readConfig, type Config } from '../../src/config';
import { Database } from '../../src/database/database';
import { loadAreas } from './areas';
import type { Cluster } from './cluster';
import { generateOrganisations } from './generate';
import { loadPostcodes } from './postcodes';
import { loadVocabulary } from './vocabulary';

/** The service's user: it takes the two roles of the service and owns nothing. */
const LOGIN = 'atlas';

export interface Sizes {
  readonly [database: string]: number;
}

/** What the service's processes are told of a database. */
export function environmentOf(cluster: Cluster, database: string): NodeJS.ProcessEnv {
  return { DATABASE_URL: cluster.url(database, LOGIN), MIGRATION_DATABASE_URL: cluster.url(database), NODE_ENV: 'production', LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '1000000' };
}

export function configOf(cluster: Cluster, database: string): Config {
  return readConfig(environmentOf(cluster, database));
}

export async function withOwner<Result>(cluster: Cluster, database: string, work: (owner: Client) => Promise<Result>): Promise<Result> {
  const owner = new Client({ connectionString: cluster.url(database), options: '-c jit=off -c timezone=UTC' });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

export async function withDatabase<Result>(cluster: Cluster, database: string, work: (opened: Database) => Promise<Result>): Promise<Result> {
  const opened = await Database.open(configOf(cluster, database), []);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Databases with the same areas, postcodes and terms, and so many organisations each. Those that are there stay, brought to today's migrations. */
export async function prepareDatabases(cluster: Cluster, sizes: Sizes, realData: string | undefined, root: string, say: (line: string) => void): Promise<void> {
  const there = await withOwner(cluster, 'postgres', async (owner) => {
    await owner.query(`do $$ begin create role ${LOGIN} login; exception when duplicate_object then null; end $$`);
    const found = await owner.query('select datname from pg_database');
    return new Set((found.rows as { datname: string }[]).map((row) => row.datname));
  });
  const base = await makeOnce(cluster, there, 'bench_base', 'template0', async () => {
    say('Places and terms ...');
    await migrateDatabase(configOf(cluster, 'bench_base_new'));
    await withOwner(cluster, 'bench_base_new', async (owner) => {
      await withDatabase(cluster, 'bench_base_new', async (database) => {
        await loadAreas(database, owner, realData, root);
        await loadPostcodes(database, owner, realData);
      });
      await loadVocabulary(owner);
      await owner.query('vacuum analyze');
    });
  });
  for (const [name, size] of Object.entries(sizes)) {
    await makeOnce(cluster, there, name, base, async () => {
      say(`${size.toLocaleString('en-GB')} organisations ...`);
      await withOwner(cluster, `${name}_new`, (owner) => generateOrganisations(owner, size));
    });
  }
}

/** Makes a database under another name and renames it when it is whole. */
async function makeOnce(cluster: Cluster, there: ReadonlySet<string>, name: string, template: string, fill: () => Promise<void>): Promise<string> {
  if (there.has(name)) {
    await migrateDatabase(configOf(cluster, name));
    return name;
  }
  await withOwner(cluster, 'postgres', async (owner) => {
    await owner.query(`drop database if exists ${name}_new`);
    await owner.query(`create database ${name}_new template ${template}`);
  });
  await fill();
  await withOwner(cluster, 'postgres', (owner) => owner.query(`alter database ${name}_new rename to ${name}`));
  return name;
}

export async function copyDatabase(cluster: Cluster, template: string, name: string): Promise<void> {
  await dropDatabase(cluster, name);
  await withOwner(cluster, 'postgres', (owner) => owner.query(`create database ${name} template ${template}`));
}

export async function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  await withOwner(cluster, 'postgres', (owner) => owner.query(`drop database if exists ${name} with (force)`));
}
