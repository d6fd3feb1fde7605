import type { Response } from 'express';
import type { ServiceFailureCode } from '../errors';
import { failureStatus } from '../graphql/failure-status';
import type { TurnedAway } from './door';

/** Answers with one GraphQL error, for what is refused before it becomes an operation. */
export function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}

export function turnAway(response: Response, { status, code, message, headers }: TurnedAway): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  refuse(response, status, code, message);
}

/** The same for what is not the caller's fault and passes: says when to try again. */
export function failing(response: Response, code: ServiceFailureCode, message: string): void {
  const { status, retryAfter } = failureStatus(code);
  response.setHeader('Retry-After', retryAfter);
  refuse(response, status, code, message);
}
