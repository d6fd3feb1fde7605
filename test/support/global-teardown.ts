import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endEngine, removeFolder } from './engine-folder';
import { testRun, testServerUrl } from './run';
import { dropDatabasesOf } from './server-templates';

/** Ends the engines that this run started, by the locks of its own folders, and drops its databases. */
export default async function globalTeardown(): Promise<void> {
  const { id, folder } = testRun();
  if (existsSync(folder)) await Promise.all(readdirSync(folder).map((name) => endEngine(join(folder, name))));
  removeFolder(folder);
  if (testServerUrl() !== undefined) await dropDatabasesOf(id);
}
