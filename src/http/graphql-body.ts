import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'express';

/** Bytes of a body; more are refused. */
const MAX_BODY = 1024 * 1024;

const parse = json({ limit: MAX_BODY });

interface Parsed extends IncomingMessage {
  body?: unknown;
}

/** The JSON that came with a request; an empty object where nothing came. Rejects with what the parser has against it. */
export function readBody(request: Parsed, response: ServerResponse): Promise<unknown> {
  return new Promise((done, fail) => {
    parse(request as never, response as never, (error?: Error) => (error === undefined ? done(request.body ?? {}) : fail(error)));
  });
}
