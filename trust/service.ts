import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './cluster';

const PROGRAM = join(__dirname, '../bin/vcs-atlas.js');

/** The service in a process of its own, on a port that it has again when it is started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly port: number,
  ) {}

  static async start(env: NodeJS.ProcessEnv): Promise<ServiceProcess> {
    const service = new ServiceProcess(env, await freePort());
    await service.begin();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  async begin(): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM, 'serve', '--no-sample'], { env: { RATE_LIMIT_PER_MINUTE: '0', ...this.env, HOST: '127.0.0.1', PORT: String(this.port) }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.child = child;
    const said: string[] = [];
    await new Promise<void>((ready, fail) => {
      child.once('exit', (code) => fail(new Error(`The service ended with ${code}: ${said.join(' / ')}`)));
      if (child.stderr === null) return;
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line);
        if (line.startsWith('Serving ')) ready();
      });
    });
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** @returns its exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }
}
