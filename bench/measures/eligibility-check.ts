import { ONE_CHECK } from '../floor/eligibility.sql';
import { toNodeId } from '../../src/graphql/node';
import { withOwner } from '../support/databases';
import { PROVIDER_DAY, PROVIDER_SET } from '../support/provider-rows';
import { Random } from '../support/random';
import { atLeast, type Line } from '../support/report';
import { interleaved, median, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas, startFloor } from './contenders';
import { signIn } from './signed-in';

const ASKED_ORGANISATIONS = 400;
const QUERY = `query Check($organisation: ID!, $set: String!, $asOf: Date) {
  eligibility(organisation: $organisation, set: $set, asOf: $asOf) { outcome criteria { criterion { code } state heldUntil } }
}`;

/** One eligibility check over HTTP, signed in and under row-level security, against Node's own server and the hand-written statement without either. */
export async function measureCheck(bench: Bench): Promise<Line[]> {
  const { cluster, load, large, root, plan } = bench;
  const signedIn = await signIn('COMMISSIONER');
  const atlas = await startAtlas(cluster, large, root, undefined, undefined, signedIn.environment);
  const floor = await startFloor(cluster, large, root);
  try {
    const questions = await withOwner(cluster, large, async (owner) => {
      const { rows } = await owner.query<{ id: string }>('select id from organisations order by id');
      const drawn = new Random(400).some(rows, ASKED_ORGANISATIONS);
      const asked: { id: string; expected: unknown }[] = [];
      for (const { id } of drawn) asked.push({ id, expected: JSON.parse((await owner.query<{ body: string }>(ONE_CHECK, [id, PROVIDER_DAY])).rows[0]?.body ?? 'null') as unknown });
      return asked;
    });
    const paces = await interleaved(
      load,
      [
        {
          name: atlas.name, serving: atlas, reader: 'check', authorization: signedIn.authorization,
          requests: questions.map(({ id, expected }) => ({ body: JSON.stringify({ query: QUERY, variables: { organisation: toNodeId('Organisation', id), set: PROVIDER_SET, asOf: PROVIDER_DAY } }), expected })),
        },
        { name: floor.name, serving: floor, reader: 'floorAnswer', requests: questions.map(({ id, expected }) => ({ body: JSON.stringify({ variables: { organisationId: id, day: PROVIDER_DAY } }), expected })) },
      ],
      plan,
      () => cluster.busy(),
    );
    for (const [name, { rates, serverCosts, databaseCosts }] of paces) {
      bench.say(`  ${name.padEnd(10)} ${median(rates).toFixed(0).padStart(6)} requests/s; processor time a request: server ${median(serverCosts).toFixed(2)} ms, database ${median(databaseCosts).toFixed(2)} ms`);
    }
    // At most twice its time is at least half its rate.
    return [atLeast('one eligibility check ÷ floor, in requests/s', ratioOf(paces.get(atlas.name)?.rates ?? [], paces.get(floor.name)?.rates ?? []), 0.5)];
  } finally {
    await Promise.all([atlas.stop(), floor.stop()]);
    signedIn.forget();
  }
}
