import type { Socket } from 'node:net';

/** What an engine tells those who are present, one line each. */
export type EngineState = { stage: 'starting' } | { stage: 'ready'; pid: number } | { stage: 'failed'; reason: string };

/** Counts the connections and says when nobody has been there for a while. */
export class Presence {
  private readonly all = new Set<Socket>();
  private readonly present = new Set<Socket>();
  private state: EngineState = { stage: 'starting' };
  private timer: NodeJS.Timeout | undefined;

  /** @param linger milliseconds without a client before `onDeserted` is called. */
  constructor(
    private readonly linger: number,
    private readonly onDeserted: () => void,
  ) {}

  /** Counts a connection of any kind until it closes. */
  count(socket: Socket): void {
    this.all.add(socket);
    clearTimeout(this.timer);
    socket.once('close', () => {
      this.all.delete(socket);
      this.watch();
    });
  }

  /** A client that wants to hear about the engine for as long as it lives. */
  greet(socket: Socket): void {
    this.present.add(socket);
    socket.once('close', () => this.present.delete(socket));
    socket.resume();
    this.tell(socket);
  }

  announce(state: EngineState): void {
    this.state = state;
    for (const socket of this.present) this.tell(socket);
    this.watch();
  }

  /** Closes every connection once what was written to it has left; resolves when all are closed. */
  async dismiss(): Promise<void> {
    clearTimeout(this.timer);
    await Promise.all(
      [...this.all].map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            if (socket.destroyed) return resolve();
            socket.end(() => socket.destroy());
            // A client that does not read holds up nobody.
            setTimeout(() => socket.destroy(), 500).unref();
          }),
      ),
    );
  }

  private watch(): void {
    clearTimeout(this.timer);
    if (this.state.stage === 'ready' && this.all.size === 0) this.timer = setTimeout(this.onDeserted, this.linger);
  }

  private tell(socket: Socket): void {
    socket.write(`${JSON.stringify(this.state)}\n`);
  }
}
