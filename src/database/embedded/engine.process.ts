/**
 * The embedded database's own process: started detached by whichever command finds none, with the data directory as
 * its argument; it outlives that command and stops by itself when its last client has left.
 */
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type EngineDatabase, executeRaw, openDatabase, reportedParameters } from './engine.database';
import { failureLine, logLine } from './engine.log';
import { enginePaths, type EnginePaths } from './engine.paths';
import { Presence } from './engine.presence';
import { engineSettings, type EngineSettings } from './engine.settings';
import { Gate } from './gate';
import { readOpening } from './gate.startup';
import { type DirectoryLock, tryLock } from './lock';
import { MessageBuffer } from './wire.protocol';
import { Watchdog } from './watchdog';

/** Milliseconds that a starting engine waits for one that holds the directory but serves no one, i.e. starts or stops. */
const LOCK_PATIENCE = 30_000;
const LOCK_INTERVAL = 20;

function log(message: string): void {
  process.stderr.write(logLine(message));
}

function fail(error: unknown): never {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(failureLine(sentence.split('\n')[0] ?? ''));
  process.exit(1);
}

/** The lock, or undefined when another engine serves the directory already. */
async function lockOrYield(paths: EnginePaths): Promise<DirectoryLock | undefined> {
  const deadline = Date.now() + LOCK_PATIENCE;
  for (;;) {
    const attempt = await tryLock(paths.dataDir, paths.socket);
    if ('lock' in attempt) return attempt.lock;
    if (attempt.serving) return undefined;
    if (Date.now() > deadline) {
      throw new Error(`Process ${attempt.heldBy} holds ${paths.dataDir} but does not answer.`);
    }
    await pause(LOCK_INTERVAL);
  }
}

/** One engine over one locked directory. */
class Engine {
  private readonly watchdog = new Watchdog();
  private readonly gate: Gate;
  private readonly presence: Presence;
  private readonly server = createServer((socket) => this.welcome(socket));
  private database: EngineDatabase | undefined;
  private stopping = false;

  constructor(
    private readonly paths: EnginePaths,
    private readonly settings: EngineSettings,
    private readonly lock: DirectoryLock,
  ) {
    this.gate = new Gate({
      ...settings,
      onBroken: (reason) => {
        // Its memory cannot be trusted any more. The next start replays the log, as after a crash.
        log(`ended: PostgreSQL gave up (${reason})`);
        process.kill(process.pid, 'SIGKILL');
      },
    });
    this.presence = new Presence(settings.linger, () => void this.stop('no client is left'));
  }

  async start(): Promise<void> {
    // A socket left by an engine that was killed: ours to remove, since the lock is ours.
    rmSync(this.paths.socket, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ path: this.paths.socket, backlog: 511 }, resolve);
    });
    process.on('SIGTERM', () => void this.stop('asked to'));
    process.on('SIGINT', () => void this.stop('asked to'));
    const began = Date.now();
    try {
      const database = await openDatabase(this.paths);
      const parameters = await reportedParameters(database);
      this.database = database;
      if (this.stopping) return;
      this.gate.start(
        (messages, allowance = this.settings.statementLimit) =>
          this.watchdog.guard(allowance, () => executeRaw(database, messages)),
        parameters,
      );
    } catch (error) {
      await this.giveUp(error);
    }
    log(`ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
    this.presence.announce({ stage: 'ready', pid: process.pid });
  }

  private welcome(socket: Socket): void {
    this.presence.count(socket);
    const buffer = new MessageBuffer();
    socket.on('error', () => undefined); // 'close' follows
    const read = (chunk: Buffer): void => {
      buffer.push(chunk);
      const opening = readOpening(buffer);
      if (opening.kind === 'incomplete') return;
      if (opening.kind === 'encryption') {
        socket.write('N');
        return;
      }
      socket.off('data', read);
      if (opening.kind === 'presence') this.presence.greet(socket);
      else if (opening.kind === 'session') this.gate.admit(socket, opening.request, buffer);
      else socket.destroy();
    };
    socket.on('data', read);
  }

  /** Nothing runs when this is called: a statement blocks this thread until it has ended. */
  private async stop(why: string): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    log(`stopping: ${why}`);
    this.server.close();
    this.gate.stop();
    await this.presence.dismiss();
    await this.database?.close();
    await this.watchdog.stop();
    this.lock.release();
    log('stopped');
    process.exit(0);
  }

  private async giveUp(error: unknown): Promise<never> {
    const sentence = error instanceof Error ? error.message : String(error);
    this.presence.announce({ stage: 'failed', reason: sentence });
    this.server.close();
    await this.presence.dismiss();
    this.lock.release();
    return fail(error);
  }
}

async function main(): Promise<void> {
  // What the engine makes is for its user alone, the socket included.
  process.umask(0o077);
  const paths = enginePaths(process.argv[2] ?? '');
  const lock = await lockOrYield(paths);
  if (lock === undefined) return log('not needed: another engine serves this directory');
  log('starting');
  await new Engine(paths, engineSettings(process.env), lock).start();
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
main().catch(fail);
