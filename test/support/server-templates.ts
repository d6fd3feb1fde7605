import { Client } from 'pg';
import { reachDatabase } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import { loadSample } from '../../src/sample/load-sample';
import { type Contents, testServerUrl } from './run';
import { testConfig, testEnvironment } from './test-config';

/** Databases of a run begin with this and its id. */
export function databaseName(runId: string, what: string): string {
  return `vcs_atlas_test_${runId}_${what}`;
}

/** The sample that all reading files share: a copy of its own, for a template lets nobody in. */
export const READING = 'reading';

export async function serverTemplates(runId: string, folder: string): Promise<Record<Contents, string>> {
  const empty = databaseName(runId, 'empty');
  const sample = databaseName(runId, 'sample');
  await createDatabase(empty);
  const target = await reachDatabase(testConfig(testEnvironment(folder, empty)));
  await migrate(target).finally(() => target.close());
  await createDatabase(sample, empty);
  const database = await Database.open(testConfig(testEnvironment(folder, sample)), []);
  await loadSample(database).finally(() => database.close());
  await createDatabase(databaseName(runId, READING), sample);
  // Nobody may be in a database while another is made from it, not even to vacuum it.
  for (const template of [empty, sample]) await onServer((client) => client.query(`alter database ${template} allow_connections false`));
  return { empty, sample };
}

export async function createDatabase(name: string, template = 'template0'): Promise<void> {
  // Copied as files: PostgreSQL's way of late, through its log, takes twice as long for so few rows in so many tables.
  await onServer((client) => client.query(`create database ${name} template ${template} strategy file_copy${template === 'template0' ? ` encoding 'UTF8'` : ''}`));
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
}

export async function dropDatabasesOf(runId: string): Promise<void> {
  await onServer(async (client) => {
    const found = await client.query('select datname from pg_database where starts_with(datname, $1)', [databaseName(runId, '')]);
    for (const { datname } of found.rows as { datname: string }[]) await client.query(`drop database if exists ${datname} with (force)`);
  });
}

async function onServer<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
