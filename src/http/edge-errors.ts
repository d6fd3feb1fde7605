import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { v4 as uuid } from 'uuid';
import { errorForLog } from '../error-for-log';
import { refuse } from './graphql-answer';

/** What the body parser and the router throw: a status below 500 is the sender's to mend. */
interface EdgeError {
  readonly status?: number;
  readonly type?: string;
}

const MESSAGES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'entity.too.large': ['TOO_LARGE', 'The body is too large: at most 1 MB.'],
  'entity.parse.failed': ['BAD_REQUEST', 'The body is not valid JSON.'],
  'encoding.unsupported': ['UNSUPPORTED_MEDIA_TYPE', 'This content encoding is not supported: send it plain, gzip, deflate or br.'],
  'charset.unsupported': ['UNSUPPORTED_MEDIA_TYPE', 'This character set is not supported: send UTF-8.'],
  'request.aborted': ['BAD_REQUEST', 'The request was cut short.'],
  'request.size.invalid': ['BAD_REQUEST', 'The body is not as long as its Content-Length says.'],
};

/** Last before the error handler: nothing else wanted this path. */
export function notFound(): RequestHandler {
  return (request, response) => refuse(response, 404, 'NOT_FOUND', `There is nothing at ${request.path}. The endpoint is /graphql.`);
}

/** For Express, where it answers. */
export function edgeErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent && !response.writableEnded) return next(error);
    answerEdgeError(logger, error, response);
  };
}

/** Every failure of the edge is answered as JSON; what is not the sender's to mend is masked and logged under an id. */
export function answerEdgeError(logger: Logger, error: unknown, response: ServerResponse): void {
  // Answered already, such as by the time limit: what comes later has nobody to go to.
  if (response.writableEnded) return;
  const { status = 500, type = '' } = error as EdgeError;
  if (status < 500) {
    const [code, message] = MESSAGES[type] ?? ['BAD_REQUEST', 'The request cannot be read.'];
    return refuse(response, status, code, message);
  }
  const errorId = uuid();
  logger.error({ errorId, error: errorForLog(error) }, 'a request failed at the edge');
  // What broke off half-way cannot be told apart from what is whole, unless the connection ends.
  if (response.headersSent) response.destroy();
  else refuse(response, 500, 'INTERNAL', `Something went wrong on our side. When you report it, name ${errorId}.`);
}
