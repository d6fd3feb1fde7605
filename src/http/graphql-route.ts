import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { ServiceFailure } from '../errors';
import type { RequestContext } from '../graphql/context';
import { failedEarly } from '../graphql/failure-status';
import type { TrustedDocuments } from '../graphql/trusted-documents';
import { withTrustedText } from './documents';
import { TurnedAway, type Door } from './door';
import { answerEdgeError } from './edge-errors';
import { refuse, turnAway } from './graphql-answer';
import { readBody } from './graphql-body';

export interface GraphqlParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly door: Door;
  readonly documents: TrustedDocuments;
  readonly logger: Logger;
}

const PATH = '/graphql';
const JSON_TYPE = /^application\/json *(?:;|$)/i;

/** Whether a request is for the endpoint, or for something below it. */
export function isGraphql(url: string): boolean {
  if (url === PATH) return true;
  const path = (url.startsWith('/') || !URL.canParse(url) ? url : new URL(url).pathname).split('?', 1)[0] ?? '';
  return path.slice(0, PATH.length).toLowerCase() === PATH && (path.length === PATH.length || path[PATH.length] === '/');
}

/** The endpoint: most of what the service is asked, and so without a framework on the way. */
export function graphqlRoute(parts: GraphqlParts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    // What one viewer was answered is not for another's cache.
    response.setHeader('Cache-Control', 'no-store');
    if (refuseOther(request, response)) return;
    answer(parts, request, response).catch((error: unknown) => {
      if (error instanceof TurnedAway && !response.headersSent) turnAway(response, error);
      else answerEdgeError(parts.logger, error, response);
    });
  };
}

/** A GraphQL request is a POST of JSON; anything else is told so before its body is read. GET is the server's to judge. */
function refuseOther({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (method === 'POST') {
    const hasBody = headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
    if (!hasBody || JSON_TYPE.test(headers['content-type'] ?? '')) return false;
    refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the request as application/json.');
    return true;
  }
  if (method === 'GET' || method === 'HEAD') return false;
  response.setHeader('Allow', 'GET, POST');
  refuse(response, 405, 'METHOD_NOT_ALLOWED', 'GraphQL is asked by POST.');
  return true;
}

async function answer({ apollo, door, documents }: GraphqlParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = withTrustedText(documents, await readBody(request, response));
  const asked = asApolloReads(request, body);
  const answered = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest: asked, context: () => contextFor(door, request, asked) });
  // The time limit may have answered meanwhile.
  if (response.headersSent) return;
  response.statusCode = answered.status ?? 200;
  for (const [name, value] of answered.headers) response.setHeader(name, value);
  if (answered.body.kind === 'complete') {
    const bytes = Buffer.from(answered.body.string);
    response.setHeader('Content-Length', bytes.length);
    response.end(bytes);
    return;
  }
  for await (const part of answered.body.asyncIterator) response.write(part);
  response.end();
}

async function contextFor(door: Door, request: IncomingMessage, { body, search }: HTTPGraphQLRequest): Promise<RequestContext> {
  try {
    const text = (body as { query?: unknown } | null)?.query ?? new URLSearchParams(search).get('query') ?? undefined;
    return await door.enter(request, text);
  } catch (error) {
    if (error instanceof ServiceFailure) throw failedEarly(error);
    if (!(error instanceof TurnedAway)) throw error;
    const { message, code, status, headers } = error;
    throw new GraphQLError(message, { extensions: { code, http: { status, headers: new HeaderMap(Object.entries(headers)) } } });
  }
}

function asApolloReads({ method, headers, url = '' }: IncomingMessage, body: unknown): HTTPGraphQLRequest {
  const given = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) given.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const search = url.indexOf('?');
  return { method: method ?? 'GET', headers: given, search: search < 0 ? '' : url.slice(search), body };
}
