import { QueryFailedError, type EntityManager } from 'typeorm';
import { callerOf, type Viewer } from '../access/viewer';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { once } from '../database/idempotency';
import type { UserFault } from '../errors';
import type { MutationInput } from './mutation.input';

/** What a change is made with. */
export interface Writing {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly clock: Clock;
}

/** What it means that a constraint of the database was broken, by the constraint's name. */
export type ConstraintFaults = Readonly<Record<string, () => UserFault>>;

/**
 * One transaction, under the author and note that its history will name, made once under its caller's key. What breaks
 * a rule of the database is told as what it means: read by constraint, never by text.
 * @returns the uuid of what the change leaves behind.
 */
export async function makeChange(writing: Writing, mutation: string, input: MutationInput, faults: ConstraintFaults, work: (manager: EntityManager) => Promise<string>): Promise<string> {
  try {
    return await writing.database.write({ ...writing.viewer, note: input.note ?? undefined, at: writing.clock.now() }, (manager) => {
      const key = input.clientMutationId;
      if (key == null) return work(manager);
      return once(manager, { caller: callerOf(writing.viewer), mutation, key, input, now: writing.clock.now() }, () => work(manager));
    });
  } catch (error) {
    const constraint = error instanceof QueryFailedError ? (error.driverError as { constraint?: string }).constraint : undefined;
    throw (constraint === undefined ? undefined : faults[constraint]?.()) ?? error;
  }
}
