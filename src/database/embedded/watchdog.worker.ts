import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { logLine } from './engine.log';

/** Milliseconds between two looks: what the bound on a statement is exceeded by at most. */
const INTERVAL = 250;
const STANDARD_ERROR = 2;

/** [deadline, start], see Watchdog. */
const times = new BigInt64Array(workerData as SharedArrayBuffer);
const never = new Int32Array(new SharedArrayBuffer(4));

for (;;) {
  Atomics.wait(never, 0, 0, INTERVAL);
  const deadline = Atomics.load(times, 0);
  const now = process.hrtime.bigint() / 1_000_000n;
  if (deadline === 0n || now < deadline) continue;
  const seconds = Number(now - Atomics.load(times, 1)) / 1000;
  // Straight to the file: this thread's streams go through the main one, which is blocked.
  writeSync(STANDARD_ERROR, logLine(`ended: a statement ran for ${seconds.toFixed(1)} s and cannot be cancelled`));
  process.kill(process.pid, 'SIGKILL');
}
