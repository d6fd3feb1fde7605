import type { RequestHandler } from 'express';
import { v4 as uuid } from 'uuid';

/** An id that came with a request is kept when it is harmless to print and to log. */
const HARMLESS = /^[\w.:-]{1,128}$/;

/** Every request has an id: its sender's own, or a new one. It stands in the answer and in the log. */
export function requestId(): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const id = given !== undefined && HARMLESS.test(given) ? given : uuid();
    request.headers['x-request-id'] = id;
    response.setHeader('X-Request-Id', id);
    next();
  };
}
