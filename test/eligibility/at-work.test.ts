import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

/** Meets all of the minimum criteria, and was accredited by a panel; in Watford. */
const SLUG = 'colne-side-youth-project';
const SET = 'minimum-criteria';
const COMMISSIONER: Viewer = { role: 'COMMISSIONER' };
const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');

let atlas: TestDatabase;
let id: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const { rows } = await atlas.owner.query<{ id: string; version: number }>('select id, version from organisations where slug = $1', [SLUG]);
  id = toNodeId('Organisation', rows[0]?.id ?? '');
  const closed = await atlas.ask<{ closeOrganisation: { userErrors: object[] } }>(operation('close-organisation'), { input: { id, expectedVersion: rows[0]?.version, lastDay: '2026-11-15', reason: 'Wound up' } }, { role: 'ADMIN' });
  expect(closed.data?.closeOrganisation.userErrors).toEqual([]);
});
afterAll(() => atlas.close());

async function ask<Answer>(text: string, variables: object): Promise<Answer> {
  const { data, errors } = await atlas.ask<Answer & Record<string, unknown>>(text, { ...variables }, COMMISSIONER);
  expect(errors).toBeUndefined();
  return data as Answer;
}

const single = async (asOf: string): Promise<object> =>
  (await ask<{ eligibility: object }>('query ($id: ID!, $asOf: Date) { eligibility(organisation: $id, set: "minimum-criteria", asOf: $asOf) { outcome atWork criteria { state } } }', { id, asOf })).eligibility;

const LIST = `query ($filter: OrganisationFilter, $asOf: Date) { eligibleProviders(first: 100, set: "${SET}", asOf: $asOf, filter: $filter, outcome: [ELIGIBLE, DISCRETIONARY, INCOMPLETE, NOT_ELIGIBLE]) {
  nodes { organisation { id } outcome atWork criteria { state } } } }`;
async function listed(asOf: string, status?: string): Promise<object[]> {
  const list = await ask<{ eligibleProviders: { nodes: { organisation: { id: string } }[] } }>(LIST, { asOf, filter: { area: 'E07000103', ...(status === undefined ? {} : { status }) } });
  return list.eligibleProviders.nodes.filter((node) => node.organisation.id === id).map(({ organisation: _, ...row }) => row);
}

const countIn = async (asOf: string): Promise<number> =>
  (await ask<{ contractReadiness: { outcomes: { outcome: string; count: number }[] } }>('query ($asOf: Date) { contractReadiness(area: "E07000103", set: "minimum-criteria", asOf: $asOf) { outcomes { outcome count } } }', { asOf }))
    .contractReadiness.outcomes.find(({ outcome }) => outcome === 'ELIGIBLE')?.count ?? -1;

test('an organisation may be bought from up to its last day and no longer, whatever it holds', async () => {
  const before = await single('2026-11-15');
  expect(before).toMatchObject({ outcome: 'ELIGIBLE', atWork: true });
  const after = await single('2026-11-16');
  // What it holds is told as before.
  expect(after).toEqual({ ...before, outcome: 'NOT_ELIGIBLE', atWork: false });
});

test('the list has it among those at work up to that day, and among the closed afterwards, as the single check says', async () => {
  expect(await listed('2026-11-15')).toEqual([await single('2026-11-15')]);
  expect(await listed('2026-11-16')).toEqual([]);
  expect(await listed('2026-11-16', 'INACTIVE')).toEqual([await single('2026-11-16')]);
});

test('the readiness of its district counts it no more', async () => {
  expect((await countIn('2026-11-15')) - (await countIn('2026-11-16'))).toBe(1);
});

test('nothing that a closed organisation could file would let it in', async () => {
  const alone = `query ($filter: OrganisationFilter) { eligibleProviders(first: 100, set: "${SET}", asOf: "2026-11-16", filter: $filter, outcome: [ELIGIBLE, DISCRETIONARY, INCOMPLETE, NOT_ELIGIBLE], lacking: { alone: true }) { totalCount } }`;
  expect(await ask(alone, { filter: { status: 'INACTIVE' } })).toEqual({ eligibleProviders: { totalCount: 0 } });
});

test('the check says what a panel decided: accredited, suspended, or nothing', async () => {
  const decided = async (slug: string, asOf: string): Promise<unknown> => {
    const { rows } = await atlas.owner.query<{ id: string }>('select id from organisations where slug = $1', [slug]);
    const text = 'query ($id: ID!, $asOf: Date) { eligibility(organisation: $id, set: "minimum-criteria", asOf: $asOf) { accreditation { set state from to decidedOn } } }';
    return (await ask<{ eligibility: { accreditation: unknown } }>(text, { id: toNodeId('Organisation', rows[0]?.id ?? ''), asOf })).eligibility.accreditation;
  };
  // As is now known, up to the day before the suspension.
  expect(await decided('akwaaba-saturday-school', '2026-11-01')).toEqual({ set: SET, state: 'ACCREDITED', from: '2026-10-01', to: '2026-11-01', decidedOn: '2026-09-15' });
  expect(await decided('akwaaba-saturday-school', '2026-11-02')).toMatchObject({ state: 'SUSPENDED', from: '2026-11-02', to: null });
  expect(await decided('clay-cross-community-cinema', '2026-11-21')).toMatchObject({ state: 'WITHDRAWN' });
  expect(await decided('akwaaba-saturday-school', '2026-09-14')).toBeNull();
  // Accredited by the checklist, on which the minimum criteria say nothing.
  expect(await decided('old-town-toy-library', '2026-11-21')).toBeNull();
});
