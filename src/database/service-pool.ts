import { Client, Pool, type PoolClient, type PoolConfig } from 'pg';
import { ServiceFailure } from '../errors';
import { ConnectionLost } from './failures';
import { codeOf, isGone } from './sqlstate';

/** Callers that may wait for one connection; a further one is told at once that the service is busy. */
const WAITING_PER_CONNECTION = 16;

export interface ServicePoolConfig extends PoolConfig {
  /** Callers that may wait for a connection before a further one is told at once. */
  readonly longestQueue?: number;
}

type Callback = (error: Error | undefined, client: PoolClient | undefined, release: (error?: Error | boolean) => void) => void;

/** Connections that died, seen before the query fails that was running: so its failure is told from one of SQL. */
const lost = new WeakSet<PoolClient>();

/** What a query of this connection failed with: the loss of the connection, or what the server had against it. */
export function reasonOf(client: PoolClient, error: unknown, unsure = false): unknown {
  return lost.has(client) || isGone(error) ? new ConnectionLost(error, unsure) : error;
}

/** A pool that says why there is no connection: all are taken, or the database is gone. */
export class ServicePool extends Pool {
  private readonly longestQueue: number;

  constructor(options: ServicePoolConfig) {
    super({ Client, ...options } as PoolConfig);
    this.longestQueue = options.longestQueue ?? (this.options.max ?? 1) * WAITING_PER_CONNECTION;
    this.on('connect', (client) => void client.on('error', () => void lost.add(client)));
    // An idle connection that dies is replaced at the next use; without a listener it would end the process.
    this.on('error', () => undefined);
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | void {
    const client = this.oneOfMany();
    if (callback === undefined) return client;
    client.then(
      (connected) => callback(undefined, connected, (error) => connected.release(error)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
  }

  private async oneOfMany(): Promise<PoolClient> {
    const queues = this.idleCount === 0 && this.totalCount >= (this.options.max ?? 1);
    if (queues && this.waitingCount >= this.longestQueue) throw busy();
    try {
      return await super.connect();
    } catch (error) {
      if (isGone(error)) throw new ConnectionLost(error);
      // The driver's own time limit has no code: waiting in the queue, or waiting for the server.
      if (codeOf(error) !== undefined || this.ending) throw error;
      throw queues ? busy(error) : new ConnectionLost(error);
    }
  }
}

function busy(cause?: unknown): ServiceFailure {
  return new ServiceFailure('BUSY', 'All connections to the database are in use. Try again in a moment.', cause);
}
