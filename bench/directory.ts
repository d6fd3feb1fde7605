import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCoverage } from './measures/coverage';
import { measureImports } from './measures/imports';
import { measureMemory } from './measures/memory';
import { measureNestedRead } from './measures/nested-read';
import { measureSearch } from './measures/search';
import { startCluster } from './support/cluster';
import { prepareDatabases } from './support/databases';
import { LoadGenerator } from './support/processes';
import { type Line, table } from './support/report';
import type { Bench } from './support/setup';

const MEASURES = { nested: measureNestedRead, search: measureSearch, coverage: measureCoverage, imports: measureImports, memory: measureMemory } as const;
type MeasureName = keyof typeof MEASURES;

const FULL = { organisations: 200_000, rounds: 12, milliseconds: 5_000 };
const QUICK = { organisations: 20_000, rounds: 4, milliseconds: 1_500 };
const SMALL = 2_000;
const CONNECTIONS = 16;

/** Measures the directory on a national set and says which of its promises hold. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: Object.keys(MEASURES).join(',') },
      /** Keeps the cluster in this folder, so that a second run finds its databases. */
      keep: { type: 'string' },
      against: { type: 'string' },
      /** Nested reads also of the service without access. */
      'without-access': { type: 'boolean', default: false },
      /** Fewer rounds than the full measure has, and seconds of each. */
      rounds: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
  const full = values.quick ? QUICK : FULL;
  const { organisations } = full;
  const rounds = values.rounds === undefined ? full.rounds : Number(values.rounds);
  const milliseconds = values.seconds === undefined ? full.milliseconds : Number(values.seconds) * 1_000;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  // npm runs its scripts in the folder of package.json.
  const root = process.cwd();
  const realData = process.env.ATLAS_REAL_DATA === '' ? undefined : process.env.ATLAS_REAL_DATA;
  const large = `bench_${organisations}`;
  const small = `bench_${SMALL}`;
  const cluster = await startCluster(values.keep);
  const load = new LoadGenerator();
  const lines: Line[] = [];
  try {
    say(`${cluster.version}; ${realData === undefined ? 'invented postcodes inside the sample’s outlines' : 'real postcodes'}`);
    await prepareDatabases(cluster, { [small]: SMALL, [large]: organisations }, realData, root, say);
    const plan = { rounds, milliseconds, connections: CONNECTIONS };
    const bench: Bench = { cluster, load, plan, root, realData, large, small, quick: values.quick, withoutAccess: values['without-access'], against: values.against === undefined ? undefined : resolve(values.against), say };
    for (const name of values.only.split(',') as MeasureName[]) {
      say(`${name} ...`);
      lines.push(...(await MEASURES[name](bench)));
    }
  } finally {
    await load.stop();
    await cluster.stop();
    if (lines.length > 0) console.log(`\n${table(lines)}`);
  }
  return lines.every((line) => line.holds !== false) ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
