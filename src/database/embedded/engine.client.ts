import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { EngineStartError, startEngine, type StartedEngine } from './engine.launcher';
import { ENGINE_PORT, type EnginePaths, enginePaths } from './engine.paths';
import { type Attendance, attend } from './engine.attendance';
import type { EngineSettings } from './engine.settings';

export { EngineStartError } from './engine.launcher';

/** `initialising` is a first start, which takes several seconds more. */
export type EngineStage = 'starting' | 'initialising' | 'ready';

export interface EngineOptions {
  /** Created when it is missing. */
  dataDir: string;
  /** Told when an engine is waited for, then when it is ready. */
  onProgress?: (stage: EngineStage) => void;
  /** Receives a line about what happens to the engine. */
  log?: (line: string) => void;
  /** For an engine that this call starts; one that runs already keeps its own. */
  settings?: Partial<EngineSettings>;
}

export interface EngineClient {
  /** For the `pg` driver, which needs a `user` besides: `postgres` (the owner) or a role of the database. */
  readonly connection: { readonly host: string; readonly port: number; readonly database: 'postgres'; readonly ssl: false };
  /** The process id of the engine, undefined while there is none. */
  readonly enginePid: number | undefined;
  /** The log that the engine writes. */
  readonly logFile: string;
  /** Calls back whenever the engine was lost, after which it is started again at once. Returns how to stop that. */
  onLost(callback: () => void): () => void;
  /**
   * Resolves when the engine is ready; starts one when there is none. One that died an instant ago may not have been
   * noticed yet: after a failed query, try again on the next failure rather than trust a single call.
   */
  ensure(): Promise<void>;
  /** Leaves the engine, which stops by itself some seconds after its last client. */
  close(): Promise<void>;
}

/** Milliseconds between two looks for an engine that is not there yet. */
const INTERVAL = 20;
/** Milliseconds for an engine to become ready; a first start takes about 5 s, a replay of the log after a crash more. */
const PATIENCE = 180_000;
/** An engine that dies this often without a word while it starts is not tried again. */
const MOST_STARTS = 3;

/** Finds the engine of a data directory or starts it, and stays its client until closed or until this process ends. */
export async function connectEngine(options: EngineOptions): Promise<EngineClient> {
  const client = new Client(options, enginePaths(options.dataDir));
  await client.ensure();
  return client;
}

class Client implements EngineClient {
  readonly connection: EngineClient['connection'];
  readonly logFile: string;
  private attendance: Attendance | undefined;
  private attaching: Promise<void> | undefined;
  private closed = false;
  private readonly lostCallbacks = new Set<() => void>();

  constructor(
    private readonly options: EngineOptions,
    private readonly paths: EnginePaths,
  ) {
    this.connection = { host: paths.socketDir, port: ENGINE_PORT, database: 'postgres', ssl: false };
    this.logFile = paths.log;
  }

  get enginePid(): number | undefined {
    return this.attendance?.pid;
  }

  onLost(callback: () => void): () => void {
    this.lostCallbacks.add(callback);
    return () => void this.lostCallbacks.delete(callback);
  }

  ensure(): Promise<void> {
    if (this.closed) return Promise.reject(new Error('This client of the embedded database was closed.'));
    if (this.attendance !== undefined) return Promise.resolve();
    this.attaching ??= this.attach().finally(() => (this.attaching = undefined));
    return this.attaching;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.attaching?.catch(() => undefined);
    await this.attendance?.leave();
    this.attendance = undefined;
  }

  private async attach(): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    let started: StartedEngine | undefined;
    let starts = 0;
    for (;;) {
      const outcome = await attend(this.paths.socket, PATIENCE, () => this.lost());
      if ('attendance' in outcome) {
        this.attendance = outcome.attendance;
        this.options.onProgress?.('ready');
        return;
      }
      if (outcome.failure !== undefined) throw new EngineStartError(outcome.failure, this.paths.log);
      if (started?.failure !== undefined) throw new EngineStartError(started.failure, this.paths.log);
      if (Date.now() > deadline) throw new EngineStartError('It was not ready in time', this.paths.log);
      if (started === undefined || started.ended) {
        if (starts === MOST_STARTS) throw new EngineStartError('It ended unexpectedly while it started', this.paths.log);
        starts += 1;
        this.options.onProgress?.(existsSync(this.paths.cluster) ? 'starting' : 'initialising');
        started = startEngine(this.paths, this.options.settings ?? {});
      }
      await pause(INTERVAL);
    }
  }

  private lost(): void {
    this.attendance = undefined;
    if (this.closed) return;
    this.options.log?.(`The embedded database was lost and is started again; see ${this.paths.log}`);
    this.ensure().catch((error: unknown) => this.options.log?.(error instanceof Error ? error.message : String(error)));
    for (const callback of this.lostCallbacks) callback();
  }
}
