import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { IS_REFERRED_TO } from '../../src/organisations/referring';
import { buildWhenStale } from '../support/build';
import { runCli } from '../cli/run-cli';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { Asking, COORDINATOR } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

async function importRows(name: string, rows: readonly string[]): Promise<string> {
  const file = join(atlas.config.dataDir, name);
  writeFileSync(file, ['name,charity_number,description,contact_email', ...rows].join('\n'));
  const outcome = await importOrganisations(atlas.database, testClock, { file, layout: 'generic', area: 'E10000015' });
  expect(outcome.verdict).toBe('PUBLISHED');
  const { rows: found } = await atlas.owner.query<{ id: string }>('select id from import_batches where file_name = $1', [name]);
  return found[0]?.id ?? '';
}

async function organisation(number: string): Promise<{ id: string; version: number; name: string; description: string | null } | null> {
  const answer = await atlas.ask<{ organisationByIdentifier: { id: string; version: number; name: string; description: string | null } | null }>(
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
