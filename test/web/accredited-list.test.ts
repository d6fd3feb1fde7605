import { parse } from 'csv-parse/sync';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

type Line = Readonly<Record<string, string>>;

let atlas: TestDatabase;
let service: TestService;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample' });
  service = await startTestService(atlas);
});
afterAll(async () => {
  await service?.close();
  await atlas.close();
});

const get = (asked: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> => fetch(`${service.url}/lists/accredited-list.csv?${new URLSearchParams(asked).toString()}`, { headers });

async function names(asked: Record<string, string>): Promise<string[]> {
  const response = await get(asked);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  return [...new Set((parse(await response.text(), { columns: true }) as Line[]).map((line) => line.organisation ?? ''))];
}

async function ofQuery(filter: object): Promise<string[]> {
  const text = 'query ($filter: OrganisationFilter) { accreditedProviders(first: 100, asOf: "2026-11-20", filter: $filter) { nodes { organisation { name } } } }';
  const { data, errors } = await atlas.ask<{ accreditedProviders: { nodes: { organisation: { name: string } }[] } }>(text, { filter });
  expect(errors).toBeUndefined();
  return data?.accreditedProviders.nodes.map((node) => node.organisation.name) ?? [];
}

test.each<[Record<string, string>, object, number]>([
  [{}, {}, 15],
  [{ area: 'E10000015' }, { area: 'E10000015' }, 4],
  [{ category: 'YW' }, { category: 'YW' }, 2],
  [{ community: 'BME' }, { community: 'BME' }, 1],
  [{ ages: '16-' }, { ages: { from: 16 } }, 2],
  [{ ages: '4' }, { ages: { from: 4, to: 4 } }, 2],
  [{ near: 'wd172bt', km: '20' }, { near: { postcode: 'WD17 2BT', km: 20 } }, 1],
  [{ near: '53.2,-1.4', km: '30', category: 'service:YW' }, { near: { point: { latitude: 53.2, longitude: -1.4 }, km: 30 }, category: 'service:YW' }, 1],
])('anybody fetches the list of a day as a sheet, narrowed as the query is: %j', async (asked, filter, atLeast) => {
  const listed = await names({ asOf: '2026-11-20', ...asked });
  expect(listed).toEqual(await ofQuery(filter));
  expect(listed.length).toBeGreaterThanOrEqual(atLeast);
});

test('near a spot the nearest come first, with how far they are; a place that is hidden is near nothing', async () => {
  const lines = parse(await (await get({ asOf: '2026-11-20', near: '51.75,-0.48', km: '40' })).text(), { columns: true }) as Line[];
  const km = lines.map((line) => Number(line.km));
  expect(km.length).toBeGreaterThan(1);
  expect(km).toEqual([...km].sort((one, other) => one - other));
  expect(lines.map((line) => line.organisation)).not.toContain('Harbour Rooms (invented)');
  expect(await names({ asOf: '2026-11-20', area: 'E07000096' })).toContain('Harbour Rooms (invented)');
});

test('the list of a day is the panel’s own where a criteria set is named', async () => {
  expect(await names({ asOf: '2026-11-20', set: 'service-operational-checklist' })).toEqual(await names({ asOf: '2026-11-20', set: 'service-operational-checklist', basis: 'PANEL' }));
  expect(await names({ asOf: '2026-11-20', basis: 'CONTRACT', area: 'E07000096' })).toEqual(['Gade Valley Playscheme (invented)']);
});

test('caches may hold what anybody may know, and ask whether it has changed', async () => {
  const first = await get({ asOf: '2026-11-20' });
  expect([first.headers.get('cache-control'), first.headers.get('content-disposition')]).toEqual(['public, max-age=60', 'attachment; filename="accredited-list-2026-11-20.csv"']);
  const again = await get({ asOf: '2026-11-20' }, { 'if-none-match': first.headers.get('etag') ?? '' });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await get({ asOf: '2026-11-01' }, { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(200);
});

test.each([
  [{ asOf: '2026-02-30' }, 'BAD_INPUT'],
  [{ area: 'none' }, 'UNKNOWN_AREA'],
  [{ category: 'none' }, 'UNKNOWN_TERM'],
  [{ community: 'none' }, 'UNKNOWN_TERM'],
  [{ ages: 'young' }, 'BAD_INPUT'],
  [{ ages: '15-8' }, 'BAD_RANGE'],
  [{ near: 'Hemel' }, 'BAD_POSTCODE'],
  [{ near: 'AB1 1AA' }, 'UNKNOWN_POSTCODE'],
  [{ near: '91,0' }, 'BAD_POINT'],
  [{ near: 'HP1 1EH', km: '101' }, 'BAD_RADIUS'],
  [{ km: '5' }, 'BAD_INPUT'],
  [{ set: 'none' }, 'UNKNOWN_SET'],
  [{ basis: 'RUMOUR' }, 'BAD_INPUT'],
  [{ districts: 'E07000096' }, 'BAD_INPUT'],
  [{ area: '\0' }, 'BAD_INPUT'],
  [{ set: 'a\0b' }, 'BAD_INPUT'],
  [{ category: '\0' }, 'BAD_INPUT'],
  [{ community: '\0' }, 'BAD_INPUT'],
])('what it cannot answer it says, and no cache holds that: %j', async (asked, code) => {
  const response = await get(asked as Record<string, string>);
  expect([response.status, response.headers.get('cache-control')]).toEqual([400, 'no-store']);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
});

test('the same word twice is not taken for one of them', async () => {
  const response = await fetch(`${service.url}/lists/accredited-list.csv?area=E07000096&area=E07000103`);
  expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_INPUT' } }] }]);
});
