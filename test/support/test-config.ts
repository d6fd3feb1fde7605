import { type Config, readConfig } from '../../src/config';
import { testServerUrl, urlOf } from './run';

/** Milliseconds that an engine of a test run stays after its last client: until a file wants it again. The tear-down ends it. */
const LINGER = 300_000;

/** The environment of a process that works on a test's database: a folder for the embedded engine, a database's name on a server. */
export function testEnvironment(folder: string, database: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, MIGRATION_DATABASE_URL: __, DATABASE_REPLICA_URLS: ___, ...own } = process.env;
  return {
    ...own,
    DATA_DIR: folder,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    ATLAS_ENGINE_LINGER_MS: String(LINGER),
    ...(testServerUrl() === undefined ? {} : { DATABASE_URL: urlOf(database), MIGRATION_DATABASE_URL: urlOf(database), DATABASE_POOL_SIZE: '8' }),
  };
}

export function testConfig(environment: NodeJS.ProcessEnv): Config {
  // An engine takes its settings from the environment of the process that starts it.
  process.env.ATLAS_ENGINE_LINGER_MS = environment.ATLAS_ENGINE_LINGER_MS;
  return readConfig(environment);
}
