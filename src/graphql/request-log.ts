import type { Logger } from 'pino';
import type { RequestContext } from './context';

interface Told {
  readonly requestId: string | undefined;
  readonly operation: string | null | undefined;
  /** When it began, by `performance.now()`. */
  readonly began: number;
  /** Codes of its errors; absent where there are none. */
  readonly errors?: readonly string[];
}

/** One line a request: what was asked, how long it took, how many statements it ran. Never a value. */
export function logRequest(logger: Logger, { sql, viewer }: RequestContext, { requestId, operation, began, errors }: Told): void {
  const ms = Math.round((performance.now() - began) * 10) / 10;
  logger.info({ requestId, operation: operation ?? '(anonymous)', ms, sql: sql.total, role: viewer.role, ...(errors === undefined ? {} : { errors }) }, 'request');
}
