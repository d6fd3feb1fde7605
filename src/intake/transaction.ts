import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase } from 'pg';

/** Serialisation failure, deadlock, and a lock that was not to be had in time: another try may well succeed. */
const PASSING = new Set(['40001', '40P01', '55P03']);
const TRIES = 5;

/** Runs `work` in one transaction, again from the beginning when it failed for a passing reason. */
export async function inTransaction<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('begin');
      const result = await work();
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      if (attempt === TRIES || !PASSING.has((error as { code?: string }).code ?? '')) throw error;
      await pause(100 * 2 ** attempt);
    }
  }
}
