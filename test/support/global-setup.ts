import 'reflect-metadata';
import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processStart } from '../../src/database/embedded/process.identity';
import { buildWhenStale } from './build';
import { removeFolder } from './engine-folder';
import { handOver, testServerUrl } from './run';
import { dropDatabasesOf, serverTemplates } from './server-templates';
import { embeddedTemplates } from './templates';

const PREFIX = 'vcs-atlas-test-';

/** Builds, prepares the templates, and tells the workers where they are. */
export default async function globalSetup(): Promise<void> {
  buildWhenStale();
  sweepFoldersOfRunsThatAreGone();
  const id = `${process.pid}_${Date.now().toString(36)}`;
  // Short: a unix socket's path must fit into 103 bytes.
  const folder = join(tmpdir(), `${PREFIX}${process.pid}`);
  removeFolder(folder);
  mkdirSync(folder, { mode: 0o700 });
  try {
    handOver({ id, folder, templates: testServerUrl() === undefined ? await embeddedTemplates() : await serverTemplates(id, folder) });
  } catch (error) {
    // Jest calls no tear-down after a set-up that failed.
    removeFolder(folder);
    if (testServerUrl() !== undefined) await dropDatabasesOf(id).catch(() => undefined);
    throw error;
  }
}

/** A run that was killed leaves its folder; its engines stop by themselves. */
function sweepFoldersOfRunsThatAreGone(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
    if (Number.isInteger(pid) && processStart(pid) === undefined) removeFolder(join(tmpdir(), name));
  }
}
