import { ACCREDITED } from '../floor/accredited.sql';
import { withOwner } from '../support/databases';
import { PROVIDER_DAY } from '../support/provider-rows';
import { Random } from '../support/random';
import { atLeast, type Line } from '../support/report';
import { interleaved, median, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas, startFloor } from './contenders';

const ASKED_DISTRICTS = 40;
const QUERY = `query Accredited($area: String!, $asOf: Date) {
  accreditedProviders(first: 50, filter: { area: $area }, asOf: $asOf) {
    totalCount nodes { organisation { name } accreditations { set from to } contracts { by from to } }
  }
}`;

/** The accredited list of a district, its first fifty and how many there are, asked anonymously over HTTP, against Node's own server and one hand-written statement. */
export async function measureAccredited(bench: Bench): Promise<Line[]> {
  const { cluster, load, large, root, plan } = bench;
  const questions = await withOwner(cluster, large, async (owner) => {
    const { rows } = await owner.query<{ code: string }>(`select code from areas where kind = 'DISTRICT' order by code`);
    const asked: { code: string; expected: unknown }[] = [];
    for (const { code } of new Random(50).some(rows, ASKED_DISTRICTS)) asked.push({ code, expected: JSON.parse((await owner.query<{ body: string }>(ACCREDITED, [code, PROVIDER_DAY])).rows[0]?.body ?? 'null') as unknown });
    return asked;
  });
  const atlas = await startAtlas(cluster, large, root);
  const floor = await startFloor(cluster, large, root);
  try {
    const paces = await interleaved(
      load,
      [
        { name: atlas.name, serving: atlas, reader: 'accredited', requests: questions.map(({ code, expected }) => ({ body: JSON.stringify({ query: QUERY, variables: { area: code, asOf: PROVIDER_DAY } }), expected })) },
        { name: floor.name, serving: floor, reader: 'floorAnswer', requests: questions.map(({ code, expected }) => ({ body: JSON.stringify({ variables: { district: code, day: PROVIDER_DAY } }), expected })) },
      ],
      plan,
      () => cluster.busy(),
    );
    for (const [name, { rates, serverCosts, databaseCosts }] of paces) {
      bench.say(`  ${name.padEnd(10)} ${median(rates).toFixed(0).padStart(6)} requests/s; processor time a request: server ${median(serverCosts).toFixed(2)} ms, database ${median(databaseCosts).toFixed(2)} ms`);
    }
    // At most twice its time is at least half its rate.
    return [atLeast('accredited list of a district ÷ floor, in requests/s', ratioOf(paces.get(atlas.name)?.rates ?? [], paces.get(floor.name)?.rates ?? []), 0.5)];
  } finally {
    await Promise.all([atlas.stop(), floor.stop()]);
  }
}
