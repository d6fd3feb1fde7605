import type { Client, PoolClient } from 'pg';
import type { EngineClient } from '../../../src/database/embedded/engine.client';
import { frame, query, SYNC } from '../../../src/database/embedded/wire.protocol';
import { alive, Harness, pidOf, sqlstate, until } from './engine.harness';

const harness = new Harness();
let engine: EngineClient;
let admin: Client;

beforeAll(async () => {
  engine = await harness.engine(harness.directory(), {
    settings: { linger: 50 },
  });
  admin = await harness.client(engine);
  await admin.query('CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL)');
  await admin.query('CREATE ROLE reader');
  await admin.query('CREATE TABLE secrets (id int)');
}, 60_000);

afterAll(() => harness.close(), 30_000);

afterEach(async () => {
  expect(alive(pidOf(engine))).toBe(true);
  await admin.query('TRUNCATE notes');
});

const count = async (): Promise<number> =>
  Number((await admin.query<{ n: string }>('SELECT count(*) AS n FROM notes')).rows[0]?.n);

test('transactions of ten clients at once are kept apart: what was committed is there, what was rolled back is not', async () => {
  const pool = harness.pool(engine, 10, {});
  const committed: number[] = [];
  const oneClient = async (client: PoolClient, first: number): Promise<void> => {
    for (let i = 0; i < 10; i += 1) {
      const id = first + i * 2;
      await client.query('BEGIN');
      await client.query('INSERT INTO notes VALUES ($1, $2)', [id, 'a']);
      await client.query('INSERT INTO notes VALUES ($1, $2)', [id + 1, 'b']);
      const own = await client.query<{ n: string }>('SELECT count(*) AS n FROM notes WHERE id IN ($1, $2)', [id, id + 1]);
      expect(own.rows[0]?.n).toBe('2');
      await client.query(i % 2 === 0 ? 'COMMIT' : 'ROLLBACK');
      if (i % 2 === 0) committed.push(id, id + 1);
    }
  };
  await Promise.all(
    Array.from({ length: 10 }, async (_, k) => {
      const client = await pool.connect();
      await oneClient(client, k * 100).finally(() => client.release());
    }),
  );
  const { rows } = await admin.query<{ id: number }>('SELECT id FROM notes ORDER BY id');
  expect(rows.map((row) => row.id)).toEqual(committed.sort((a, b) => a - b));
});

test('errors carry the SQLSTATE of a server, and a failed transaction refuses everything until it is rolled back', async () => {
  const client = await harness.client(engine);
  await client.query('BEGIN');
  await client.query("INSERT INTO notes VALUES (1, 'a')");
  expect(await sqlstate(client.query("INSERT INTO notes VALUES ($1, 'b')", [1]))).toBe('23505');
  expect(await sqlstate(client.query('SELECT 1'))).toBe('25P02');
  await client.query('ROLLBACK');
  expect(await sqlstate(client.query('INSERT INTO notes VALUES (2, NULL)'))).toBe('23502');
  expect(await sqlstate(client.query('SELEC 1'))).toBe('42601');
  expect(await sqlstate(client.query('SELECT * FROM nowhere'))).toBe('42P01');
  expect(await sqlstate(client.query('SELECT 1 / $1::int', [0]))).toBe('22012');
  expect(await count()).toBe(0);
});

test('types come as from a server', async () => {
  const { rows } = await admin.query(
    "SELECT 1::int4 AS i, 1::int8 AS b, true AS t, '{\"a\":1}'::jsonb AS j, ARRAY['x','y'] AS a, NULL::text AS n, date '2024-02-29'::text AS d",
  );
  expect(rows).toEqual([{ i: 1, b: '1', t: true, j: { a: 1 }, a: ['x', 'y'], n: null, d: '2024-02-29' }]);
});

test('what a client leaves open when it vanishes is rolled back and blocks nobody', async () => {
  const session = harness.raw(engine);
  // In pieces and several messages at once, as sockets deliver them.
  const work = Buffer.concat([query('BEGIN'), query("INSERT INTO notes VALUES (7, 'gone')")]);
  for (const byte of work.subarray(0, 9)) session.socket.write(Buffer.from([byte]));
  session.socket.write(work.subarray(9));
  await until(() => session.received.includes('INSERT 0 1'));
  session.socket.destroy();
  expect(await count()).toBe(0);
});

test('a COPY from the client is refused with advice, in either protocol, and session and engine live on', async () => {
  const client = await harness.client(engine);
  for (const values of [undefined, []]) {
    const attempt = client.query({ text: 'COPY notes FROM STDIN', values, ...(values && { queryMode: 'extended' }) });
    await expect(attempt).rejects.toMatchObject({ code: '0A000', hint: expect.stringContaining('unnest') });
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  }
  await client.query('BEGIN');
  expect(await sqlstate(client.query('COPY notes FROM STDIN'))).toBe('0A000');
  expect(await sqlstate(client.query('SELECT 1'))).toBe('25P02');
  await client.query('ROLLBACK');
  expect(await sqlstate(client.query("SELECT 1; COPY notes FROM STDIN; INSERT INTO notes VALUES (1, 'x')"))).toBe('0A000');
  expect(await count()).toBe(0);
});

test('a client finds nothing of another: settings, temporary tables, prepared statements, advisory locks', async () => {
  const [one, two] = [await harness.client(engine), await harness.client(engine)];
  await one.query("SET TimeZone TO 'Asia/Tokyo'");
  await one.query('CREATE TEMPORARY TABLE scratch (id int)');
  await one.query('PREPARE mine AS SELECT 1');
  await one.query('SELECT pg_advisory_lock(42)');
  await one.query('SET ROLE reader');
  expect((await two.query('SELECT current_user AS c')).rows).toEqual([{ c: 'postgres' }]);
  expect((await two.query('SHOW TimeZone')).rows).not.toEqual([{ TimeZone: 'Asia/Tokyo' }]);
  expect(await sqlstate(two.query('SELECT * FROM scratch'))).toBe('42P01');
  expect(await sqlstate(two.query('EXECUTE mine'))).toBe('26000');
  expect((await two.query("SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'")).rows).toEqual([{ n: 0 }]);
});

test('settings in the start-up message hold whoever was served in between', async () => {
  const client = await harness.client(engine, {
    options: '-c search_path=pg_catalog,public -c TimeZone=Europe/London',
    application_name: "o'hara \\ co",
  });
  await admin.query('SELECT 1');
  const { rows } = await client.query(
    "SELECT current_setting('search_path') AS p, current_setting('timezone') AS z, current_setting('application_name') AS a",
  );
  expect(rows).toEqual([{ p: 'pg_catalog,public', z: 'Europe/London', a: "o'hara \\ co" }]);
});

test('a client acts as the role it connected as, an unknown role or setting is refused at the door', async () => {
  const reader = await harness.client(engine, { user: 'reader' });
  expect((await reader.query('SELECT session_user AS s, current_user AS c')).rows).toEqual([{ s: 'reader', c: 'reader' }]);
  expect(await sqlstate(reader.query('SELECT * FROM secrets'))).toBe('42501');
  expect((await admin.query('SELECT current_user AS c')).rows).toEqual([{ c: 'postgres' }]);
  expect(await sqlstate(harness.client(engine, { user: 'nobody' }))).toBe('28000');
  expect(await sqlstate(harness.client(engine, { database: 'elsewhere' }))).toBe('3D000');
  expect(await sqlstate(harness.client(engine, { options: '-c no_such_setting=1' }))).toBe('42704');
});

test('a role cannot shed itself', async () => {
  const reader = await harness.client(engine, { user: 'reader' });
  const ways = ['RESET SESSION AUTHORIZATION', 'DISCARD ALL', 'RESET ROLE', 'SET SESSION AUTHORIZATION postgres', "SET session_authorization TO 'postgres'"];
  for (const way of ways) {
    await reader.query(way).catch(() => undefined);
    expect(await sqlstate(reader.query('SELECT * FROM secrets'))).toBe('42501');
  }
  await reader.query('BEGIN');
  expect(await sqlstate(reader.query('SELECT set_config($1, $2, false) AS session_authorization', ['a.b', 'c']))).toBe('42501');
  expect(await sqlstate(reader.query('SELECT 1'))).toBe('25P02');
  await reader.query('ROLLBACK');
  expect((await reader.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('who waits too long for a turn is told so and can go on afterwards', async () => {
  const impatient = await harness.engine(harness.directory(), { settings: { queueTimeout: 300, linger: 50 } });
  const [busy, waiting] = [await harness.client(impatient), await harness.client(impatient)];
  await busy.query('BEGIN');
  expect(await sqlstate(waiting.query('SELECT 1'))).toBe('55P03');
  expect(await sqlstate(waiting.query('SELECT $1::int', [1]))).toBe('55P03');
  await busy.query('COMMIT');
  expect((await waiting.query('SELECT $1::int AS n', [1])).rows).toEqual([{ n: 1 }]);
});

test('a transaction left idle is rolled back and its connection ended', async () => {
  const client = await harness.client(engine, { options: '-c idle_in_transaction_session_timeout=100' });
  const ended = new Promise<Error>((resolve) => client.once('error', resolve));
  await client.query('BEGIN');
  await client.query("INSERT INTO notes VALUES (9, 'idle')");
  expect(await ended).toMatchObject({ code: '25P03' });
  expect(await count()).toBe(0);
});

test('pipelined exchanges are answered in order, and an error skips the rest of its own only', async () => {
  const session = harness.raw(engine);
  const exchange = (sql: string): Buffer =>
    Buffer.concat([
      frame('P', Buffer.from(`\0${sql}\0\0\0`)),
      frame('B', Buffer.from('\0\0\0\0\0\0\0\0')),
      frame('E', Buffer.from('\0\0\0\0\0')),
    ]);
  session.socket.write(Buffer.concat([exchange('SELECT 1'), exchange('SELECT 1/0'), exchange('SELECT 2'), SYNC]));
  session.socket.write(Buffer.concat([exchange('SELECT 3'), SYNC, query('SELECT 4'), query('')]));
  await until(() => session.kinds.endsWith('IZ'));
  expect(session.kinds).toBe('12DC1EZ' + '12DCZ' + 'TDCZ' + 'IZ');
});

test('a large answer and a large statement go through whole', async () => {
  const body = 'ü'.repeat(4_000_000);
  await admin.query('INSERT INTO notes VALUES (1, $1)', [body]);
  expect((await admin.query<{ body: string }>('SELECT body FROM notes')).rows[0]?.body).toBe(body);
  const { rows } = await admin.query<{ i: number }>('SELECT i FROM generate_series(1, 100000) AS i');
  expect([rows.length, rows.at(-1)?.i]).toEqual([100_000, 100_000]);
});
