import { createServer, type Server } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { cors } from './cors';
import { addDocuments } from './documents';
import type { Drain } from './drain';
import { edgeErrors, notFound } from './edge-errors';
import { graphqlRoute, isGraphql, type GraphqlParts } from './graphql-route';
import { Readiness } from './readiness';
import { giveId } from './request-id';
import { secure } from './security-headers';
import { limitTime } from './time-limit';

export interface HttpParts extends GraphqlParts {
  /** Pages of these origins may ask from a browser. */
  readonly corsOrigins: readonly string[];
  /** Whether the database answers and its migrations are current; a sentence when not. */
  readonly readiness: () => Promise<string | null>;
  /** Further pages, such as GraphiQL. */
  readonly pages: (app: Express) => void;
  readonly drain: Drain;
  /** Milliseconds that a GraphQL request may take. */
  readonly requestLimit?: number | undefined;
}

/** Milliseconds to receive a whole request, so that slow senders do not hold connections. */
const RECEIVE_LIMIT = 30_000;
/** Longer than load balancers keep an idle connection (60 s), so that it is they who close it. */
const KEEP_ALIVE = 65_000;

export function makeHttpServer(parts: HttpParts): Server {
  const askedBeforehand = cors(parts.corsOrigins);
  const graphql = graphqlRoute(parts);
  const rest = makeApp(parts, (request, response, next) => {
    if (askedBeforehand(request, response)) return;
    limitTime(response, parts.logger, parts.requestLimit);
    next();
  });
  return createServer({ requestTimeout: RECEIVE_LIMIT, keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    parts.drain.count(response);
    giveId(request, response);
    secure(response);
    if (!isGraphql(request.url ?? '')) return void rest(request, response);
    if (askedBeforehand(request, response)) return;
    limitTime(response, parts.logger, parts.requestLimit);
    graphql(request, response);
  });
}

/** Everything but the endpoint. */
function makeApp(parts: HttpParts, admitted: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  // What may be kept says so where it is answered.
  app.set('etag', false);
  addHealth(app, parts);
  addDocuments(app, parts, admitted);
  // What pages of other origins may ask for, and what asks the database for much.
  app.use('/lists', admitted);
  parts.pages(app);
  app.use(notFound());
  app.use(edgeErrors(parts.logger));
  return app;
}

function addHealth(app: Express, { drain, readiness }: HttpParts): void {
  const ready = new Readiness(readiness);
  app.get('/healthz', (_request, response) => void response.type('text').send('ok\n'));
  app.get('/readyz', async (_request, response) => {
    const problem = drain.draining ? 'The service is stopping.' : await ready.problem();
    response.status(problem === null ? 200 : 503).setHeader('Cache-Control', 'no-store');
    response.type('text').send(`${problem ?? 'ready'}\n`);
  });
}
