import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that running requests have to finish once the service was told to stop. */
export const DRAIN_LIMIT = 10_000;

/**
 * Lets running requests finish and then closes the server. Meanwhile the service says that it is not ready, serves
 * whoever did not hear that yet, and asks each client not to use its connection again.
 */
export class Drain {
  private readonly running = new Set<ServerResponse>();
  private begun = false;

  get draining(): boolean {
    return this.begun;
  }

  /** Counts a request until its answer has left or its client has. */
  count(response: ServerResponse): void {
    this.running.add(response);
    response.once('close', () => this.running.delete(response));
    if (this.begun) askToLeave(response);
  }

  /** @returns whether every request finished; those that did not within the limit are cut off. */
  async close(server: Server, limit = DRAIN_LIMIT): Promise<boolean> {
    const deadline = Date.now() + limit;
    this.begun = true;
    for (const response of this.running) askToLeave(response);
    // New connections are taken for as long as there is old work, so that a load balancer is told rather than refused.
    await closed(this.running, deadline);
    const ended = new Promise<void>((done) => server.close(() => done()));
    server.closeIdleConnections();
    const finished = await closed(this.running, deadline);
    server.closeAllConnections();
    await ended;
    return finished;
  }
}

function askToLeave(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** Waits for these answers, not for those that begin later. @returns whether all were done by the deadline. */
async function closed(responses: Iterable<ServerResponse>, deadline: number): Promise<boolean> {
  const all = Promise.all([...responses].map((response) => once(response, 'close'))).then(() => true);
  const stop = new AbortController();
  const late = pause(Math.max(0, deadline - Date.now()), false, { signal: stop.signal }).catch(() => false);
  const done = await Promise.race([all, late]);
  stop.abort();
  return done;
}
