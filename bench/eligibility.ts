import { parseArgs } from 'node:util';
import { measureAccredited } from './measures/accredited-list';
import { measureAll } from './measures/eligibility-all';
import { measureCheck } from './measures/eligibility-check';
import { measureUptake } from './measures/uptake';
import { startCluster } from './support/cluster';
import { prepareDatabases, withOwner } from './support/databases';
import { LoadGenerator } from './support/processes';
import { addProviderRows } from './support/provider-rows';
import { type Line, table } from './support/report';
import type { Bench } from './support/setup';

/** By name, in this order. */
const MEASURES = { check: measureCheck, accredited: measureAccredited, all: measureAll, uptake: measureUptake } as const;
type MeasureName = keyof typeof MEASURES;

const FULL = { organisations: 200_000, rounds: 12, milliseconds: 5_000 };
/** Long enough for sixteen connections to have planned and for compilers to have warmed up before the first round that counts. */
const QUICK = { organisations: 20_000, rounds: 6, milliseconds: 4_000 };
const CONNECTIONS = 16;

/** Measures training and eligibility on a national set and says which of their promises hold. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: Object.keys(MEASURES).join(',') }, keep: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
  });
  const full = values.quick ? QUICK : FULL;
  const { organisations } = full;
  const rounds = values.rounds === undefined ? full.rounds : Number(values.rounds);
  const milliseconds = values.seconds === undefined ? full.milliseconds : Number(values.seconds) * 1_000;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const root = process.cwd();
  const realData = process.env.ATLAS_REAL_DATA === '' ? undefined : process.env.ATLAS_REAL_DATA;
  const large = `bench_providers_${organisations}`;
  const cluster = await startCluster(values.keep);
  const load = new LoadGenerator();
  const lines: Line[] = [];
  try {
    await prepareDatabases(cluster, { [large]: organisations }, realData, root, say);
    await withOwner(cluster, large, async (owner) => {
      if ((await owner.query('select from criteria_sets')).rowCount !== 0) return;
      say('Attendances, evidence, checks, audits, decisions and a set of ten criteria ...');
      await addProviderRows(owner);
    });
    const bench: Bench = { cluster, load, plan: { rounds, milliseconds, connections: CONNECTIONS }, root, realData, large, small: large, quick: values.quick, against: undefined, withoutAccess: false, say };
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
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
