import { QueryFailedError } from 'typeorm';

/** The SQLSTATE, or the system's code (such as ECONNRESET), of what a driver threw; undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  const thrown = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const { code, errors } = (thrown ?? {}) as { code?: unknown; errors?: readonly { code?: unknown }[] };
  // A name with several addresses fails with one error for each.
  const told = code ?? errors?.[0]?.code;
  return typeof told === 'string' ? told : undefined;
}

/** Serialisation failure and deadlock: the same again in a new transaction may well succeed. */
const PASSING = new Set(['40001', '40P01']);

export function isPassing(error: unknown): boolean {
  return PASSING.has(codeOf(error) ?? '');
}

/** Ended by an operator, by a crash, or not yet ready. */
const SERVER_GONE = new Set(['57P01', '57P02', '57P03', '57P05']);
const SOCKET_GONE = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END',
]);

/** A server that is there and was told what it does not understand, such as parameters that no statement names. */
const MISUNDERSTOOD = '08P01';

/** Whether the server or the way to it is gone: class 08 is "connection exception". */
export function isGone(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return SERVER_GONE.has(code) || SOCKET_GONE.has(code) || (/^08\w{3}$/.test(code) && code !== MISUNDERSTOOD);
}

/** Too many connections or lock waits, or a lock or turn that was not to be had in time. */
const BUSY = new Set(['53300', '53400', '55P03', ...PASSING]);

export function isBusy(error: unknown): boolean {
  return BUSY.has(codeOf(error) ?? '');
}

/** Cancelled by `statement_timeout`, or ended by `idle_in_transaction_session_timeout`. */
const OVERDUE = new Set(['57014', '25P03']);

export function isOverdue(error: unknown): boolean {
  return OVERDUE.has(codeOf(error) ?? '');
}
