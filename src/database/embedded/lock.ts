import { linkSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { processStart } from './process.identity';

/**
 * The lock on a data directory: PGlite has none of its own, and two of them on one directory lose acknowledged rows.
 *
 * A lock is a file `engine.lock.<generation>` naming its process; the highest generation counts. It is never touched
 * while it is held (no heartbeat: a long statement would starve it) and never deleted by its owner: releasing empties
 * it. Taking over means creating the next generation, which the file system lets one process do; deleting a stale
 * lock and creating it anew would let a slow contender delete the lock of the one that was faster.
 */
export interface DirectoryLock {
  release(): void;
}

interface LockEntry {
  generation: number;
  /** Undefined when the lock was released. */
  owner: { pid: number; start: string } | undefined;
}

const NAME = /^engine\.lock\.(\d+)$/;

export type LockAttempt = { lock: DirectoryLock } | { heldBy: number; serving: boolean };

/**
 * Tries once to lock `directory`. When it is held, says by which process and whether that one accepts connections on
 * `socketPath` (it does not yet or no longer while it starts or stops).
 */
export async function tryLock(directory: string, socketPath: string): Promise<LockAttempt> {
  const current = readNewest(directory);
  if (current.owner !== undefined) {
    const serving = await acceptsConnections(socketPath);
    const { pid, start } = current.owner;
    // A socket that answers belongs to a living engine, whatever the process table says (another PID namespace).
    if (serving || processStart(pid) === start) return { heldBy: pid, serving };
  }
  const generation = current.generation + 1;
  if (!create(directory, generation)) return tryLock(directory, socketPath);
  // Whoever took a still higher generation did so while this one looked at an old one that has since been swept.
  if (readNewest(directory).generation !== generation) {
    rmSync(pathOf(directory, generation), { force: true });
    return tryLock(directory, socketPath);
  }
  for (const older of generations(directory)) if (older < generation) rmSync(pathOf(directory, older), { force: true });
  return { lock: { release: () => truncateSync(pathOf(directory, generation)) } };
}

function pathOf(directory: string, generation: number): string {
  return join(directory, `engine.lock.${generation}`);
}

function generations(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => {
    const found = NAME.exec(name);
    return found === null ? [] : [Number(found[1])];
  });
}

function readNewest(directory: string): LockEntry {
  const generation = Math.max(0, ...generations(directory));
  if (generation === 0) return { generation, owner: undefined };
  try {
    const content = readFileSync(pathOf(directory, generation), 'utf8');
    const [pid = '', ...start] = content.trim().split(' ');
    return { generation, owner: content === '' ? undefined : { pid: Number(pid), start: start.join(' ') } };
  } catch (error) {
    // Swept between the listing and the reading: a newer one is there.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return readNewest(directory);
    throw error;
  }
}

/** Creates the lock with its content in one step (write aside, then link); false when someone else was first. */
function create(directory: string, generation: number): boolean {
  const aside = join(directory, `engine.lock.new.${process.pid}`);
  writeFileSync(aside, `${process.pid} ${processStart(process.pid) ?? ''}\n`, { mode: 0o600 });
  try {
    linkSync(aside, pathOf(directory, generation));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whether a process listens on the socket; one that is busy for long still does. */
export function acceptsConnections(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // EAGAIN: the queue of a living but busy listener is full.
      resolve(error.code === 'EAGAIN');
    });
  });
}
