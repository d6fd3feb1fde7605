/** On a server alone: a statement on the embedded engine can neither be cancelled nor bounded from outside; its watchdog has a test of its own. */
import type { PoolClient } from 'pg';
import { entities } from '../../src/app';
import { reachDatabase } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { record } from '../../trust/figures';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';
import { postChange } from '../support/post-change';
import { withOptions } from '../support/with-options';

const ADMIN = { role: 'ADMIN' };
const QUESTION = '{ areasWithin(area: "E10000015") { code } }';

let atlas: TestDatabase;
const open: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
afterAll(async () => atlas?.close());

async function databaseWith(options: string, poolSize = 4): Promise<Database> {
  const database = await Database.over(withOptions(await reachDatabase({ ...atlas.config, poolSize }), options), entities);
  open.push(database);
  return database;
}

async function serviceOn(database: Database, requestLimit?: number): Promise<TestService> {
  const service = await startTestService({ ...atlas, database }, requestLimit === undefined ? {} : { requestLimit });
  open.push(service);
  return service;
}

async function told(response: Response): Promise<{ status: number; code: unknown; retryAfter: string | null }> {
  const body = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
  return { status: response.status, code: body.errors?.[0]?.extensions?.code, retryAfter: response.headers.get('retry-after') };
}

/** Holds a table, so that whoever reads it waits. */
async function hold<Result>(table: string, work: (free: () => Promise<void>) => Promise<Result>): Promise<Result> {
  const blocker: PoolClient = await atlas.owner.connect();
  let held = true;
  const free = async (): Promise<void> => {
    if (held) await blocker.query('rollback');
    held = false;
  };
  await blocker.query(`begin; lock table ${table} in access exclusive mode`);
  try {
    return await work(free);
  } finally {
    await free();
    blocker.release();
  }
}

describe('on a server', () => {
  test('sessions of requests are bounded, those of imports and migrations more widely', async () => {
    const limits = async (run: (sql: string) => Promise<unknown>): Promise<unknown> =>
      run(`select string_agg(name || ' ' || setting, ', ' order by name) as limits from pg_settings
        where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`);
    const short = [{ limits: 'idle_in_transaction_session_timeout 15000, lock_timeout 5000, statement_timeout 10000' }];
    expect(await limits((sql) => atlas.database.readPublic(sql, []))).toEqual(short);
    expect(await limits((sql) => atlas.database.write(ADMIN, (manager) => manager.query(sql)))).toEqual(short);
    expect(await limits(async (sql) => (await atlas.database.withServiceClient((client) => client.query(sql))).rows)).toEqual([
      { limits: 'idle_in_transaction_session_timeout 600000, lock_timeout 60000, statement_timeout 3600000' },
    ]);
  });

  test('a statement that takes too long is stopped: TIMEOUT and 504', async () => {
    const database = await databaseWith('-c statement_timeout=150');
    await expect(database.readPublic('select pg_sleep(30)', [])).rejects.toMatchObject({ code: 'TIMEOUT' });
    const service = await serviceOn(database);
    await hold('areas', async () => {
      expect(await told(await service.post(QUESTION))).toEqual({ status: 504, code: 'TIMEOUT', retryAfter: '5' });
    });
    expect((await service.post(QUESTION)).status).toBe(200);
  });

  test('a change that waits too long for a lock is told that the service is busy, and made when it is sent again', async () => {
    const service = await serviceOn(await databaseWith('-c lock_timeout=150'));
    const admin = await service.authorization('ADMIN');
    const input = { name: 'Waits for its turn', clientMutationId: 'waits' };
    await hold('organisations', async () => {
      expect(await postChange(service, 'createOrganisation', input, admin)).toMatchObject({ status: 503, error: 'BUSY', retryAfter: '1' });
    });
    expect(await postChange(service, 'createOrganisation', input, admin)).toMatchObject({ status: 200, payload: { userErrors: [] } });
  });

  test('more requests than connections and waiting places: BUSY and 503 at once, the others are served', async () => {
    const [connections, waiting, beyond] = [2, 32, 20];
    const service = await serviceOn(await databaseWith('-c lock_timeout=0', connections));
    await hold('areas', async (free) => {
      const asked = Array.from({ length: connections + waiting + beyond }, async () => {
        const answer = await told(await service.post(QUESTION));
        return { ...answer, after: performance.now() };
      });
      // Those that find no place are answered while nothing else can be.
      await Promise.race(asked);
      const freed = performance.now();
      await free();
      const answers = await Promise.all(asked);
      const busy = answers.filter((answer) => answer.status === 503);
      expect(busy.length).toBeGreaterThanOrEqual(1);
      expect(busy.every((answer) => answer.code === 'BUSY' && answer.retryAfter === '1')).toBe(true);
      expect(Math.min(...busy.map((answer) => answer.after))).toBeLessThan(freed);
      const served = answers.filter((answer) => answer.status === 200).length;
      record({ test: 'requests beyond the pool and its queue: BUSY at once, the others served', tried: answers.length, held: served + busy.length });
      expect(served).toBeGreaterThanOrEqual(connections + waiting);
    });
  });

  test('a request that finds no free connection in time is told that the service is busy', async () => {
    const database = await databaseWith('-c lock_timeout=0', 1);
    await hold('areas', async (free) => {
      const first = database.readPublic('select count(*) from shown.areas', []);
      await expect(database.readPublic('select 1', [])).rejects.toMatchObject({ code: 'BUSY' });
      await free();
      await first;
    });
  });

  test('connections that are ended while idle are replaced without anybody noticing', async () => {
    const service = await serviceOn(await databaseWith(''));
    const admin = await service.authorization('ADMIN');
    let served = 0;
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 4 }, () => service.post(QUESTION)));
      await atlas.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name ~ '(public|service)$'`);
      const answers = await Promise.all([service.post(QUESTION), service.post(QUESTION), postChange(service, 'createOrganisation', { name: `After ${round}` }, admin)]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
      served += answers.length;
    }
    record({ test: 'requests after all idle connections were ended', tried: 15, held: served });
  });

  test('a read whose connection is ended while it runs is done again', async () => {
    const service = await serviceOn(await databaseWith(''));
    await hold('areas', async (free) => {
      const asked = service.post(QUESTION);
      await terminateWaiting();
      await free();
      expect(await told(await asked)).toEqual({ status: 200, code: undefined, retryAfter: null });
    });
  });
});

/** Ends the first session that waits for a lock. */
async function terminateWaiting(): Promise<void> {
  for (;;) {
    const { rowCount } = await atlas.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    if ((rowCount ?? 0) > 0) return;
  }
}
