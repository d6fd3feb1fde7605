import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where an engine keeps its things. */
export interface EnginePaths {
  /** The data directory, absolute and without symbolic links, so that two names of it are one engine. */
  dataDir: string;
  /** The PostgreSQL cluster. */
  cluster: string;
  /** Present while the cluster is being made: one that was cut short then is made anew. */
  initialising: string;
  log: string;
  /** The directory of the socket, which the `pg` driver takes as its `host`. */
  socketDir: string;
  socket: string;
}

export const ENGINE_PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${ENGINE_PORT}`;
/** Bytes of a unix socket's path: 107 on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;

/** The paths of the engine of `dataDir`, which is created when it is missing. Only its owner may enter it. */
export function enginePaths(dataDir: string): EnginePaths {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const real = realpathSync(dataDir);
  const socketDir = socketDirectory(real);
  return {
    dataDir: real,
    cluster: join(real, 'pg'),
    initialising: join(real, 'pg.initialising'),
    log: join(real, 'engine.log'),
    socketDir,
    socket: join(socketDir, SOCKET_NAME),
  };
}

/** The data directory itself, or a short one under the system's temporary directory when its name is too long. */
function socketDirectory(real: string): string {
  if (Buffer.byteLength(join(real, SOCKET_NAME)) <= LONGEST_SOCKET_PATH) return real;
  const short = join(tmpdir(), `vcs-atlas-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  // Others can write to the temporary directory: do not use what one of them put there.
  const found = lstatSync(short);
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0) {
    throw new Error(`The directory ${short}, needed for the embedded database's socket, is not a private one of this user.`);
  }
  return short;
}
