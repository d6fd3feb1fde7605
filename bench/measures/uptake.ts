import { Client } from 'pg';
import { UPTAKE } from '../floor/uptake.sql';
import { PROVIDER_DAY } from '../support/provider-rows';
import { atMost, type Line } from '../support/report';
import { inTurn, median, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas } from './contenders';
import { signIn } from './signed-in';

const COURSE = 'course-1';
const ENGLAND = 'E92000001';
const FIGURES = [
  'inScope', 'scopeNotKnown', 'outOfScope', 'current', 'lapsed', 'neverAttended', 'expiring', 'bookedAndDidNotCome', 'reached', 'withSessionInOwnDistrict', 'bySaturdayOnly', 'byWeekdayOnly',
  'bySaturdayAndWeekday', 'byEveningOnly',
];
const QUERY = `query Uptake($area: String!, $course: String!, $asOf: Date) { trainingUptake(area: $area, course: $course, asOf: $asOf) { districts { ...Row } notPlaced { ...Row } whole { ...Row } } }
fragment Row on TrainingUptakeRow {
  area { code } ${FIGURES.map((name) => `${name} { count }`).join(' ')}
  people { staff volunteers trustees } costs { sessions attendanceNotRecorded spentNotKnown spent { amount } organisations }
}`;

/** The uptake of a course in every district of England: the service's answer against the time of the hand-written statement alone, one call at a time, in turn. */
export async function measureUptake(bench: Bench): Promise<Line[]> {
  const { cluster, load, large, root, plan } = bench;
  const signedIn = await signIn('ANALYST');
  const atlas = await startAtlas(cluster, large, root, undefined, undefined, signedIn.environment);
  const alone = new Client({ connectionString: cluster.url(large), options: '-c jit=off -c timezone=UTC' });
  await alone.connect();
  try {
    const body = JSON.stringify({ query: QUERY, variables: { area: ENGLAND, course: COURSE, asOf: PROVIDER_DAY } });
    const { ours, theirs } = await inTurn(
      plan.rounds,
      async () => (await alone.query<{ body: unknown }>(UPTAKE, [COURSE, ENGLAND, PROVIDER_DAY])).rows[0]?.body,
      async (expected) => (await load.run({ port: atlas.port, path: '/graphql', reader: 'uptake', authorization: signedIn.authorization, requests: [{ body, expected }], connections: 1, times: 1 })).latencies,
    );
    bench.say(`  uptake of every district of England: ${median(ours).toFixed(0)} ms; the statement alone ${median(theirs).toFixed(0)} ms`);
    return [atMost('uptake of all districts ÷ its SQL alone', ratioOf(ours, theirs), 1.5)];
  } finally {
    await alone.end();
    await atlas.stop();
    signedIn.forget();
  }
}
