/** Something about the machine or its settings stops the program: one clear sentence, and what to run. Exit 1. */
export class SetUpError extends Error {
  constructor(
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
    this.name = 'SetUpError';
  }
}

/**
 * The caller gave something that cannot be answered, and can mend it. Reaches the caller with its code and the
 * argument's path; never carries what a caller may not see.
 */
export class ArgumentError extends Error {
  constructor(
    readonly code: ArgumentErrorCode,
    readonly argument: string,
    message: string,
  ) {
    super(message);
    this.name = 'ArgumentError';
  }
}

export type ArgumentErrorCode =
  | 'BAD_PAGE'
  | 'BAD_CURSOR'
  | 'BAD_ID'
  | 'BAD_POINT'
  | 'BAD_POSTCODE'
  | 'BAD_RADIUS'
  | 'BAD_RANGE'
  | 'BAD_INPUT'
  | 'UNKNOWN_AREA'
  | 'UNKNOWN_KIND'
  | 'UNKNOWN_POSTCODE'
  | 'UNKNOWN_SET'
  | 'UNKNOWN_TERM'
  | 'UNKNOWN_COURSE'
  | 'UNKNOWN_UNIT'
  | 'NEEDS_NEAR';

/** The caller is not allowed to see or do this. */
export class AccessError extends Error {
  constructor(
    readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN',
    message: string,
  ) {
    super(message);
    this.name = 'AccessError';
  }
}

/**
 * Not the caller's fault and soon over: try again. BUSY: no connection, lock or turn was free. TIMEOUT: it took too
 * long. UNAVAILABLE: the database is away.
 */
export class ServiceFailure extends Error {
  constructor(
    readonly code: ServiceFailureCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ServiceFailure';
  }
}

export type ServiceFailureCode = 'BUSY' | 'TIMEOUT' | 'UNAVAILABLE';

/** What a caller of a mutation can mend, as data in its payload. Thrown inside a transaction to undo it. */
export class UserFault extends Error {
  constructor(
    readonly code: UserFaultCode,
    message: string,
    readonly path: readonly string[] = [],
    readonly currentVersion: number | null = null,
  ) {
    super(message);
    this.name = 'UserFault';
  }
}

export type UserFaultCode = 'NOT_FOUND' | 'FORBIDDEN' | 'CONFLICT' | 'TAKEN' | 'INVALID' | 'UNKNOWN_AREA' | 'UNKNOWN_TERM' | 'ALREADY' | 'KEY_REUSED' | 'NOT_MERGED' | PanelFaultCode | TrainingFaultCode;

/** Why a panel’s decision cannot stand as it was given. */
export type PanelFaultCode = 'UNKNOWN_SET' | 'NOT_ASSESSED' | 'NEEDS_REASON' | 'NOT_ACCREDITED' | 'NOT_SUSPENDED' | 'NOTHING_TO_APPEAL' | 'NO_APPEAL' | 'CLOSED';

/** Why training cannot be booked or recorded as it was given. */
export type TrainingFaultCode = 'UNKNOWN_UNIT' | 'NOT_OPEN' | 'NOT_HELD' | 'OVER_CAPACITY';
