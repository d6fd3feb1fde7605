import type { ServerResponse } from 'node:http';
import type { ServiceFailureCode } from '../errors';
import { failureStatus } from '../graphql/failure-status';
import type { TurnedAway } from './door';

/** Answers with one GraphQL error, for what is refused before it becomes an operation. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
  // A question about the headers alone gets no body, which Node sees to.
  response.end(body);
}

export function turnAway(response: ServerResponse, { status, code, message, headers }: TurnedAway): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  refuse(response, status, code, message);
}

/** The same for what is not the caller's fault and passes: says when to try again. */
export function failing(response: ServerResponse, code: ServiceFailureCode, message: string): void {
  const { status, retryAfter } = failureStatus(code);
  response.setHeader('Retry-After', retryAfter);
  refuse(response, status, code, message);
}
