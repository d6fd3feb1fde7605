import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { connectEngine, EngineStartError } from '../../../src/database/embedded/engine.client';
import { enginePaths } from '../../../src/database/embedded/engine.paths';
import { copyTemplate, installedTemplate, takeInstalled } from '../../../src/database/embedded/engine.template';
import { alive, Harness, initialise, pidOf, sqlstate, until } from './engine.harness';

jest.setTimeout(60_000);

const COMPILED = resolve(__dirname, '../../../dist/src/database/embedded/engine.client.js');

const templates = new Harness();
let template: string;
let harness: Harness;
const children: ChildProcess[] = [];

beforeAll(async () => {
  template = await initialise(templates);
}, 60_000);
beforeEach(() => (harness = new Harness()));
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await harness.close();
});
afterAll(() => templates.close());

/** Another command: a process that is a client of the engine until it is killed. Tells the engine's process id. */
async function command(dataDir: string): Promise<{ child: ChildProcess; engine: number }> {
  const script = `require(${JSON.stringify(COMPILED)}).connectEngine({ dataDir: process.argv[1], settings: { linger: 50 } })
    .then((engine) => { console.log(engine.enginePid); setInterval(() => {}, 60000); },
          (error) => { console.log(error.message); process.exit(1); });`;
  const child = spawn(process.execPath, ['-e', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, engine: Number(line) };
}

/** Commands that want an engine at the same instant. */
const commands = (dataDir: string, count: number) => Promise.all(Array.from({ length: count }, () => command(dataDir)));

test('ten commands that start at the same instant share one engine', async () => {
  const dataDir = await harness.copyOf(template);
  const started = await commands(dataDir, 10);
  expect(new Set(started.map(({ engine }) => engine)).size).toBe(1);
  const log = readFileSync(join(dataDir, 'engine.log'), 'utf8');
  expect(log.match(/\] starting$/gm)).toHaveLength(1);
  // Killed, they leave as if they had said so.
  const pid = started[0]?.engine ?? 0;
  for (const { child } of started.slice(1)) child.kill('SIGKILL');
  const engine = await harness.engine(dataDir);
  expect(pidOf(engine)).toBe(pid);
  const client = await harness.client(engine);
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('the engine stops when its last client has left, and leaves the directory to the next', async () => {
  const dataDir = await harness.copyOf(template);
  const stages: string[] = [];
  const first = await harness.engine(dataDir, { onProgress: (stage) => stages.push(stage) });
  const pid = pidOf(first);
  expect(stages).toEqual(['starting', 'ready']);
  const second = await harness.engine(dataDir);
  await first.close();
  const client = await harness.client(second);
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await harness.closeConnections();
  await second.close();
  await until(() => !alive(pid));
  expect(readFileSync(join(dataDir, 'engine.log'), 'utf8')).toMatch(/stopped\n$/);
  expect(existsSync(join(dataDir, '.s.PGSQL.5432'))).toBe(false);
  expect(pidOf(await harness.engine(dataDir))).not.toBe(pid);
});

test('no acknowledged write is lost when the engine is killed, and its clients share the one that follows', async () => {
  const dataDir = await harness.copyOf(template);
  const [one, two] = [await harness.engine(dataDir), await harness.engine(dataDir)];
  const others = await commands(dataDir, 3);
  const pid = pidOf(one);
  const lost = Promise.all([one, two].map((engine) => new Promise<void>((resolve) => void engine.onLost(resolve))));
  const pool = harness.pool(one, 4);
  await pool.query('CREATE TABLE t (id int PRIMARY KEY)');
  const acknowledged: number[] = [];
  let next = 0;
  const insert = async (): Promise<void> => {
    for (;;) {
      const id = next++;
      await pool.query('INSERT INTO t VALUES ($1)', [id]);
      acknowledged.push(id);
    }
  };
  const inserting = Promise.allSettled(Array.from({ length: 4 }, insert));
  await until(() => acknowledged.length > 200);
  process.kill(pid, 'SIGKILL');
  await inserting;
  await lost;
  await Promise.all([one.ensure(), two.ensure()]);
  expect(pidOf(one)).not.toBe(pid);
  expect(pidOf(two)).toBe(pidOf(one));
  for (const { child } of others) expect(child.exitCode).toBeNull();
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM t');
  const found = new Set(rows.map(({ id }) => id));
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  expect(found.size - acknowledged.length).toBeLessThanOrEqual(4);
  expect((await pool.query('SELECT count(*)::int AS n FROM t WHERE id >= 0')).rows).toEqual([{ n: found.size }]);
});

test('a statement that runs for too long ends the engine, which then comes back', async () => {
  const dataDir = await harness.copyOf(template);
  const engine = await harness.engine(dataDir, { settings: { statementLimit: 400 } });
  const pid = pidOf(engine);
  const client = await harness.client(engine);
  const secret = 'do-not-log-me';
  await expect(
    client.query(`SELECT count(*), '${secret}' FROM generate_series(1, 1000000000) AS a`),
  ).rejects.toThrow('Connection terminated unexpectedly');
  await until(() => engine.enginePid !== pid);
  await engine.ensure();
  expect(pidOf(engine)).not.toBe(pid);
  const log = readFileSync(engine.logFile, 'utf8');
  expect(log).toMatch(/ended: a statement ran for 0\.\d s and cannot be cancelled/);
  expect(log).not.toContain(secret);
});

test('a client that asked for longer when it connected has it', async () => {
  const engine = await harness.engine(await harness.copyOf(template), { settings: { statementLimit: 50 } });
  const pid = pidOf(engine);
  const client = await harness.client(engine, { options: '-c statement_timeout=3600000' });
  const began = performance.now();
  expect((await client.query('SELECT count(*)::int AS n FROM generate_series(1, 1000000) AS a')).rows).toEqual([{ n: 1_000_000 }]);
  expect(performance.now() - began).toBeGreaterThan(50);
  expect(pidOf(engine)).toBe(pid);
});

test('asked to stop, the engine finishes the running statement and closes cleanly', async () => {
  const dataDir = await harness.copyOf(template);
  const engine = await harness.engine(dataDir);
  const pid = pidOf(engine);
  const client = await harness.client(engine);
  const held = await harness.client(engine);
  await client.query('CREATE TABLE t (id int)');
  const running = client.query('INSERT INTO t SELECT generate_series(1, 100000)');
  await until(() => readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') R '));
  process.kill(pid, 'SIGTERM');
  expect((await running).rowCount).toBe(100_000);
  await until(() => engine.enginePid !== pid);
  expect(await sqlstate(held.query('SELECT 1').catch(() => undefined))).toBeUndefined();
  await engine.ensure();
  expect(readFileSync(engine.logFile, 'utf8')).toMatch(new RegExp(`\\[${pid}\\] stopped`));
  const again = await harness.client(engine);
  expect((await again.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{ n: 100_000 }]);
});

test('a database that cannot be opened is an error of one sentence that names the log', async () => {
  const dataDir = harness.directory();
  mkdirSync(join(dataDir, 'pg'));
  writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '18\n');
  const attempt = connectEngine({ dataDir });
  await expect(attempt).rejects.toThrow(EngineStartError);
  await expect(attempt).rejects.toThrow(`Its log is ${join(dataDir, 'engine.log')}.`);
  expect(readdirSync(join(dataDir, 'pg'))).toContain('PG_VERSION');
});

test('what is no database is not overwritten, and neither is one of another version', async () => {
  const dataDir = harness.directory();
  mkdirSync(join(dataDir, 'pg'));
  writeFileSync(join(dataDir, 'pg', 'letters.txt'), 'x');
  await expect(connectEngine({ dataDir })).rejects.toThrow('holds files but no PostgreSQL database');
  writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '15\n');
  await expect(connectEngine({ dataDir })).rejects.toThrow('was made by PostgreSQL 15');
  expect(readdirSync(join(dataDir, 'pg')).sort()).toEqual(['PG_VERSION', 'letters.txt']);
});

test('a first start that was cut short is made anew', async () => {
  const dataDir = harness.directory();
  mkdirSync(join(dataDir, 'pg'));
  writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '18\n');
  writeFileSync(join(dataDir, 'pg.initialising'), '');
  const client = await harness.client(await harness.engine(dataDir));
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('a new database is a copy of the one that the installation made, extensions and all', async () => {
  execFileSync(process.execPath, [resolve(__dirname, '../../../dist/src/database/embedded/template.process.js')]);
  expect(existsSync(installedTemplate().cluster)).toBe(true);
  const client = await harness.client(await harness.engine(harness.directory()));
  const { rows } = await client.query('SELECT extname FROM pg_extension ORDER BY 1');
  expect(rows.map((row: { extname: string }) => row.extname)).toEqual(expect.arrayContaining(['btree_gin', 'btree_gist', 'pg_trgm', 'postgis']));
});

test('who looks for that copy where there is none makes nothing there, which may be for another user to write', () => {
  const kept = join(harness.directory(), 'cache');
  takeInstalled(enginePaths(harness.directory()), join(kept, 'engine'));
  expect(existsSync(kept)).toBe(false);
});

test('what nearly every write needs is loaded before the first client comes, whatever a killed engine left behind', async () => {
  const dataDir = harness.directory();
  const engine = await harness.engine(dataDir);
  const client = await harness.client(engine);
  await client.query('CREATE TABLE spots (at geometry); CREATE INDEX ON spots USING gist (at); INSERT INTO spots VALUES (st_makepoint(0, 0)); CREATE TEMPORARY TABLE strays (at geometry); CREATE INDEX ON strays USING gist (at)');
  process.kill(engine.enginePid as number, 'SIGKILL');
  await until(() => engine.enginePid === undefined);
  await engine.ensure();
  const { rows } = await (await harness.client(engine)).query('SELECT file_name AS name FROM pg_get_loaded_modules()');
  expect(rows.map((row: { name: string }) => row.name)).toEqual(expect.arrayContaining(['postgis-3.so', 'plpgsql.so', 'dict_snowball.so']));
});

test('a data directory with a long name is served too', async () => {
  const dataDir = join(harness.directory(), 'a'.repeat(120));
  await copyTemplate(template, dataDir);
  const engine = await harness.engine(dataDir);
  expect(engine.connection.host.startsWith(dataDir)).toBe(false);
  const client = await harness.client(engine);
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('a database in use is neither copied nor copied over', async () => {
  const dataDir = await harness.copyOf(template);
  await harness.engine(dataDir);
  await expect(copyTemplate(dataDir, harness.directory())).rejects.toThrow('in use by process');
  await expect(copyTemplate(template, dataDir)).rejects.toThrow('holds a database already');
});

test('PostGIS and the other extensions are there, postgis_raster is not', async () => {
  const client = await harness.client(await harness.engine(await harness.copyOf(template)));
  for (const name of ['postgis', 'pg_trgm', 'btree_gist', 'btree_gin', 'unaccent', 'citext']) {
    await client.query(`CREATE EXTENSION IF NOT EXISTS ${name}`);
  }
  const { rows } = await client.query(
    'SELECT ST_AsText(ST_Transform(ST_SetSRID(ST_MakePoint(-1, 52), 4326), 27700), 0) AS point',
  );
  expect(rows).toEqual([{ point: 'POINT(468749 233978)' }]);
  expect(await sqlstate(client.query('CREATE EXTENSION postgis_raster'))).toBe('0A000');
});
