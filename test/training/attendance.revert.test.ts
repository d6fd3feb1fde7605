import { importAttendance } from '../../src/training/attendance.import';
import { runCli } from '../cli/run-cli';
import { Files } from '../organisations/organisation-imports';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { buildWhenStale } from '../support/build';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  buildWhenStale();
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
});
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(async () => {
  await at.owner.query('delete from attendances');
});

/** @param came people by slug, all of them volunteers at one session that holds twenty. @returns the batch. */
async function bring(came: Readonly<Record<string, number>>): Promise<string> {
  const file = files.csv(Object.entries(came).map(([slug, people]) => ({ course: 'safeguarding', held_on: '2026-05-16', slug, kind: 'VOLUNTEER', people: String(people) })));
  expect(await importAttendance(at.database, testClock, { file })).toMatchObject({ verdict: 'PUBLISHED' });
  return (await at.owner.query<{ id: string }>(`select id from import_batches where kind = 'attendance' order by id desc limit 1`)).rows[0]?.id ?? '';
}

async function standing(): Promise<Record<string, number>> {
  const { rows } = await at.owner.query<{ slug: string; people: number }>('select o.slug, a.people from attendances a join organisations o on o.id = a.organisation_id order by 1');
  return Object.fromEntries(rows.map((row) => [row.slug, row.people]));
}

async function takeBack(id: string): Promise<unknown> {
  const { data, errors } = await at.ask<{ revertImport: unknown }>(
    'mutation ($input: RevertImportInput!) { revertImport(input: $input) { batch { removed restored left { name } } userErrors { code } } }', { input: { id } }, { role: 'ADMIN' },
  );
  expect(errors).toBeUndefined();
  return data?.revertImport;
}

test('taking an import of attendance back removes what it made, restores what it corrected, and leaves and lists what was corrected since', async () => {
  await bring({ 'glossop-glow': 1, 'goyt-girls': 1 });
  const id = await bring({ 'glossop-glow': 4, 'goyt-girls': 2, 'two-shires-sight': 3 });
  await bring({ 'goyt-girls': 5 });
  expect(await standing()).toEqual({ 'glossop-glow': 4, 'goyt-girls': 5, 'two-shires-sight': 3 });
  expect(await takeBack(id)).toEqual({ batch: { removed: 1, restored: 1, left: [{ name: 'Goyt Girls (invented)' }] }, userErrors: [] });
  expect(await standing()).toEqual({ 'glossop-glow': 1, 'goyt-girls': 5 });
  expect(await takeBack(id)).toMatchObject({ userErrors: [{ code: 'ALREADY' }] });
});

test('what a later import changed and was itself taken back holds nothing', async () => {
  const first = await bring({ 'glossop-glow': 1, 'goyt-girls': 1 });
  const second = await bring({ 'glossop-glow': 4, 'goyt-girls': 2 });
  expect(await takeBack(second)).toMatchObject({ batch: { removed: 0, restored: 2, left: [] } });
  expect(await takeBack(first)).toEqual({ batch: { removed: 2, restored: 0, left: [] }, userErrors: [] });
  expect(await standing()).toEqual({});
});

test('it is refused where more people would have come to a session than it holds, and nothing changes', async () => {
  await bring({ 'glossop-glow': 15 });
  const id = await bring({ 'glossop-glow': 2 });
  await bring({ 'goyt-girls': 10 });
  expect(await takeBack(id)).toMatchObject({ batch: null, userErrors: [{ code: 'OVER_CAPACITY' }] });
  expect(await standing()).toEqual({ 'glossop-glow': 2, 'goyt-girls': 10 });
});

test('it is not refused for people of an entry that went into another, who are not counted', async () => {
  await bring({ 'glossop-glow': 15 });
  const id = await bring({ 'glossop-glow': 2 });
  await bring({ 'goyt-girls': 10 });
  await at.owner.query(`update organisations set merged_into_id = (select id from organisations where slug = 'glossop-glow') where slug = 'goyt-girls'`);
  try {
    expect(await takeBack(id)).toMatchObject({ batch: { restored: 1 }, userErrors: [] });
  } finally {
    await at.owner.query(`update organisations set merged_into_id = null where slug = 'goyt-girls'`);
  }
});

test('it is not refused for a session that it did not write to', async () => {
  const id = await bring({ 'glossop-glow': 2 });
  const { rowCount } = await at.owner.query(
    `insert into attendances (id, session_id, organisation_id, kind, people, recorded_at)
     select gen_random_uuid(), s.id, o.id, 'STAFF', s.capacity + 1, now() from organisations o, training_sessions s where o.slug = 'glossop-glow' and s.capacity is not null and s.held_on <> '2026-05-16' limit 1`,
  );
  expect(rowCount).toBe(1);
  expect(await takeBack(id)).toMatchObject({ batch: { removed: 1 }, userErrors: [] });
});

test('the command line takes it back too', async () => {
  const id = await bring({ 'glossop-glow': 1 });
  const done = await runCli(at.env, 'import', 'revert', id, '--json');
  expect([done.code, done.stderr]).toEqual([0, '']);
  expect(await standing()).toEqual({});
});
