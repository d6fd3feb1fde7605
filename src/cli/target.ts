import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { type Config, readConfig } from '../config';
import { reachDatabase, type Target } from '../database/connection';
import { Database } from '../database/database';
import { ConnectionLost } from '../database/failures';
import { migrate, pendingMigrations, viewScripts } from '../database/migrate';
import { asSetUpError } from '../database/setup-errors';

/**
 * The database as a command finds it: the embedded one is brought to the newest migration first; a server that lacks
 * one is refused with what to run.
 */
export async function openDatabase(config: Config = readConfig(process.env)): Promise<Database> {
  if (config.databaseUrl !== undefined) return openServer(config, config.databaseUrl);
  const target = await reachDatabase(config);
  try {
    await bringUpToDate(target);
  } catch (error) {
    await target.close();
    throw error;
  }
  return Database.over(target, []);
}

/**
 * Migrates where a migration or a view is new. Making all views anew is one transaction, for which the embedded
 * engine's other clients wait, so a command does it only when it must: the schema of the views bears the fingerprint
 * of their scripts, and loses it when anyone makes them anew.
 */
async function bringUpToDate(target: Target): Promise<void> {
  const wanted = createHash('sha256').update(JSON.stringify(viewScripts())).digest('hex');
  const owner = new Pool({ ...target.pool('owner', 'migrate'), max: 1 });
  owner.on('error', () => undefined);
  try {
    const found = await owner.query(`select obj_description(to_regnamespace('shown'), 'pg_namespace') as made`);
    const current = (found.rows[0] as { made: string | null }).made === wanted && (await pendingMigrations(owner)).length === 0;
    if (current) return;
    await migrate(target);
    await owner.query(`comment on schema shown is '${wanted}'`);
  } finally {
    await owner.end();
  }
}

async function openServer(config: Config, databaseUrl: string): Promise<Database> {
  try {
    return await Database.open(config, []);
  } catch (error) {
    throw error instanceof ConnectionLost ? asSetUpError(error.cause, databaseUrl) : error;
  }
}

/** Migrates what the configuration names; on a server as its owner, letting the user of DATABASE_URL act for the service. */
export async function migrateDatabase(config: Config): Promise<{ ran: string[]; whereabouts: string }> {
  return withTarget(config, async (target) => {
    const loginUser = config.databaseUrl === undefined ? undefined : decodeURIComponent(new URL(config.databaseUrl).username) || undefined;
    return { ran: await migrate(target, loginUser), whereabouts: target.whereabouts };
  });
}

export async function withTarget<Result>(config: Config, work: (target: Target) => Promise<Result>): Promise<Result> {
  const target = await reachDatabase(config);
  try {
    return await work(target);
  } catch (error) {
    throw config.databaseUrl === undefined ? error : asSetUpError(error, config.migrationDatabaseUrl ?? config.databaseUrl);
  } finally {
    await target.close();
  }
}
