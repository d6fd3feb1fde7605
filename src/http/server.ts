import { createServer, type Server } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Express } from 'express';
import { GraphQLError } from 'graphql';
import { AccessError } from '../errors';
import type { RequestContext } from '../graphql/context';

export interface HttpParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly contextFor: (authorization: string | undefined) => Promise<RequestContext>;
  /** Whether the database answers and its migrations are current; a sentence when not. */
  readonly readiness: () => Promise<string | null>;
  /** Further pages, such as GraphiQL. */
  readonly pages: (app: Express) => void;
}

/** Bodies of more than this are refused. */
const MAX_BODY = '1mb';

export function makeHttpServer(parts: HttpParts): Server {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    next();
  });
  app.get('/healthz', (_request, response) => void response.type('text').send('ok\n'));
  app.get('/readyz', async (_request, response) => {
    const problem = await parts.readiness();
    response.status(problem === null ? 200 : 503).type('text').send(`${problem ?? 'ready'}\n`);
  });
  app.use(
    '/graphql',
    express.json({ limit: MAX_BODY }),
    expressMiddleware(parts.apollo, {
      context: async ({ req }) => {
        try {
          return await parts.contextFor(req.headers.authorization);
        } catch (error) {
          if (error instanceof AccessError) throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: 401 } } });
          throw error;
        }
      },
    }),
  );
  parts.pages(app);
  return createServer(app);
}
