import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database';

export interface RateSettings {
  /** Requests that a caller may make in a window, over all processes. */
  readonly limit: number;
  /** Seconds of a window. */
  readonly window?: number;
  /** Milliseconds between two leases of one caller by one process. */
  readonly leaseEvery?: number;
}

/** What a process holds of one caller's budget. */
interface Slice {
  left: number;
  /** When the slice ends: with its window, but not before the next may be asked for; by `performance.now()`. */
  ends: number;
  /** When the next slice may be asked for. */
  next: number;
  /** A lease that is under way: all who come meanwhile wait for the one. */
  asking: Promise<void> | undefined;
}

interface Lease {
  readonly granted: number;
  readonly leftMs: number;
}

const WINDOW_S = 60;
const LEASE_EVERY_MS = 5_000;
/** A database that takes longer is treated as one that is away. */
const PATIENCE_MS = 1_000;
/** Callers that a process remembers: the busiest lately. */
const CALLERS = 20_000;
/** Milliseconds between two sweeps of callers who have left. */
const SWEEP_EVERY = 600_000;
const SYSTEM = { role: 'ADMIN' } as const;

/**
 * The first slice of a window is half of the budget, each further one half of what is left, and none less than what
 * a caller alone could use until the next: few processes then seldom refuse what the budget still holds.
 */
const LEASE = `
  insert into rate_limits as r (caller, window_start, leased, granted)
  values ($1, date_bin(make_interval(secs => $2::int), clock_timestamp(), '2000-01-01Z'), greatest($4::int, ceil($3::int / 2.0)::int), greatest($4::int, ceil($3::int / 2.0)::int))
  on conflict (caller) do update set
    window_start = greatest(r.window_start, excluded.window_start),
    granted = case when r.window_start < excluded.window_start then excluded.granted
      else least($3::int - r.leased, greatest($4::int, ceil(($3::int - r.leased) / 2.0)::int)) end,
    leased = case when r.window_start < excluded.window_start then excluded.leased
      else least($3::int, r.leased + greatest($4::int, ceil(($3::int - r.leased) / 2.0)::int)) end
  returning granted, (extract(epoch from window_start + make_interval(secs => $2::int) - clock_timestamp()) * 1000)::int as "leftMs"`;

/**
 * How many requests a caller may make: one budget over all processes, of which each leases slices from the database
 * and spends them in memory. The database's clock says when a window begins, so that all agree. While it is away
 * each process goes on with slices of its own.
 */
export class RateLimiter {
  private readonly slices = new LRUCache<string, Slice>({ max: CALLERS });
  private readonly window: number;
  private readonly leaseEvery: number;
  /** What a caller alone could use of its budget until the next lease. */
  private readonly least: number;
  private swept = performance.now();

  constructor(
    private readonly database: Pick<Database, 'write'>,
    private readonly settings: RateSettings,
  ) {
    this.window = settings.window ?? WINDOW_S;
    this.leaseEvery = settings.leaseEvery ?? LEASE_EVERY_MS;
    this.least = Math.max(1, Math.ceil((settings.limit * this.leaseEvery) / (this.window * 1000)));
  }

  /** Spends one request. @returns 0, or after how many seconds to ask again. */
  async take(caller: string): Promise<number> {
    if (this.settings.limit === 0) return 0;
    const slice = this.sliceOf(caller);
    for (;;) {
      const now = performance.now();
      if (slice.left > 0 && now < slice.ends) {
        slice.left -= 1;
        return 0;
      }
      if (slice.asking === undefined && now < slice.next) return Math.max(1, Math.ceil((slice.next - now) / 1000));
      slice.asking ??= this.refill(caller, slice);
      await slice.asking;
    }
  }

  private sliceOf(caller: string): Slice {
    let slice = this.slices.get(caller);
    if (slice === undefined) {
      slice = { left: 0, ends: 0, next: 0, asking: undefined };
      this.slices.set(caller, slice);
    }
    return slice;
  }

  private async refill(caller: string, slice: Slice): Promise<void> {
    const lease = await this.lease(caller);
    const now = performance.now();
    slice.left = Math.min(this.settings.limit, (now < slice.ends ? slice.left : 0) + lease.granted);
    // With nothing left nobody needs to ask again before the window ends.
    slice.next = now + (lease.granted === 0 ? Math.max(lease.leftMs, this.leaseEvery) : this.leaseEvery);
    slice.ends = Math.max(now + lease.leftMs, slice.next);
    slice.asking = undefined;
  }

  private async lease(caller: string): Promise<Lease> {
    const alone: Lease = { granted: this.least, leftMs: Math.max(1_000, this.leaseEvery) };
    const asked = this.ask(caller).catch(() => alone);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Lease>((done) => (timer = setTimeout(() => done(alone), PATIENCE_MS)));
    return Promise.race([asked, patience]).finally(() => clearTimeout(timer));
  }

  private async ask(caller: string): Promise<Lease> {
    const sweep = performance.now() - this.swept > SWEEP_EVERY;
    if (sweep) this.swept = performance.now();
    return this.database.write(SYSTEM, async (manager) => {
      if (sweep) await manager.query(`delete from rate_limits where window_start < clock_timestamp() - make_interval(secs => $1::int)`, [this.window * 2]);
      const [lease] = (await manager.query(LEASE, [nameOf(caller), this.window, this.settings.limit, Math.min(this.least, this.settings.limit)])) as Lease[];
      return lease ?? { granted: 0, leftMs: this.window * 1000 };
    });
  }
}

/** Addresses and names of callers are nobody's business in the database. */
function nameOf(caller: string): string {
  return createHash('sha256').update(caller).digest('base64url');
}
