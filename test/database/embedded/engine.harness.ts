import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientConfig, DatabaseError, Pool } from 'pg';
import { connectEngine, type EngineClient, type EngineOptions } from '../../../src/database/embedded/engine.client';
import { eachMessage } from '../../../src/database/embedded/wire.protocol';
import { copyTemplate } from '../../../src/database/embedded/engine.template';
import { keepBuffersSmall } from '../../support/engine-folder';

/** Data directories, engines and connections of one test file, all ended with it. */
export class Harness {
  private readonly directories: string[] = [];
  private readonly engines: EngineClient[] = [];
  private readonly connections: { end(): Promise<void> }[] = [];

  directory(): string {
    const made = mkdtempSync(join(tmpdir(), 'atlas-engine-'));
    this.directories.push(made);
    return made;
  }

  /** A data directory that need not be initialised. */
  async copyOf(template: string): Promise<string> {
    const copy = this.directory();
    await copyTemplate(template, copy);
    return copy;
  }

  async engine(dataDir: string, options: Omit<EngineOptions, 'dataDir'> = {}): Promise<EngineClient> {
    const engine = await connectEngine({ ...options, dataDir, settings: { linger: 50, ...options.settings } });
    this.engines.push(engine);
    return engine;
  }

  pool(engine: EngineClient, max: number, config: ClientConfig = {}): Pool {
    const pool = new Pool({ user: 'postgres', ...engine.connection, max, ...config });
    pool.on('error', () => undefined);
    this.connections.push(pool);
    return pool;
  }

  async client(engine: EngineClient, config: ClientConfig = {}): Promise<Client> {
    const client = new Client({ user: 'postgres', ...engine.connection, ...config });
    client.on('error', () => undefined);
    await client.connect();
    this.connections.push(client);
    return client;
  }

  /** A session of the owner without a driver, to send what no driver would. */
  raw(engine: EngineClient): RawSession {
    const session = new RawSession(createConnection(`${engine.connection.host}/.s.PGSQL.5432`));
    this.connections.push({ end: () => Promise.resolve(void session.socket.destroy()) });
    return session;
  }

  async closeConnections(): Promise<void> {
    await Promise.all(this.connections.splice(0).map((connection) => connection.end()));
  }

  async close(): Promise<void> {
    await this.closeConnections();
    const engines = this.engines.splice(0);
    const pids = engines.flatMap(({ enginePid }) => enginePid ?? []);
    await Promise.all(engines.map((engine) => engine.close()));
    await until(() => !pids.some(alive));
    for (const directory of this.directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  }
}

export class RawSession {
  received = Buffer.alloc(0);

  constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (this.received = Buffer.concat([this.received, chunk])));
    const body = Buffer.from('\0\x03\0\0user\0postgres\0database\0postgres\0\0', 'latin1');
    const head = Buffer.alloc(4);
    head.writeInt32BE(body.length + 4);
    socket.write(Buffer.concat([head, body]));
  }

  /** The kinds of the messages received after the greeting, one letter each. */
  get kinds(): string {
    let kinds = '';
    eachMessage(this.received, (kind) => (kinds += kind));
    return kinds.slice(kinds.indexOf('Z') + 1);
  }
}

/** An initialised data directory whose engine has stopped. */
export async function initialise(harness: Harness): Promise<string> {
  const directory = harness.directory();
  const engine = await harness.engine(directory);
  const pid = pidOf(engine);
  await engine.close();
  await until(() => !alive(pid));
  keepBuffersSmall(directory);
  return directory;
}

export function pidOf(engine: EngineClient): number {
  if (engine.enginePid === undefined) throw new Error('There is no engine.');
  return engine.enginePid;
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for a condition, looking again after each turn of the event loop that has something to do. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('What was waited for did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The SQLSTATE with which `work` fails. */
export async function sqlstate(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return undefined;
  if (error instanceof DatabaseError) return error.code;
  throw error;
}
