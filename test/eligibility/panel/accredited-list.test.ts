import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../../src/access/viewer';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../../support';
import { COMMISSIONER, makeSet, PanelAsking } from './panel-asking';

const OPERATIONS = join(__dirname, '../../../schema/operations');
const LIST = readFileSync(join(OPERATIONS, 'accredited-providers.graphql'), 'utf8');
const EXCEPTIONS = readFileSync(join(OPERATIONS, 'contracted-not-accredited.graphql'), 'utf8');
const YEAR = { decidedOn: '2026-01-10', from: '2026-02-01', to: '2026-12-31' };
const WHY = { reason: 'Complaints about safeguarding' };

interface Row {
  basis: string[];
  organisation: { id: string; name: string };
  accreditations: { set: string; state: string; from: string; to: string | null; conditions: string | null }[];
  contracts: { by: string; from: string; to: string | null; source: string }[];
  distanceKm: number | null;
}

let atlas: TestDatabase;
let service: TestService;
let panel: PanelAsking;
const ids: Record<string, string> = {};

beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  await atlas.owner.query('truncate panel_decisions, contracts');
  service = await startTestService(atlas);
  panel = new PanelAsking(atlas);
  await makeSet(atlas);
  await makeSet(atlas, 'operational');
  const make = async (name: string, more: Record<string, unknown> = {}): Promise<string> => (ids[name] = await panel.make(name, more));
  await panel.decided(await make('Accredited'), 'ACCREDITED', { ...YEAR, conditions: 'Under twelves only' });
  await panel.decided(ids.Accredited as string, 'ACCREDITED', { ...YEAR, set: 'operational' });
  await contract(await make('Contracted'));
  await panel.decided(await make('Both'), 'ACCREDITED', YEAR);
  await contract(ids.Both as string);
  await panel.decided(await make('Withdrawn'), 'ACCREDITED', YEAR);
  await panel.decided(ids.Withdrawn as string, 'WITHDRAWN', { decidedOn: '2026-10-01', ...WHY });
  await contract(ids.Withdrawn as string);
  await panel.decided(await make('Closed'), 'ACCREDITED', YEAR);
  await panel.told.edit('closeOrganisation', { id: ids.Closed, expectedVersion: 1, lastDay: '2026-09-30' });
  await panel.decided(await make('County-wide', { areasServed: [{ area: 'E10000015' }] }), 'ACCREDITED', YEAR);
  await panel.decided(await make('Based here, whom it serves is not known', { areasServed: [], places: [{ kind: 'ADDRESS', visibility: 'EXACT', point: { latitude: 51.75, longitude: -0.47 } }] }), 'ACCREDITED', YEAR);
  await panel.decided(await make('Elsewhere', { areasServed: [{ area: 'E07000243' }] }), 'ACCREDITED', { ...YEAR, set: 'operational' });
  await panel.decided(await make('Next year'), 'ACCREDITED', { ...YEAR, from: '2027-01-01', to: '2027-12-31' });
});
afterAll(async () => {
  await service?.close();
  await atlas.close();
});

async function contract(id: string): Promise<void> {
  const input = { id, by: 'Hertfordshire Children’s Trust', title: 'Holiday play', from: '2026-04-01', to: '2027-03-31', source: 'Contracts register, April 2026' };
  await atlas.ask('mutation ($input: RecordContractInput!) { recordContract(input: $input) { userErrors { code } } }', { input }, COMMISSIONER);
}

async function list(variables: Record<string, unknown> = {}, viewer?: Viewer): Promise<Row[]> {
  const { data, errors } = await atlas.ask<{ accreditedProviders: { totalCount: number; nodes: Row[] } }>(LIST, { first: 100, ...variables }, viewer);
  if (data === null) throw new Error(JSON.stringify(errors));
  expect(data.accreditedProviders.totalCount).toBe(data.accreditedProviders.nodes.length);
  return data.accreditedProviders.nodes;
}

const namesOf = async (variables?: Record<string, unknown>): Promise<string[]> => (await list(variables)).map((row) => row.organisation.name);
const codeOf = async (variables: Record<string, unknown>): Promise<unknown> => (await atlas.ask(LIST, variables)).errors?.[0]?.extensions;
const DACORUM = { area: 'E07000096' };
const EVERYBODY = ['Accredited', 'Based here, whom it serves is not known', 'Both', 'Contracted', 'County-wide', 'Elsewhere', 'Withdrawn'];

test('the list has who is accredited or contracted, at work, each once, and why', async () => {
  const rows = await list();
  expect(rows.map((row) => row.organisation.name)).toEqual(EVERYBODY);
  const byName = new Map(rows.map((row) => [row.organisation.name, row]));
  expect(byName.get('Accredited')).toMatchObject({
    basis: ['PANEL'],
    accreditations: [{ set: 'operational' }, { set: 'tendering', from: '2026-02-01', to: '2026-12-31', conditions: 'Under twelves only' }],
    contracts: [],
  });
  expect(byName.get('Contracted')).toMatchObject({ basis: ['CONTRACT'], accreditations: [], contracts: [{ by: 'Hertfordshire Children’s Trust', from: '2026-04-01', to: '2027-03-31', source: 'Contracts register, April 2026' }] });
  expect(byName.get('Both')?.basis).toEqual(['PANEL', 'CONTRACT']);
  // Withdrawn, and yet bought from: the contract is no accreditation.
  expect(byName.get('Withdrawn')).toMatchObject({ basis: ['CONTRACT'], accreditations: [] });
});

test('on another day it is another list; who was closed on the day is not on it', async () => {
  expect(await namesOf({ asOf: '2026-09-30' })).toEqual(['Accredited', 'Based here, whom it serves is not known', 'Both', 'Closed', 'Contracted', 'County-wide', 'Elsewhere', 'Withdrawn']);
  expect((await list({ asOf: '2026-09-30' })).find((row) => row.organisation.name === 'Withdrawn')?.basis).toEqual(['PANEL', 'CONTRACT']);
  expect(await namesOf({ asOf: '2027-04-01' })).toEqual(['Next year']);
  expect(await namesOf({ asOf: '2026-02-01' })).not.toContain('Contracted');
  expect(await namesOf({ asOf: '2026-01-31' })).toEqual([]);
});

test('a school asks for its district: who serves it in particular or county-wide, or is based there', async () => {
  expect(await namesOf({ filter: DACORUM })).toEqual(EVERYBODY.filter((name) => name !== 'Elsewhere'));
  expect(await namesOf({ filter: { ...DACORUM, basis: 'BASED_IN' } })).toEqual(['Based here, whom it serves is not known']);
  expect(await namesOf({ filter: { ...DACORUM, basis: 'COUNTY_WIDE' } })).toEqual(['County-wide']);
});

test('near a spot it lists the nearest, with the distance', async () => {
  const rows = await list({ filter: { near: { point: { latitude: 51.76, longitude: -0.47 }, km: 5 } } });
  expect(rows.map((row) => [row.organisation.name, row.distanceKm])).toEqual([['Based here, whom it serves is not known', expect.closeTo(1.113, 2)]]);
});

test('asked for a criteria set, the list is the panels’ own by that set', async () => {
  expect(await namesOf({ set: 'operational' })).toEqual(['Accredited', 'Elsewhere']);
  expect((await list({ set: 'operational' }))[0]?.accreditations.map(({ set }) => set)).toEqual(['operational']);
  expect(await namesOf({ set: 'operational', basis: ['PANEL', 'CONTRACT'] })).toEqual(['Accredited', 'Both', 'Contracted', 'Elsewhere', 'Withdrawn']);
  expect(await namesOf({ basis: ['CONTRACT'] })).toEqual(['Both', 'Contracted', 'Withdrawn']);
});

test('pages follow one another without loss', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data }: { data: { accreditedProviders: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } | null } = await atlas.ask(LIST, { first: 2, after });
    seen.push(...(data?.accreditedProviders.nodes ?? []).map((row) => row.organisation.name));
    after = data?.accreditedProviders.pageInfo.hasNextPage === true ? data.accreditedProviders.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(EVERYBODY);
});

test('what cannot be asked is told with its argument', async () => {
  expect(await codeOf({ set: 'none' })).toMatchObject({ code: 'UNKNOWN_SET', argument: 'set' });
  expect(await codeOf({ filter: { asOf: '2026-01-01' } })).toMatchObject({ code: 'BAD_INPUT', argument: 'filter.asOf' });
  expect(await codeOf({ filter: { status: 'INACTIVE' } })).toMatchObject({ code: 'BAD_INPUT', argument: 'filter.status' });
  expect(await codeOf({ basis: [] })).toMatchObject({ code: 'BAD_INPUT', argument: 'basis' });
  expect(await codeOf({ filter: { area: 'none' } })).toMatchObject({ code: 'UNKNOWN_AREA' });
  expect(await codeOf({ first: 101 })).toMatchObject({ code: 'BAD_PAGE' });
});

test('contracted but not accredited: the exceptions, with how they stand, for those who commission', async () => {
  const ask = (variables: object, viewer: Viewer) => atlas.ask<{ contractedNotAccredited: { totalCount: number; nodes: Row[] } }>(EXCEPTIONS, { ...variables }, viewer);
  const { data } = await ask(DACORUM, COMMISSIONER);
  expect(data?.contractedNotAccredited.totalCount).toBe(2);
  expect(data?.contractedNotAccredited.nodes.map((row) => [row.organisation.name, row.accreditations.map(({ state, from }) => ({ state, from }))])).toEqual([
    ['Contracted', []],
    ['Withdrawn', [{ state: 'WITHDRAWN', from: '2026-10-01' }]],
  ]);
  expect((await ask({ ...DACORUM, asOf: '2026-09-30' }, COMMISSIONER)).data?.contractedNotAccredited.nodes.map((row) => row.organisation.name)).toEqual(['Contracted']);
  expect((await ask({ area: 'E07000243' }, COMMISSIONER)).data?.contractedNotAccredited.nodes).toEqual([]);
  expect((await ask(DACORUM, { role: 'ANONYMOUS' })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

describe('over a trusted document', () => {
  async function document(init: RequestInit = {}, variables: object = { filter: DACORUM, asOf: '2026-11-21' }): Promise<Response> {
    const hashes = (await (await fetch(`${service.url}/documents`)).json()) as Record<string, string>;
    return fetch(`${service.url}/documents/${hashes['accredited-providers']}?variables=${encodeURIComponent(JSON.stringify(variables))}`, init);
  }

  test('caches on the way may hold what anybody was answered', async () => {
    const response = await document();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    const again = await document({ headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const body = (await response.json()) as { data: { accreditedProviders: { nodes: Row[] } } };
    expect(body.data.accreditedProviders.nodes.map((row) => row.organisation.name)).toContain('Accredited');
  });

  test.each(['ADMIN', 'COMMISSIONER'] as const)('and hold no answer to a signed-in caller (%s)', async (role) => {
    const response = await document({ headers: { authorization: await service.authorization(role) } });
    expect([response.status, response.headers.get('cache-control'), response.headers.get('etag')]).toEqual([200, 'private, no-store', null]);
  });

  test('a new decision is a new answer', async () => {
    const before = (await document()).headers.get('etag');
    await panel.decided(ids.Accredited as string, 'SUSPENDED', { set: 'operational', decidedOn: '2026-11-20', ...WHY });
    const response = await document({ headers: { 'if-none-match': before ?? '' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).not.toBe(before);
  });
});
