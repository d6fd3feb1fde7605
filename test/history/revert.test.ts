import { openTestDatabase, type TestDatabase } from '../support';
import { Asking, COORDINATOR, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

const TABLES = [
  'organisation_statuses', 'identifiers', 'organisation_facts', 'services', 'categorisations', 'areas_served', 'places', 'secrets.places', 'contacts', 'secrets.contacts',
  'community_links',
];

/** All that is stored of an organisation, but the versions that count changes. */
async function stored(id: string): Promise<unknown> {
  const parts: Record<string, unknown> = {};
  for (const table of TABLES) {
    const { rows } = await atlas.owner.query(`select to_jsonb(t) - 'version' || jsonb_build_object('at', null) as row from ${table} t where t.organisation_id = $1 order by 1`, [uuidOf(id)]);
    parts[table] = rows;
  }
  const own = await atlas.owner.query(`select to_jsonb(o) - 'version' - 'updated_at' as row, shown_point::text from organisations o where id = $1`, [uuidOf(id)]);
  const others = await atlas.owner.query(`select m.*, null from memberships m where m.member_id = $1 order by id`, [uuidOf(id)]);
  const consents = await atlas.owner.query(`select s.* from consents s join contacts c on c.id = s.contact_id where c.organisation_id = $1 order by 1, 2`, [uuidOf(id)]);
  return { own: own.rows, parts, others: others.rows, consents: consents.rows };
}

const FULL = {
  name: 'Ridgeway Circus',
  website: 'https://ridgeway.example.org',
  identifiers: [{ scheme: 'GB-CHC', value: '0990177', primary: true }, { scheme: 'GB-COH', value: '00990177' }],
  services: [{ name: 'Class', ages: { from: 5, to: 25 }, cost: 'Free', areasServed: [{ area: 'E07000096', from: '2020-01-01', to: '2029-12-31' }], categories: ['ED101'] }, { name: 'Show' }],
  areasServed: [{ area: 'E07000100' }],
  places: [{ kind: 'ADDRESS', visibility: 'HIDDEN', address: '1 Quiet Street', point: { latitude: 51.7512345678901, longitude: -0.4712345678901 } }, { kind: 'DELIVERY', visibility: 'EXACT', address: 'Hall' }],
  contacts: [
    { kind: 'EMAIL', audience: 'PUBLIC', value: 'ring@ridgeway.example.org', roleTitle: 'Ringmaster', consents: [{ purpose: 'MAILING', source: 'form', givenOn: '2026-01-01' }] },
    { kind: 'PHONE', audience: 'PRIVATE', value: '01632 960111' },
  ],
  factsByYear: [{ year: 2024, income: '9999.99', source: 'Annual return' }, { year: 2025, income: '12000.50', volunteers: 12, source: 'Annual return' }],
};

async function full(at: number): Promise<{ id: string; version: number }> {
  const { rows } = await atlas.owner.query<{ id: string; code: string }>(`select o.id, (select t.code from terms t join vocabularies v on v.code = t.vocabulary where v.purpose = 'CATEGORY' order by t.code limit 1) as code from organisations o order by o.id limit 1`);
  const services = FULL.services.map((service) => ('categories' in service ? { ...service, categories: [rows[0]?.code] } : service));
  const umbrella = Buffer.from(`Organisation:${rows[0]?.id ?? ''}`).toString('base64url');
  const identifiers = FULL.identifiers.map((one) => ({ ...one, value: `${one.value}${at}` }));
  return told.make({ ...FULL, services, identifiers, memberships: [{ umbrella }] });
}

test('going back behind a change restores the entry with all its parts exactly, and is itself a change', async () => {
  const made = await full(1);
  const before = await stored(made.id);
  await told.edit('updateOrganisation', {
    id: made.id, expectedVersion: 1, name: 'Another', website: null, foundedOn: '1999-01-01', identifiers: [{ scheme: 'GB-CHC', value: '5550001' }], services: [{ name: 'Other' }],
    areasServed: [], places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: '2 Loud Street' }], contacts: [], factsByYear: [{ year: 2025, income: '1', source: 'Annual return' }], memberships: [],
  });
  await told.edit('closeOrganisation', { id: made.id, expectedVersion: 2, lastDay: '2026-03-31' });
  const changes = await told.history(made.id);
  const reverted = await told.edit('revert', { id: made.id, expectedVersion: 3, changeId: changes[1]?.id, note: 'A mistake' });
  expect(reverted).toMatchObject({ version: 4, name: FULL.name });
  expect(await stored(made.id)).toEqual(before);
  const [latest, ...earlier] = await told.history(made.id);
  expect(latest).toMatchObject({ kind: 'REVERT', by: 'VCI Coordinator', note: 'A mistake' });
  expect(latest?.sentences[0]).toBe('VCI Coordinator went back to a former version.');
  expect(latest?.sentences).toContain('VCI Coordinator changed the name from “Another” to “Ridgeway Circus”.');
  expect(earlier).toHaveLength(3);
});

test('only what came after the change goes, and going back can be gone back behind', async () => {
  const made = await told.make({ name: 'A' });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, description: 'Kept' });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 2, description: 'Lost', areasServed: [{ area: 'E07000096' }] });
  const wanted = await stored(made.id);
  const [last] = await told.history(made.id);
  await told.edit('revert', { id: made.id, expectedVersion: 3, changeId: last?.id });
  expect(await stored(made.id)).toMatchObject({ own: [{ row: { description: 'Kept' } }], parts: { areas_served: [] } });
  const [again] = await told.history(made.id);
  await told.edit('revert', { id: made.id, expectedVersion: 4, changeId: again?.id });
  expect(await stored(made.id)).toEqual(wanted);
});

test('a place that was tied to a service since goes free again with all that is secret of it', async () => {
  const made = await told.make({ name: 'Tied', places: [{ kind: 'ADDRESS', visibility: 'HIDDEN', address: 'Nowhere 1' }] });
  const before = await stored(made.id);
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, services: [{ name: 'New' }] });
  const { rows } = await atlas.owner.query<{ id: string }>('select id from services where organisation_id = $1', [uuidOf(made.id)]);
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 2, places: [{ key: made.places[0]?.key, kind: 'ADDRESS', visibility: 'HIDDEN', address: 'Nowhere 1', service: rows[0]?.id }] });
  const changes = await told.history(made.id);
  await told.edit('revert', { id: made.id, expectedVersion: 3, changeId: changes[1]?.id });
  expect(await stored(made.id)).toEqual(before);
});

test('what made the entry, what lies beyond a merger, and what is not of this entry cannot be gone back behind', async () => {
  const [one, other] = [await told.make({ name: 'One' }), await told.make({ name: 'Other' })];
  const [making] = await told.history(one.id);
  const [elsewhere] = await told.history(other.id);
  const attempt = async (changeId: unknown, expectedVersion: number): Promise<string | undefined> => (await told.change('revert', { id: one.id, expectedVersion, changeId })).userErrors[0]?.code;
  expect(await attempt(making?.id, 1)).toBe('INVALID');
  expect(await attempt(elsewhere?.id, 1)).toBe('NOT_FOUND');
  expect(await attempt('nonsense', 1)).toBe('NOT_FOUND');
  expect(await attempt(making?.id, 7)).toBe('CONFLICT');
  await told.edit('updateOrganisation', { id: one.id, expectedVersion: 1, description: 'x' });
  const [edit] = await told.history(one.id);
  await told.edit('mergeOrganisations', { id: one.id, expectedVersion: 2, mergedId: other.id, mergedExpectedVersion: 1 });
  expect(await attempt(edit?.id, 3)).toBe('INVALID');
});

test('going back is for those who look after the area', async () => {
  const made = await told.make({ name: 'Not theirs' });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, description: 'x' });
  const [edit] = await told.history(made.id);
  const input = { id: made.id, expectedVersion: 2, changeId: edit?.id };
  await expect(told.change('revert', input, { role: 'ORGANISATION_EDITOR', organisationIds: [uuidOf(made.id)] })).rejects.toThrow('FORBIDDEN');
  expect((await told.change('revert', input, { role: 'COORDINATOR', areaIds: [] })).userErrors[0]?.code).toBe('FORBIDDEN');
  expect((await told.change('revert', input, COORDINATOR)).userErrors).toEqual([]);
});

test('a change of what is no part of the entry, such as a need or a duty, is not said to be undone', async () => {
  const made = await told.make({ name: 'Needs Training' });
  const recorded = await atlas.ask<{ recordDevelopmentNeed: { userErrors: object[] } }>(
    'mutation ($input: RecordDevelopmentNeedInput!) { recordDevelopmentNeed(input: $input) { userErrors { code message } } }',
    { input: { id: made.id, subject: 'OTHER', need: 'Lone working', recordedOn: '2026-11-01' } },
    COORDINATOR,
  );
  expect(recorded.data?.recordDevelopmentNeed.userErrors).toEqual([]);
  const [need] = await told.history(made.id);
  expect(need?.sentences).toEqual(['VCI Coordinator added the need “Lone working”.']);
  const answer = await told.change('revert', { id: made.id, expectedVersion: 1, changeId: need?.id });
  expect(answer.userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('no part of the entry') as unknown }]);
  expect((await told.history(made.id)).length).toBe(2);

  // What came since and is no part of it stays, whatever else is undone.
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, description: 'x' });
  const [edit] = await told.history(made.id);
  expect((await told.change('revert', { id: made.id, expectedVersion: 2, changeId: edit?.id })).userErrors).toEqual([]);
  expect((await atlas.owner.query('select need from development_needs where organisation_id = $1', [uuidOf(made.id)])).rows).toEqual([{ need: 'Lone working' }]);
});
