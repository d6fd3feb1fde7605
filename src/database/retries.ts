import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Target } from './connection';
import { asServiceFailure, ConnectionLost } from './failures';
import { isPassing } from './sqlstate';

/** How often a transaction that lost against others is begun anew: 12 of them on one row still all come through. */
const MOST_CONFLICTS = 12;
/** Several connections may have died unseen. A server that is away is noticed within a tenth of a second, and the caller told. */
const MOST_LOSSES = { server: 4, embedded: 5 };

/**
 * Does again, from the beginning and in a new transaction, what others or a lost connection thwarted. What may have
 * been committed is never done again: only its caller's key can tell.
 */
export class Retries {
  private readonly policy;
  private readonly lost;

  constructor(private readonly target: Target) {
    this.policy = retry(handleWhen(isPassing), { maxAttempts: MOST_CONFLICTS, backoff: new ExponentialBackoff({ initialDelay: 5, maxDelay: 500 }) });
    this.lost = retry(
      handleWhen((error) => error instanceof ConnectionLost && !error.unsure),
      { maxAttempts: MOST_LOSSES[target.engine], backoff: new ExponentialBackoff({ initialDelay: 5, maxDelay: 250 }) },
    );
  }

  async execute<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      // Nearly all succeed at once, and so do without what watches over those that do not.
      return this.again(error, work);
    }
  }

  /** @param first what the first attempt failed with. */
  private async again<Result>(first: unknown, work: () => Promise<Result>): Promise<Result> {
    let failed: { readonly by: unknown } | undefined = { by: first };
    const attempt = (): Promise<Result> => {
      if (failed === undefined) return work();
      const { by } = failed;
      failed = undefined;
      return Promise.reject(by as Error);
    };
    try {
      return await this.lost.execute(async ({ attempt: losses }) => {
        if (losses > 0) await this.ensure();
        return this.policy.execute(attempt);
      });
    } catch (error) {
      throw asServiceFailure(error);
    }
  }

  /** The embedded engine is started again by whoever finds it gone; a server is its keeper's business. */
  private async ensure(): Promise<void> {
    try {
      await this.target.ensure();
    } catch (error) {
      throw new ConnectionLost(error);
    }
  }
}
