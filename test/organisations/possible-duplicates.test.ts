import type { ImportOutcome } from '../../src/intake/outcome';
import { describeDuplicates, outcomeAsJson } from '../../src/intake/outcome.report';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { Files } from './organisation-imports';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
});
afterAll(async () => {
  files.remove();
  await at.close();
});

interface Pair {
  score: number;
  likeness: number;
  places: string;
  one: { name: string };
  other: { name: string };
}

async function pairs(area: string): Promise<Pair[]> {
  const answer = await at.ask<{ possibleDuplicates: { nodes: Pair[] } }>('query ($area: String!) { possibleDuplicates(first: 100, area: $area) { nodes { score likeness places one { name } other { name } } } }', { area });
  return answer.data?.possibleDuplicates.nodes ?? [];
}

const pairOf = async (area: string, name: string): Promise<Pair[]> => (await pairs(area)).filter((pair) => pair.one.name.includes(name) || pair.other.name.includes(name));

/** An organisation with its address in a district, or with none. */
async function make(name: string, at_: { district?: string; directory?: string; hidden?: boolean } = {}): Promise<void> {
  const [point] = (await at.owner.query<{ lat: number; lon: number }>(`select st_y(label_point) as lat, st_x(label_point) as lon from areas where code = $1`, [at_.district])).rows;
  const places = point === undefined ? [] : [{ kind: 'ADDRESS', visibility: at_.hidden === true ? 'HIDDEN' : 'EXACT', point: { latitude: point.lat, longitude: point.lon } }];
  const answer = await at.ask<{ createOrganisation: { userErrors: object[] } }>(
    'mutation ($input: CreateOrganisationInput!) { createOrganisation(input: $input) { userErrors { code message } } }',
    { input: { name, directoryArea: at_.directory, places } },
    { role: 'ADMIN' },
  );
  expect(answer.data?.createOrganisation.userErrors).toEqual([]);
}

const [DACORUM, STEVENAGE, HERTFORDSHIRE, DERBYSHIRE] = ['E07000096', 'E07000243', 'E10000015', 'E10000007'];

it('finds a pair of which one has no postcode: a place that is not known is not another place', async () => {
  await make('Quince Street Playgroup', { district: DACORUM });
  await make('Quince St Playgroup', { directory: HERTFORDSHIRE });
  const [pair] = await pairOf(DACORUM, 'Quince');
  expect(pair).toMatchObject({ places: 'UNKNOWN' });
  expect(pair?.score).toBeCloseTo((pair?.likeness ?? 0) * 0.9, 3);
  expect(await pairOf(HERTFORDSHIRE, 'Quince')).toHaveLength(1);
  expect(await pairOf(STEVENAGE, 'Quince')).toEqual([]);
  expect(await pairOf(DERBYSHIRE, 'Quince')).toEqual([]);
});

it('finds a pair of which one stands in no directory and has no postcode', async () => {
  await make('Damson Lane Brass Band', { district: DACORUM });
  await make('Damson Lane Brass Band Society');
  expect(await pairOf(DACORUM, 'Damson')).toMatchObject([{ places: 'UNKNOWN' }]);
});

it('finds a pair in two districts of a county when their names are very much alike, and scores it lower', async () => {
  await make('Medlar Valley Canoe Club', { district: DACORUM });
  await make('Medlar Valley Canoeing Club', { district: STEVENAGE });
  await make('Dacorum Whittling Circle', { district: DACORUM });
  await make('Stevenage Whittling Circle', { district: STEVENAGE });
  const [pair] = await pairOf(STEVENAGE, 'Medlar');
  expect(pair).toMatchObject({ places: 'DIFFERENT' });
  expect(pair?.score).toBeCloseTo((pair?.likeness ?? 0) * 0.75, 3);
  expect(await pairOf(HERTFORDSHIRE, 'Whittling')).toEqual([]);
});

it('lets names count whole in one district, and ranks by the score', async () => {
  await make('Rowan Tree Toddlers', { district: DACORUM });
  await make('Rowantree Toddlers', { district: DACORUM });
  const [pair] = await pairOf(DACORUM, 'Rowan');
  expect(pair).toMatchObject({ places: 'SAME', score: pair?.likeness });
  const scores = (await pairs(HERTFORDSHIRE)).map((one) => one.score);
  expect(scores).toEqual([...scores].sort((one, other) => other - one));
});

it('does not tell where a hidden place lies: it scores like one that is not known', async () => {
  await make('Sorrel House Project', { district: DACORUM });
  await make('Sorrel House Projects', { district: DACORUM, directory: HERTFORDSHIRE, hidden: true });
  await make('Tansy House Project', { district: DACORUM });
  await make('Tansy House Projects', { directory: HERTFORDSHIRE });
  const [hidden, missing] = [await pairOf(HERTFORDSHIRE, 'Sorrel'), await pairOf(HERTFORDSHIRE, 'Tansy')];
  expect(hidden).toMatchObject([{ places: 'UNKNOWN' }]);
  expect(missing).toMatchObject([{ places: 'UNKNOWN' }]);
});

describe('an import of organisations', () => {
  const load = (rows: Record<string, string>[], more: object = {}): Promise<ImportOutcome> => importOrganisations(at.database, testClock, { file: files.csv(rows), layout: 'generic', area: HERTFORDSHIRE, ...more });

  it('says how many possible duplicates there are now among the rows that it wrote, and merges none', async () => {
    await make('Bilberry Hill Drama Club', { district: DACORUM });
    const rows = [{ id: '1', name: 'Bilberry Hill Drama' }, { id: '2', name: 'Wholly Unlike Anything Else' }];
    expect((await load(rows, { dryRun: true })).possibleDuplicates).toBeUndefined();
    const outcome = await load(rows);
    expect(outcome).toMatchObject({ counts: { created: 2 }, possibleDuplicates: 1 });
    expect(outcomeAsJson(outcome)).toBe('{"read":2,"created":2,"updated":0,"unchanged":0,"refused":0,"notPlaced":2,"possibleDuplicates":1}');
    expect(describeDuplicates(outcome)).toBe(
      '1 possible duplicate(s) among the rows that were written; none was merged. possibleDuplicates(first: 20, area: "E10000015") lists them (schema/operations/possible-duplicates.graphql).',
    );
    expect(await pairOf(HERTFORDSHIRE, 'Bilberry')).toHaveLength(1);
  });

  it('does not count those that were there before, and says nothing where nothing was written', async () => {
    const outcome = await load([{ id: '3', name: 'Zephyr Kite Makers' }]);
    expect(outcome.possibleDuplicates).toBe(0);
    expect(describeDuplicates(outcome)).toBe('');
    const again = await load([{ id: '3', name: 'Zephyr Kite Makers' }]);
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(outcomeAsJson(again)).not.toContain('possibleDuplicates');
  });
});
