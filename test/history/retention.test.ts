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

test('contacts that were removed before their organisation closed, or went with it, go out of the history too', async () => {
  await due(false);
  const contacts = (value: string): object[] => [{ kind: 'EMAIL', audience: 'PRIVATE', value, roleTitle: 'Chair', consents: [{ purpose: 'MAILING', source: `Form of ${value}`, givenOn: '2020-01-01' }] }];
  const replaced = async (name: string): Promise<string> => {
    const made = await told.make({ name, contacts: contacts(`${name}.first@example.org`) });
    await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, contacts: contacts(`${name}.second@example.org`) });
    await told.edit('updateOrganisation', { id: made.id, expectedVersion: 2, contacts: [] });
    return made.id;
  };
  const [closed, lately, open, vanished, vanishing] = [await replaced('closed'), await replaced('lately'), await replaced('open'), await replaced('vanished'), await replaced('vanishing')];
  await told.edit('closeOrganisation', { id: closed, expectedVersion: 3, lastDay: '2024-10-31' });
  await told.edit('closeOrganisation', { id: lately, expectedVersion: 3, lastDay: '2026-10-31' });
  await atlas.owner.query('delete from organisations where id = any($1::uuid[])', [[uuidOf(vanished), uuidOf(vanishing)]]);
  await atlas.owner.query(`update history.changes set at = '2024-11-01' where number in (select change_number from secrets.history_records where node_id = $1)`, [uuidOf(vanished)]);

  expect(await due(true)).toMatchObject({ 'contacts of closed organisations': 4 });
  await due(false);
  const left = async (name: string): Promise<number> => (await atlas.owner.query<{ n: number }>(`select count(*)::int as n from secrets.history_records where before::text like '%' || $1 || '.%@example.org%'`, [name])).rows[0]?.n ?? -1;
  expect([await left('closed'), await left('vanished')]).toEqual([0, 0]);
  // Each of two, with its consent, was taken down once.
  expect([await left('lately'), await left('open'), await left('vanishing')]).toEqual([4, 4, 4]);
  expect((await told.history(closed))[0]).toMatchObject({ kind: 'ERASURE', by: 'vcs-atlas retention' });
  expect((await told.history(open))[0]).toMatchObject({ kind: 'CHANGE' });
  expect(await due(true)).toMatchObject({ 'contacts of closed organisations': 0 });
});

test('a contact that went to another organisation by a merger has the time of that one', async () => {
  await due(false);
  const contacts = [{ kind: 'EMAIL', audience: 'PRIVATE', value: 'merged@example.org' }];
  const [gone, kept] = [await told.make({ name: 'Gone Into It', contacts }), await told.make({ name: 'Kept Open' })];
  await told.edit('mergeOrganisations', { id: kept.id, expectedVersion: 1, mergedId: gone.id, mergedExpectedVersion: 1 });
  const merged = async (): Promise<number> => (await atlas.owner.query<{ n: number }>(`select count(*)::int as n from secrets.history_records where before::text ~ 'merged@example.org'`)).rows[0]?.n ?? -1;
  const version = async (): Promise<unknown> => (await atlas.owner.query<{ version: number }>('select version from organisations where id = $1', [uuidOf(kept.id)])).rows[0]?.version;
  await told.edit('updateOrganisation', { id: kept.id, expectedVersion: await version(), contacts: [] });
  expect(await merged()).toBeGreaterThan(0);
  expect(await due(false)).toMatchObject({ 'contacts of closed organisations': 0 });
  await told.edit('closeOrganisation', { id: kept.id, expectedVersion: await version(), lastDay: '2024-10-31' });
  expect(await due(false)).toMatchObject({ 'contacts of closed organisations': 1 });
  expect(await merged()).toBe(0);
});

test('consents go two years after they were withdrawn, those of removed contacts too, and nothing brings them back', async () => {
  await due(false);
  const contact = (value: string, at: number): object => ({ kind: 'EMAIL', audience: 'PRIVATE', value, consents: [
    { purpose: 'MAILING', source: `Old form ${at}`, givenOn: '2020-01-01', withdrawnOn: '2024-10-31' },
    { purpose: 'TRAINING', source: `Late form ${at}`, givenOn: '2020-01-01', withdrawnOn: '2026-10-31' },
  ] });
  const club = await told.make({ name: 'Consenting Club', contacts: [contact('stays@example.org', 1), contact('goes@example.org', 2)] });
  const again = { ...contact('stays@example.org', 1), key: club.contacts.find((_, at) => at === 0)?.key };
  const edited = await told.edit('updateOrganisation', { id: club.id, expectedVersion: 1, contacts: [again] });
  const [edit] = await told.history(club.id);

  expect(await due(true)).toMatchObject({ 'withdrawn consents': 2 });
  await due(false);
  const standing = (await atlas.owner.query<{ source: string }>(`select source from consents where source ~ 'form [12]$' order by 1`)).rows;
  expect(standing).toEqual([{ source: 'Late form 1' }]);
  const recorded = (await atlas.owner.query<{ source: string }>(`select distinct before->>'source' as source from secrets.history_records where before->>'source' ~ 'form [12]$' order by 1`)).rows;
  expect(recorded).toEqual([{ source: 'Late form 1' }, { source: 'Late form 2' }]);
  expect((await told.history(club.id))[0]).toMatchObject({ kind: 'ERASURE', by: 'vcs-atlas retention' });
  const stale = await told.change('updateOrganisation', { id: club.id, expectedVersion: edited.version, contacts: [again] });
  expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  const back = await told.change('revert', { id: club.id, expectedVersion: edited.version + 1, changeId: edit?.id });
  expect(back.userErrors).toMatchObject([{ code: 'INVALID' }]);
  expect(await due(true)).toMatchObject({ 'withdrawn consents': 0 });
});

test('a consent that was withdrawn by mistake and holds again stays, with its history', async () => {
  await due(false);
  const contact = (withdrawnOn: string | null): object => ({ kind: 'EMAIL', audience: 'PRIVATE', value: 'holds@example.org', consents: [{ purpose: 'MAILING', source: 'Holding form', givenOn: '2020-01-01', withdrawnOn }] });
  const club = await told.make({ name: 'Holding Club', contacts: [contact('2024-10-31')] });
  await told.edit('updateOrganisation', { id: club.id, expectedVersion: 1, contacts: [{ ...contact(null), key: club.contacts[0]?.key }] });
  expect(await due(false)).toMatchObject({ 'withdrawn consents': 0 });
  expect((await atlas.owner.query(`select withdrawn_on from consents where source = 'Holding form'`)).rows).toEqual([{ withdrawn_on: null }]);
  expect((await atlas.owner.query(`select count(*)::int as n from secrets.history_records where before->>'source' = 'Holding form'`)).rows).toEqual([{ n: 1 }]);
});

test('who changed what is forgotten after six years, what was changed is not', async () => {
  await due(false);
  const club = await told.make({ name: 'Old Club' });
  await told.edit('updateOrganisation', { id: club.id, expectedVersion: 1, description: 'Chess', note: 'as the chair asked' });
  await told.edit('updateOrganisation', { id: club.id, expectedVersion: 2, description: 'Chess and draughts', note: 'as the chair asked lately' });
  await atlas.owner.query(`update history.changes c set at = '2020-11-01' where note = 'as the chair asked'`);
  await atlas.owner.query(`insert into change_requests (id, organisation_id, asked, requested_by, requested_at, state, decided_by, decided_at, asked_after)
    select gen_random_uuid(), $1, '{}', 'an editor', day, 'APPROVED', 'a coordinator', day, 0 from unnest('{2024-11-01, 2025-11-01}'::timestamptz[]) day`, [uuidOf(club.id)]);
  await atlas.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at, published_at)
    select gen_random_uuid(), 'organisations', 'clubs of the chair.csv', 'gone', 1, day, day from unnest('{2020-11-01, 2021-11-01}'::timestamptz[]) day`);
  expect(await due(false)).toMatchObject({ 'authors of changes': 1, 'decided change requests': 1, 'names of imported files': 1 });
  const [last, former] = await told.history(club.id);
  expect([last, former]).toMatchObject([{ note: 'as the chair asked lately' }, { by: expect.not.stringContaining('chair') as string, note: null }]);
  expect((await atlas.owner.query(`select subject from history.changes where at < '2020-11-21'`)).rows).toEqual([{ subject: null }]);
  expect((await atlas.owner.query(`select decided_at::date::text as day from change_requests where requested_by = 'an editor'`)).rows).toEqual([{ day: '2025-11-01' }]);
  expect((await atlas.owner.query(`select file_name from import_batches where published_at < '2022-01-01' order by published_at`)).rows).toEqual([{ file_name: '[forgotten]' }, { file_name: 'clubs of the chair.csv' }]);
});

test('nor does what was filed, reported, reviewed, measured, confirmed, withdrawn, named or issued say for longer who did it', async () => {
  await due(false);
  const run = async (sql: string): Promise<unknown[]> => (await atlas.owner.query(sql)).rows as unknown[];
  await run(`
    insert into progress_report_splits (report_id, plan_id, recorded_at) select id, plan_id, now() from progress_reports limit 1;
    insert into measure_values (id, measure_id, plan_id, area_id, observed_on, value, source, recorded_at)
      select gen_random_uuid(), m.id, m.plan_id, p.area_id, '2020-10-01', 1, 'Return', now() from action_measures m join plans p on p.id = m.plan_id limit 1;
    insert into reply_withdrawals (id, round_id, reason, recorded_at) select gen_random_uuid(), id, 'Filled in twice', now() from self_evaluations limit 1;
    insert into course_criteria (id, course_id, criterion_id, named_by, named_at) select gen_random_uuid(), c.id, k.id, 'ADMIN', now() from courses c, criteria k limit 1;
    insert into list_signing_keys (id, public_key, made_at) values ('old', '{}', '2020-01-01');
    insert into issued_lists (id, kind, as_of, filter, organisations, content, sha256, key_id, issued_by, issued_at)
      values (gen_random_uuid(), 'accredited-list', '2020-11-01', '{}', 0, '{}', repeat('0', 64), 'old', 'ADMIN', now())`);
  const named: [table: string, column: string, at: string, left: string | null][] = [
    ['evidence', 'filed_by', 'filed_at', 'ORGANISATION_EDITOR'], ['progress_reports', 'author', 'recorded_at', null], ['progress_report_splits', 'split_by', 'recorded_at', null], ['plan_reviews', 'recorded_by', 'recorded_at', null],
    ['measure_values', 'observed_by', 'recorded_at', null], ['reply_withdrawals', 'withdrawn_by', 'recorded_at', null], ['by_whens', 'confirmed_by', 'confirmed_at', null], ['by_whens', 'corrected_by', 'corrected_at', null],
    ['course_criteria', 'named_by', 'named_at', 'ADMIN'], ['issued_lists', 'issued_by', 'issued_at', 'ADMIN'],
  ];
  const did = async (day: string): Promise<void> => {
    for (const [table, column, at] of named) {
      const one = table === 'course_criteria' || table === 'issued_lists' ? 'ADMIN Olive Hand' : 'Olive Hand';
      await run(`update ${table} set ${column} = '${one}', ${at} = '${day}' where ctid = (select ctid from ${table} where ${column} like '%Olive Hand' or not exists (select from ${table} where ${column} like '%Olive Hand') limit 1)`);
    }
  };
  const says = async (): Promise<unknown[]> => Promise.all(named.map(async ([table, column]) => (await run(`select count(*)::int as n from ${table} where ${column} like '%Olive Hand'`))[0]));
  const recorded = (): Promise<unknown[]> => run(`select distinct table_name from history.records where before::text ~ 'Olive Hand' order by 1`);
  await did('2021-11-01');
  expect(await due(false)).toMatchObject({ 'authors of changes': 0 });
  await did('2020-11-01');
  await did('2020-11-02');
  expect(await says()).toEqual(named.map(() => ({ n: 1 })));
  expect(await recorded()).toEqual([{ table_name: 'by_whens' }, { table_name: 'reply_withdrawals' }]);
  const entries = await run('select count(*) from history.records');

  const counted = (await due(true))['authors of changes'];
  expect(counted).toBeGreaterThanOrEqual(named.length);
  expect((await due(false))['authors of changes']).toBe(counted);
  expect(await says()).toEqual(named.map(() => ({ n: 0 })));
  for (const [table, column, at, left] of named) expect([table, await run(`select ${column} as by from ${table} where ${at} = '2020-11-02'`)]).toEqual([table, [{ by: left }]]);
  expect(await due(true)).toMatchObject({ 'authors of changes': 0 });
  expect(await run('select count(*) from history.records')).toEqual(entries);
  // What was taken down while it was younger has its own time.
  expect(await run(`select distinct left(coalesce(before->>'corrected_at', before->>'confirmed_at', before->>'recorded_at'), 4) as year from history.records where before::text ~ 'Olive Hand'`)).toEqual([{ year: '2021' }]);
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
