import { applyRetention, RETENTION } from '../../src/history/retention';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { runHere } from '../cli/run-cli';
import { Asking, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

const due = async (dryRun: boolean): Promise<Record<string, number>> => Object.fromEntries((await applyRetention(atlas.database, testClock, dryRun)).map(({ rule, due: n }) => [rule.name, n]));

test('what has had its time goes, what has not stays, and a dry run only counts', async () => {
  const before = await due(true);
  const contacts = (value: string): object[] => [{ kind: 'EMAIL', audience: 'PRIVATE', value }];
  const long = await told.make({ name: 'Closed long ago', contacts: contacts('long.gone@example.org') });
  const late = await told.make({ name: 'Closed lately', contacts: contacts('just.gone@example.org') });
  await told.edit('updateOrganisation', { id: long.id, expectedVersion: 1, contacts: contacts('moved.on@example.org').map((one) => ({ ...one, key: long.contacts[0]?.key })) });
  await told.edit('closeOrganisation', { id: long.id, expectedVersion: 2, lastDay: '2024-10-31' });
  await told.edit('closeOrganisation', { id: late.id, expectedVersion: 1, lastDay: '2026-10-31' });
  await atlas.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at) values (gen_random_uuid(), 'organisations', 'old.csv', 'gone', 1, '2026-11-01')`);
  await atlas.owner.query(`insert into api_keys (id, name, secret_hash, role, created_at, last_used_at) values (gen_random_uuid(), 'old', 'x', 'ANALYST', '2024-01-01', '2025-01-01'), (gen_random_uuid(), 'new', 'y', 'ANALYST', '2024-01-01', '2026-11-01')`);
  await atlas.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at, published_at)
    select gen_random_uuid(), 'area-codes', 'codes.csv', 'gone', 1, day, day from unnest('{2024-11-01, 2025-11-01}'::timestamptz[]) day`);
  await atlas.owner.query(`insert into former_rows (batch_id, table_name, key) select id, 'area_former_codes', '{"code": "E07000097"}' from import_batches where file_name = 'codes.csv'`);
  const wanted = { ...before };
  for (const name of ['contacts of closed organisations', 'unpublished imports', 'former reference data', 'use of API keys']) wanted[name] = (wanted[name] ?? 0) + 1;
  expect(await due(true)).toEqual(wanted);
  expect(await due(false)).toEqual(wanted);
  expect(Object.values(await due(true)).every((n) => n === 0)).toBe(true);

  const { rows } = await atlas.owner.query('select organisation_id, value from secrets.contacts where organisation_id = any($1::uuid[])', [[uuidOf(long.id), uuidOf(late.id)]]);
  expect(rows).toEqual([{ organisation_id: uuidOf(late.id), value: 'just.gone@example.org' }]);
  expect((await atlas.owner.query(`select count(*)::int as n from secrets.history_records where before::text ~ 'long.gone|moved.on'`)).rows).toEqual([{ n: 0 }]);
  expect((await told.history(long.id))[0]).toMatchObject({ kind: 'ERASURE', by: 'vcs-atlas retention' });
  expect((await atlas.owner.query('select name, last_used_at is null as forgotten from api_keys order by name')).rows).toEqual([{ name: 'new', forgotten: false }, { name: 'old', forgotten: true }]);
});

test('who changed what is forgotten after six years, what was changed is not', async () => {
  await due(false);
  const club = await told.make({ name: 'Old Club' });
  await told.edit('updateOrganisation', { id: club.id, expectedVersion: 1, description: 'Chess', note: 'as the chair asked' });
  await told.edit('updateOrganisation', { id: club.id, expectedVersion: 2, description: 'Chess and draughts', note: 'as the chair asked lately' });
  await atlas.owner.query(`update history.changes c set at = '2020-11-01' where note = 'as the chair asked'`);
  await atlas.owner.query(`insert into change_requests (id, organisation_id, asked, requested_by, requested_at, state, decided_by, decided_at)
    select gen_random_uuid(), $1, '{}', 'an editor', day, 'APPROVED', 'a coordinator', day from unnest('{2024-11-01, 2025-11-01}'::timestamptz[]) day`, [uuidOf(club.id)]);
  await atlas.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at, published_at)
    select gen_random_uuid(), 'organisations', 'clubs of the chair.csv', 'gone', 1, day, day from unnest('{2020-11-01, 2021-11-01}'::timestamptz[]) day`);
  expect(await due(false)).toMatchObject({ 'authors of changes': 1, 'decided change requests': 1, 'names of imported files': 1 });
  const [last, former] = await told.history(club.id);
  expect([last, former]).toMatchObject([{ note: 'as the chair asked lately' }, { by: expect.not.stringContaining('chair') as string, note: null }]);
  expect((await atlas.owner.query(`select subject from history.changes where at < '2020-11-21'`)).rows).toEqual([{ subject: null }]);
  expect((await atlas.owner.query(`select decided_at::date::text as day from change_requests where requested_by = 'an editor'`)).rows).toEqual([{ day: '2025-11-01' }]);
  expect((await atlas.owner.query(`select file_name from import_batches where published_at < '2022-01-01' order by published_at`)).rows).toEqual([{ file_name: '[forgotten]' }, { file_name: 'clubs of the chair.csv' }]);
});

test('the service forgets no author of a change that is younger', async () => {
  const forgetting = atlas.database.write({ role: 'ADMIN' }, (manager) => manager.query(`select history.forget_authors('2025-01-01')`));
  await expect(forgetting).rejects.toMatchObject({ code: '42501' });
});

test('the command line says what would go, and only then lets it go', async () => {
  await atlas.owner.query(`insert into idempotency_keys (caller, mutation, key, input_hash, created_at) values ('x', 'x', 'old', sha256('x'), '2026-01-01')`);
  const tried = await runHere(atlas.env, 'retention', '--dry-run');
  expect([tried.code, tried.stderr]).toEqual([0, '']);
  expect(tried.stdout).toContain('1 would go: idempotency keys (keys of repeated changes, after 72 hours).');
  expect((await runHere(atlas.env, 'retention')).stdout).toContain('1 gone: idempotency keys');
  expect((await runHere(atlas.env, 'retention', '--dry-run')).stdout).toContain('0 would go: idempotency keys');
}, 60_000);

test('every rule says in words what it removes and when', () => {
  for (const rule of RETENTION) expect(rule.says).toMatch(/after/);
});
