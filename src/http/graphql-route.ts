import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { GraphQLError } from 'graphql';
import Negotiator from 'negotiator';
import type { Logger } from 'pino';
import { ServiceFailure } from '../errors';
import type { RequestContext } from '../graphql/context';
import { failedEarly } from '../graphql/failure-status';
import type { KnownQueries, KnownQuery } from '../graphql/known-queries';
import { refusalOfText } from '../graphql/limits/outline';
import type { TrustedDocuments } from '../graphql/trusted-documents';
import { withTrustedText } from './documents';
import { TurnedAway, type Door } from './door';
import { answerEdgeError } from './edge-errors';
import { answerRefusal, logRefusal, refuse } from './graphql-answer';
import { readBody } from './graphql-body';

export interface GraphqlParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: KnownQueries;
  readonly door: Door;
  readonly documents: TrustedDocuments;
  readonly logger: Logger;
}

const PATH = '/graphql';
/** What Apollo can answer with. */
const ANSWERS = ['application/json', 'application/graphql-response+json'];
const PLAIN_JSON = new Set(['application/json', '*/*', 'application/json, */*']);
/** As Apollo answers. */
const JSON_ANSWER: readonly (readonly [string, string])[] = [['content-type', 'application/json; charset=utf-8']];
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
      if (!answerRefusal(parts.logger, response, error)) answerEdgeError(parts.logger, error, response);
    });
  };
}

/** A GraphQL request is a POST of JSON; anything else is told so before its body is read. */
function refuseOther(request: IncomingMessage, response: ServerResponse): boolean {
  const { method, headers } = request;
  if (method === 'POST') {
    const hasBody = headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
    if (!hasBody || JSON_TYPE.test(headers['content-type'] ?? '')) {
      // Apollo would make the change first and then say that it cannot be told.
      if (prefersJson(request) || new Negotiator(request).mediaType(ANSWERS) !== undefined) return false;
      refuse(response, 406, 'NOT_ACCEPTABLE', `An answer is ${ANSWERS.join(' or ')}: name one of them in Accept.`);
      return true;
    }
    refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the request as application/json.');
    return true;
  }
  response.setHeader('Allow', 'POST');
  refuse(response, 405, 'METHOD_NOT_ALLOWED', 'GraphQL is asked by POST.');
  return true;
}

async function answer({ apollo, known, door, documents, logger }: GraphqlParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = withTrustedText(documents, await readBody(request, response));
  let entered: Promise<RequestContext> | undefined;
  // Who asks is decided and counted once, whoever answers.
  const context = (): Promise<RequestContext> => (entered ??= enter(door, logger, request, (body as { query?: unknown } | null)?.query));
  const query = prefersJson(request) ? known.find(body) : undefined;
  const text = query === undefined ? null : await answerKnown(known, query, context(), request);
  if (text !== null) return send(response, JSON_ANSWER, text);
  const refusal = query === undefined ? refusalOf(body) : null;
  // Apollo tells whoever is turned away.
  if (refusal !== null && (await context().then(() => true, () => false))) throw refusal;
  const answered = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest: asApolloReads(request, body), context });
  if (answered.body.kind !== 'complete') throw new Error('An operation was answered in parts.');
  response.statusCode = answered.status ?? 200;
  send(response, answered.headers, answered.body.string);
}

async function answerKnown(known: KnownQueries, query: KnownQuery, entering: Promise<RequestContext>, request: IncomingMessage): Promise<string | null> {
  // Apollo tells whoever is turned away.
  const context = await entering.catch(() => null);
  return context === null ? null : known.answer(query, context, String(request.headers['x-request-id']));
}

/** What is refused before it costs anybody the time to validate it. */
function refusalOf(body: unknown): TurnedAway | null {
  const { query } = (body ?? {}) as { query?: unknown };
  const refusal = typeof query === 'string' ? refusalOfText(query) : null;
  return refusal === null ? null : new TurnedAway(400, String(refusal.extensions.code), refusal.message);
}

/** Whether JSON is what a request is answered with, whatever else would do. */
function prefersJson({ headers }: IncomingMessage): boolean {
  return headers.accept === undefined || PLAIN_JSON.has(headers.accept);
}

function send(response: ServerResponse, headers: Iterable<readonly [string, string]>, text: string): void {
  // The time limit may have answered meanwhile.
  if (response.headersSent) return;
  for (const [name, value] of headers) response.setHeader(name, value);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

async function enter(door: Door, logger: Logger, request: IncomingMessage, text: unknown): Promise<RequestContext> {
  try {
    return await door.enter(request, text);
  } catch (error) {
    if (!(error instanceof ServiceFailure || error instanceof TurnedAway)) throw error;
    logRefusal(logger, request.headers['x-request-id'], error);
    if (error instanceof ServiceFailure) throw failedEarly(error);
    const { message, code, status, headers } = error;
    throw new GraphQLError(message, { extensions: { code, http: { status, headers: new HeaderMap(Object.entries(headers)) } } });
  }
}

/** Nothing of the address: what it says is not what the door let in. */
function asApolloReads({ method, headers }: IncomingMessage, body: unknown): HTTPGraphQLRequest {
  const given = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) given.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return { method: method ?? 'POST', headers: given, search: '', body };
}
