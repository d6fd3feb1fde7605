import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { processorTime } from './processor-time';

/** A PostgreSQL cluster of the benchmark's own: nothing of it outlives the run, unless a folder is named to keep it in. */
export interface Cluster {
  readonly version: string;
  url(database: string, user?: string): string;
  /** Milliseconds of processor time that all its processes have used. */
  busy(): number;
  stop(): Promise<void>;
}

const VERSION = 15;
/** What a small server of this kind is given; nothing that changes plans for one contender alone. */
const SETTINGS = {
  shared_buffers: '1GB',
  effective_cache_size: '4GB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  max_connections: '100',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // Background work belongs to no contender: tables are analysed when they are loaded.
  autovacuum: 'off',
  listen_addresses: "'127.0.0.1'",
} as const;

export async function startCluster(keepIn?: string): Promise<Cluster> {
  const binaries = binariesOf(VERSION);
  const folder = keepIn ?? mkdtempSync(join(tmpdir(), 'atlas-bench-'));
  mkdirSync(folder, { recursive: true });
  const as = ownerOf(folder);
  const data = join(folder, 'cluster');
  if (!existsSync(data)) {
    execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], { ...as, stdio: 'ignore', cwd: '/' });
    const lines = Object.entries({ ...SETTINGS, unix_socket_directories: `'${folder}'` }).map(([name, value]) => `${name} = ${value}\n`);
    appendFileSync(join(data, 'postgresql.conf'), lines.join(''));
  }
  const port = await freePort();
  const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port)], { ...as, stdio: 'ignore', cwd: '/' });
  const url = (database: string, user = 'postgres'): string => `postgres://${user}@127.0.0.1:${port}/${database}`;
  await untilAnswers(server, url('postgres'));
  return {
    version: execFileSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).trim(),
    url,
    busy: () => busyOf(server.pid ?? 0),
    stop: async () => {
      await ended(server, 'SIGINT');
      if (keepIn === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a process that this run started, and waits for it. */
export function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill(signal);
  });
}

export async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Where distributions and PostgreSQL's own packages put a major version's programs. */
function binariesOf(version: number): string {
  const places = [`/usr/lib/postgresql/${version}/bin`, `/usr/pgsql-${version}/bin`, `/opt/homebrew/opt/postgresql@${version}/bin`];
  const found = places.find((place) => existsSync(join(place, 'initdb')));
  if (found === undefined) throw new Error(`PostgreSQL ${version} with PostGIS is needed: apt-get install postgresql-${version} postgresql-${version}-postgis-3`);
  return found;
}

/** PostgreSQL refuses to run as root: root runs it as the user postgres. */
function ownerOf(folder: string): SpawnOptions {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))) as [number, number];
  if (readdirSync(folder).length === 0) chownSync(folder, uid, gid);
  return { uid, gid };
}

function busyOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean);
  return [pid, ...children.map(Number)].reduce((sum, one) => sum + processorTime(one), 0);
}

async function untilAnswers(server: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode} while it started.`);
    const client = new Client({ connectionString: url });
    const answers = await client.connect().then(() => true, () => false);
    await client.end().catch(() => undefined);
    if (answers) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  server.kill('SIGQUIT');
  throw new Error('PostgreSQL did not answer within 20 s.');
}
