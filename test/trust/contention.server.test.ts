import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { reachDatabase } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { record } from '../../trust/figures';
import { openTestDatabase, type TestDatabase } from '../support';
import { withOptions } from '../support/with-options';

const FORCED = 100;
const ADMIN = { role: 'ADMIN' };

/** On a server alone: the embedded engine has one session, where transactions follow each other and neither failure can come about. */
describe('transactions that lose against each other', () => {
  let atlas: TestDatabase;
  beforeAll(async () => {
    atlas = await openTestDatabase({ with: 'empty', writes: true });
    await atlas.owner.query(`
      create table contended (id int primary key, value int not null);
      grant select, update on contended to vcs_atlas_service;
      insert into contended values (1, 0), (2, 0)`);
  });
  afterAll(async () => atlas?.close());

  const values = async (): Promise<number[]> => (await atlas.owner.query('select value from contended order by id')).rows.map((row: { value: number }) => row.value);

  test(`${FORCED} deadlocks: each is undone and done again, and no caller sees one`, async () => {
    // How long a server waits before it looks for a deadlock: 1 s unless told otherwise.
    const database = await Database.over(withOptions(await reachDatabase(atlas.config), '-c deadlock_timeout=10ms'), []);
    let surfaced = 0;
    let attempts = 0;
    try {
      for (let turn = 0; turn < FORCED; turn += 1) {
        const bothHold = meeting(2);
        const take = (first: number, second: number): Promise<void> =>
          database.write(ADMIN, async (manager) => {
            attempts += 1;
            await raise(manager, first);
            await bothHold();
            await raise(manager, second);
          });
        const results = await Promise.allSettled([take(1, 2), take(2, 1)]);
        surfaced += results.filter((result) => result.status === 'rejected').length;
      }
    } finally {
      await database.close();
    }
    record({ test: 'forced deadlocks', tried: FORCED, held: FORCED - surfaced, note: `${attempts - 2 * FORCED} begun anew` });
    expect(surfaced).toBe(0);
    expect(attempts - 2 * FORCED).toBeGreaterThanOrEqual(FORCED);
    expect(await values()).toEqual([2 * FORCED, 2 * FORCED]);
  });

  test(`${FORCED} serialisation failures: each is done again on what stands then, and no caller sees one`, async () => {
    await atlas.owner.query('update contended set value = 0');
    const database = await Database.over(withOptions(await reachDatabase(atlas.config), '-c default_transaction_isolation=serializable'), []);
    let surfaced = 0;
    let attempts = 0;
    try {
      for (let turn = 0; turn < FORCED; turn += 1) {
        const bothRead = meeting(2);
        const increase = (): Promise<void> =>
          database.write(ADMIN, async (manager) => {
            attempts += 1;
            const [row] = (await manager.query('select value from contended where id = 1')) as { value: number }[];
            await bothRead();
            await manager.query('update contended set value = $1 where id = 1', [(row?.value ?? 0) + 1]);
          });
        const results = await Promise.allSettled([increase(), increase()]);
        surfaced += results.filter((result) => result.status === 'rejected').length;
      }
    } finally {
      await database.close();
    }
    record({ test: 'forced serialisation failures', tried: FORCED, held: FORCED - surfaced, note: `${attempts - 2 * FORCED} begun anew` });
    expect(surfaced).toBe(0);
    expect(attempts - 2 * FORCED).toBeGreaterThanOrEqual(FORCED);
    expect((await values())[0]).toBe(2 * FORCED);
  });

  test('a transaction that fails for a reason of its own is not tried again', async () => {
    let attempts = 0;
    const failing = atlas.database.write(ADMIN, async (manager) => {
      attempts += 1;
      await manager.query('select $1::uuid from contended where 1 / (value - value) = 1', [randomUUID()]);
    });
    await expect(failing).rejects.toMatchObject({ driverError: { code: '22012' } });
    expect(attempts).toBe(1);
  });
});

async function raise(manager: EntityManager, id: number): Promise<void> {
  await manager.query('update contended set value = value + 1 where id = $1', [id]);
}

/** The first so many callers wait for each other; whoever comes later goes on. */
function meeting(count: number): () => Promise<void> {
  let missing = count;
  let open: () => void = () => undefined;
  const met = new Promise<void>((resolve) => (open = resolve));
  return () => {
    missing -= 1;
    if (missing <= 0) open();
    return met;
  };
}
