import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

const BINARIES = process.env.ATLAS_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const OWNER = 'atlas_owner';
/** Durable as a server is in service: what it acknowledges is on the disk. */
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'max_connections=120'];
/** Milliseconds to become ready; replaying the log after a crash takes some. */
const PATIENCE = 60_000;

/** A PostgreSQL server of the trial's own, in a folder of its own, which may therefore be killed. */
export class Cluster {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly as: { uid?: number; gid?: number },
  ) {}

  static async start(): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-trust-'));
    const as = serverUser();
    if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
    const cluster = new Cluster(folder, await freePort(), as);
    execFileSync(join(BINARIES, 'initdb'), ['-D', cluster.data, '-U', OWNER, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], { ...as, cwd: '/', stdio: 'ignore' });
    await cluster.begin();
    return cluster;
  }

  url(database = 'postgres'): string {
    return `postgres://${OWNER}@127.0.0.1:${this.port}/${database}`;
  }

  async createDatabase(name: string): Promise<void> {
    await this.ask(`create database ${name} template template0`);
  }

  /** Starts the server. @returns when it accepted a connection, in milliseconds of `performance.now()`. */
  async begin(): Promise<number> {
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    this.server = spawn(join(BINARIES, 'postgres'), ['-D', this.data, '-p', String(this.port), ...settings], { ...this.as, cwd: '/', stdio: 'ignore' });
    for (const deadline = Date.now() + PATIENCE; ; ) {
      const found = await this.ask('show data_directory').catch(() => undefined);
      if (found !== undefined) {
        if (found.data_directory !== this.data) throw new Error(`Another server answers on port ${this.port}: ${String(found.data_directory)}.`);
        return performance.now();
      }
      if (this.server.exitCode !== null || Date.now() > deadline) throw new Error('The server of the trial did not start.');
      await pause(5);
    }
  }

  /** Ends the server and every process of it by SIGKILL, as a crash of the machine's memory would. */
  async kill(): Promise<void> {
    const server = this.running();
    const { data_directory: found } = (await this.ask('show data_directory')) ?? {};
    if (found !== this.data) throw new Error('This is not the server of the trial.');
    const processes = childrenOf(server.pid ?? 0);
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    for (const pid of processes) endIfThere(pid);
    await gone;
    this.server = undefined;
    // Their shared memory is in use until the last of them is gone.
    while (processes.some(isThere)) await pause(5);
  }

  async stop(): Promise<void> {
    if (this.server !== undefined) {
      const gone = once(this.server, 'exit');
      this.server.kill('SIGINT');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private running(): ChildProcess {
    if (this.server === undefined) throw new Error('The server of the trial does not run.');
    return this.server;
  }

  private async ask(sql: string): Promise<Record<string, unknown> | undefined> {
    const client = new Client({ connectionString: this.url(), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(sql)).rows[0] as Record<string, unknown> | undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** PostgreSQL refuses to run as root: root runs it as the user postgres. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}

function isThere(pid: number): boolean {
  try {
    // A process that has ended and was not waited for yet holds nothing any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
