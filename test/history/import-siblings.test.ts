import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { ANONYMOUS } from '../../src/access/viewer';
import { erasePerson } from '../../src/history/personal-data';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { importAttendance } from '../../src/training/attendance.import';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { ANALYST, Asking, COORDINATOR, uuidOf } from './history-asking';

interface Told {
  id: string;
  at: string | null;
  kind: string;
  batchId: string | null;
  sentences: string[];
}

let atlas: TestDatabase;
let told: Asking;
/** Two entries of one file: one shows since where it lies, the other hides it. */
let placed: string;
let hidden: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
  const file = join(atlas.config.dataDir, 'dacorum.csv');
  writeFileSync(file, ['name,charity_number,description', 'Open Siblings,5559001,Open', 'Hidden Siblings,5559002,Hidden'].join('\n'));
  expect((await importOrganisations(atlas.database, testClock, { file, layout: 'generic', area: 'E10000015' })).verdict).toBe('PUBLISHED');
  const made = async (number: string, visibility: string): Promise<string> => {
    const answer = await atlas.ask<{ organisationByIdentifier: { id: string; version: number } }>('query ($v: String!) { organisationByIdentifier(scheme: "GB-CHC", value: $v) { id version } }', { v: number }, COORDINATOR);
    const { id = '', version } = answer.data?.organisationByIdentifier ?? {};
    await told.edit('updateOrganisation', { id, expectedVersion: version, places: [{ kind: 'ADDRESS', visibility, address: '1 Any Street', point: { longitude: -0.4698, latitude: 51.7526 } }] });
    return id;
  };
  placed = await made('5559001', 'EXACT');
  hidden = await made('5559002', 'HIDDEN');
});
afterAll(() => atlas.close());

/** The changes that came with a file, with the cursors by which they are paged. */
async function imported(nodeId: string, viewer: Viewer): Promise<{ cursor: string; node: Told }[]> {
  const answer = await atlas.ask<{ history: { edges: { cursor: string; node: Told }[] } }>(
    'query ($id: ID!) { history(nodeId: $id, first: 50) { edges { cursor node { id at kind batchId sentences } } } }', { id: nodeId }, viewer);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.history.edges.filter(({ node }) => node.kind === 'IMPORT');
}

test('nothing in the history of an entry that shows nowhere where it lies leads to the others of its file', async () => {
  const [[open], [closed]] = [await imported(placed, ANALYST), await imported(hidden, ANALYST)];
  expect(open?.node).toMatchObject({ at: '2026-11-21T12:00:00.000Z', sentences: ['The import of dacorum.csv added the entry “Open Siblings”.'] });
  expect(closed?.node).toMatchObject({ at: null, batchId: null, sentences: ['The import of a file added the entry “Hidden Siblings”.'] });
  expect(open?.node.batchId).not.toBeNull();
  expect(closed?.node.id).not.toBe(open?.node.id);
  // A cursor counts the changes of the entry, not those of the directory.
  expect(Buffer.from(closed?.cursor ?? '', 'base64url').toString()).toBe('["LATEST",1]');
  expect((await imported(hidden, COORDINATOR))[0]?.node).toEqual({ ...open?.node, sentences: ['The import of dacorum.csv added the entry “Hidden Siblings”.'] });
});

test('when an entry that shows nowhere where it lies was seen in a list is told to those who look after it alone', async () => {
  const seenAt = async (id: string, viewer: Viewer): Promise<unknown> =>
    (await atlas.ask<{ node: { sources: { seenAt: string | null }[] } }>('query ($id: ID!) { node(id: $id) { ... on Organisation { sources { seenAt } } } }', { id }, viewer)).data?.node.sources.map((one) => one.seenAt);
  for (const viewer of [ANONYMOUS, ANALYST]) {
    expect(await seenAt(placed, viewer)).toEqual(['2026-11-21T12:00:00+00:00']);
    expect(await seenAt(hidden, viewer)).toEqual([null]);
  }
  expect(await seenAt(hidden, COORDINATOR)).toEqual(['2026-11-21T12:00:00+00:00']);
});

test('when an entry that shows nowhere where it lies last changed is told to those who look after it alone', async () => {
  const changedAt = async (id: string, viewer: Viewer): Promise<unknown> =>
    (await atlas.ask<{ node: { updatedAt: string | null } }>('query ($id: ID!) { node(id: $id) { ... on Organisation { updatedAt } } }', { id }, viewer)).data?.node.updatedAt;
  for (const viewer of [ANONYMOUS, ANALYST]) {
    expect(await changedAt(placed, viewer)).not.toBeNull();
    expect(await changedAt(hidden, viewer)).toBeNull();
  }
  expect(await changedAt(hidden, COORDINATOR)).not.toBeNull();
});

test('no id of what came with a file tells when it came', async () => {
  const { rows } = await atlas.owner.query<{ id: string }>(`
    select o.id from organisations o join identifiers i on i.organisation_id = o.id where i.value in ('5559001', '5559002')
    union all select i.id from identifiers i where i.value in ('5559001', '5559002')`);
  const made = rows.map(({ id }) => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString());
  expect(made.map((instant) => instant.slice(7))).toEqual(rows.map(() => '-01T00:00:00.000Z'));
  expect(rows).toHaveLength(4);
});

test('when the attendance of an entry that shows nowhere where it lies was recorded is told to those who look after it alone', async () => {
  const file = join(atlas.config.dataDir, 'attendance.csv');
  const row = (number: string): string => `safeguarding,2026-05-16,GB-CHC-${number},VOLUNTEER,1`;
  writeFileSync(file, ['course,held_on,identifier,kind,people', row('5559001'), row('5559002')].join('\n'));
  expect((await importAttendance(atlas.database, testClock, { file })).verdict).toBe('PUBLISHED');
  const recordedAt = async (id: string, viewer: Viewer): Promise<unknown> =>
    (await atlas.ask<{ node: { attendances: { recordedAt: string | null }[] } }>('query ($id: ID!) { node(id: $id) { ... on Organisation { attendances { recordedAt } } } }', { id }, viewer)).data?.node.attendances;
  expect(await recordedAt(placed, ANALYST)).toEqual([{ recordedAt: '2026-11-21T12:00:00+00:00' }]);
  expect(await recordedAt(hidden, ANALYST)).toEqual([{ recordedAt: null }]);
  expect(await recordedAt(hidden, COORDINATOR)).toEqual(await recordedAt(placed, ANALYST));
});

test('an erasure that touched several entries does not lead from the hidden one to the others', async () => {
  for (const id of [placed, hidden]) {
    const { rows } = await atlas.owner.query<{ version: number }>('select version from organisations where id = $1', [uuidOf(id)]);
    await told.edit('updateOrganisation', { id, expectedVersion: rows[0]?.version, description: 'Led by Zenobia Persona.' });
  }
  await erasePerson(atlas.database, testClock, 'Zenobia Persona');
  const erased = async (id: string, viewer: Viewer) => (await told.history(id, viewer)).find(({ kind }) => kind === 'ERASURE');
  const [open, closed] = [await erased(placed, ANALYST), await erased(hidden, ANALYST)];
  expect(open?.at).toBe('2026-11-21T12:00:00.000Z');
  expect(closed).toMatchObject({ at: null });
  expect(closed?.id).not.toBe(open?.id);
  expect((await erased(hidden, COORDINATOR))?.id).toBe(open?.id);
});
