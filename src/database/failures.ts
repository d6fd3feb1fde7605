import { ServiceFailure } from '../errors';
import { isBusy, isGone, isOverdue } from './sqlstate';

/** The connection to the database was lost, or could not be made. */
export class ConnectionLost extends Error {
  /** @param unsure whether COMMIT had been sent and its answer did not come: the change may have been made. */
  constructor(
    cause: unknown,
    readonly unsure = false,
  ) {
    super('The connection to the database was lost.', { cause });
    this.name = 'ConnectionLost';
  }
}

/** What the caller is told of a failure that passes; anything else stays as it is. */
export function asServiceFailure(error: unknown): unknown {
  if (error instanceof ConnectionLost) return new ServiceFailure('UNAVAILABLE', error.unsure ? NOT_KNOWN : AWAY, error.cause);
  if (isGone(error)) return new ServiceFailure('UNAVAILABLE', AWAY, error);
  if (isBusy(error)) return new ServiceFailure('BUSY', BUSY, error);
  if (isOverdue(error)) return new ServiceFailure('TIMEOUT', OVERDUE, error);
  return error;
}

const AWAY = 'The database does not answer at the moment. Try again in a moment.';
const NOT_KNOWN = 'The connection to the database was lost, and it is not known whether the change was made. Send it again with the same clientMutationId: it will be made once.';
const BUSY = 'The service is too busy at the moment. Try again in a moment.';
const OVERDUE = 'This took too long and was stopped. Ask for less at once.';
