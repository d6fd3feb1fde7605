import type { Viewer } from '../../src/access/viewer';
import { Asking, type Entry, uuidOf } from '../history/history-asking';
import { openTestDatabase, type TestDatabase } from '../support';

const IN_DACORUM = { address: '1 Quiet Street', point: { latitude: 51.75, longitude: -0.47 } };
const IN_STEVENAGE = { address: '2 Loud Street', point: { latitude: 51.9, longitude: -0.2 } };
const REFUGE = { kind: 'ADDRESS', visibility: 'HIDDEN', ...IN_DACORUM };
const PHONE = { kind: 'PHONE', audience: 'PRIVATE', value: '01632 960999' };

let atlas: TestDatabase;
let told: Asking;
let dacorum: Viewer;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
  const area = await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000096'`);
  dacorum = { role: 'COORDINATOR', subject: 'Dacorum coordinator', areaIds: area.rows.map(({ id }) => id) };
});
afterAll(() => atlas.close());

async function byCoordinator(mutation: string, input: Record<string, unknown>): Promise<Entry> {
  const { organisation, userErrors } = await told.change(mutation, input, dacorum);
  expect(userErrors).toEqual([]);
  return organisation as Entry;
}

interface Seen {
  places: { visibility: string; address: string | null }[];
  contacts: { audience: string; value: string }[];
}

async function seen(id: string, viewer: Viewer = dacorum): Promise<Seen | null> {
  const answer = await atlas.ask<{ organisation: Seen | null }>('query ($id: ID!) { organisation(id: $id) { places { visibility address } contacts { audience value } } }', { id }, viewer);
  return answer.data?.organisation ?? null;
}

/** Whose the secrets of an entry's places and contacts are. */
async function secretsOf(id: string): Promise<string[]> {
  const { rows } = await atlas.owner.query<{ owner: string }>(
    `select s.organisation_id as owner from secrets.places s join places p on p.id = s.place_id where p.organisation_id = $1
     union all select s.organisation_id from secrets.contacts s join contacts c on c.id = s.contact_id where c.organisation_id = $1`,
    [uuidOf(id)],
  );
  return rows.map(({ owner }) => owner);
}

test('a coordinator enters a refuge that tells no district', async () => {
  const { id } = await byCoordinator('createOrganisation', { name: 'New Refuge', places: [REFUGE], contacts: [PHONE] });
  expect(await seen(id)).toEqual({ places: [{ visibility: 'HIDDEN', address: '1 Quiet Street' }], contacts: [{ audience: 'PRIVATE', value: PHONE.value }] });
});

test('all that is secret of a refuge follows it into another entry', async () => {
  const kept = await told.make({ name: 'Directory Entry', directoryArea: 'E07000096' });
  const refuge = await told.make({ name: 'Followed Refuge', places: [REFUGE], contacts: [PHONE] });
  const together = await byCoordinator('mergeOrganisations', { id: kept.id, expectedVersion: 1, mergedId: refuge.id, mergedExpectedVersion: 1 });
  expect(await secretsOf(kept.id)).toEqual([uuidOf(kept.id), uuidOf(kept.id)]);
  expect(await seen(kept.id)).toMatchObject({ contacts: [{ value: PHONE.value }] });
  await byCoordinator('updateOrganisation', { id: kept.id, expectedVersion: together.version, contacts: [{ key: together.contacts[0]?.key, ...PHONE, value: '01632 960111' }] });
  expect(await seen(kept.id)).toMatchObject({ contacts: [{ value: '01632 960111' }] });
});

test.each([
  ['whose directory tells its area', 'E07000096'],
  ['that tells no area', undefined],
])('all that is secret of a refuge %s leaves the entry that it had gone into', async (_, directoryArea) => {
  const kept = await told.make({ name: 'Entry Without An Area' });
  const refuge = await told.make({ name: 'Parted Refuge', directoryArea, places: [REFUGE], contacts: [PHONE] });
  const together = await told.edit('mergeOrganisations', { id: kept.id, expectedVersion: 1, mergedId: refuge.id, mergedExpectedVersion: 1 });
  expect((await told.change('undoMerge', { id: kept.id, expectedVersion: together.version, mergedId: refuge.id }, dacorum)).userErrors).toEqual([]);
  expect(await secretsOf(refuge.id)).toEqual([uuidOf(refuge.id), uuidOf(refuge.id)]);
  expect(await seen(refuge.id)).toMatchObject({ places: [{ address: '1 Quiet Street' }], contacts: [{ value: PHONE.value }] });
});

test('a refuge tells its address and changes its contacts at once', async () => {
  const other = { kind: 'EMAIL', audience: 'PRIVATE', value: 'office@refuge.example.org' };
  const refuge = await told.make({ name: 'Opened Refuge', places: [REFUGE], contacts: [PHONE, other] });
  const keyed = Object.fromEntries((await atlas.owner.query<{ kind: string; id: string }>('select kind, id from contacts where organisation_id = $1', [uuidOf(refuge.id)])).rows.map(({ kind, id }) => [kind, id]));
  await byCoordinator('updateOrganisation', {
    id: refuge.id, expectedVersion: 1,
    places: [{ key: refuge.places[0]?.key, ...REFUGE, visibility: 'EXACT' }],
    contacts: [{ key: keyed.PHONE, ...PHONE, value: '01632 960111' }, { key: keyed.EMAIL, ...other, audience: 'PUBLIC' }],
  });
  expect((await seen(refuge.id))?.contacts).toEqual(expect.arrayContaining([{ audience: 'PRIVATE', value: '01632 960111' }, { audience: 'PUBLIC', value: other.value }]));
  expect(await secretsOf(refuge.id)).toHaveLength(1);
});

test('an office that was hidden by mistake is shown again by going back', async () => {
  const office = await told.make({ name: 'Hidden Office', places: [{ ...REFUGE, visibility: 'EXACT' }], contacts: [PHONE] });
  const hidden = await byCoordinator('updateOrganisation', { id: office.id, expectedVersion: 1, places: [{ key: office.places[0]?.key, ...REFUGE }], contacts: [] });
  const [mistake] = await told.history(office.id);
  await byCoordinator('revert', { id: office.id, expectedVersion: hidden.version, changeId: mistake?.id });
  expect(await seen(office.id)).toEqual({ places: [{ visibility: 'EXACT', address: '1 Quiet Street' }], contacts: [{ audience: 'PRIVATE', value: PHONE.value }] });
  expect(await secretsOf(office.id)).toEqual([uuidOf(office.id)]);
});

test('what came with the change that took an entry out of its directory goes with it', async () => {
  const office = await told.make({ name: 'Listed Office', directoryArea: 'E07000096' });
  const hidden = await byCoordinator('updateOrganisation', { id: office.id, expectedVersion: 1, directoryArea: null, places: [REFUGE], contacts: [PHONE] });
  const [mistake] = await told.history(office.id);
  await byCoordinator('revert', { id: office.id, expectedVersion: hidden.version, changeId: mistake?.id });
  const { rows } = await atlas.owner.query('select id from places where organisation_id = $1 union all select id from contacts where organisation_id = $1', [uuidOf(office.id)]);
  expect(rows).toEqual([]);
});

test('no change and no going back takes an entry out of the area of a coordinator', async () => {
  const refuge = await told.make({ name: 'Moved Refuge', places: [{ ...REFUGE, ...IN_STEVENAGE }], contacts: [PHONE] });
  const here = await told.edit('updateOrganisation', { id: refuge.id, expectedVersion: 1, places: [{ key: refuge.places[0]?.key, ...REFUGE }] });
  const [move] = await told.history(refuge.id);
  const refused = [
    await told.change('revert', { id: refuge.id, expectedVersion: here.version, changeId: move?.id }, dacorum),
    await told.change('updateOrganisation', { id: refuge.id, expectedVersion: here.version, places: [{ key: refuge.places[0]?.key, ...REFUGE, ...IN_STEVENAGE }] }, dacorum),
    await told.change('createOrganisation', { name: 'Refuge Elsewhere', places: [{ ...REFUGE, ...IN_STEVENAGE }] }, dacorum),
  ];
  expect(refused.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([['FORBIDDEN'], ['FORBIDDEN'], ['FORBIDDEN']]);
});
