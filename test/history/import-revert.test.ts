import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importOrganisations } from '../../src/organisations/organisations.import';
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
