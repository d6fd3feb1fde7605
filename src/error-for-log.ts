import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/** What of an error may stand in the log. */
export interface LoggedError {
  readonly type: string;
  readonly message?: string;
  /** Of the database: SQLSTATE, and what it is about. */
  readonly code?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  /** Where in PostgreSQL. */
  readonly routine?: string | undefined;
  readonly cause?: LoggedError;
  readonly stack: readonly string[];
}

/** An error without the values that it is about: what the database says of one names them, and its driver keeps the statement’s parameters with it. */
export function errorForLog(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, stack: [] };
  const ofDatabase = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  if (error instanceof QueryFailedError || ofDatabase instanceof DatabaseError) {
    const { code, constraint, table, column, routine } = ofDatabase as Partial<DatabaseError>;
    return { type: error.name, code, constraint, table, column, routine, stack };
  }
  return { type: error.name, message: error.message, ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }), stack };
}
