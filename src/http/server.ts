import { createServer, type Server } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Express } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { AccessError } from '../errors';
import type { RequestContext } from '../graphql/context';
import type { Drain } from './drain';
import { edgeErrors, notFound, requireJson } from './edge-errors';
import { requestId } from './request-id';
import { securityHeaders } from './security-headers';

export interface HttpParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly contextFor: (authorization: string | undefined) => Promise<RequestContext>;
  /** Whether the database answers and its migrations are current; a sentence when not. */
  readonly readiness: () => Promise<string | null>;
  /** Further pages, such as GraphiQL. */
  readonly pages: (app: Express) => void;
  readonly drain: Drain;
  readonly logger: Logger;
}

/** Bodies of more than this are refused. */
const MAX_BODY = '1mb';
/** Milliseconds to receive a whole request, so that slow senders do not hold connections. */
const RECEIVE_LIMIT = 30_000;
/** Longer than load balancers keep an idle connection (60 s), so that it is they who close it. */
const KEEP_ALIVE = 65_000;

export function makeHttpServer(parts: HttpParts): Server {
  const app = express();
  app.disable('x-powered-by');
  app.use(parts.drain.count(), requestId(), securityHeaders());
  addHealth(app, parts);
  app.use('/graphql', noStore(), requireJson(), express.json({ limit: MAX_BODY }), bodyThere(), graphql(parts));
  parts.pages(app);
  app.use(notFound());
  app.use(edgeErrors(parts.logger));
  return createServer({ requestTimeout: RECEIVE_LIMIT, keepAliveTimeout: KEEP_ALIVE }, app);
}

function addHealth(app: Express, { drain, readiness }: HttpParts): void {
  app.get('/healthz', (_request, response) => void response.type('text').send('ok\n'));
  app.get('/readyz', async (_request, response) => {
    const problem = drain.draining ? 'The service is stopping.' : await readiness();
    response.status(problem === null ? 200 : 503).setHeader('Cache-Control', 'no-store');
    response.type('text').send(`${problem ?? 'ready'}\n`);
  });
}

function graphql({ apollo, contextFor }: HttpParts): express.RequestHandler {
  return expressMiddleware(apollo, {
    context: async ({ req }) => {
      try {
        return await contextFor(req.headers.authorization);
      } catch (error) {
        if (error instanceof AccessError) throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: 401 } } });
        throw error;
      }
    },
  });
}

/** What one viewer was answered is not for another's cache. */
function noStore(): express.RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  };
}

/** The parser leaves nothing where nothing was sent; what follows wants to be told. */
function bodyThere(): express.RequestHandler {
  return (request, _response, next) => {
    request.body ??= {};
    next();
  };
}
