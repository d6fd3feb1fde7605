import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { Request, RequestHandler } from 'express';
import type { RequestContext } from '../graphql/context';

/**
 * Hands a request whose body was read to Apollo, and its answer back. Written out here because the answer is on every
 * request's way: it goes to the socket as it is, past what Express does to find out about a body that it does not know.
 */
export function apolloHandler(apollo: ApolloServer<RequestContext>, contextFor: (request: Request) => Promise<RequestContext>): RequestHandler {
  return async (request, response) => {
    const answer = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest: asApolloReads(request), context: () => contextFor(request) });
    // The time limit may have answered meanwhile.
    if (response.headersSent) return;
    response.statusCode = answer.status ?? 200;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    if (answer.body.kind === 'complete') {
      response.setHeader('Content-Length', Buffer.byteLength(answer.body.string));
      response.end(request.method === 'HEAD' ? undefined : answer.body.string);
      return;
    }
    for await (const part of answer.body.asyncIterator) response.write(part);
    response.end();
  };
}

function asApolloReads(request: Request): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const search = request.url.indexOf('?');
  return { method: request.method, headers, search: search < 0 ? '' : request.url.slice(search), body: request.body as unknown };
}
