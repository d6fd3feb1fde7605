import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

const CREATE = 'mutation ($input: CreateOrganisationInput!) { done: createOrganisation(input: $input) { organisation { id } userErrors { code } } }';
/** Milliseconds until a write that was not answered is sent again. */
const AGAIN_AFTER = 20;

export interface Balance {
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
}

/**
 * Clients that write without a pause, each again and again under one key until it is told that it was done, and the
 * list of what they were told.
 */
export class Ledger {
  /** By name, the id that the service gave. */
  private readonly acknowledged = new Map<string, string>();
  private readonly waiting: { count: number; reached: () => void }[] = [];
  private readonly clients: Promise<void>[] = [];
  private stopped = false;
  private refused: string | undefined;
  private next = 0;
  /** When the last write was acknowledged, in milliseconds of `performance.now()`. */
  lastAt = 0;

  constructor(
    private readonly url: string,
    private readonly authorization: string,
    private readonly prefix: string,
  ) {}

  start(clients: number): void {
    for (let at = 0; at < clients; at += 1) this.clients.push(this.write());
  }

  get count(): number {
    return this.acknowledged.size;
  }

  /** Resolves when so many more writes have been acknowledged. */
  more(count: number): Promise<void> {
    return new Promise((reached) => void this.waiting.push({ count: this.count + count, reached }));
  }

  /** Every client finishes what it has begun. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.clients);
    if (this.refused !== undefined) throw new Error(this.refused);
  }

  /** Compares what was acknowledged until now with what is there. */
  async balance(owner: Pick<Pool, 'query'>): Promise<Balance> {
    // What is acknowledged while the database is looked at need not be in what it shows.
    const acknowledged = [...this.acknowledged];
    const found = await owner.query('select name, array_agg(id::text) as ids from organisations where starts_with(name, $1) group by name', [this.prefix]);
    const there = new Map((found.rows as { name: string; ids: string[] }[]).map((row) => [row.name, row.ids]));
    const lost = acknowledged.filter(([name, id]) => there.get(name)?.includes(id) !== true).length;
    const doubled = [...there.values()].filter((ids) => ids.length > 1).length;
    return { acknowledged: acknowledged.length, lost, doubled };
  }

  private async write(): Promise<void> {
    while (!this.stopped && this.refused === undefined) {
      const name = `${this.prefix} ${this.next++}`;
      let id = await this.send(name);
      while (id === undefined && this.refused === undefined) {
        await pause(AGAIN_AFTER);
        id = await this.send(name);
      }
      if (id !== undefined) this.acknowledge(name, id);
    }
  }

  private acknowledge(name: string, id: string): void {
    this.acknowledged.set(name, id);
    this.lastAt = performance.now();
    for (const one of this.waiting.filter((waiting) => waiting.count <= this.count)) {
      this.waiting.splice(this.waiting.indexOf(one), 1);
      one.reached();
    }
  }

  /** @returns the uuid when the write was acknowledged; nothing when it has to be sent again. */
  private async send(name: string): Promise<string | undefined> {
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: this.authorization },
        body: JSON.stringify({ query: CREATE, variables: { input: { name, clientMutationId: name } } }),
      });
      const text = await response.text();
      const { data } = JSON.parse(text) as { data?: { done?: { organisation: { id: string } | null } | null } | null };
      const node = data?.done?.organisation?.id;
      if (node !== undefined) return Buffer.from(node, 'base64url').toString().split(':')[1];
      // A service that is up says whether to try again; anything else is a fault of the trial or of the service.
      if (![502, 503, 504].includes(response.status)) this.refused = `${response.status}: ${text}`;
    } catch {
      // The service is away.
    }
    return undefined;
  }
}
