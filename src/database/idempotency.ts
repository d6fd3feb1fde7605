import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';

/** How long a key is remembered; an older one is as good as none. */
const KEPT_MS = 72 * 3600_000;
const LONGEST_KEY = 200;
/** Keys that have had their time are cleared away by the changes that come later, this many each. */
const CLEARED_AT_ONCE = 20;

/** A change as its caller named it. */
export interface KeyedChange {
  /** Whose key it is: keys of two callers never meet. */
  readonly caller: string;
  readonly mutation: string;
  readonly key: string;
  /** As it came, the key included. */
  readonly input: object;
  readonly now: Date;
}

/**
 * Makes a change once: sent again under its key it does nothing and returns what it returned. The key stands in the
 * transaction of the change, so that there is never one without the other, whatever became of the answer to COMMIT;
 * of many at once the first holds the key's row, and the others wait for it. A change that fails leaves no key.
 */
export async function once(manager: EntityManager, change: KeyedChange, work: () => Promise<string>): Promise<string> {
  if (change.key.trim() === '' || change.key.length > LONGEST_KEY) {
    throw new UserFault('INVALID', `A key has 1 to ${LONGEST_KEY} characters.`, ['clientMutationId']);
  }
  const hash = hashOf(change.input);
  const names = [change.caller, change.mutation, change.key];
  const forgotten = new Date(change.now.getTime() - KEPT_MS);
  const taken = (await manager.query(
    `insert into idempotency_keys as k (caller, mutation, key, input_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict (caller, mutation, key) do update set input_hash = excluded.input_hash, result_id = null, created_at = excluded.created_at
     where k.created_at <= $6 returning true as taken`,
    [...names, hash, change.now, forgotten],
  )) as unknown[];
  if (taken.length === 0) return earlierResult(manager, names, hash);
  const result = await work();
  await manager.query('update idempotency_keys set result_id = $4 where caller = $1 and mutation = $2 and key = $3', [...names, result]);
  await manager.query(
    `delete from idempotency_keys where (caller, mutation, key) in
     (select caller, mutation, key from idempotency_keys where created_at <= $1 order by created_at limit ${CLEARED_AT_ONCE} for update skip locked)`,
    [forgotten],
  );
  return result;
}

async function earlierResult(manager: EntityManager, names: readonly string[], hash: Buffer): Promise<string> {
  const [earlier] = (await manager.query('select input_hash, result_id from idempotency_keys where caller = $1 and mutation = $2 and key = $3', [...names])) as {
    input_hash: Buffer;
    result_id: string;
  }[];
  if (earlier === undefined || !hash.equals(earlier.input_hash)) {
    throw new UserFault('KEY_REUSED', 'This key was used for another change: take a new key for a new change.', ['clientMutationId']);
  }
  return earlier.result_id;
}

/** The same for the same input, in whatever order its fields came; nothing and null are told apart. */
function hashOf(input: object): Buffer {
  const { clientMutationId: _, ...rest } = input as { clientMutationId?: unknown };
  const canonical = JSON.stringify(rest, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value,
  );
  return createHash('sha256').update(canonical).digest();
}
