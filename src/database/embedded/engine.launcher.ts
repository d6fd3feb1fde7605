import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { readFailure } from './engine.log';
import type { EnginePaths } from './engine.paths';
import { type EngineSettings, settingsAsEnvironment } from './engine.settings';

/** Says in one sentence why there is no embedded database, and where to read more. */
export class EngineStartError extends Error {
  constructor(
    reason: string,
    readonly logFile: string,
  ) {
    super(`The embedded database did not start: ${reason.replace(/\.$/, '')}. Its log is ${logFile}.`);
    this.name = 'EngineStartError';
  }
}

/** An engine process as the one sees it that started it. */
export interface StartedEngine {
  readonly ended: boolean;
  readonly failure: string | undefined;
}

/** Starts an engine in a process of its own, which lives on when this one ends. It yields to one that is there. */
export function startEngine(paths: EnginePaths, settings: Partial<EngineSettings>): StartedEngine {
  const state: { ended: boolean; failure: string | undefined } = { ended: false, failure: undefined };
  const { NODE_OPTIONS: _, ...environment } = process.env; // meant for the caller: a debugger's port, a memory bound
  const log = openSync(paths.log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [program(), paths.dataDir], {
      cwd: paths.dataDir,
      detached: true,
      env: { ...environment, ...settingsAsEnvironment(settings) },
      stdio: ['ignore', log, log],
    });
    child.once('error', (error) => Object.assign(state, { ended: true, failure: error.message }));
    child.once('exit', (code) => {
      state.ended = true;
      if (code !== 0 && code !== null && child.pid !== undefined) {
        state.failure = reasonOf(paths.log, child.pid) ?? `It ended with code ${code}`;
      }
    });
    child.unref();
  } finally {
    closeSync(log);
  }
  return state;
}

function reasonOf(log: string, pid: number): string | undefined {
  try {
    return readFailure(readFileSync(log, 'utf8'), pid);
  } catch {
    return undefined; // the log was removed meanwhile
  }
}

/** The engine runs compiled, even where this file is compiled on the fly: its program stands in the build. */
function program(): string {
  const name = 'engine.process.js';
  if (!__filename.endsWith('.ts')) return join(__dirname, name);
  const cut = __dirname.lastIndexOf(`${sep}src${sep}`);
  return join(__dirname.slice(0, cut), 'dist', __dirname.slice(cut), name);
}
