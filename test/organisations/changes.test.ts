import { openTestDatabase, type TestDatabase } from '../support';
import type { Viewer } from '../../src/access/viewer';

const ADMIN: Viewer = { role: 'ADMIN' };

interface Payload {
  organisation: Record<string, unknown> | null;
  userErrors: { code: string; path: string[]; currentVersion: number | null; message: string }[];
}

const ENTRY = `id version name otherNames sector roles infrastructure sizeBand servesUnder26 status directoryArea { code } basedIn { code }
  income { amount currency } identifiers { orgId primary } categories { code } communities { link primary community { code } }
  services { id name tier ages { from to } categories { code } areasServed { area { code } from to } }
  areasServed { area { code } from to } places { key kind visibility postcode address district { code } districtBasis }
  contacts { kind audience value roleTitle } memberships { umbrella { name } from to } assuredOn freshness statusHistory { status from to reason }`;

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => atlas.close());

async function change(mutation: string, input: Record<string, unknown>, viewer: Viewer = ADMIN): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await atlas.ask<Record<string, Payload>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { organisation { ${ENTRY} } userErrors { code path currentVersion message } } }`,
    { input },
    viewer,
  );
  if (answer.data?.[mutation] == null) throw new Error(JSON.stringify(answer.errors));
  return answer.data[mutation];
}

async function entry(id: unknown, viewer: Viewer = ADMIN): Promise<Record<string, unknown> | null> {
  const answer = await atlas.ask<{ organisation: Record<string, unknown> | null }>(`query ($id: ID!) { organisation(id: $id) { ${ENTRY} } }`, { id }, viewer);
  return answer.data?.organisation ?? null;
}

const make = async (input: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const { organisation, userErrors } = await change('createOrganisation', input);
  if (organisation === null) throw new Error(JSON.stringify(userErrors));
  return organisation;
};

test('of two changes in one request each is answered with the entry as it then stood', async () => {
  const made = await make({ name: 'Twice Changed' });
  const input = (expectedVersion: number, description: string): object => ({ id: made.id, expectedVersion, description });
  const { data } = await atlas.ask(
    `mutation ($a: UpdateOrganisationInput!, $b: UpdateOrganisationInput!) {
      a: updateOrganisation(input: $a) { organisation { version description } userErrors { code } }
      b: updateOrganisation(input: $b) { organisation { version description } userErrors { code } }
    }`,
    { a: input(1, 'First'), b: input(2, 'Second') },
    ADMIN,
  );
  expect(data).toEqual({ a: { organisation: { version: 2, description: 'First' }, userErrors: [] }, b: { organisation: { version: 3, description: 'Second' }, userErrors: [] } });
});

const FULL = {
  name: 'Ridgeway Youth Circus',
  otherNames: ['Ridgeway Circus'],
  legalForm: 'Charitable incorporated organisation',
  sector: 'VOLUNTARY',
  infrastructure: 'SPECIALIST',
  description: 'Teaches circus.',
  website: 'https://ridgeway.example.org',
  foundedOn: '2011-05-03',
  directoryArea: 'E10000015',
  identifiers: [{ scheme: 'GB-CHC', value: '0990077', primary: true }, { scheme: 'GB-COH', value: '00990077' }],
  services: [{ name: 'Saturday class', tier: 'UNIVERSAL', ages: { from: 5, to: 25 }, areasServed: [{ area: 'E07000096', from: '2020-01-01', to: '2029-12-31' }] }],
  areasServed: [{ area: 'E07000100' }],
  places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: 'The Tent', point: { latitude: 51.75, longitude: -0.47 } }],
  contacts: [{ kind: 'EMAIL', audience: 'PUBLIC', value: 'ring@ridgeway.example.org', roleTitle: 'Ringmaster' }, { kind: 'PHONE', audience: 'PRIVATE', value: '01632 960111' }],
  factsByYear: [{ year: 2024, income: '9999.99', source: 'Annual return' }, { year: 2025, income: '12000.50', volunteers: 12, source: 'Annual return' }],
};

test('an organisation needs a name and nothing else, and what is not said is not known', async () => {
  expect(await make({ name: 'Knitters of Hitchin' })).toMatchObject({ version: 1, sector: null, sizeBand: 'UNKNOWN', servesUnder26: null, basedIn: null, income: null, status: 'ACTIVE', identifiers: [], freshness: 'NEVER_ASSURED' });
});

test('all that is said of an organisation is there again, its district and size derived', async () => {
  const made = await make(FULL);
  expect(made).toMatchObject({
    roles: ['PROVIDER', 'INFRASTRUCTURE'],
    sizeBand: 'SMALL',
    income: { amount: '12000.50', currency: 'GBP' },
    servesUnder26: true,
    basedIn: { code: 'E07000096' },
    identifiers: [{ orgId: 'GB-CHC-0990077', primary: true }, { orgId: 'GB-COH-00990077', primary: false }],
    services: [{ name: 'Saturday class', tier: 'UNIVERSAL', ages: { from: 5, to: 25 }, areasServed: [{ area: { code: 'E07000096' }, from: '2020-01-01', to: '2029-12-31' }] }],
    places: [{ kind: 'ADDRESS', visibility: 'EXACT', district: { code: 'E07000096' }, districtBasis: 'POINT' }],
  });
  // A former code names today's area.
  expect(made.areasServed).toContainEqual({ area: { code: 'E07000240' }, from: null, to: null });
  expect(made.contacts).toHaveLength(2);
  expect((await entry(made.id, { role: 'ANONYMOUS' }))?.contacts).toEqual([{ kind: 'EMAIL', audience: 'PUBLIC', value: 'ring@ridgeway.example.org', roleTitle: 'Ringmaster' }]);
});

test('a change leaves what it does not speak of, and is not an assurance', async () => {
  const made = await make({ name: 'Steady Group', description: 'As before', sector: 'COMMUNITY', areasServed: [{ area: 'E07000096' }] });
  const { organisation } = await change('updateOrganisation', { id: made.id, expectedVersion: 1, name: 'Steadier Group', sector: null });
  expect(organisation).toMatchObject({ name: 'Steadier Group', sector: null, version: 2, areasServed: [{ area: { code: 'E07000096' } }], freshness: 'NEVER_ASSURED' });
});

test('a service that names its id keeps it, one that is left out goes', async () => {
  const made = await make({ name: 'Two Services', services: [{ name: 'One' }, { name: 'Two', ages: { to: 4 } }] });
  const [one] = made.services as { id: string }[];
  const { organisation } = await change('updateOrganisation', { id: made.id, expectedVersion: 1, services: [{ id: one?.id, name: 'One again', ages: { from: 30 } }] });
  expect(organisation?.services).toMatchObject([{ id: one?.id, name: 'One again', ages: { from: 30, to: null } }]);
  expect(organisation?.servesUnder26).toBe(false);
});

test('a part that stands twice in its list is refused', async () => {
  const { id, services } = await make({ name: 'One Service', services: [{ name: 'One' }] });
  const [one] = services as { id: string }[];
  const twice = [{ id: one?.id, name: 'One' }, { id: one?.id, name: 'Other' }];
  expect((await change('updateOrganisation', { id, expectedVersion: 1, services: twice })).userErrors).toMatchObject([{ code: 'INVALID', path: ['services', '1'] }]);
});

test('of fifty changes of one version exactly one wins, and the others are told the version that stands', async () => {
  const made = await make({ name: 'Much Edited' });
  const results = await Promise.all(Array.from({ length: 50 }, (_, at) => change('updateOrganisation', { id: made.id, expectedVersion: 1, description: `Edit ${at}` })));
  expect(results.filter((one) => one.userErrors.length === 0)).toHaveLength(1);
  for (const lost of results.filter((one) => one.userErrors.length > 0)) expect(lost.userErrors[0]).toMatchObject({ code: 'CONFLICT', currentVersion: 2, path: ['expectedVersion'] });
});

test('a place that becomes hidden is gone for the public and stays for those who look after the entry', async () => {
  const made = await make({ name: 'Harbour', places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: '1 Quiet Street', point: { latitude: 51.75, longitude: -0.47 } }] });
  const [place] = made.places as { key: string }[];
  const { organisation } = await change('updateOrganisation', {
    id: made.id, expectedVersion: 1, places: [{ key: place?.key, kind: 'ADDRESS', visibility: 'HIDDEN', address: '1 Quiet Street', point: { latitude: 51.75, longitude: -0.47 } }],
  });
  expect(organisation).toMatchObject({ basedIn: null, places: [{ visibility: 'HIDDEN', address: '1 Quiet Street', district: { code: 'E07000096' } }] });
  expect(await entry(made.id, { role: 'ANONYMOUS' })).toMatchObject({ basedIn: null, places: [] });
  expect((await atlas.owner.query(`select count(*)::int as n from places where address like '%Quiet Street%'`)).rows).toEqual([{ n: 0 }]);
});

test('closing and reopening keep every status for the days on which it held', async () => {
  const made = await make({ name: 'Seasonal', foundedOn: '2001-01-01' });
  await change('closeOrganisation', { id: made.id, expectedVersion: 1, lastDay: '2020-03-31', reason: 'No hall' });
  const { organisation } = await change('reopenOrganisation', { id: made.id, expectedVersion: 2, firstDay: '2022-05-01' });
  expect(organisation?.statusHistory).toEqual([
    { status: 'ACTIVE', from: '2001-01-01', to: '2020-03-31', reason: null },
    { status: 'INACTIVE', from: '2020-04-01', to: '2022-04-30', reason: 'No hall' },
    { status: 'ACTIVE', from: '2022-05-01', to: null, reason: null },
  ]);
  const again = await change('reopenOrganisation', { id: made.id, expectedVersion: 3, firstDay: '2023-01-01' });
  expect(again.userErrors[0]?.code).toBe('ALREADY');
});

test('assuring says who checked and when, and never a day to come', async () => {
  const made = await make({ name: 'Checked' });
  const { organisation } = await change('assureOrganisation', { id: made.id, expectedVersion: 1, by: 'CVS development worker' });
  expect(organisation).toMatchObject({ assuredOn: '2026-11-21', freshness: 'FRESH', version: 2 });
  const early = await change('assureOrganisation', { id: made.id, expectedVersion: 2, by: 'CVS development worker', on: '2026-11-22' });
  expect(early.userErrors[0]).toMatchObject({ code: 'INVALID', path: ['on'] });
});

test.each([
  ['a blank name', { name: '  ' }, 'INVALID', ['name']],
  ['a website without http', { name: 'X', website: 'ridgeway' }, 'INVALID', ['website']],
  ['ages the wrong way round', { name: 'X', services: [{ name: 'S', ages: { from: 9, to: 8 } }] }, 'INVALID', ['services', '0', 'ages']],
  ['an end before its beginning', { name: 'X', areasServed: [{ area: 'E07000096', from: '2020-02-01', to: '2020-01-31' }] }, 'INVALID', ['areasServed', '0']],
  ['an unknown area', { name: 'X', areasServed: [{ area: 'E0' }] }, 'UNKNOWN_AREA', ['areasServed']],
  ['an unknown category', { name: 'X', categories: ['nonsense'] }, 'UNKNOWN_TERM', ['categories']],
  ['two addresses', { name: 'X', places: [{ kind: 'ADDRESS', visibility: 'EXACT' }, { kind: 'ADDRESS', visibility: 'EXACT' }] }, 'INVALID', ['places']],
  ['a bad e-mail address', { name: 'X', contacts: [{ kind: 'EMAIL', audience: 'PUBLIC', value: 'me at home' }] }, 'INVALID', ['contacts', '0', 'value']],
])('%s is told with its path and writes nothing', async (_, input, code, path) => {
  const before = (await atlas.owner.query('select count(*)::int as n from organisations')).rows;
  expect(await change('createOrganisation', input)).toMatchObject({ organisation: null, userErrors: [{ code, path }] });
  expect((await atlas.owner.query('select count(*)::int as n from organisations')).rows).toEqual(before);
});

test('a name cannot be taken away', async () => {
  const made = await make({ name: 'Named' });
  expect((await change('updateOrganisation', { id: made.id, expectedVersion: 1, name: null })).userErrors).toMatchObject([{ code: 'INVALID', path: ['name'] }]);
});

test('a version beyond all that there are is a conflict', async () => {
  const made = await make({ name: 'Once Changed' });
  expect((await change('closeOrganisation', { id: made.id, expectedVersion: 2_147_483_647, lastDay: '2026-01-01' })).userErrors).toMatchObject([{ code: 'CONFLICT', currentVersion: 1 }]);
});

test('a registration that another organisation has is told as taken', async () => {
  await make({ name: 'First', identifiers: [{ scheme: 'GB-CHC', value: '7654321' }] });
  expect((await change('createOrganisation', { name: 'Second', identifiers: [{ scheme: 'GB-CHC', value: '7654321' }] })).userErrors[0]).toMatchObject({ code: 'TAKEN', path: ['identifiers'] });
});

test('nobody writes without signing in', async () => {
  await expect(change('createOrganisation', { name: 'X' }, { role: 'ANONYMOUS' })).rejects.toThrow('UNAUTHENTICATED');
});
