import { HeaderMap, type ApolloServer } from '@apollo/server';
import { Router, type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import type { RequestContext } from '../graphql/context';
import { writeAnswer } from '../graphql/read/json-text';
import type { TrustedDocument, TrustedDocuments } from '../graphql/trusted-documents';
import { TurnedAway, type Door } from './door';
import { answerRefusal, refuse } from './graphql-answer';
import { sendPublic } from './public-answer';

interface DocumentsParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly door: Door;
  readonly documents: TrustedDocuments;
  readonly logger: Logger;
}

/**
 * The documented operations as addresses of their own, so that caches on the way can hold what anybody may know. An
 * answer to a signed-in caller, and one with an error in it, is held by none.
 */
export function addDocuments(app: Express, parts: DocumentsParts, admitted: RequestHandler): void {
  const route = Router();
  const list = JSON.stringify(Object.fromEntries(parts.documents.all.map(({ name, hash }) => [name, hash])));
  route.get('/', (request, response) => sendPublic(request, response, list));
  route.get('/:hash', async (request, response) => {
    try {
      await answer(parts, request, response);
    } catch (error) {
      if (!answerRefusal(parts.logger, response, error)) throw error;
    }
  });
  route.all(['/', '/:hash'], (_request, response) => {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(response, 405, 'METHOD_NOT_ALLOWED', 'Documents are asked by GET.');
  });
  app.use('/documents', admitted, keptByNone(), route);
}

/** A body that names a trusted document by its hash, as clients of persisted queries do, gets the text in its place. */
export function withTrustedText(documents: TrustedDocuments, body: unknown): unknown {
  if (!isObject(body)) return body;
  const hash = hashIn(body);
  if (hash === undefined) return body;
  // A text that came along is what is asked, as with clients that ask again after they were not understood.
  const { documentId: _, extensions: __, ...rest } = body;
  if (rest.query !== undefined) return rest;
  const document = documents.find(hash);
  if (document === undefined) throw new TurnedAway(404, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  return { ...rest, query: document.text };
}

async function answer({ apollo, door, documents }: DocumentsParts, request: Request, response: Response): Promise<void> {
  const document = documents.find(request.params.hash as string);
  const context = await door.enter(request, undefined);
  if (document === undefined) return refuse(response, 404, 'UNKNOWN_DOCUMENT', 'There is no such document. They are listed at /documents.');
  if (document.kind !== 'query') {
    response.setHeader('Allow', 'POST');
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', 'A change is sent by POST to /graphql, which takes this hash as documentId.');
  }
  const variables = readVariables(document, request.query.variables);
  const headers = new HeaderMap([['x-request-id', String(request.headers['x-request-id'])]]);
  const answered = await apollo.executeOperation({ query: document.text, variables, http: { method: 'GET', headers, search: '', body: null } }, { contextValue: context });
  if (answered.body.kind !== 'single') throw new Error('A document was answered in parts.');
  const { status = 200, headers: told } = answered.http;
  // The time limit may have answered meanwhile.
  if (response.headersSent) return;
  for (const [name, value] of told) if (name === 'retry-after') response.setHeader(name, value);
  const body = `${writeAnswer(answered.body.singleResult)}\n`;
  if (context.viewer.role === 'ANONYMOUS' && status === 200 && answered.body.singleResult.errors === undefined) return sendPublic(request, response, body);
  response.status(status).type('json').end(body);
}

function readVariables(document: TrustedDocument, given: unknown): Record<string, unknown> {
  if (given === undefined || given === '') return {};
  const variables = typeof given === 'string' ? parsed(given) : undefined;
  if (!isObject(variables)) throw new TurnedAway(400, 'BAD_VARIABLES', 'variables must be one JSON object.');
  const unknown = Object.keys(variables).find((name) => !document.variables.has(name));
  if (unknown !== undefined) throw new TurnedAway(400, 'BAD_VARIABLES', `${document.name} has no variable of one of these names; it has: ${[...document.variables].join(', ') || 'none'}.`);
  return variables;
}

/** Until an answer is known to be public. */
function keptByNone(): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Cache-Control', 'private, no-store');
    response.vary('Authorization');
    next();
  };
}

function hashIn(body: Record<string, unknown>): string | undefined {
  if (typeof body.documentId === 'string') return body.documentId.replace(/^sha256:/, '');
  const persisted = isObject(body.extensions) ? body.extensions.persistedQuery : undefined;
  return isObject(persisted) && typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
