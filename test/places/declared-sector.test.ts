import type { Role } from '../../src/access/viewer';
import { fromNodeId } from '../../src/graphql/node';
import { revertImport } from '../../src/organisations/import-revert';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { importDistricts, rowsOf } from './place-imports';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => at.close());

interface Found {
  id: string;
  version: number;
  sector: string[] | null;
}

async function area(code: string): Promise<Found> {
  return (await at.ask<{ area: Found }>('query ($code: String!) { area(code: $code) { id version sector } }', { code })).data?.area as Found;
}

async function declare(code: string, sector: string[] | null, viewer: { role: Role; areaIds?: string[] } = { role: 'ADMIN' }): Promise<{ code: string }[]> {
  const { id, version } = await area(code);
  const answer = await at.ask<{ declareSector: { userErrors: { code: string }[] } }>(
    'mutation ($input: DeclareSectorInput!) { declareSector(input: $input) { userErrors { code path } } }',
    { input: { id, expectedVersion: version, sector } },
    viewer,
  );
  return answer.data?.declareSector.userErrors ?? [];
}

async function organisations(code: string): Promise<number> {
  const answer = await at.ask<{ coverage: { whole: { organisations: { count: number } } } }>('query ($area: String!) { coverage(area: $area) { whole { organisations { count } } } }', { area: code });
  return answer.data?.coverage.whole.organisations.count ?? -1;
}

const independents = async (code: string): Promise<number> => {
  const answer = await at.ask<{ coverage: { whole: { organisations: { count: number } } } }>(
    'query ($area: String!) { coverage(area: $area, filter: { sector: [INDEPENDENT] }) { whole { organisations { count } } } }',
    { area: code },
  );
  return answer.data?.coverage.whole.organisations.count ?? -1;
};

it('counts in coverage what the county declares as its own, from the moment that it does', async () => {
  const [before, more] = [await organisations('E10000007'), await independents('E10000007')];
  expect(more).toBeGreaterThan(0);
  expect(await declare('E10000007', ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE'])).toEqual([]);
  expect(await organisations('E10000007')).toBe(before - more);
  expect(await declare('E10000007', ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT'])).toEqual([]);
  expect(await organisations('E10000007')).toBe(before);
});

it('is declared for a district by who looks after its county, and for a county not by who looks after a district', async () => {
  const [county, district] = [await area('E10000007'), await area('E07000035')];
  const [countyId, districtId] = [county, district].map((one) => fromNodeId(one.id)?.uuid ?? '') as [string, string];
  expect(await declare('E07000035', ['VOLUNTARY'], { role: 'COORDINATOR', areaIds: [countyId] })).toEqual([]);
  expect(await declare('E07000035', null, { role: 'COORDINATOR', areaIds: [countyId] })).toEqual([]);
  expect(await declare('E10000007', null, { role: 'COORDINATOR', areaIds: [districtId] })).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await area('E10000007')).version).toBe(county.version);
});

describe('with an import of boundaries', () => {
  const sectors = (): Promise<{ code: string; sector: string[] | null }[]> => rowsOf(at, `select code, sector from areas where code in ('E06990001', 'E07990001', 'E10990001') order by code`);

  it('is declared for the areas of the file and for the parents that it makes, stays where a later file does not say it, and goes back with it', async () => {
    await importDistricts(at, 'districts.geojson', { parentSector: ['COMMUNITY', 'VOLUNTARY'] });
    expect(await sectors()).toEqual([
      { code: 'E06990001', sector: null },
      { code: 'E07990001', sector: null },
      { code: 'E10990001', sector: ['VOLUNTARY', 'COMMUNITY'] },
    ]);
    const declared = await importDistricts(at, 'districts.geojson', { sector: ['INDEPENDENT', 'VOLUNTARY'] });
    expect(declared.counts).toMatchObject({ updated: 3, unchanged: 0 });
    expect((await importDistricts(at, 'districts.geojson', { sector: ['VOLUNTARY', 'INDEPENDENT'] })).verdict).toBe('UNCHANGED');
    expect((await importDistricts(at, 'districts.geojson')).verdict).toBe('UNCHANGED');
    expect((await sectors())[0]).toEqual({ code: 'E06990001', sector: ['VOLUNTARY', 'INDEPENDENT'] });
    const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches where options ? 'sector' and counts->>'updated' = '3'`);
    await revertImport({ database: at.database, viewer: { role: 'ADMIN' }, clock: testClock }, { id: batch?.id ?? '' });
    expect((await sectors())[0]).toEqual({ code: 'E06990001', sector: null });
  });

  it('does not take back with an import what was declared since by somebody else', async () => {
    await importDistricts(at, 'districts-moved.geojson', { source: 'moved' });
    expect(await declare('E06990001', ['COMMUNITY'])).toEqual([]);
    const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches where options->>'source' = 'moved'`);
    await revertImport({ database: at.database, viewer: { role: 'ADMIN' }, clock: testClock }, { id: batch?.id ?? '' });
    expect((await sectors())[0]).toEqual({ code: 'E06990001', sector: ['COMMUNITY'] });
  });
});
