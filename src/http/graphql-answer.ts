import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { ServiceFailure } from '../errors';
import { logFailure } from '../failure-log';
import { failureStatus } from '../graphql/failure-status';
import { TurnedAway } from './door';

/** Answers with one GraphQL error, for what is refused before it becomes an operation. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  // A cache may keep what is not there, until after it is.
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
  // A question about the headers alone gets no body, which Node sees to.
  response.end(body);
}

/** Answers what was turned away or passes, and tells the log. @returns whether it was such a thing. */
export function answerRefusal(logger: Logger, response: ServerResponse, error: unknown): boolean {
  if (!(error instanceof TurnedAway || error instanceof ServiceFailure)) return false;
  logRefusal(logger, response.getHeader('x-request-id'), error);
  // The time limit may have answered meanwhile.
  if (response.headersSent) return true;
  if (error instanceof TurnedAway) turnAway(response, error);
  else failing(response, error);
  return true;
}

/** What never became an operation has no line of one in the log. */
export function logRefusal(logger: Logger, requestId: unknown, error: TurnedAway | ServiceFailure): void {
  if (error instanceof ServiceFailure) logFailure(logger, error, requestId);
  else logger.info({ requestId, code: error.code }, 'a request was turned away');
}

function turnAway(response: ServerResponse, { status, code, message, headers }: TurnedAway): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  refuse(response, status, code, message);
}

/** The same for what is not the caller's fault and passes: says when to try again. */
export function failing(response: ServerResponse, { code, message }: ServiceFailure): void {
  const { status, retryAfter } = failureStatus(code);
  response.setHeader('Retry-After', retryAfter);
  refuse(response, status, code, message);
}
