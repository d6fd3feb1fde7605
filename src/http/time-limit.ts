import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { ServiceFailure } from '../errors';
import { logFailure } from '../failure-log';
import { failing } from './graphql-answer';

/** Milliseconds from a request's arrival to its answer: longer than a wait for a connection and a statement together. */
export const REQUEST_LIMIT = 30_000;

/** Answers a request that takes too long, whatever it is waiting for. What it began goes on to its own limits. */
export function limitTime(response: ServerResponse, logger: Logger, limit: number = REQUEST_LIMIT): void {
  const timer = setTimeout(() => {
    if (response.headersSent) return;
    // The late answer finds this connection used up.
    response.setHeader('Connection', 'close');
    const failure = new ServiceFailure('TIMEOUT', `There was no answer within ${limit / 1000} s. If it was a change, it is not known whether it was made: send it again with the same clientMutationId.`);
    logFailure(logger, failure, response.getHeader('x-request-id'));
    failing(response, failure);
  }, limit);
  response.once('close', () => clearTimeout(timer));
}
