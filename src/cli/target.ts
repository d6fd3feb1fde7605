import { type Config, readConfig } from '../config';
import { reachDatabase, type Target } from '../database/connection';
import { Database } from '../database/database';
import { bringUpToDate, migrate } from '../database/migrate';
import { asSetUpError } from '../database/setup-errors';

/**
 * The database as a command finds it: the embedded one is brought to the newest migration first; a server that lacks
 * one is refused with what to run.
 */
export async function openDatabase(config: Config = readConfig(process.env)): Promise<Database> {
  if (config.databaseUrl !== undefined) return Database.open(config, [], undefined, 'command');
  const target = await reachDatabase(config);
  try {
    await bringUpToDate(target);
  } catch (error) {
    await target.close();
    throw error;
  }
  return Database.over(target, [], 'command');
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
