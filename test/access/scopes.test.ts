import type { Viewer } from '../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../support';

const DACORUM = 'E07000096';
const STEVENAGE = 'E07000243';

let atlas: TestDatabase;
let coordinator: Viewer;
let representative: Viewer;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const { rows } = await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [DACORUM]);
  coordinator = { role: 'COORDINATOR', subject: 'Dacorum coordinator', areaIds: rows.map((row) => row.id) };
  representative = { ...coordinator, role: 'REPRESENTATIVE' };
});
afterAll(() => atlas.close());

async function basedIn(code: string, condition = 'true'): Promise<{ id: string; version: number; name: string }> {
  const { rows } = await atlas.owner.query<{ id: string; version: number; name: string }>(
    `select o.id, o.version, o.name from organisations o join areas d on d.id = o.based_in_id where d.code = $1 and ${condition} order by o.sort_name limit 1`,
    [code],
  );
  if (rows[0] === undefined) throw new Error(`Nobody is based in ${code} where ${condition}.`);
  return rows[0];
}

const nodeId = (uuid: string): string => Buffer.from(`Organisation:${uuid}`).toString('base64url');

async function tryToDescribe(viewer: Viewer, organisation: { id: string; version: number }): Promise<string | undefined> {
  const answer = await atlas.ask<{ updateOrganisation: { userErrors: { code: string }[] } }>(
    'mutation ($input: UpdateOrganisationInput!) { updateOrganisation(input: $input) { userErrors { code } } }',
    { input: { id: nodeId(organisation.id), expectedVersion: organisation.version, description: `By ${viewer.subject ?? viewer.role}` } },
    viewer,
  );
  return answer.errors === undefined ? (answer.data?.updateOrganisation.userErrors[0]?.code ?? 'DONE') : String(answer.errors[0]?.extensions?.code);
}

test('a coordinator of Dacorum changes Dacorum and not Stevenage', async () => {
  expect(await tryToDescribe(coordinator, await basedIn(DACORUM))).toBe('DONE');
  expect(await tryToDescribe(coordinator, await basedIn(STEVENAGE))).toBe('FORBIDDEN');
});

test('a coordinator can neither take an entry out of the area nor make one outside it', async () => {
  const make = (input: object): Promise<string | undefined> =>
    atlas
      .ask<{ createOrganisation: { userErrors: { code: string }[] } }>('mutation ($input: CreateOrganisationInput!) { createOrganisation(input: $input) { userErrors { code } } }', { input }, coordinator)
      .then((answer) => answer.data?.createOrganisation.userErrors[0]?.code);
  expect(await make({ name: 'Elsewhere', directoryArea: STEVENAGE })).toBe('FORBIDDEN');
  expect(await make({ name: 'Nowhere' })).toBe('FORBIDDEN');
  expect(await make({ name: 'Here', directoryArea: DACORUM })).toBeUndefined();
  expect((await atlas.owner.query(`select name from organisations where name in ('Elsewhere', 'Nowhere', 'Here')`)).rows).toEqual([{ name: 'Here' }]);
});

test('an editor changes its own organisation and no other', async () => {
  const own = await basedIn(STEVENAGE);
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', organisationIds: [own.id] };
  expect(await tryToDescribe(editor, own)).toBe('DONE');
  expect(await tryToDescribe(editor, await basedIn(DACORUM))).toBe('FORBIDDEN');
});

test.each(['ANONYMOUS', 'REPRESENTATIVE', 'ANALYST', 'COMMISSIONER', 'ACTION_LEAD'] as const)('%s changes nothing', async (role) => {
  expect(['UNAUTHENTICATED', 'FORBIDDEN']).toContain(await tryToDescribe({ ...coordinator, role }, await basedIn(DACORUM)));
});

const CONTACTS = `query { a: organisations(first: 100, filter: { area: "${DACORUM}" }) { nodes { contacts { audience } } } b: organisations(first: 100, filter: { area: "${STEVENAGE}" }) { nodes { contacts { audience } } } }`;

async function audiencesSeen(viewer: Viewer): Promise<{ here: string[]; elsewhere: string[] }> {
  type Nodes = { nodes: { contacts: { audience: string }[] }[] };
  const { data } = await atlas.ask<{ a: Nodes; b: Nodes }>(CONTACTS, {}, viewer);
  const kinds = (nodes: Nodes | undefined): string[] => [...new Set(nodes?.nodes.flatMap((one) => one.contacts.map((contact) => contact.audience)))].sort();
  return { here: kinds(data?.a), elsewhere: kinds(data?.b) };
}

test('contacts are seen by those for whom they are meant', async () => {
  expect(await audiencesSeen({ role: 'ANONYMOUS' })).toEqual({ here: ['PUBLIC'], elsewhere: ['PUBLIC'] });
  expect(await audiencesSeen({ role: 'ANALYST' })).toEqual({ here: ['PROFESSIONAL', 'PUBLIC'], elsewhere: ['PROFESSIONAL', 'PUBLIC'] });
  expect(await audiencesSeen(representative)).toEqual({ here: ['PROFESSIONAL', 'PUBLIC'], elsewhere: ['PUBLIC'] });
  expect(await audiencesSeen(coordinator)).toEqual({ here: ['PRIVATE', 'PROFESSIONAL', 'PUBLIC'], elsewhere: ['PROFESSIONAL', 'PUBLIC'] });
  expect(await audiencesSeen({ role: 'ADMIN' })).toEqual({ here: ['PRIVATE', 'PROFESSIONAL', 'PUBLIC'], elsewhere: ['PRIVATE', 'PROFESSIONAL', 'PUBLIC'] });
});

test('a masked address is read by those who look after the entry, and by nobody else', async () => {
  const { rows } = await atlas.owner.query<{ id: string; area: string; address: string }>(
    `select p.organisation_id as id, s.district_id as area, s.address from secrets.places s join places p on p.id = s.place_id where p.kind = 'ADDRESS' and s.address is not null and s.district_id is not null`,
  );
  expect(rows.length).toBeGreaterThan(0);
  const addressOf = async (id: string, viewer: Viewer): Promise<unknown[]> => {
    const { data } = await atlas.ask<{ organisation: { places: { address: string | null }[] } }>('query ($id: ID!) { organisation(id: $id) { places { address } } }', { id: nodeId(id) }, viewer);
    return data?.organisation.places.map((place) => place.address) ?? [];
  };
  for (const { id, area, address } of rows) {
    for (const viewer of [{ role: 'ADMIN' }, { role: 'COORDINATOR', areaIds: [area] }, { role: 'ORGANISATION_EDITOR', organisationIds: [id] }] as Viewer[]) expect(await addressOf(id, viewer)).toContain(address);
    for (const role of ['ANONYMOUS', 'REPRESENTATIVE', 'ANALYST', 'COMMISSIONER', 'ACTION_LEAD'] as const) expect(await addressOf(id, { role, areaIds: [area], organisationIds: [id] })).not.toContain(address);
    expect(await addressOf(id, { role: 'COORDINATOR', areaIds: [] })).not.toContain(address);
  }
});

test('row-level security keeps the secrets from the service itself, but for whom they are', async () => {
  const seen = async (viewer: Viewer): Promise<number[]> => {
    const [row] = await atlas.database.readCleared<{ places: number; contacts: number }>(viewer, 'select (select count(*)::int from secrets.places) as places, (select count(*)::int from secrets.contacts) as contacts', []);
    return [row?.places ?? -1, row?.contacts ?? -1];
  };
  const [places, contacts] = await seen({ role: 'ADMIN' });
  expect([places, contacts].every((n) => (n ?? 0) > 0)).toBe(true);
  expect(await seen({ role: 'ANONYMOUS' })).toEqual([0, 0]);
  expect((await seen({ role: 'ANALYST' }))[0]).toBe(0);
  expect((await seen({ role: 'COORDINATOR', areaIds: [] }))[0]).toBe(0);
  expect((await seen(coordinator))[1]).toBeLessThan(contacts ?? 0);
});

test('the service owns no table, and the public role may read nothing but the masked views', async () => {
  const owned = await atlas.owner.query(`select relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'vcs_atlas%' and c.relkind in ('r', 'v') and c.relnamespace <> 'staging'::regnamespace`);
  expect(owned.rows).toEqual([]);
  const open = await atlas.owner.query(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm') and n.nspname in ('public', 'secrets', 'staging') and has_table_privilege('vcs_atlas_public', c.oid, 'select')
      and c.relname not in ('spatial_ref_sys', 'geometry_columns', 'geography_columns', 'migrations', 'raster_columns', 'raster_overviews')`);
  expect(open.rows).toEqual([]);
});
