import { Client } from 'pg';
import { ALL_OUTCOMES } from '../floor/eligibility.sql';
import { PROVIDER_DAY, PROVIDER_SET } from '../support/provider-rows';
import { atMost, type Line } from '../support/report';
import { inTurn, median, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas } from './contenders';
import { signIn } from './signed-in';

const QUERY = `query All($set: String!, $asOf: Date) {
  eligibleProviders(first: 1, set: $set, asOf: $asOf, outcome: [ELIGIBLE, DISCRETIONARY, INCOMPLETE, NOT_ELIGIBLE]) { outcomes { outcome count } }
}`;

/** The outcomes of all organisations by a set of ten criteria: the service's answer against one hand-written statement, one call at a time, in turn. */
export async function measureAll(bench: Bench): Promise<Line[]> {
  const { cluster, load, large, root, plan } = bench;
  const signedIn = await signIn('COMMISSIONER');
  const atlas = await startAtlas(cluster, large, root, undefined, undefined, signedIn.environment);
  const alone = new Client({ connectionString: cluster.url(large), options: '-c jit=off -c timezone=UTC' });
  await alone.connect();
  try {
    const body = JSON.stringify({ query: QUERY, variables: { set: PROVIDER_SET, asOf: PROVIDER_DAY } });
    const { ours, theirs } = await inTurn(
      Math.min(plan.rounds, 5),
      async () => (await alone.query<{ outcome: string; count: number }>(ALL_OUTCOMES, [null, PROVIDER_DAY])).rows.map(({ outcome, count }) => ({ outcome, count })),
      async (expected) => (await load.run({ port: atlas.port, path: '/graphql', reader: 'outcomes', authorization: signedIn.authorization, requests: [{ body, expected }], connections: 1, times: 1 })).latencies,
    );
    bench.say(`  all organisations by ten criteria: ${median(ours).toFixed(0)} ms; the statement alone ${median(theirs).toFixed(0)} ms`);
    return [atMost('assessing all organisations ÷ its SQL alone', ratioOf(ours, theirs), 2)];
  } finally {
    await alone.end();
    await atlas.stop();
    signedIn.forget();
  }
}
