import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { type EnginePaths, enginePaths } from './engine.paths';
import { tryLock } from './lock';

/** What a cluster holds of the process that had it open, and no copy of it needs. */
const DEBRIS = new Set(['postmaster.pid', 'postmaster.opts']);

/**
 * Copies a database to a data directory that has none: the quick way to a new one (some 60 MB instead of running
 * initdb and creating PostGIS). The engine of the source must have stopped, and none is let in meanwhile.
 */
export async function copyTemplate(fromDataDir: string, toDataDir: string): Promise<void> {
  const from = enginePaths(fromDataDir);
  const to = enginePaths(toDataDir);
  if (!existsSync(from.cluster) || existsSync(from.initialising)) throw new Error(`${from.dataDir} holds no complete database.`);
  if (existsSync(to.cluster)) throw new Error(`${to.dataDir} holds a database already.`);
  const locks = [await lockOrThrow(from), await lockOrThrow(to)];
  try {
    // Renamed at the end: a copy that is cut short must not be taken for a database.
    const aside = `${to.cluster}.copy`;
    rmSync(aside, { recursive: true, force: true });
    cpSync(from.cluster, aside, { recursive: true, filter: (path) => !DEBRIS.has(basename(path)) });
    renameSync(aside, to.cluster);
  } finally {
    for (const lock of locks) lock.release();
  }
}

async function lockOrThrow(paths: EnginePaths) {
  const attempt = await tryLock(paths.dataDir, paths.socket);
  if ('lock' in attempt) return attempt.lock;
  throw new Error(`The embedded database in ${paths.dataDir} is in use by process ${attempt.heldBy}.`);
}
