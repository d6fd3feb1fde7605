import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../../support';

const ADMIN: Viewer = { role: 'ADMIN' };
/** The instant of the tests' changes is noon of 21 November 2026. */
const BEFORE = '2026-11-21T11:00:00Z';
const operation = (name: string): string => readFileSync(join(__dirname, `../../../schema/operations/${name}.graphql`), 'utf8');

interface OnList {
  readonly organisation: { readonly slug: string };
  readonly basis: readonly string[];
  readonly contracts: readonly { readonly key: string; readonly version: number; readonly to: string | null }[];
}

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => atlas.close());

async function ask<Answer>(text: string, variables: object): Promise<Answer> {
  const { data, errors } = await atlas.ask<Answer & Record<string, unknown>>(text, { ...variables }, ADMIN);
  expect(errors).toBeUndefined();
  return data as Answer;
}

async function contracted(slug: string, asOf: string, knownAt: string | null): Promise<OnList | undefined> {
  const text = `query ($asOf: Date, $knownAt: DateTime) { accreditedProviders(first: 100, basis: [CONTRACT], asOf: $asOf, knownAt: $knownAt) {
    nodes { organisation { slug } basis contracts { key version to } } } }`;
  return (await ask<{ accreditedProviders: { nodes: OnList[] } }>(text, { asOf, knownAt })).accreditedProviders.nodes.find((node) => node.organisation.slug === slug);
}

test('a contract is on the list as it was known from the instant at which it was noted', async () => {
  expect(await contracted('gade-valley-playscheme', '2026-05-20', '2026-05-11T08:59:59Z')).toBeUndefined();
  expect(await contracted('gade-valley-playscheme', '2026-05-20', '2026-05-11T09:00:00Z')).toMatchObject({ basis: ['CONTRACT'], contracts: [{ to: '2027-04-30' }] });
});

test('a contract that was ended afterwards still is on the list as it was known before', async () => {
  const open = await contracted('bright-reeds-counselling', '2026-11-20', null);
  expect(open).toMatchObject({ basis: ['CONTRACT'], contracts: [{ to: null, version: 1 }] });
  const input = { id: open?.contracts[0]?.key, expectedVersion: 1, lastDay: '2026-10-31' };
  expect(await ask(operation('end-contract'), { input })).toMatchObject({ endContract: { userErrors: [] } });

  expect(await contracted('bright-reeds-counselling', '2026-11-20', null)).toBeUndefined();
  expect(await contracted('bright-reeds-counselling', '2026-10-31', null)).toMatchObject({ contracts: [{ to: '2026-10-31', version: 2 }] });
  expect(await contracted('bright-reeds-counselling', '2026-11-20', BEFORE)).toEqual(open);
});

test('a contract that was taken back is on the list as it was known before, and once', async () => {
  await atlas.owner.query(`delete from contracts where reference = 'DCT-77'`);
  expect(await contracted('matlock-moorland-minds', '2026-11-20', null)).toBeUndefined();
  const known = await contracted('matlock-moorland-minds', '2026-11-20', BEFORE);
  expect(known?.contracts).toHaveLength(1);
});

test('who is in scope of a course for the contracted is told by the contracts that were known', async () => {
  const inScope = async (knownAt: string | null): Promise<number> => {
    const text = 'query ($knownAt: DateTime) { trainingUptake(area: "E10000007", course: "information-sharing", knownAt: $knownAt) { whole { inScope { count } } } }';
    return (await ask<{ trainingUptake: { whole: { inScope: { count: number } } } }>(text, { knownAt })).trainingUptake.whole.inScope.count;
  };
  // Moorland Minds, whose contract was taken back.
  expect((await inScope(BEFORE)) - (await inScope(null))).toBe(1);
});

test('for how long attendance counts is told by what the course said at the time', async () => {
  const current = async (knownAt: string | null): Promise<number> => {
    const text = 'query ($knownAt: DateTime) { trainingUptake(area: "E07000037", course: "safeguarding", knownAt: $knownAt) { whole { current { count } lapsed { count } } } }';
    return (await ask<{ trainingUptake: { whole: { current: { count: number } } } }>(text, { knownAt })).trainingUptake.whole.current.count;
  };
  const before = await current(null);
  const { rows } = await atlas.owner.query<{ id: string; version: number }>(`select id, version from courses where code = 'safeguarding'`);
  const input = { id: Buffer.from(`Course:${rows[0]?.id}`).toString('base64url'), expectedVersion: rows[0]?.version, validityMonths: 1 };
  expect(await ask(operation('update-course'), { input })).toMatchObject({ updateCourse: { userErrors: [] } });
  expect(await current(null)).toBe(0);
  expect(await current(BEFORE)).toBe(before);
  expect(before).toBeGreaterThan(0);
});
