import { createServer, type Server } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import express, { type Express } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { ServiceFailure } from '../errors';
import type { RequestContext } from '../graphql/context';
import { failedEarly } from '../graphql/failure-status';
import type { TrustedDocuments } from '../graphql/trusted-documents';
import { apolloHandler } from './apollo-handler';
import { cors } from './cors';
import { addDocuments, trustedByHash } from './documents';
import { TurnedAway, type Door } from './door';
import type { Drain } from './drain';
import { edgeErrors, notFound, requireJson } from './edge-errors';
import { requestId } from './request-id';
import { securityHeaders } from './security-headers';
import { timeLimit } from './time-limit';

export interface HttpParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly door: Door;
  readonly documents: TrustedDocuments;
  /** Pages of these origins may ask from a browser. */
  readonly corsOrigins: readonly string[];
  /** Whose word on a caller's address is taken, as Express reads it; 0: nobody's. */
  readonly trustProxy: number | readonly string[];
  /** Whether the database answers and its migrations are current; a sentence when not. */
  readonly readiness: () => Promise<string | null>;
  /** Further pages, such as GraphiQL. */
  readonly pages: (app: Express) => void;
  readonly drain: Drain;
  readonly logger: Logger;
  /** Milliseconds that a GraphQL request may take. */
  readonly requestLimit?: number | undefined;
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
  app.set('trust proxy', parts.trustProxy);
  // What may be kept says so where it is answered.
  app.set('etag', false);
  app.use(parts.drain.count(), requestId(), securityHeaders());
  addHealth(app, parts);
  app.use(['/graphql', '/documents'], cors(parts.corsOrigins), timeLimit(parts.requestLimit));
  app.use('/graphql', noStore(), requireJson(), express.json({ limit: MAX_BODY }), bodyThere(), trustedByHash(parts.documents), graphql(parts));
  addDocuments(app, parts);
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

function graphql({ apollo, door }: HttpParts): express.RequestHandler {
  return apolloHandler(apollo, async (request) => {
    try {
      return await door.enter(request, (request.body as { query?: unknown }).query ?? request.query.query);
    } catch (error) {
      if (error instanceof ServiceFailure) throw failedEarly(error);
      if (!(error instanceof TurnedAway)) throw error;
      const { message, code, status, headers } = error;
      throw new GraphQLError(message, { extensions: { code, http: { status, headers: new HeaderMap(Object.entries(headers)) } } });
    }
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
