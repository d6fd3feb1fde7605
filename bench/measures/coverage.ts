import { Client } from 'pg';
import { COVERAGE } from '../floor/coverage.sql';
import { systemClock } from '../../src/clock';
import type { Cluster } from '../support/cluster';
import { environmentOf } from '../support/databases';
import { atMost, type Line } from '../support/report';
import { inTurn, median, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas } from './contenders';

const QUERY = `query Coverage($area: String!) {
  coverage(area: $area, kind: "DISTRICT") { rows { ...Row } whole { ...Row notPlaced { count } } }
}
fragment Row on CoverageRow {
  area { code name }
  organisations { count } basedIn { count } dedicated { count } countyWide { count } servesUnder26 { count } perThousand { value }
  bySizeBand { band count } staleShare { count } infrastructureOnly { count }
  unknown { withoutAges { count } withoutAreaServed { count } withoutCategory { count } withoutIncome { count } withoutInfrastructure { count } }
}`;
const QUESTIONS = [
  { title: 'a county', area: 'E10000015' },
  { title: 'every district of England', area: 'E92000001' },
] as const;

interface CountedRow {
  readonly whole: boolean;
  readonly population: number | null;
  readonly servesUnder26: number;
  readonly notPlaced: number | null;
}

/** The service's answer against the time of the hand-written statement alone, one call at a time, in turn. */
export async function measureCoverage(bench: Bench): Promise<Line[]> {
  const { cluster, load, large, root, plan } = bench;
  const atlas = await startAtlas(cluster, large, root);
  const alone = await statementAlone(cluster, large);
  const lines: Line[] = [];
  try {
    for (const { title, area } of QUESTIONS) {
      const { ours, theirs } = await inTurn(
        plan.rounds,
        async () => inShape(await alone.ask(area)),
        async (expected) => (await load.run({ port: atlas.port, path: '/graphql', reader: 'coverage', requests: [{ body: JSON.stringify({ query: QUERY, variables: { area } }), expected }], connections: 1, times: 1 })).latencies,
      );
      bench.say(`  coverage of ${title}: ${median(ours).toFixed(0)} ms; the statement alone ${median(theirs).toFixed(0)} ms`);
      lines.push(atMost(`coverage of ${title} ÷ its SQL alone`, ratioOf(ours, theirs), 1.5));
    }
  } finally {
    await alone.end();
    await atlas.stop();
  }
  return lines;
}

/** The same connection settings as the service's own, with plans made for the parameters at hand. */
async function statementAlone(cluster: Cluster, database: string): Promise<{ ask(area: string): Promise<CountedRow[]>; end(): Promise<void> }> {
  const client = new Client({ connectionString: environmentOf(cluster, database).MIGRATION_DATABASE_URL, options: '-c jit=off -c timezone=UTC' });
  await client.connect();
  return {
    ask: async (area) => {
      const answer = await client.query(COVERAGE, [area, 'DISTRICT', systemClock.today()]);
      return (answer.rows[0] as { body: CountedRow[] }).body;
    },
    end: () => client.end(),
  };
}

/** As the load's reader brings the service's answer. */
function inShape(rows: readonly CountedRow[]): unknown {
  const read = rows.map(({ whole, population, notPlaced, ...figures }) => ({
    ...figures,
    perThousand: population === null || population === 0 ? null : Math.round((figures.servesUnder26 / population) * 100_000) / 100,
    ...(whole ? { notPlaced } : {}),
  }));
  return { rows: read.slice(0, -1), whole: read.at(-1) };
}
