import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Ends the process when a statement runs for too long. PGlite runs a statement on the engine's own thread and cannot
 * cancel it, so only another thread can notice, and only ending the process helps; its clients start it again.
 */
export class Watchdog {
  /** Milliseconds of the monotonic clock at which the running statement must have ended; 0 when none runs or no bound holds. */
  private readonly deadline = new BigInt64Array(new SharedArrayBuffer(16));
  private readonly worker: Worker;

  constructor() {
    this.worker = new Worker(join(__dirname, 'watchdog.worker.js'), { workerData: this.deadline.buffer });
    this.worker.unref();
  }

  /** Runs `statement`, for which the process lives at most `allowance` milliseconds longer; 0 for no bound. */
  guard<T>(allowance: number, statement: () => T): T {
    if (allowance === 0) return statement();
    const now = process.hrtime.bigint() / 1_000_000n;
    Atomics.store(this.deadline, 1, now);
    Atomics.store(this.deadline, 0, now + BigInt(allowance));
    try {
      return statement();
    } finally {
      Atomics.store(this.deadline, 0, 0n);
    }
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
