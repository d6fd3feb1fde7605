import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';
import { ANALYST, Asking, COORDINATOR, type Entry, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
let county: Viewer;
let dacorum: Viewer;
let stevenage: Viewer;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
  county = await coordinatorOf('E10000015', 'County coordinator');
  dacorum = await coordinatorOf('E07000096', 'Dacorum coordinator');
  stevenage = await coordinatorOf('E07000243', 'Stevenage coordinator');
});
afterAll(() => atlas.close());

async function keyOf(table: string, condition: string): Promise<string> {
  return (await atlas.owner.query<{ id: string }>(`select id from ${table} where ${condition}`)).rows[0]?.id ?? '';
}
const coordinatorOf = async (code: string, subject: string): Promise<Viewer> => ({ role: 'COORDINATOR', subject, areaIds: [await keyOf('areas', `code = '${code}'`)] });
const editorOf = (entry: Entry): Viewer => ({ role: 'ORGANISATION_EDITOR', subject: 'The editor', organisationIds: [uuidOf(entry.id)] });
/** Of no coordinator but that of Dacorum, by a place that nobody else sees. */
const refuge = (name: string, more: object = {}): Promise<Entry> =>
  told.make({ name, places: [{ kind: 'ADDRESS', visibility: 'HIDDEN', point: { longitude: -0.4698, latitude: 51.7526 } }], ...more });

async function make(mutation: string, input: Record<string, unknown>, answer: string, viewer: Viewer): Promise<Record<string, never>> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await atlas.ask<Record<string, { userErrors: unknown[] }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${answer} userErrors { code message } } }`, { input }, viewer);
  expect([errors, data?.[mutation]?.userErrors]).toEqual([undefined, []]);
  return data?.[mutation] as unknown as Record<string, never>;
}
const says = async (nodeId: string, viewer: Viewer): Promise<string> => JSON.stringify(await told.history(nodeId, viewer));

test('who coordinates an entry by a place that nobody sees is not named where its services contribute to priorities', async () => {
  const hidden = await refuge('Refuge That Contributes', { services: [{ name: 'Play in refuge' }] });
  const service = toNodeId('Service', await keyOf('services', `organisation_id = '${uuidOf(hidden.id)}'`));
  const { prioritySet: set } = (await make('createPrioritySet', { area: 'E10000015', title: 'Told', from: '2026-01-01', priorities: [{ code: '1', title: 'One' }] }, 'prioritySet { id priorities { id } }', county)) as unknown as { prioritySet: { id: string; priorities: { id: string }[] } };
  const { priority } = (await make('contributeToPriority', { priority: set.priorities[0]?.id, contributors: [service], note: 'In Dacorum' }, 'priority { contributions { id } }', dacorum)) as unknown as { priority: { contributions: { id: string }[] } };
  await make('endContribution', { id: priority.contributions[0]?.id, expectedVersion: 1, mistaken: true }, 'priority { id }', dacorum);
  for (const viewer of [ANALYST, stevenage, editorOf(await told.make({ name: 'Another Entry' }))]) {
    const [ended, added, created] = await told.history(set.id, viewer);
    expect(ended).toMatchObject({ by: null, sentences: [expect.stringMatching(/^A coordinator /)] });
    expect(added).toMatchObject({ by: null, note: null, sentences: ['A coordinator added the contribution of “Play in refuge” to the priority “One”.'] });
    expect(created).toMatchObject({ by: 'County coordinator' });
  }
  for (const viewer of [dacorum, editorOf(hidden), COORDINATOR]) expect((await told.history(set.id, viewer)).map(({ by }) => by)).toEqual(['Dacorum coordinator', 'Dacorum coordinator', 'County coordinator']);
  // Of a service that is gone nobody can say whose it was.
  await told.edit('updateOrganisation', { id: hidden.id, expectedVersion: hidden.version, services: [] });
  expect(await says(set.id, ANALYST)).not.toContain('Dacorum');
});

test('who merged entries, and why, is told in the histories of others that it touched to those alone who keep them all', async () => {
  const [kept, merged] = [await refuge('Refuge That Stays'), await refuge('Refuge That Stays Again')];
  const support = await told.make({ name: 'Support Body', supports: [{ supported: merged.id }] });
  const course = toNodeId('Course', await keyOf('courses', `code = 'safeguarding'`));
  await atlas.owner.query('update courses set provider_id = $1 where code = $2', [uuidOf(merged.id), 'safeguarding']);
  await make('mergeOrganisations', { id: kept.id, expectedVersion: 1, mergedId: merged.id, mergedExpectedVersion: 1, note: 'same house in Dacorum' }, 'organisation { id }', dacorum);
  const supporter = editorOf(support);
  for (const node of [support.id, course]) {
    for (const viewer of [ANALYST, supporter, stevenage]) expect(await says(node, viewer)).not.toMatch(/Dacorum/);
  }
  const [moved] = await told.history(support.id, supporter);
  expect(moved).toMatchObject({ by: null, note: null, sentences: [expect.stringMatching(/^A coordinator /)] });
  // What went into an entry is kept by who keeps that one.
  for (const viewer of [{ ...supporter, organisationIds: [uuidOf(kept.id), uuidOf(support.id)] }, COORDINATOR]) expect((await told.history(support.id, viewer))[0]).toMatchObject({ by: 'Dacorum coordinator', note: 'same house in Dacorum' });
  for (const viewer of [dacorum, editorOf(kept)]) {
    expect((await told.history(kept.id, viewer))[0]).toMatchObject({ by: 'Dacorum coordinator', note: 'same house in Dacorum' });
    expect((await told.history(course, viewer))[0]).toMatchObject({ by: 'Dacorum coordinator' });
  }
});

test('who gave a booking up, and why, is not told to the one that moved up', async () => {
  const [hidden, waiting] = [await refuge('Refuge That Books'), await told.make({ name: 'Club That Waits' })];
  const course = toNodeId('Course', await keyOf('courses', `code = 'safeguarding'`));
  const { session } = (await make('scheduleSession', { course, heldOn: '2026-12-12', capacity: 1, area: 'E10000007', postcode: 'S40 1SG' }, 'session { id }', COORDINATOR)) as unknown as { session: { id: string } };
  const book = async (entry: Entry, viewer: Viewer): Promise<string> => ((await make('bookPlaces', { session: session.id, organisation: entry.id, places: 1 }, 'booking { key }', viewer)) as unknown as { booking: { key: string } }).booking.key;
  const booked = await book(hidden, dacorum);
  await book(waiting, COORDINATOR);
  await make('cancelBooking', { id: booked, expectedVersion: 1, note: 'Too far from the house' }, 'booking { key }', dacorum);
  expect((await told.history(waiting.id, editorOf(waiting)))[0]).toMatchObject({ by: null, note: null, sentences: [expect.stringMatching(/^A coordinator .* to “BOOKED”/)] });
  expect((await told.history(waiting.id, COORDINATOR))[0]).toMatchObject({ by: 'Dacorum coordinator', note: 'Too far from the house' });
});
