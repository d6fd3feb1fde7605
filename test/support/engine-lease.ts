import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { copyCluster, endEngine, holdsCluster, removeFolder } from './engine-folder';
import { restore } from './restore';
import { type Contents, testRun } from './run';

/** Whose a folder is, by the path of the test file; there as long as it may hold what that file wrote. */
const TAKEN = 'taken-by';
/** What of a data directory belongs to the engine; the rest, such as keys, to who used it. */
const ENGINE_FILES = /^(pg|engine\..*|\.s\.PGSQL.*)$/;

export interface Lease {
  readonly folder: string;
  /** Gives the database back as it was, or away. The owner's pool is the last that is open. */
  readonly giveBack: (owner: Pool) => Promise<void>;
}

/**
 * A database of the embedded engine. A worker's files take turns at one engine, whose database is put back between
 * them: starting an engine takes longer than most files. A second one at the same time has an engine of its own.
 * @param use `reading`: its sessions refuse to write, so that there is nothing to put back.
 */
export async function leaseEngine(contents: Contents, use: 'reading' | 'writing'): Promise<Lease> {
  const { folder: root, templates } = testRun();
  const file = expect.getState().testPath ?? '';
  const shared = join(root, `x${process.env.JEST_WORKER_ID ?? '0'}-${contents}`);
  const taken = join(shared, TAKEN);
  const holder = existsSync(taken) ? readFileSync(taken, 'utf8') : undefined;
  if (holder === file) return ownEngine(root, templates[contents]);
  // Left by a file that did not close it: nobody knows what it holds.
  if (holder !== undefined) await discard(shared);
  mkdirSync(shared, { recursive: true, mode: 0o700 });
  writeFileSync(taken, file);
  if (!holdsCluster(shared)) copyCluster(templates[contents], shared);
  return {
    folder: shared,
    giveBack: async (owner) => {
      const whole = use === 'reading' || (await restore(owner).catch(() => false));
      await owner.end();
      if (!whole) return discard(shared);
      for (const name of readdirSync(shared)) if (!ENGINE_FILES.test(name)) rmSync(join(shared, name), { recursive: true, force: true });
    },
  };
}

function ownEngine(root: string, template: string): Lease {
  const folder = join(root, Math.random().toString(36).slice(2, 10));
  copyCluster(template, folder);
  return {
    folder,
    giveBack: async (owner) => {
      await owner.end();
      await discard(folder);
    },
  };
}

async function discard(folder: string): Promise<void> {
  await endEngine(folder);
  removeFolder(folder);
}
