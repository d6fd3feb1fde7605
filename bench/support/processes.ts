import { fork, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ended, freePort } from './cluster';
import type { Round, RoundResult } from './load.process';
import { processorTime } from './processor-time';

/** A server in a process of its own, listening on a port of its own. */
export interface Serving {
  readonly name: string;
  readonly port: number;
  /** Resident memory in megabytes. */
  memory(): number;
  /** Milliseconds of processor time that it has used. */
  busy(): number;
  stop(): Promise<void>;
}

export async function startServer(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Serving> {
  const port = await freePort();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said = (said + part.toString('utf8')).slice(-4_000);
  });
  await untilListens(name, child, port, () => said);
  return { name, port, memory: () => residentMegabytes(child.pid ?? 0), busy: () => processorTime(child.pid ?? 0), stop: () => ended(child) };
}

async function untilListens(name: string, child: ChildProcess, port: number, said: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} while it started:\n${said()}`);
    if (await listens(port)) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  await ended(child, 'SIGKILL');
  throw new Error(`${name} did not listen within 30 s:\n${said()}`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

function residentMegabytes(pid: number): number {
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(pages?.[1] ?? 0) / 1024);
}

/** The process that sends the load; one for a whole run. */
export class LoadGenerator {
  private readonly child = fork(join(__dirname, 'load.process.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

  run(round: Round): Promise<RoundResult> {
    return new Promise((done, fail) => {
      this.child.once('message', (message) => {
        const { result, error } = message as { result?: RoundResult; error?: string };
        if (result === undefined) fail(new Error(error));
        else done(result);
      });
      this.child.send(round);
    });
  }

  stop(): Promise<void> {
    return ended(this.child);
  }
}
