import type { RequestHandler } from 'express';

const ALLOWED = { 'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Request-Id', 'Access-Control-Max-Age': '600' };
const EXPOSED = 'ETag, Retry-After, X-Request-Id';

/** Lets pages of the named origins ask from a browser; none by default. Tokens go in a header, so no cookie is ever let along. */
export function cors(origins: readonly string[]): RequestHandler {
  const any = origins.includes('*');
  const named = new Set(origins);
  return (request, response, next) => {
    const origin = request.get('origin');
    if (origins.length > 0 && !any) response.vary('Origin');
    const admitted = origin !== undefined && (any || named.has(origin));
    if (admitted) {
      response.setHeader('Access-Control-Allow-Origin', any ? '*' : origin);
      response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    }
    if (admitted && request.method === 'OPTIONS' && request.get('access-control-request-method') !== undefined) {
      for (const [name, value] of Object.entries(ALLOWED)) response.setHeader(name, value);
      response.status(204).end();
      return;
    }
    next();
  };
}
