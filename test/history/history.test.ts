import type { Viewer } from '../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../support';
import { ANALYST, Asking, COORDINATOR, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

test('a change reads as a sentence that names its author, with note, instant and what it said before and afterwards', async () => {
  const made = await told.make({ name: 'Heron Club', website: 'https://heron.example.org' });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, name: 'Heron Society', website: null, note: 'As they asked' });
  const [change, creation] = await told.history(made.id);
  expect(change).toMatchObject({
    at: '2026-11-21T12:00:00.000Z',
    kind: 'CHANGE',
    by: 'VCI Coordinator',
    note: 'As they asked',
    sentences: ['VCI Coordinator changed the name from “Heron Club” to “Heron Society”.', 'VCI Coordinator took away the website, which was “https://heron.example.org”.'],
    changes: [
      { record: 'entry', field: 'name', before: 'Heron Club', after: 'Heron Society' },
      { record: 'entry', field: 'website', before: 'https://heron.example.org', after: null },
    ],
  });
  expect(creation?.sentences).toEqual(['VCI Coordinator added the entry “Heron Club”.']);
});

test('parts are told by what they are called', async () => {
  const made = await told.make({ name: 'Many Parts', services: [{ name: 'One', cost: 'Free' }], areasServed: [{ area: 'E07000096' }] });
  await told.edit('updateOrganisation', {
    id: made.id, expectedVersion: 1, services: [{ name: 'Two' }], areasServed: [{ area: 'E07000096' }, { area: 'E07000243', to: '2026-12-31' }],
    contacts: [{ kind: 'PHONE', audience: 'PUBLIC', value: '01632 960123' }],
  });
  const [change] = await told.history(made.id);
  expect(change?.sentences.sort()).toEqual(
    ['added the area served “Stevenage”', 'added the contact “01632 960123”', 'added the service “Two”', 'removed the service “One”'].map((deed) => `VCI Coordinator ${deed}.`),
  );
});

test('closing, reopening, assuring, merging and taking a merge back leave their record', async () => {
  const one = await told.make({ name: 'Kept Club' });
  const other = await told.make({ name: 'Merged Club', services: [{ name: 'Tea' }] });
  await told.edit('closeOrganisation', { id: one.id, expectedVersion: 1, lastDay: '2026-03-31', reason: 'No hall' });
  await told.edit('reopenOrganisation', { id: one.id, expectedVersion: 2, firstDay: '2026-05-01' });
  await told.edit('assureOrganisation', { id: one.id, expectedVersion: 3, by: 'CVS worker' });
  await told.edit('mergeOrganisations', { id: one.id, expectedVersion: 4, mergedId: other.id, mergedExpectedVersion: 1 });
  await told.edit('undoMerge', { id: one.id, expectedVersion: 5, mergedId: other.id });
  expect(await told.sentences(one.id)).toEqual(
    [
      'took the merge of “Merged Club” back',
      'took away the other names, which was “Merged Club”',
      'merged “Merged Club” into it',
      'set the other names to “Merged Club”',
      'set the day of the last check to “2026-11-21”',
      'set the name of who checked it to “CVS worker”',
      'said that it is at work since 2026-05-01',
      'closed it as from 2026-04-01 (No hall)',
      'added the entry “Kept Club”',
    ].map((deed) => `VCI Coordinator ${deed}.`),
  );
  expect(await told.sentences(other.id)).toContain('VCI Coordinator set the entry that it went into to “Kept Club”.');
});

test('what a change touched and left as it was is not told', async () => {
  const made = await told.make({ name: 'Same Again', factsByYear: [{ year: 2025, income: '10', source: 'return' }] });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, factsByYear: [{ year: 2025, income: '10', source: 'return' }] });
  expect(await told.sentences(made.id)).toEqual(['VCI Coordinator changed the entry.', 'VCI Coordinator added the entry “Same Again”.']);
});

test('anonymous callers have no history, and of a place that is hidden today only its keepers have one', async () => {
  const made = await told.make({ name: 'Harbour', places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: '1 Quiet Street' }], contacts: [{ kind: 'EMAIL', audience: 'PRIVATE', value: 'quiet@example.org' }] });
  const place = { key: made.places[0]?.key, kind: 'ADDRESS' };
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, places: [{ ...place, visibility: 'EXACT', address: '2 Quiet Street' }] });
  const both = 'VCI Coordinator changed the street address of the registered address from “1 Quiet Street” to “2 Quiet Street”.';
  expect(await told.sentences(made.id, ANALYST)).toContain(both);

  await told.edit('updateOrganisation', {
    id: made.id, expectedVersion: 2, places: [{ ...place, visibility: 'HIDDEN', address: '3 Quiet Street' }],
    contacts: [{ key: made.contacts[0]?.key, kind: 'EMAIL', audience: 'PRIVATE', value: 'silent@example.org' }], note: 'Refuge moved to 3 Quiet Street',
  });
  const seen = JSON.stringify(await told.history(made.id, ANALYST));
  expect(seen).not.toMatch(/Quiet|quiet|silent|HIDDEN/);
  expect(await told.sentences(made.id)).toEqual(expect.arrayContaining([both, 'VCI Coordinator changed the address of the contact “quiet@example.org” from “quiet@example.org” to “silent@example.org”.']));

  const anonymous = await atlas.ask('query ($id: ID!) { history(nodeId: $id, first: 5) { nodes { id } } }', { id: made.id });
  expect(anonymous.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  // The public role reads none of it by any road.
  const { rows } = await atlas.owner.query(
    `select has_schema_privilege('vcs_atlas_public', 'history', 'usage') as history, has_table_privilege('vcs_atlas_public', 'shown.changes_cleared', 'select') as changes`,
  );
  expect(rows).toEqual([{ history: false, changes: false }]);
});

test('what was hidden or private once is not told after the row is shown again, and what it said while it is shown still is', async () => {
  const made = await told.make({
    name: 'Moved Refuge',
    places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: '1 Refuge Road' }],
    contacts: [{ kind: 'PHONE', audience: 'PUBLIC', value: '01632 960111' }, { kind: 'EMAIL', audience: 'PROFESSIONAL', value: 'refuge@example.org' }],
  });
  const place = { key: made.places[0]?.key, kind: 'ADDRESS' };
  const keyOf = async (kind: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from contacts where organisation_id = $1 and kind = $2', [uuidOf(made.id), kind])).rows[0]?.id ?? '';
  const phone = { key: await keyOf('PHONE'), kind: 'PHONE' };
  const email = { key: await keyOf('EMAIL'), kind: 'EMAIL' };
  const edits: [string, string, string, string, string, string][] = [
    ['HIDDEN', '1 Refuge Road', 'PRIVATE', '01632 960111', 'PRIVATE', 'refuge@example.org'],
    ['EXACT', '2 Office Parade', 'PUBLIC', '01632 960222', 'PROFESSIONAL', 'desk@example.org'],
    ['EXACT', '3 Office Parade', 'PUBLIC', '01632 960333', 'PROFESSIONAL', 'office@example.org'],
  ];
  for (const [at, [visibility, address, audience, value, closer, mail]] of edits.entries()) {
    await told.edit('updateOrganisation', { id: made.id, expectedVersion: at + 1, places: [{ ...place, visibility, address }], contacts: [{ ...phone, audience, value }, { ...email, audience: closer, value: mail }] });
  }
  const seen = JSON.stringify(await told.history(made.id, ANALYST));
  expect(seen).not.toMatch(/Refuge Road|960111|refuge@|HIDDEN|PRIVATE/);
  expect(await told.sentences(made.id, ANALYST)).toEqual(
    expect.arrayContaining([
      'VCI Coordinator changed the street address of the registered address from “2 Office Parade” to “3 Office Parade”.',
      'VCI Coordinator changed the address of the contact “01632 960222” from “01632 960222” to “01632 960333”.',
      'VCI Coordinator changed the address of the contact “desk@example.org” from “desk@example.org” to “office@example.org”.',
    ]),
  );
  for (const said of ['1 Refuge Road', '01632 960111', 'refuge@example.org']) expect(JSON.stringify(await told.history(made.id))).toContain(said);
});

test.each([
  ['4 Refuge Road', '01632 960777'], ['4, Refuge  road.', '01632960777'], ['4 Refuge Road', '+44 (0)1632 960-777'],
])('what a row said is not told once another row of the entry says it and is hidden, as %s and %s', async (hiddenAddress, hiddenNumber) => {
  const made = await told.make({
    name: 'Refuge Behind An Office',
    places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: '4 Refuge Road' }],
    contacts: [{ kind: 'PHONE', audience: 'PUBLIC', value: '01632 960777' }],
  });
  const address = { key: made.places[0]?.key, kind: 'ADDRESS', visibility: 'EXACT', address: '5 Office Parade' };
  const phone = { key: made.contacts[0]?.key, kind: 'PHONE', audience: 'PUBLIC', value: '01632 960888' };
  const { version } = await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, places: [address], contacts: [phone] });
  const before = JSON.stringify(await told.history(made.id, ANALYST));
  expect(before).toMatch(/4 Refuge Road/);
  expect(before).toMatch(/960777/);
  await told.edit('updateOrganisation', {
    id: made.id, expectedVersion: version,
    places: [address, { kind: 'DELIVERY', visibility: 'HIDDEN', address: hiddenAddress }], contacts: [phone, { kind: 'PHONE', audience: 'PRIVATE', value: hiddenNumber }],
  });
  expect(JSON.stringify(await told.history(made.id, ANALYST))).not.toMatch(/Refuge Road|960777/);
  expect(JSON.stringify(await told.history(made.id))).toMatch(/4 Refuge Road/);
});

test('what was for partners once is told to none but them after it is for anyone', async () => {
  const representative: Viewer = { role: 'REPRESENTATIVE', subject: 'Representative' };
  const made = await told.make({ name: 'Open Line', contacts: [{ kind: 'PHONE', audience: 'PUBLIC', value: '01632 960444' }] });
  const phone = { key: made.contacts[0]?.key, kind: 'PHONE' };
  for (const [at, [audience, value]] of [['PROFESSIONAL', '01632 960444'], ['PUBLIC', '01632 960555'], ['PUBLIC', '01632 960666']].entries()) {
    await told.edit('updateOrganisation', { id: made.id, expectedVersion: at + 1, contacts: [{ ...phone, audience, value }] });
  }
  const seen = async (viewer: Viewer): Promise<string> => JSON.stringify(await told.history(made.id, viewer));
  expect(await seen(ANALYST)).toMatch(/960444/);
  expect(await seen(representative)).not.toMatch(/960444|PROFESSIONAL/);
  expect(await seen(representative)).toMatch(/from “01632 960555” to “01632 960666”/);
});

test.each([
  ['history.changes', `insert into history.changes (number, id, at, kind) values (-1, gen_random_uuid(), '2026-01-01', 'CHANGE')`],
  ['history.changes', `update history.changes set subject = 'Nobody'`],
  ['history.changes', 'delete from history.changes'],
  ['history.records', `insert into history.records (node_id, change_number, table_name, key, operation) values (gen_random_uuid(), 1, 'areas', '{}', 'INSERT')`],
  ['history.records', `update history.records set before = null`],
  ['history.records', 'delete from history.records'],
  ['secrets.history_records', `insert into secrets.history_records (node_id, change_number, table_name, key, operation) values (gen_random_uuid(), 1, 'places', '{}', 'INSERT')`],
  ['secrets.history_records', 'delete from secrets.history_records'],
  ['history.enter_change', 'select history.enter_change(-1)'],
  ['history.keep', `select history.keep('areas', '{id}', 'r.id', 'areas')`],
  ['history.records', 'truncate history.records'],
  ['a trigger', 'alter table organisations disable trigger history_updated'],
])('the service cannot write %s itself: %s', async (_, statement) => {
  await expect(atlas.database.write(COORDINATOR, (manager) => manager.query(statement))).rejects.toMatchObject({ driverError: { code: '42501' } });
});

test('no function of a trigger that runs as its owner can be called, or put on a table of one’s own', async () => {
  const { rows } = await atlas.owner.query(`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'history', 'secrets', 'shown') and p.prosecdef and p.prorettype = 'trigger'::regtype
      and (has_function_privilege('vcs_atlas_service', p.oid, 'execute') or has_function_privilege('vcs_atlas_public', p.oid, 'execute')) order by 1`);
  expect(rows).toEqual([]);
});

test('a setting cannot put a change under the name of an earlier one', async () => {
  const made = await told.make({ name: 'Forger' });
  const [first] = await told.history(made.id);
  await atlas.database.write({ ...COORDINATOR, changeId: first?.id, subject: 'Forger' }, (manager) => manager.query(`update organisations set description = 'x' where id = $1`, [uuidOf(made.id)]));
  const changes = await told.history(made.id);
  expect(changes.map((change) => change.by)).toEqual(['Forger', 'VCI Coordinator']);
  expect(changes[0]?.id).not.toBe(first?.id);
});

test('every column of a recorded table is kept or known not to be', async () => {
  const { rows } = await atlas.owner.query(`
    select t.table_name, a.attname from history.recorded_tables t
    join pg_attribute a on a.attrelid = t.table_name::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where a.attname <> all(t.columns) and a.attname <> all(t.ignored)`);
  expect(rows).toEqual([]);
});

test('only those who look after an entry are told by name which coordinator changed it, and of one without a known district, hidden or never placed, from which file it came', async () => {
  const area = async (code: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows[0]?.id ?? '';
  const dacorum: Viewer = { role: 'COORDINATOR', subject: 'Dacorum coordinator', areaIds: [await area('E07000096')] };
  const stevenage: Viewer = { role: 'COORDINATOR', subject: 'Stevenage coordinator', areaIds: [await area('E07000243')] };
  const { rows } = await atlas.owner.query<{ id: string; version: number; hidden: boolean }>(`
    select o.id, o.version, o.based_in_id is null as hidden from organisations o where o.slug in ('harbour-rooms', 'apsley-lock-sea-scouts-friends') order by 3`);
  const ids = rows.map(({ id }) => Buffer.from(`Organisation:${id}`).toString('base64url'));
  for (const [at, { version }] of rows.entries()) {
    expect(await told.change('updateOrganisation', { id: ids[at], expectedVersion: version, website: 'https://changed.example.org' }, dacorum)).toMatchObject({ userErrors: [] });
    expect(await told.change('assureOrganisation', { id: ids[at], expectedVersion: version + 1, by: 'Dacorum coordinator' }, dacorum)).toMatchObject({ userErrors: [] });
  }
  await atlas.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at, published_at) values ('019a0000-0000-7000-8000-0000000000ff', 'organisations', 'dacorum.csv', 'x', 1, now(), now())`);
  await atlas.owner.query(`update history.changes set batch_id = '019a0000-0000-7000-8000-0000000000ff', kind = 'IMPORT' where number in (select min(change_number) from history.records where node_id = any($1::uuid[]) group by node_id)`, [rows.map(({ id }) => id)]);
  const [placed = '', hidden = ''] = ids;
  const says = async (id: string, viewer: Viewer): Promise<string> => JSON.stringify(await told.history(id, viewer));
  expect((await told.history(placed, dacorum))[1]).toMatchObject({ by: 'Dacorum coordinator' });
  expect((await told.history(placed, ANALYST))[1]).toMatchObject({ by: null });
  expect(await says(placed, ANALYST)).toContain('dacorum.csv');
  expect((await told.history(hidden, ANALYST))[1]).toMatchObject({ by: null, sentences: [expect.stringMatching(/^A coordinator (changed|set) the website/)] });
  for (const viewer of [ANALYST, stevenage]) expect(await says(hidden, viewer)).not.toMatch(/dacorum/i);
  expect(await says(hidden, dacorum)).toMatch(/Dacorum coordinator.*dacorum.csv/);

  // So is who filed its evidence.
  const filedBy = async (viewer: Viewer): Promise<unknown[]> =>
    (await atlas.ask<{ node: { evidence: { filedBy: unknown }[] } }>('query ($id: ID!) { node(id: $id) { ... on Organisation { evidence { filedBy } } } }', { id: hidden }, viewer)).data?.node.evidence.map((one) => one.filedBy) ?? [];
  for (const viewer of [ANALYST, stevenage]) expect(new Set(await filedBy(viewer))).toEqual(new Set([null]));
  expect(await filedBy(dacorum)).not.toContain(null);

  // Who checked an entry is for those who look after it, wherever it lies: as the field, so its history.
  const assuredBy = async (id: string, viewer: Viewer): Promise<unknown> => (await atlas.ask<{ node: unknown }>('query ($id: ID!) { node(id: $id) { ... on Organisation { assuredBy } } }', { id }, viewer)).data?.node;
  for (const id of ids) {
    expect([await assuredBy(id, stevenage), await assuredBy(id, dacorum)]).toEqual([{ assuredBy: null }, { assuredBy: 'Dacorum coordinator' }]);
    expect((await told.history(id, ANALYST))[0]?.sentences.join(' ')).not.toContain('who checked it');
    expect((await told.history(id, dacorum))[0]?.sentences.join(' ')).toContain('the name of who checked it');
  }
});

test('a coordinator is named to those who look after the entry alone, for it may be theirs by a place that nobody sees', async () => {
  const area = async (code: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows[0]?.id ?? '';
  const watford: Viewer = { role: 'COORDINATOR', subject: 'Watford coordinator', areaIds: [await area('E07000103')] };
  const dacorum: Viewer = { role: 'COORDINATOR', subject: 'Dacorum coordinator', areaIds: [await area('E07000096')] };
  const stevenage: Viewer = { role: 'COORDINATOR', subject: 'Stevenage coordinator', areaIds: [await area('E07000243')] };
  const made = await told.make({
    name: 'Office And Refuge',
    places: [{ kind: 'ADDRESS', visibility: 'EXACT', address: '7 Office Parade', point: { longitude: -0.4698, latitude: 51.7526 } }, { kind: 'DELIVERY', visibility: 'HIDDEN', point: { longitude: -0.3964, latitude: 51.6565 } }],
  });
  expect(await told.change('updateOrganisation', { id: made.id, expectedVersion: made.version, website: 'https://refuge.example.org' }, watford)).toMatchObject({ userErrors: [] });
  const file = async (viewer: Viewer): Promise<void> => {
    const { data } = await atlas.ask<{ fileEvidence: { userErrors: unknown[] } }>('mutation ($input: FileEvidenceInput!) { fileEvidence(input: $input) { userErrors { code } } }', { input: { id: made.id, kind: 'SAFEGUARDING_POLICY', issuedOn: '2026-01-01' } }, viewer);
    expect(data?.fileEvidence.userErrors).toEqual([]);
  };
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'The editor', organisationIds: [uuidOf(made.id)] };
  await file(watford);
  await file(editor);
  const filedBy = async (viewer: Viewer): Promise<unknown[]> =>
    (await atlas.ask<{ node: { evidence: { filedBy: string | null }[] } }>('query ($id: ID!) { node(id: $id) { ... on Organisation { evidence { filedBy } } } }', { id: made.id }, viewer)).data?.node.evidence.map((one) => one.filedBy ?? '').sort() ?? [];
  for (const viewer of [ANALYST, stevenage]) {
    expect((await told.history(made.id, viewer))[0]).toMatchObject({ by: null, sentences: ['A coordinator set the website to “https://refuge.example.org”.'] });
    expect(await filedBy(viewer)).toEqual(['', 'The editor']);
  }
  for (const viewer of [watford, dacorum, editor, COORDINATOR]) {
    expect((await told.history(made.id, viewer))[0]).toMatchObject({ by: 'Watford coordinator' });
    expect(await filedBy(viewer)).toEqual(['The editor', 'Watford coordinator']);
  }
  // What is left of an entry that is gone tells no more of it.
  await atlas.owner.query('delete from organisations where id = $1', [uuidOf(made.id)]);
  expect(JSON.stringify(await told.history(made.id, ANALYST))).not.toMatch(/Watford/);
  expect(JSON.stringify(await told.history(made.id))).toMatch(/Watford coordinator/);
  // A coordinator is named for what is no entry.
  const hertfordshire = Buffer.from(`Area:${await area('E07000103')}`).toString('base64url');
  await atlas.database.write(watford, (manager) => manager.query(`update areas set sector = '{VOLUNTARY}' where code = 'E07000103'`));
  expect((await told.history(hertfordshire, ANALYST))[0]).toMatchObject({ by: 'Watford coordinator' });
});

test('the sample is one change, and what follows from other rows is none', async () => {
  expect((await atlas.owner.query(`select count(*)::int as n from history.changes where subject = 'vcs-atlas sample'`)).rows).toEqual([{ n: 1 }]);
  const before = (await atlas.owner.query('select count(*)::int as n from history.changes')).rows;
  await atlas.database.write(COORDINATOR, (manager) => manager.query(`update organisations set income = 1, size_band = 'MICRO', based_in_id = null`));
  expect((await atlas.owner.query('select count(*)::int as n from history.changes')).rows).toEqual(before);
});
