import type { IncomingMessage, ServerResponse } from 'node:http';
import { v4 as uuid } from 'uuid';

/** An id that came with a request is kept when it is harmless to print and to log. */
const HARMLESS = /^[\w.:-]{1,128}$/;

/** Every request has an id: its sender's own, or a new one. It stands in the answer and in the log. */
export function giveId(request: IncomingMessage, response: ServerResponse): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && HARMLESS.test(given) ? given : uuid();
  request.headers['x-request-id'] = id;
  response.setHeader('X-Request-Id', id);
}
