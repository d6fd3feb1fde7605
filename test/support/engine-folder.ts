import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processStart } from '../../src/database/embedded/process.identity';

/** What a stopped cluster keeps of the process that had it open. */
const DEBRIS = new Set(['postmaster.pid', 'postmaster.opts']);
const CLUSTER = 'pg';
/** Milliseconds that an engine may take to stop; it writes a checkpoint first. */
const PATIENCE = 20_000;

/** Copies the cluster of a template, which no engine ever opens again, so that many may copy it at once. */
export function copyCluster(template: string, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  cpSync(join(template, CLUSTER), join(folder, CLUSTER), { recursive: true, filter: (path) => !DEBRIS.has(basename(path)) });
}

/** A test's database fits into little; an engine zeroes its buffers, 128 MB as PostgreSQL comes, at each of many starts. */
export function keepBuffersSmall(folder: string): void {
  appendFileSync(join(folder, CLUSTER, 'postgresql.conf'), '\nshared_buffers = 32MB\n');
}

export function holdsCluster(folder: string): boolean {
  return existsSync(join(folder, CLUSTER));
}

/** Ends the engine of a folder of this run, whose process its lock names, and waits until it has stopped. */
export async function endEngine(folder: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  let told: number | undefined;
  for (let holder = engineOf(folder); holder !== undefined; holder = engineOf(folder)) {
    if (told !== holder) process.kill(holder, 'SIGTERM');
    told = holder;
    if (Date.now() > deadline) {
      process.kill(holder, 'SIGKILL');
      return;
    }
    await pause(5);
  }
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The process that holds the lock of a folder and lives. */
export function engineOf(folder: string): number | undefined {
  if (!existsSync(folder)) return undefined;
  const newest = readdirSync(folder)
    .flatMap((name) => /^engine\.lock\.(\d+)$/.exec(name)?.[1] ?? [])
    .sort((one, other) => Number(other) - Number(one))[0];
  if (newest === undefined) return undefined;
  const [pid = '', ...start] = readFileSync(join(folder, `engine.lock.${newest}`), 'utf8').trim().split(' ');
  return pid !== '' && processStart(Number(pid)) === start.join(' ') ? Number(pid) : undefined;
}
