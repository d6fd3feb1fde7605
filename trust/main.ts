import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from './cluster';
import { type Figure, readFigures } from './figures';
import { table } from './table';

/** Enough for every trial to go all its rounds: the attacks count questions, the others end sooner. */
const ALL = '10000';
/** The files that record figures, and the imports that are killed. */
const FILES = ['test/trust/', 'test/cli/killed/.*test', 'test/database/limits', 'test/attack/', 'test/http/hostile'];

const ENGINES = ['server', 'embedded'] as const;
type Engine = (typeof ENGINES)[number];

async function main(): Promise<void> {
  const chosen = ENGINES.filter((engine) => process.argv.length < 3 || process.argv.includes(engine));
  const found: Partial<Record<Engine, readonly Figure[]>> = {};
  let passed = true;
  for (const engine of chosen) {
    const outcome = engine === 'server' ? await onServer() : await runTests({});
    found[engine] = outcome.figures;
    passed &&= outcome.passed;
  }
  process.stdout.write(`${table(found)}\n`);
  process.exitCode = passed ? 0 : 1;
}

/** The trials that kill a server start one of their own; the others share this one. */
async function onServer(): Promise<{ figures: Figure[]; passed: boolean }> {
  const cluster = await Cluster.start();
  try {
    return await runTests({ TEST_DATABASE_URL: cluster.url() });
  } finally {
    await cluster.stop();
  }
}

async function runTests(env: NodeJS.ProcessEnv): Promise<{ figures: Figure[]; passed: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-figures-'));
  const file = join(folder, 'figures');
  writeFileSync(file, '');
  const { TEST_DATABASE_URL: _, ...inherited } = process.env;
  try {
    const jest = spawn(process.execPath, [require.resolve('jest/bin/jest'), '--selectProjects', 'trust', 'atlas', '--runInBand', '--testTimeout=3600000', '--', ...FILES], {
      env: { ATLAS_TRIALS: ALL, ...inherited, ...env, ATLAS_FIGURES: file },
      stdio: ['ignore', 2, 2],
    });
    const code = await new Promise((done) => jest.once('close', done));
    return { figures: readFigures(file), passed: code === 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
