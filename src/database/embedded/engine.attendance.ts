import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import type { EngineState } from './engine.presence';
import { PRESENCE_REQUEST } from './wire.protocol';

/** A client's presence at an engine that is ready. */
export interface Attendance {
  /** The engine's process. */
  readonly pid: number;
  leave(): Promise<void>;
}

/** Neither means that there is no engine, or that it went away before it was ready. */
export type AttendOutcome = { attendance: Attendance } | { failure: string | undefined };

function presenceRequest(): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(PRESENCE_REQUEST, 4);
  return bytes;
}

/**
 * Presents itself at the socket and waits for the engine to be ready. The connection then stays open without keeping
 * this process alive; the system closes it however the process ends, so the engine can count.
 * @param patience milliseconds for the engine to become ready.
 * @param onLost called when the engine goes away later on, unless by `leave`.
 */
export function attend(socketPath: string, patience: number, onLost: () => void): Promise<AttendOutcome> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    let ready = false;
    let left = false;
    let failure: string | undefined;
    const timer = setTimeout(() => {
      failure = 'The one that runs does not answer';
      socket.destroy();
    }, patience);
    socket.once('connect', () => socket.write(presenceRequest()));
    socket.on('error', () => undefined); // 'close' follows
    socket.once('close', () => {
      clearTimeout(timer);
      if (!ready) resolve({ failure });
      else if (!left) onLost();
    });
    const leave = (): Promise<void> =>
      new Promise((done) => {
        left = true;
        if (socket.destroyed) return done();
        socket.ref();
        socket.once('close', () => done());
        socket.destroy();
      });
    const lines = createInterface({ input: socket });
    lines.on('error', () => undefined); // the socket's own
    lines.on('line', (line) => {
      const state = JSON.parse(line) as EngineState;
      if (state.stage === 'failed') failure = state.reason;
      if (state.stage !== 'ready') return;
      ready = true;
      clearTimeout(timer);
      socket.unref();
      resolve({ attendance: { pid: state.pid, leave } });
    });
  });
}
