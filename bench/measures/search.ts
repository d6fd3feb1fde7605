import type { Client } from 'pg';
import { SEARCH } from '../floor/search.sql';
import { withOwner } from '../support/databases';
import { meantWords } from '../support/meant-words';
import { Random } from '../support/random';
import type { Line } from '../support/report';
import { quantile } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas } from './contenders';

/** Words of every sort that people type: common, rare, several, mistyped, initials. */
const TEXTS = [
  'youth', 'community', 'club', 'trust', 'young people', 'football club', 'community association', 'scout group', 'st john', 'pre-school',
  'thistlewick', 'ravensthorpe', 'beekeeping', 'quarnford', 'archery society', 'netherby', 'families', 'volunteers listen', 'advice housing debt',
  'comunity', 'assocation', 'yuoth', 'childrens', 'counciling', 'alotment', 'theater', 'footbal club', 'communty trust',
  'cvs', 'nyc', 'swimming', 'food bank', 'council for voluntary service', 'community action', 'refugee advice', 'mental health',
] as const;
const FIRST = 20;
const KILOMETRES = [2, 5, 10, 20] as const;

const QUERY = `query Search($text: String!, $area: String!, $point: PointInput!, $km: Float!, $first: Int!) {
  organisations(first: $first, filter: { text: $text, area: $area, near: { point: $point, km: $km } }) {
    nodes { id name sizeBand distanceKm basedIn { code name } }
  }
}`;

export interface Search {
  readonly body: string;
  readonly expected: unknown;
}

/** Each text in a district or county, around a point in it, with what the hand-written statement lists. */
export async function searches(owner: Client): Promise<Search[]> {
  const random = new Random(99);
  const found = await owner.query(`
    select a.code, st_x(st_centroid(d.boundary)) as longitude, st_y(st_centroid(d.boundary)) as latitude
    from areas a join area_tree t on t.ancestor_id = a.id join areas d on d.id = t.descendant_id and d.kind = 'DISTRICT' and d.boundary is not null
    where a.kind in ('DISTRICT', 'COUNTY') order by a.code, d.code`);
  const spots = found.rows as { code: string; longitude: number; latitude: number }[];
  const words = await owner.query('select word from search_words');
  const known = new Set((words.rows as { word: string }[]).map((row) => row.word));
  const made: Search[] = [];
  for (const text of TEXTS) {
    for (let more = 0; more < 3; more += 1) {
      const { code, longitude, latitude } = random.one(spots);
      const km = random.one(KILOMETRES);
      const typed = [...new Set(text.split(/[^\p{L}\p{N}]+/u))];
      const queries = typed.map((word) => meantWords(word, known).join(' | '));
      const answer = await owner.query(SEARCH, [queries, text, code, longitude, latitude, km * 1000, FIRST]);
      const { body } = answer.rows[0] as { body: { ids: string[] } };
      made.push({ body: JSON.stringify({ query: QUERY, variables: { text, area: code, point: { latitude, longitude }, km, first: FIRST } }), expected: body });
    }
  }
  return made;
}

/** The slowest hundredth of searches of the large directory against that of the small one, one search at a time, in turn. */
export async function measureSearch(bench: Bench): Promise<Line[]> {
  const { cluster, load, large, small, root, plan } = bench;
  const sides = await Promise.all(
    [large, small].map(async (database) => ({
      serving: await startAtlas(cluster, database, root, undefined, database),
      requests: await withOwner(cluster, database, (owner) => searches(owner)),
      latencies: [] as number[],
    })),
  );
  try {
    for (let round = -1; round < plan.rounds; round += 1) {
      for (const { serving, requests, latencies } of round % 2 === 0 ? sides : [...sides].reverse()) {
        const done = await load.run({ port: serving.port, path: '/graphql', reader: 'search', requests, connections: 1, times: 2 });
        if (round >= 0) latencies.push(...done.latencies);
      }
    }
  } finally {
    await Promise.all(sides.map(({ serving }) => serving.stop()));
  }
  for (const { serving, requests, latencies } of sides) {
    const found = requests.filter(({ expected }) => (expected as { ids: string[] }).ids.length > 0).length;
    const parts = [0.5, 0.9, 0.99].map((share) => `p${share * 100} ${quantile(latencies, share).toFixed(1)} ms`).join(', ');
    bench.say(`  search in ${serving.name}: ${latencies.length} of ${requests.length} kinds, ${found} of them find something; ${parts}`);
  }
  const [one, other] = sides.map(({ latencies }) => quantile(latencies, 0.99)) as [number, number];
  return [{ measure: 'search, p99 large ÷ small', result: `${(one / other).toFixed(2)} × (${one.toFixed(0)} ms, ${other.toFixed(0)} ms)`, target: '≤ 3 ×', holds: one <= 3 * other }];
}
