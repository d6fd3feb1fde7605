import { reachDatabase, type Target } from '../../src/database/connection';
import { migrate, migrationFiles, pendingMigrations, undoLastMigration } from '../../src/database/migrate';
import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
let target: Target;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'empty', writes: true });
  target = await reachDatabase(atlas.config);
});
afterAll(async () => {
  await target?.close();
  await atlas?.close();
});

/** What stands in the schemas that migrations and views make. */
async function structure(): Promise<unknown> {
  const { rows } = await atlas.owner.query(`
    select 'relation' as what, c.relnamespace::regnamespace::text || '.' || c.relname as name, c.relacl::text as grants
    from pg_class c where c.relnamespace::regnamespace::text in ('public', 'shown', 'secrets', 'history', 'staging') and c.relkind in ('r', 'v', 'p')
    union all select 'function', p.pronamespace::regnamespace::text || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', md5(p.prosrc)
    from pg_proc p where p.pronamespace::regnamespace::text in ('public', 'shown', 'secrets', 'history') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1, 2, 3`);
  return rows;
}

const newest = (migrationFiles().at(-1) ?? '').split('-')[0] ?? '';

test('the newest migration is taken back with all views, and comes again as it was', async () => {
  const before = await structure();
  const undone = await undoLastMigration(target);
  expect(undone).toMatch(new RegExp(`^\\w+${newest}$`));
  expect(await pendingMigrations(atlas.owner)).toEqual([undone]);
  expect((await atlas.owner.query(`select to_regnamespace('shown') is null as gone`)).rows).toEqual([{ gone: true }]);
  expect(await migrate(target)).toEqual([undone]);
  expect(await structure()).toEqual(before);
});

test('one that cannot be taken back leaves everything as it was, views too', async () => {
  const before = await structure();
  await atlas.owner.query(`create function hold_on() returns trigger language plpgsql as $$ begin raise exception 'held'; end $$;
    create trigger hold_on before delete on migrations for each row execute function hold_on()`);
  try {
    await expect(undoLastMigration(target)).rejects.toThrow('held');
  } finally {
    await atlas.owner.query('drop function hold_on cascade');
  }
  expect(await structure()).toEqual(before);
  expect(await pendingMigrations(atlas.owner)).toEqual([]);
});

test('a migration of a newer release is left to that release', async () => {
  const before = await structure();
  await atlas.owner.query(`insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`);
  try {
    await expect(undoLastMigration(target)).rejects.toMatchObject({ message: 'The newest migration here, Later9999999999999, is none of this release.' });
  } finally {
    await atlas.owner.query(`delete from migrations where name = 'Later9999999999999'`);
  }
  expect(await structure()).toEqual(before);
});
