import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { runProgram } from '../../src/cli/program';

const PROGRAM = join(__dirname, '../../bin/vcs-atlas.js');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the compiled command line as a process of its own: for what is killed, locked, signalled or timed. */
export function startCli(env: NodeJS.ProcessEnv, args: readonly string[]): { child: ChildProcess; ended: Promise<CliResult & { milliseconds: number }> } {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<CliResult & { milliseconds: number }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr, milliseconds: performance.now() - began }));
  });
  return { child, ended };
}

/** Runs the compiled command line to its end. */
export function runCli(env: NodeJS.ProcessEnv, ...args: string[]): Promise<CliResult & { milliseconds: number }> {
  return startCli(env, args).ended;
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a command in this process, as in a pipe: 1 to 2 s sooner, which is what loading takes. One after the other, for
 * they share the environment and what they write to.
 */
export function runHere(env: NodeJS.ProcessEnv, ...args: string[]): Promise<CliResult> {
  const ended = turn.then(() => withinThisProcess(env, args));
  turn = ended.catch(() => undefined);
  return ended;
}

async function withinThisProcess(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<CliResult> {
  const [before, exitCode] = [process.env, process.exitCode];
  const [stdout, stderr] = [listenTo(process.stdout), listenTo(process.stderr)];
  process.env = { ...env };
  process.exitCode = undefined;
  try {
    const code = await runProgram([process.execPath, PROGRAM, ...args]);
    return { code, stdout: stdout.heard(), stderr: stderr.heard() };
  } finally {
    Object.assign(process, { env: before, exitCode });
    stdout.leave();
    stderr.leave();
  }
}

/** Takes what is written to a stream, which is no terminal meanwhile. */
function listenTo(stream: NodeJS.WriteStream): { heard: () => string; leave: () => void } {
  const chunks: Buffer[] = [];
  const write = jest.spyOn(stream, 'write').mockImplementation((chunk) => chunks.push(Buffer.from(chunk)) > 0);
  const { isTTY } = stream;
  stream.isTTY = false;
  return {
    heard: () => Buffer.concat(chunks).toString(),
    leave: () => {
      write.mockRestore();
      stream.isTTY = isTTY;
    },
  };
}
