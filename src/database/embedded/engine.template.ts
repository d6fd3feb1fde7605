import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { projectRoot } from '../../project-root';
import { type EnginePaths, enginePaths } from './engine.paths';
import { tryLock } from './lock';

/** What a cluster holds of the process that had it open, and no copy of it needs. */
const DEBRIS = new Set(['postmaster.pid', 'postmaster.opts']);

/**
 * The data directory that is made when the package is installed: a cluster with its extensions, by the engine of this
 * version. A first start copies it, some 60 MB, instead of running initdb and creating PostGIS. It need not be there.
 */
export function installedTemplate(): EnginePaths {
  return enginePaths(installedFile('engine', ''));
}

/** Where something is kept that is made once for this version of the engine, when the package is installed. */
export function installedFile(name: string, ending: string): string {
  const modules = join(projectRoot(), 'node_modules');
  const versionOf = (part: string): string => (JSON.parse(readFileSync(join(modules, '@electric-sql', part, 'package.json'), 'utf8')) as { version: string }).version;
  return join(modules, '.cache/vcs-atlas', `${name}-${versionOf('pglite')}-${versionOf('pglite-postgis')}${ending}`);
}

/** Copies the cluster that came with the installation, where there is one. The engine of `to` must hold its lock. */
export function takeInstalled(to: EnginePaths, dataDir = installedFile('engine', '')): void {
  // Its directory is not made merely to be looked into: where it is kept may be another user's.
  if (!existsSync(dataDir)) return;
  const from = enginePaths(dataDir);
  if (isWhole(from) && from.cluster !== to.cluster) copyCluster(from, to);
}

/** Whether a data directory holds a cluster that was made to the end. */
export function isWhole(paths: EnginePaths): boolean {
  return existsSync(paths.cluster) && !existsSync(paths.initialising);
}

/**
 * Copies a database to a data directory that has none. The engine of the source must have stopped, and none is let in
 * meanwhile.
 */
export async function copyTemplate(fromDataDir: string, toDataDir: string): Promise<void> {
  const from = enginePaths(fromDataDir);
  const to = enginePaths(toDataDir);
  if (!isWhole(from)) throw new Error(`${from.dataDir} holds no complete database.`);
  if (existsSync(to.cluster)) throw new Error(`${to.dataDir} holds a database already.`);
  const locks = [await lockOrThrow(from), await lockOrThrow(to)];
  try {
    copyCluster(from, to);
  } finally {
    for (const lock of locks) lock.release();
  }
}

/** Renamed at the end: a copy that is cut short must not be taken for a database. */
function copyCluster(from: EnginePaths, to: EnginePaths): void {
  const aside = `${to.cluster}.copy`;
  rmSync(aside, { recursive: true, force: true });
  cpSync(from.cluster, aside, { recursive: true, filter: (path) => !DEBRIS.has(basename(path)) });
  renameSync(aside, to.cluster);
}

/** Makes the template by `make`, aside and renamed: of two that make it at once one wins, and neither sees half of it. */
export async function makeInstalled(make: (paths: EnginePaths) => Promise<void>): Promise<void> {
  const wanted = installedTemplate();
  if (isWhole(wanted)) return;
  const aside = enginePaths(`${wanted.dataDir}.${process.pid}`);
  try {
    await make(aside);
    mkdirSync(dirname(wanted.dataDir), { recursive: true });
    renameSync(aside.cluster, wanted.cluster);
  } catch (error) {
    if (!isWhole(wanted)) throw error;
  } finally {
    rmSync(aside.dataDir, { recursive: true, force: true });
  }
}

async function lockOrThrow(paths: EnginePaths) {
  const attempt = await tryLock(paths.dataDir, paths.socket);
  if ('lock' in attempt) return attempt.lock;
  throw new Error(`The embedded database in ${paths.dataDir} is in use by process ${attempt.heldBy}.`);
}
