import type { IncomingMessage, ServerResponse } from 'node:http';

const ALLOWED = { 'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Request-Id', 'Access-Control-Max-Age': '600' };
const EXPOSED = 'ETag, Retry-After, X-Request-Id';

/**
 * Lets pages of the named origins ask from a browser; none by default. Tokens go in a header, so no cookie is ever let
 * along. Returns whether the request is answered with that: browsers ask beforehand.
 */
export function cors(origins: readonly string[]): (request: IncomingMessage, response: ServerResponse) => boolean {
  const any = origins.includes('*');
  const named = new Set(origins);
  return ({ headers, method }, response) => {
    const { origin } = headers;
    if (origins.length > 0 && !any) response.setHeader('Vary', 'Origin');
    const admitted = origin !== undefined && (any || named.has(origin));
    // The same for whoever asks where any page may: a cache may give it to one of them.
    if (any || admitted) {
      response.setHeader('Access-Control-Allow-Origin', any ? '*' : (origin ?? ''));
      response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    }
    if (!admitted) return false;
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    for (const [name, value] of Object.entries(ALLOWED)) response.setHeader(name, value);
    response.writeHead(204).end();
    return true;
  };
}
