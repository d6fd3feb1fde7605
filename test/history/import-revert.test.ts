import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { fixedClock } from '../../src/clock';
import { toNodeId } from '../../src/graphql/node';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { IS_REFERRED_TO } from '../../src/organisations/referring';
import { buildWhenStale } from '../support/build';
import { runCli } from '../cli/run-cli';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { Asking, COORDINATOR, type Entry, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

async function importRows(name: string, rows: readonly string[], { headings = 'name,charity_number,description,contact_email', clock = testClock } = {}): Promise<string> {
  const file = join(atlas.config.dataDir, name);
  writeFileSync(file, [headings, ...rows].join('\n'));
  const outcome = await importOrganisations(atlas.database, clock, { file, layout: 'generic', area: 'E10000015' });
  expect(outcome.verdict).toBe('PUBLISHED');
  const { rows: found } = await atlas.owner.query<{ id: string }>('select id from import_batches where file_name = $1', [name]);
  return found[0]?.id ?? '';
}

interface Found {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
}

async function organisation(number: string): Promise<Found | null> {
  const answer = await atlas.ask<{ organisationByIdentifier: Found | null }>(
    'query ($v: String!) { organisationByIdentifier(scheme: "GB-CHC", value: $v) { id version name description } }',
    { v: number },
    COORDINATOR,
  );
  return answer.data?.organisationByIdentifier ?? null;
}

const REVERT = `mutation ($input: RevertImportInput!) { revertImport(input: $input) { batch { removed restored revertedAt left { name } } userErrors { code } } }`;

async function revert(id: string, viewer = COORDINATOR): Promise<unknown> {
  const answer = await atlas.ask<{ revertImport: unknown }>(REVERT, { input: { id } }, viewer);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data?.revertImport;
}

async function makeKnown(name: string, number: string, rest: Record<string, unknown> = {}): Promise<Entry> {
  return told.make({ name, description: 'As before', identifiers: [{ scheme: 'GB-CHC', value: number }], ...rest });
}

/** What an editor asks for and a coordinator decides. */
async function ask(id: string, expectedVersion: number): Promise<void> {
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'Secretary', organisationIds: [uuidOf(id)] };
  expect((await told.change('updateOrganisation', { id, expectedVersion, areasServed: [{ area: 'E07000096' }] }, editor)).userErrors).toEqual([]);
}

async function refuseWhatWasAsked(id: string): Promise<void> {
  const answer = await atlas.ask<{ changeRequests: { nodes: { id: string; organisation: { id: string } }[] } }>('{ changeRequests(first: 100, state: PENDING) { nodes { id organisation { id } } } }', {}, COORDINATOR);
  const request = answer.data?.changeRequests.nodes.find((one) => one.organisation.id === id);
  await told.edit('refuseChangeRequest', { id: request?.id, reason: 'Not there' });
}

async function merge(kept: Pick<Found, 'id' | 'version'>, merged: Pick<Found, 'id' | 'version'>): Promise<Entry> {
  return told.edit('mergeOrganisations', { id: kept.id, expectedVersion: kept.version, mergedId: merged.id, mergedExpectedVersion: merged.version });
}

async function mergeAndUndo(kept: Pick<Found, 'id' | 'version'>): Promise<void> {
  const other = await told.make({ name: 'Taken For Another' });
  const { version } = await merge(kept, other);
  await told.edit('undoMerge', { id: kept.id, expectedVersion: version, mergedId: other.id });
}

async function sourcesOf(id: string): Promise<{ source: string; seenAt: string }[]> {
  const answer = await atlas.ask<{ node: { sources: { source: string; seenAt: string }[] } }>('query ($id: ID!) { node(id: $id) { ... on Organisation { sources { source seenAt } } } }', { id }, COORDINATOR);
  return answer.data?.node.sources ?? [];
}

async function named(name: string): Promise<string[]> {
  return (await atlas.owner.query<{ id: string }>('select id from organisations where name = $1', [name])).rows.map((row) => row.id);
}

test('an import is one change, listed as a batch', async () => {
  const id = await importRows('one.csv', ['Owl Club,5551001,Owls,owl@example.org', 'Wren Club,5551002,Wrens,']);
  const owl = await organisation('5551001');
  expect(await told.history(owl?.id ?? '')).toMatchObject([{ kind: 'IMPORT', sentences: ['The import of one.csv added the entry “Owl Club”.'] }]);
  const answer = await atlas.ask('{ importBatches(first: 1) { totalCount nodes { id kind fileName created updated publishedAt revertedAt removed left { name } } } }', {}, COORDINATOR);
  expect(answer.data?.importBatches).toEqual({
    totalCount: 1,
    nodes: [{ id, kind: 'organisations', fileName: 'one.csv', created: 2, updated: 0, publishedAt: '2026-11-21T12:00:00.000Z', revertedAt: null, removed: null, left: [] }],
  });
});

test('taking an import back removes what it made, restores what it changed, and leaves and lists what was changed since', async () => {
  const made = await told.make({ name: 'Known Before', description: 'As before', identifiers: [{ scheme: 'GB-CHC', value: '5552001' }] });
  const other = await told.make({ name: 'Edited After', description: 'As before', identifiers: [{ scheme: 'GB-CHC', value: '5552002' }] });
  const id = await importRows('two.csv', ['Known Before,5552001,From the file,known@example.org', 'Edited After,5552002,From the file,', 'New One,5552003,New,new@example.org', 'New and Edited,5552004,New,']);
  expect(await organisation('5552001')).toMatchObject({ description: 'From the file', version: 2 });
  await told.edit('updateOrganisation', { id: other.id, expectedVersion: 2, website: 'https://edited.example.org' });
  const newer = await organisation('5552004');
  await told.edit('assureOrganisation', { id: newer?.id, expectedVersion: 1, by: 'CVS worker' });

  expect(await revert(id)).toEqual({
    batch: { removed: 1, restored: 1, revertedAt: '2026-11-21T12:00:00.000Z', left: [{ name: 'Edited After' }, { name: 'New and Edited' }] },
    userErrors: [],
  });
  expect(await organisation('5552003')).toBeNull();
  expect(await organisation('5552001')).toMatchObject({ description: 'As before', version: 3 });
  expect(await organisation('5552002')).toMatchObject({ description: 'From the file' });
  expect(await organisation('5552004')).toMatchObject({ name: 'New and Edited' });
  expect((await told.history(made.id))[0]).toMatchObject({ kind: 'REVERT', by: 'VCI Coordinator' });
  expect((await atlas.owner.query(`select count(*)::int as n from secrets.contacts where value in ('known@example.org', 'new@example.org')`)).rows).toEqual([{ n: 0 }]);
  expect(await revert(id)).toMatchObject({ userErrors: [{ code: 'ALREADY' }] });
  await expect(revert(id, { role: 'COORDINATOR', areaIds: [] })).rejects.toThrow('FORBIDDEN');
});

test('what is said of an organisation elsewhere keeps it, and is kept, when the import that made it is taken back', async () => {
  const id = await importRows('referred.csv', ['With Evidence,5556001,,', 'With Audit,5556002,,', 'With Decision,5556003,,', 'With Action,5556004,,', 'With Course,5556005,,', 'With Nothing,5556006,,']);
  const uuids = await Promise.all(['5556001', '5556002', '5556003', '5556004', '5556005'].map(async (number) => Buffer.from((await organisation(number))?.id ?? '', 'base64url').toString().split(':')[1]));
  for (const [at, sql] of [
    `insert into evidence (id, organisation_id, kind, valid, filed_by, filed_at) values (gen_random_uuid(), $1, (select code from evidence_kinds limit 1), '[2026-01-01,)', 'Secretary', now())`,
    `insert into safeguarding_audits (id, organisation_id, audited_on, audited_by, outcome, recorded_at) values (gen_random_uuid(), $1, '2026-01-01', 'Panel', 'PASSED', now())`,
    `insert into panel_decisions (id, organisation_id, set_id, set_code, kind, decided_on, valid, reason, decided_by, recorded_at) select gen_random_uuid(), $1, id, code, 'REFUSED', '2026-01-01', '[2026-01-01,)', 'Too early', 'Panel', now() from criteria_sets limit 1`,
    `insert into action_links (id, plan_id, action_id, kind, node_id) select gen_random_uuid(), plan_id, id, 'Organisation', $1 from actions limit 1`,
    `update courses set provider_id = $1 where id = (select id from courses limit 1)`,
  ].entries()) await atlas.owner.query(sql, [uuids[at]]);
  expect(await revert(id)).toMatchObject({ batch: { removed: 1, left: [{ name: 'With Action' }, { name: 'With Audit' }, { name: 'With Course' }, { name: 'With Decision' }, { name: 'With Evidence' }] } });
  expect(await organisation('5556006')).toBeNull();
  expect((await atlas.owner.query('select from evidence where organisation_id = $1 union all select from panel_decisions where organisation_id = $2', [uuids[0], uuids[2]])).rows).toHaveLength(2);
});

test('a service that an import added and that something refers to since keeps what it was added to as it is', async () => {
  const numbers = ['5559001', '5559002', '5559003', '5559004'];
  for (const number of numbers) await makeKnown(`Has Services ${number}`, number);
  const id = await importRows('services.csv', numbers.map((number) => `Has Services ${number},${number},Homework club`), { headings: 'name,charity_number,service_name' });
  const services = (): Promise<{ id: string; number: string }[]> =>
    atlas.owner.query<{ id: string; number: string }>(`select s.id, i.value as number from services s join identifiers i on i.organisation_id = s.organisation_id where s.name = 'Homework club' and i.value = any($1) order by 2`, [numbers]).then(({ rows }) => rows);
  const added = await services();
  for (const [at, sql] of [
    `insert into action_links (id, plan_id, action_id, kind, node_id) select gen_random_uuid(), plan_id, id, 'Service', $1 from actions limit 1`,
    `insert into measure_value_rows (id, value_id, plan_id, kind, node_id) select gen_random_uuid(), id, plan_id, 'Service', $1 from measure_values limit 1`,
    `insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, created_at, updated_at) select gen_random_uuid(), id, set_id, 'Service', $1, '[2026-01-01,)', now(), now() from priorities limit 1`,
  ].entries()) expect((await atlas.owner.query(sql, [added[at]?.id])).rowCount).toBe(1);
  expect(await revert(id)).toMatchObject({ batch: { removed: 0, restored: 1, left: numbers.slice(0, 3).map((number) => ({ name: `Has Services ${number}` })) } });
  expect(await services()).toEqual(added.slice(0, 3));
});

test('an area that an import made stays when an action or a figure refers to it since', async () => {
  const file = join(atlas.config.dataDir, 'linked-areas.geojson');
  const square = { type: 'Polygon', coordinates: [[[-5.2, 50.1], [-5.1, 50.1], [-5.1, 50.2], [-5.2, 50.2], [-5.2, 50.1]]] };
  const codes = ['E07990001', 'E07990002', 'E07990003'];
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: codes.map((code) => ({ type: 'Feature', properties: { code, name: `Linked ${code}` }, geometry: square })) }));
  expect((await importBoundaries(atlas.database, testClock, { file, kind: 'DISTRICT', code: 'code', name: 'name' })).verdict).toBe('PUBLISHED');
  for (const [code, sql] of [
    ['E07990001', `insert into action_links (id, plan_id, action_id, kind, node_id) select gen_random_uuid(), k.plan_id, k.id, 'Area', a.id from (select * from actions limit 1) k, areas a where a.code = $1`],
    ['E07990002', `insert into measure_value_rows (id, value_id, plan_id, kind, node_id) select gen_random_uuid(), v.id, v.plan_id, 'Area', a.id from (select * from measure_values limit 1) v, areas a where a.code = $1`],
  ] as const) expect((await atlas.owner.query(sql, [code])).rowCount).toBe(1);
  const { rows } = await atlas.owner.query<{ id: string }>(`select id from import_batches where file_name = 'linked-areas.geojson'`);
  expect(await revert(rows[0]?.id ?? '')).toMatchObject({ batch: { removed: 1 }, userErrors: [] });
  expect((await atlas.owner.query('select code from areas where code = any($1) order by 1', [codes])).rows).toEqual([{ code: 'E07990001' }, { code: 'E07990002' }]);
  expect((await atlas.owner.query(`select reverted->'leftCodes' as left from import_batches where id = $1`, [rows[0]?.id])).rows).toEqual([{ left: ['areas E07990001', 'areas E07990002'] }]);
});

test('an organisation that was supported, merged or asked about before an import is as it was when the import is taken back', async () => {
  const supported = await makeKnown('Long Supported', '5561001');
  await told.make({ name: 'Supporter', supports: [{ supported: supported.id, from: '2020-01-01' }] });
  await mergeAndUndo(await makeKnown('Once Merged', '5561002'));
  await merge(await makeKnown('Still Merged', '5561003'), await told.make({ name: 'Went Into It' }));
  const decided = await makeKnown('Decided Before', '5561004');
  await ask(decided.id, 1);
  await refuseWhatWasAsked(decided.id);
  await ask((await makeKnown('Asked Before', '5561005')).id, 1);
  const numbers = ['5561001', '5561002', '5561003', '5561004', '5561005'];
  const before = await Promise.all(numbers.map(organisation));

  const id = await importRows('wrong.csv', numbers.map((number) => `Wrong ${number},${number},From the file,wrong@example.org`));
  expect(await organisation('5561001')).toMatchObject({ name: 'Wrong 5561001', description: 'From the file' });
  expect(await revert(id)).toMatchObject({ batch: { removed: 0, restored: 5, left: [] } });
  expect((await Promise.all(numbers.map(organisation))).map((one) => ({ ...one, version: 0 }))).toEqual(before.map((one) => ({ ...one, version: 0 })));
  expect((await atlas.owner.query(`select from supports where supported_id = $1`, [uuidOf(supported.id)])).rows).toHaveLength(1);
});

test('an organisation that was merged or asked about since an import changed it is left and listed, and one that is only supported since is as it was', async () => {
  const numbers = ['5562001', '5562002', '5562003', '5562004', '5562005', '5562006'];
  for (const number of numbers) await makeKnown(`Before ${number}`, number);
  const id = await importRows('since.csv', numbers.map((number) => `After ${number},${number},,`));
  const [kept, undone, merged, asked, refused, supported] = (await Promise.all(numbers.map(organisation))) as [Found, Found, Found, Found, Found, Found];
  await merge(kept, await told.make({ name: 'Goes Into It' }));
  await mergeAndUndo(undone);
  await merge(await told.make({ name: 'Takes It In' }), merged);
  await ask(asked.id, asked.version);
  await ask(refused.id, refused.version);
  await refuseWhatWasAsked(refused.id);
  await told.make({ name: 'New Supporter', supports: [{ supported: supported.id, from: '2026-11-01' }] });

  expect(await revert(id)).toMatchObject({ batch: { restored: 1 } });
  const { rows } = await atlas.owner.query<{ left: string[] }>(`select reverted->'left' as left from import_batches where id = $1`, [id]);
  expect(rows[0]?.left).toEqual([kept, undone, merged, asked, refused].map((one) => uuidOf(one.id)).sort());
  expect(await organisation('5562006')).toMatchObject({ name: 'Before 5562006' });
  expect((await atlas.owner.query(`select from supports where supported_id = $1`, [uuidOf(supported.id)])).rows).toHaveLength(1);
});

test('an organisation that an import made stays when it was supported, merged or asked about since', async () => {
  const numbers = ['5563001', '5563002', '5563003', '5563004'];
  const id = await importRows('made.csv', numbers.map((number) => `Made ${number},${number},,`));
  const [supported, merged, asked] = (await Promise.all(numbers.map(organisation))) as [Found, Found, Found, Found];
  await told.make({ name: 'Supports One Made', supports: [{ supported: supported.id }] });
  await mergeAndUndo(merged);
  await ask(asked.id, 1);
  expect(await revert(id)).toMatchObject({ batch: { removed: 1, left: [{ name: 'Made 5563001' }, { name: 'Made 5563002' }, { name: 'Made 5563003' }] } });
  expect(await organisation('5563004')).toBeNull();
});

test('a file that named the wrong organisation is imported after its mending as if it had never been there', async () => {
  const owl = await makeKnown('Barn Owl Club', '5564001');
  const id = await importRows('mistyped.csv', ['Reed Wren Club,5564001,Wrens,']);
  expect(await sourcesOf(owl.id)).toMatchObject([{ source: 'generic' }]);
  expect(await revert(id)).toMatchObject({ batch: { removed: 0, restored: 1, left: [] } });
  expect(await sourcesOf(owl.id)).toEqual([]);
  await importRows('mended.csv', ['Reed Wren Club,,Wrens,']);
  expect(await organisation('5564001')).toMatchObject({ name: 'Barn Owl Club', description: 'As before' });
  const found = await named('Reed Wren Club');
  expect(found).toHaveLength(1);
  expect(found).not.toContain(uuidOf(owl.id));
});

test('what a list called an organisation that it said nothing new of is forgotten with the import too', async () => {
  const same = await makeKnown('Said The Same', '5565001', { directoryArea: 'E10000015' });
  const id = await importRows('same.csv', ['Said The Same,5565001,As before,', 'Came Along,5565002,,']);
  expect(await sourcesOf(same.id)).toMatchObject([{ source: 'generic' }]);
  expect(await revert(id)).toMatchObject({ batch: { removed: 1, restored: 0, left: [] } });
  expect(await sourcesOf(same.id)).toEqual([]);
});

test('what a list called an organisation stays when that is left, also with the one that it went into', async () => {
  const edited = await makeKnown('Edited Since', '5566001');
  const id = await importRows('left.csv', ['Edited Since,5566001,From the file,', 'Goes Into Another,,,']);
  await told.edit('updateOrganisation', { id: edited.id, expectedVersion: 2, website: 'https://since.example.org' });
  const into = await told.make({ name: 'Takes Another In' });
  const [uuid] = await named('Goes Into Another');
  await merge(into, { id: toNodeId('Organisation', uuid ?? ''), version: 1 });
  expect(await revert(id)).toMatchObject({ batch: { removed: 0, restored: 0 } });
  expect(await sourcesOf(edited.id)).toMatchObject([{ source: 'generic' }]);
  expect(await sourcesOf(into.id)).toMatchObject([{ source: 'generic' }]);
  await importRows('again.csv', ['Goes Into Another,,Known again,']);
  expect((await named('Goes Into Another')).sort()).toEqual([uuidOf(into.id), uuid].sort());
});

test('when a list last named an organisation is what it was before the import that is taken back', async () => {
  const first = await importRows('monthly-1.csv', ['Named Monthly,5567001,Before,']);
  const second = await importRows('monthly-2.csv', ['Named Monthly,5567001,After,'], { clock: fixedClock('2026-12-21') });
  const { id } = (await organisation('5567001')) as Found;
  expect(await sourcesOf(id)).toEqual([{ source: 'generic', seenAt: '2026-12-21T12:00:00+00:00' }]);
  expect(await revert(second)).toMatchObject({ batch: { removed: 0, restored: 1, left: [] } });
  expect(await sourcesOf(id)).toEqual([{ source: 'generic', seenAt: '2026-11-21T12:00:00+00:00' }]);
  expect((await atlas.owner.query('select batch_id from record_sources where organisation_id = $1', [uuidOf(id)])).rows).toEqual([{ batch_id: first }]);
});

test('what a later list that stands names as well is left with its key when an earlier list is taken back, until that one goes first', async () => {
  const known = await makeKnown('Known In Both', '5569001');
  const same = await makeKnown('Same In Both', '5569002', { directoryArea: 'E10000015' });
  const earlier = ['Known In Both,5569001,From the list,', 'Same In Both,5569002,As before,', 'Made By Both,5569003,,'];
  const january = await importRows('january.csv', [...earlier, 'Made By January,5569004,,']);
  const february = await importRows('february.csv', [...earlier, 'Made By February,5569005,,'], { clock: fixedClock('2026-12-21') });
  expect(await revert(january)).toMatchObject({ batch: { removed: 1, restored: 0, left: [{ name: 'Known In Both' }, { name: 'Made By Both' }] } });
  expect([await organisation('5569004'), (await organisation('5569001'))?.description]).toEqual([null, 'From the list']);
  for (const { id } of [known, same, (await organisation('5569003')) as Found]) expect([id, (await sourcesOf(id)).length]).toEqual([id, 1]);
  expect(await revert(february)).toMatchObject({ batch: { removed: 1, restored: 0, left: [] } });

  const march = await importRows('march.csv', ['Made By March,5569006,,']);
  const april = await importRows('april.csv', ['Made By March,5569006,,', 'Made By April,5569007,,']);
  expect(await revert(april)).toMatchObject({ batch: { removed: 1, left: [] } });
  expect(await revert(march)).toMatchObject({ batch: { removed: 1, left: [] } });
});

test('umbrella bodies that an import made go with it when their members were there before', async () => {
  const member = await makeKnown('Joined By A File', '5568001');
  const stays = await makeKnown('Joined And Edited', '5568002');
  const rows = ['Top Body,5568003,', 'Middle Body,5568004,Top Body', 'Joined By A File,5568001,Middle Body', 'Kept Body,5568005,', 'Joined And Edited,5568002,Kept Body'];
  const id = await importRows('umbrellas.csv', rows, { headings: 'name,charity_number,umbrella' });
  await told.edit('updateOrganisation', { id: stays.id, expectedVersion: 2, website: 'https://joined.example.org' });
  expect(await revert(id)).toMatchObject({ batch: { removed: 2, restored: 1, left: [{ name: 'Joined And Edited' }, { name: 'Kept Body' }] } });
  expect([await organisation('5568003'), await organisation('5568004')]).toEqual([null, null]);
  expect((await atlas.owner.query('select from memberships where member_id = $1', [uuidOf(member.id)])).rows).toEqual([]);
  expect((await atlas.owner.query('select from memberships where member_id = $1', [uuidOf(stays.id)])).rows).toHaveLength(1);
});

test('whatever a removed organisation would take along is known of: it has a history, or keeps its organisation', async () => {
  const { rows } = await atlas.owner.query<{ table: string }>(
    `select distinct c.conrelid::regclass::text as table from pg_constraint c where c.contype = 'f' and c.confrelid = 'organisations'::regclass and c.confdeltype <> 'a'
       and not exists (select from pg_trigger t where t.tgrelid = c.conrelid and t.tgname like 'history%') order by 1`,
  );
  expect(rows.map(({ table }) => table).filter((table) => !IS_REFERRED_TO.includes(`from ${table} `))).toEqual([
    // Former and counted rows of what has a history; requests are asked for apart; what lists call an entry goes with it.
    'attendance_versions', 'change_requests', 'former_attendances', 'former_contracts', 'passport_progress_versions', 'record_sources',
  ]);
});

test('what cannot come back, since what it referred to went with an import, is told so', async () => {
  const id = await importRows('umbrella.csv', ['Umbrella Body,5558001,,']);
  const umbrella = await organisation('5558001');
  const member = await told.make({ name: 'Was A Member', memberships: [{ umbrella: umbrella?.id }] });
  await told.edit('updateOrganisation', { id: member.id, expectedVersion: 1, memberships: [] });
  expect(await revert(id)).toMatchObject({ batch: { removed: 1 } });
  const [{ id: changeId } = { id: '' }] = await told.history(member.id);
  expect((await told.change('revert', { id: member.id, expectedVersion: 2, changeId })).userErrors).toMatchObject([{ code: 'INVALID' }]);
});

test('imports can be taken back one after the other, the latest first', async () => {
  const first = await importRows('four.csv', ['Lark Club,5554001,Larks,']);
  const second = await importRows('five.csv', ['Lark Club,5554001,More larks,']);
  expect(await revert(second)).toMatchObject({ batch: { restored: 1, left: [] } });
  expect(await organisation('5554001')).toMatchObject({ description: 'Larks' });
  expect(await revert(first)).toMatchObject({ batch: { removed: 1, left: [] } });
  expect(await organisation('5554001')).toBeNull();
});

test('what belongs to no import is not found', async () => {
  expect(await revert('01a20049-4f4a-725e-9e1c-925d718344e7')).toMatchObject({ batch: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

test('the command line lists imports and takes one back', async () => {
  buildWhenStale();
  const id = await importRows('three.csv', ['Kite Club,5553001,Kites,']);
  const listed = await runCli(atlas.env, 'import', 'list');
  expect(listed.stdout).toContain(`${id}  2026-11-21T12:00:00Z  organisations  three.csv`);
  const done = await runCli(atlas.env, 'import', 'revert', id, '--json');
  expect([done.code, done.stderr, done.stdout.trim().split('\n').at(-1)]).toEqual([0, '', '{"removed":1,"restored":0,"left":[]}']);
  const again = await runCli(atlas.env, 'import', 'revert', id);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('taken back already');
}, 60_000);
