import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Cluster } from './cluster';
import { Collection } from './collection';
import { readFigures } from './figures';
import { type Step, STEPS } from './steps';
import { ENGINES, type Engine, table, type Tried } from './table';

/** Enough for every trial to go all its rounds: the attacks count questions, the others end sooner. */
const ALL = '10000';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { keep: { type: 'string' } } });
  const unknown = positionals.find((name) => !ENGINES.includes(name as Engine));
  if (unknown !== undefined) throw new Error(`"${unknown}" is no engine. Name ${ENGINES.join(' or ')}, or none for both.`);
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'vcs-atlas-figures-'));
  try {
    const collection = Collection.open(folder);
    let passed = true;
    for (const engine of positionals.length === 0 ? ENGINES : (positionals as Engine[])) passed = (await tryAll(engine, collection)) && passed;
    process.stdout.write(`${table({ server: told('server', collection), embedded: told('embedded', collection) })}\n`);
    process.exitCode = passed ? 0 : 1;
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function told(engine: Engine, collection: Collection): Tried {
  return { figures: readFigures(collection.of(engine)), whole: STEPS.every((step) => collection.holds(engine, step.name)) };
}

/** Whether all of an engine's trials passed, now or before. */
async function tryAll(engine: Engine, collection: Collection): Promise<boolean> {
  const left = STEPS.filter((step) => !collection.holds(engine, step.name));
  if (left.length === 0) return true;
  // The trials that kill a server start one of their own; the others share this one.
  const cluster = engine === 'server' ? await Cluster.start() : undefined;
  try {
    let passed = true;
    for (const step of left) {
      process.stderr.write(`\n${engine}: ${step.name} (${STEPS.indexOf(step) + 1} of ${STEPS.length})\n`);
      const held = await runs(step, collection.begin(engine, step.name), cluster?.url());
      collection.end(engine, step.name, held);
      passed &&= held;
    }
    return passed;
  } finally {
    await cluster?.stop();
  }
}

async function runs(step: Step, figures: string, server: string | undefined): Promise<boolean> {
  const { TEST_DATABASE_URL: _, ...inherited } = process.env;
  const jest = spawn(process.execPath, [require.resolve('jest/bin/jest'), '--selectProjects', 'trust', 'atlas', '--runInBand', '--testTimeout=3600000', '--', ...step.files], {
    env: {
      ATLAS_TRIALS: ALL,
      ...inherited,
      ...(server === undefined ? {} : { TEST_DATABASE_URL: server }),
      ...(step.part === undefined ? {} : { ATLAS_PART: step.part }),
      ATLAS_FIGURES: figures,
    },
    stdio: ['ignore', 2, 2],
  });
  return (await new Promise((done) => jest.once('close', done))) === 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
