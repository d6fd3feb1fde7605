import type { Viewer } from '../../src/access/viewer';
import { fromNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';
import { ANALYST, Asking, type Entry, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

const coordinatorOf = async (code: string): Promise<Viewer> => ({
  role: 'COORDINATOR', subject: `Coordinator of ${code}`, areaIds: (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows.map((row) => row.id),
});
const merge = (kept: Entry, merged: Entry, versions: [number, number]): Promise<Entry> =>
  told.edit('mergeOrganisations', { id: kept.id, expectedVersion: versions[0], mergedId: merged.id, mergedExpectedVersion: versions[1] });
const HIDDEN = /House|96066[13]|derwent\.example/;
const fields = async (entry: Entry, viewer?: Viewer): Promise<string> => JSON.stringify((await told.history(entry.id, viewer)).flatMap((change) => change.changes));

/** Of a refuge that went into another entry and came back; a place and a contact of it were changed, and one of each removed, in between. */
async function takenBack(keptName: string, mergedName: string, contacts: Record<string, unknown>[] = []): Promise<{ kept: Entry; merged: Entry; version: number }> {
  const kept = await told.make({ name: keptName, directoryArea: 'E07000096', contacts });
  const merged = await told.make({
    name: mergedName, directoryArea: 'E07000032',
    places: ['Unknown House', 'Removed House'].map((address) => ({ kind: 'DELIVERY', visibility: 'HIDDEN', address })),
    contacts: [
      { kind: 'PHONE', audience: 'PRIVATE', value: '01632 960661' }, { kind: 'PHONE', audience: 'PROFESSIONAL', value: '01632 960662' },
      { kind: 'EMAIL', audience: 'PRIVATE', value: 'removed@derwent.example.org' },
    ],
  });
  await told.edit('updateOrganisation', { id: merged.id, expectedVersion: 1, description: 'A refuge.' });
  const [unknown] = merged.places;
  const [privately, professionally] = merged.contacts;
  await merge(kept, merged, [1, 2]);
  await told.edit('updateOrganisation', {
    id: kept.id, expectedVersion: 2, places: [{ key: unknown?.key, kind: 'DELIVERY', visibility: 'HIDDEN', address: 'Moved House' }],
    contacts: [
      ...kept.contacts.map(({ key }, at) => ({ ...contacts[at], key })),
      { key: privately?.key, kind: 'PHONE', audience: 'PRIVATE', value: '01632 960663' }, { key: professionally?.key, kind: 'PHONE', audience: 'PROFESSIONAL', value: '01632 960662' },
    ],
  });
  const { version } = await told.edit('undoMerge', { id: kept.id, expectedVersion: 3, mergedId: merged.id });
  return { kept, merged, version };
}

test('the history of an entry that went into another follows, each sentence saying whose it was, and goes back with the merger', async () => {
  const kept = await told.make({ name: 'Oak Club', website: 'https://oak.example.org' });
  const merged = await told.make({ name: 'Oaktree Club' });
  await told.edit('updateOrganisation', { id: merged.id, expectedVersion: 1, services: [{ name: 'Homework club' }] });
  await told.edit('updateOrganisation', { id: merged.id, expectedVersion: 2, name: 'Oak Tree Juniors' });
  await told.edit('updateOrganisation', { id: kept.id, expectedVersion: 1, description: 'Meets on Fridays.' });
  const [ownOfKept, ownOfMerged] = [await told.sentences(kept.id), await told.sentences(merged.id)];
  await merge(kept, merged, [2, 3]);
  expect(await told.sentences(kept.id)).toEqual([
    'VCI Coordinator merged “Oak Tree Juniors” into it.',
    'VCI Coordinator set the other names to “Oak Tree Juniors”.',
    'VCI Coordinator set the description to “Meets on Fridays.”.',
    'Of “Oak Tree Juniors”: VCI Coordinator changed the name from “Oaktree Club” to “Oak Tree Juniors”.',
    'Of “Oak Tree Juniors”: VCI Coordinator added the service “Homework club”.',
    'Of “Oak Tree Juniors”: VCI Coordinator added the entry “Oaktree Club”.',
    'VCI Coordinator added the entry “Oak Club”.',
  ]);
  const fields = (await told.history(kept.id)).flatMap((change) => change.changes);
  expect(fields).toContainEqual({ record: 'entry of “Oak Tree Juniors”', field: 'name', before: 'Oaktree Club', after: 'Oak Tree Juniors' });
  expect(fields).toContainEqual({ record: 'service “Homework club” of “Oak Tree Juniors”', field: 'name', before: null, after: 'Homework club' });
  await told.edit('undoMerge', { id: kept.id, expectedVersion: 3, mergedId: merged.id });
  expect(await told.sentences(kept.id)).toEqual([
    'VCI Coordinator took the merge of “Oak Tree Juniors” back.',
    'VCI Coordinator took away the other names, which was “Oak Tree Juniors”.',
    'VCI Coordinator merged “Oak Tree Juniors” into it.',
    'VCI Coordinator set the other names to “Oak Tree Juniors”.',
    ...ownOfKept,
  ]);
  expect((await told.sentences(merged.id)).slice(-ownOfMerged.length)).toEqual(ownOfMerged);
});

test('a chain of mergers brings the history of all, each merger told once, and pages count each change once', async () => {
  const [one, two, three] = [await told.make({ name: 'First Link' }), await told.make({ name: 'Second Link' }), await told.make({ name: 'Third Link' })];
  await merge(two, one, [1, 1]);
  await merge(three, two, [1, 2]);
  expect(await told.sentences(three.id)).toEqual([
    'VCI Coordinator merged “Second Link” into it.',
    'VCI Coordinator set the other names to “Second Link, First Link”.',
    'Of “Second Link”: VCI Coordinator merged “First Link” into it.',
    'Of “Second Link”: VCI Coordinator set the other names to “First Link”.',
    'VCI Coordinator added the entry “Third Link”.',
    'Of “Second Link”: VCI Coordinator added the entry “Second Link”.',
    'Of “First Link”: VCI Coordinator added the entry “First Link”.',
  ]);
  const changes = await told.history(three.id);
  expect(new Set(changes.map((change) => change.id)).size).toBe(changes.length);
});

test('what a merged entry kept hidden is seen in the history by those who keep the one that was kept, and by no others', async () => {
  const [dacorum, amber] = [await coordinatorOf('E07000096'), await coordinatorOf('E07000032')];
  const kept = await told.make({ name: 'Gade Refuge', directoryArea: 'E07000096' });
  const merged = await told.make({ name: 'Amber Refuge', directoryArea: 'E07000032', contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value: '01632 960777' }] });
  await told.edit('updateOrganisation', { id: merged.id, expectedVersion: 1, contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value: '01632 960778' }] });
  await told.edit('updateOrganisation', { id: merged.id, expectedVersion: 2, places: [{ kind: 'DELIVERY', visibility: 'HIDDEN', address: 'Nobody knows' }] });
  const seen = async (viewer: Viewer): Promise<string> => JSON.stringify(await told.history(kept.id, viewer));
  const seenOfMerged = async (viewer: Viewer): Promise<string> => JSON.stringify(await told.history(merged.id, viewer));
  expect(await seenOfMerged(amber)).toMatch(/960778.*|Nobody knows/);
  expect(await seenOfMerged(dacorum)).not.toMatch(/96077|Nobody knows/);
  await merge(kept, merged, [1, 3]);
  expect(await seen(dacorum)).toContain('01632 960777');
  expect(await seen(dacorum)).toContain('Nobody knows');
  for (const viewer of [ANALYST, amber]) {
    expect(await seen(viewer)).not.toMatch(/96077|Nobody knows/);
    expect(await seenOfMerged(viewer)).not.toMatch(/96077|Nobody knows/);
  }
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'Editor', organisationIds: [fromNodeId(kept.id)?.uuid ?? ''] };
  expect(await seen(editor)).toContain('01632 960777');
});

test('nobody goes back behind a change of an entry that went into another', async () => {
  const [kept, merged] = [await told.make({ name: 'Kept Choir' }), await told.make({ name: 'Merged Choir' })];
  await told.edit('updateOrganisation', { id: merged.id, expectedVersion: 1, description: 'Sings.' });
  await merge(kept, merged, [1, 2]);
  const change = (await told.history(kept.id)).find((one) => one.sentences[0]?.includes('description'));
  const { userErrors } = await told.change('revert', { id: kept.id, expectedVersion: 2, changeId: change?.id });
  expect(userErrors).toMatchObject([{ code: 'INVALID', message: 'This change is of an entry that went into this one: take the merger back with undoMerge first.' }]);
});

test('what a merged entry kept hidden is told to its own keepers alone once the merger was taken back', async () => {
  const [dacorum, amber] = [await coordinatorOf('E07000096'), await coordinatorOf('E07000032')];
  const { kept, merged } = await takenBack('Bourne Refuge', 'Derwent Refuge');
  const editorOf = (entry: Entry): Viewer => ({ role: 'ORGANISATION_EDITOR', subject: 'Editor', organisationIds: [uuidOf(entry.id)] });
  const representative: Viewer = { ...dacorum, role: 'REPRESENTATIVE', subject: 'Representative' };
  for (const viewer of [editorOf(kept), dacorum, ANALYST, representative]) {
    expect(await fields(kept, viewer)).not.toMatch(HIDDEN);
    expect(await fields(merged, viewer)).not.toMatch(HIDDEN);
  }
  expect(await fields(kept, representative)).not.toContain('01632 960662');
  for (const viewer of [editorOf(merged), amber]) {
    expect(await fields(merged, viewer)).toMatch(/Unknown House.*Moved House|Moved House.*Unknown House/);
    expect(await fields(merged, viewer)).toMatch(/Removed House.*960661|960661.*Removed House/);
    expect(await fields(kept, viewer)).not.toMatch(HIDDEN);
  }
  expect(await fields(kept)).toMatch(HIDDEN);
});

test('what the kept entry hides itself is told to its keepers still after a merger was taken back', async () => {
  const dacorum = await coordinatorOf('E07000096');
  const { kept, version } = await takenBack('Bulbourne Refuge', 'Amber Valley Refuge', [{ kind: 'PHONE', audience: 'PRIVATE', value: '01632 960669' }]);
  await told.edit('updateOrganisation', { id: kept.id, expectedVersion: version, contacts: [] });
  expect(await fields(kept, dacorum)).toContain('01632 960669');
});

test('a merged entry goes back behind the merger that was taken back, with what was removed of it in between', async () => {
  const { merged } = await takenBack('Gade Centre', 'Wye Refuge');
  const amber = await coordinatorOf('E07000032');
  const [edit] = (await told.history(merged.id, amber)).filter((change) => change.changes.some(({ field }) => field === 'description'));
  const version = (await told.atlas.owner.query<{ version: number }>('select version from organisations where id = $1', [uuidOf(merged.id)])).rows[0]?.version;
  const { organisation, userErrors } = await told.change('revert', { id: merged.id, expectedVersion: version, changeId: edit?.id }, amber);
  expect(userErrors).toEqual([]);
  expect(organisation?.places).toHaveLength(2);
  expect(organisation?.contacts).toHaveLength(3);
});
