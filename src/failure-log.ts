import type { Logger } from 'pino';
import { codeOf } from './database/sqlstate';
import type { ServiceFailure } from './errors';

/** A line for what passes. The driver's error carries the values of its statement: its code alone is for the log. */
export function logFailure(logger: Logger, { code, cause }: ServiceFailure, requestId?: unknown): void {
  logger.warn({ ...(requestId === undefined ? {} : { requestId }), code, reason: codeOf(cause) }, 'a request could not be served for now');
}
