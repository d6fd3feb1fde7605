import { existsSync, mkdirSync, readdirSync, renameSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { reachDatabase, type Target } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import { loadSample } from '../../src/sample/load-sample';
import { copyCluster, endEngine, keepBuffersSmall, removeFolder } from './engine-folder';
import { contentFingerprint } from './fingerprint';
import { keepPristine } from './restore';
import { type Contents, ROOT } from './run';
import { testConfig, testEnvironment } from './test-config';

const CACHE = join(ROOT, 'node_modules/.cache/vcs-atlas-test');
/** Milliseconds after which a template that nobody used is removed. */
const KEPT = 24 * 3600_000;

/** The embedded templates: cleanly stopped data directories, kept under what they are made of. */
export async function embeddedTemplates(): Promise<Record<Contents, string>> {
  mkdirSync(CACHE, { recursive: true });
  removeUnused();
  const hash = contentFingerprint();
  const empty = await kept(`empty-${hash}`, async (folder) => {
    await withEngine(folder, async (config) => {
      const target = await reachDatabase(config);
      await migrate(target)
        .then(() => asOwner(target, keepPristine))
        .finally(() => target.close());
    });
    keepBuffersSmall(folder);
  });
  const sample = await kept(`sample-${hash}`, async (folder) => {
    copyCluster(empty, folder);
    await withEngine(folder, async (config) => {
      const database = await Database.open(config, []);
      await loadSample(database)
        .then(() => asOwner(database.target, keepPristine))
        .finally(() => database.close());
    });
  });
  return { empty, sample };
}

/** The folder of that name, made aside and renamed: of two runs that make it at once one wins, neither sees half of it. */
async function kept(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  if (!existsSync(folder)) {
    const aside = join(CACHE, `making-${process.pid}-${name.split('-')[0]}`);
    removeFolder(aside);
    try {
      await make(aside);
      renameSync(aside, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    } finally {
      removeFolder(aside);
    }
  }
  utimesSync(folder, new Date(), new Date());
  return folder;
}

async function asOwner(target: Target, work: (owner: Pool) => Promise<void>): Promise<void> {
  const owner = new Pool(target.pool('owner', 'template'));
  await work(owner).finally(() => owner.end());
}

async function withEngine(folder: string, work: (config: ReturnType<typeof testConfig>) => Promise<void>): Promise<void> {
  try {
    await work(testConfig(testEnvironment(folder, '')));
  } finally {
    await endEngine(folder);
  }
}

function removeUnused(): void {
  for (const name of readdirSync(CACHE)) {
    const folder = join(CACHE, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > KEPT) removeFolder(folder);
  }
}
