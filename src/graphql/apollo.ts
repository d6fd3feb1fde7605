import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { AudienceCheck } from './audience-check';
import type { RequestContext } from './context';
import { Executor } from './executor';
import { errorFormatter } from './format-error';
import { KnownQueries } from './known-queries';
import { writeAnswer } from './read/json-text';
import { LimitCheck } from './limits/limit-check';
import { LIMITS } from './limits/limits';
import { requestPlugin } from './request.plugin';

export interface Graphql {
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: KnownQueries;
}

/** Apollo in front (HTTP, validation, caches of parsed documents), our executor behind it; what is known already goes straight there. */
export function makeGraphql(schema: GraphQLSchema, logger: Logger, production: boolean): Graphql {
  const executor = new Executor(schema, { hideSuggestions: production });
  const audiences = new AudienceCheck(schema);
  const limits = new LimitCheck(schema, production);
  const known = new KnownQueries({ executor, audiences, limits, logger });
  const apollo = new ApolloServer<RequestContext>({
    // The gateway option is Apollo's way to take an executor other than graphql-js.
    gateway: {
      load: async () => ({
        executor: async ({ document, request, context }) =>
          (context.ran ?? (await executor.execute(document, request.operationName, context, request.variables ?? {}))) as never,
      }),
      onSchemaLoadOrUpdate: (take) => {
        take({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: async () => undefined,
    },
    // Who may ask for the schema is decided with the limits, for it depends on who asks.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(logger),
    stringifyResult: (answer) => `${writeAnswer(answer)}\n`,
    parseOptions: { maxTokens: LIMITS.tokens },
    // Apollo would take suggestions out of messages again, which takes long where a caller's text stands in one.
    hideSchemaDetailsFromClientErrors: false,
    validationOptions: { maxErrors: LIMITS.validationErrors, hideSuggestions: production },
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Callers cannot have documents of their own kept; the trusted ones are found by hash before.
    persistedQueries: false,
    stopOnTerminationSignals: false,
    logger,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled(), requestPlugin({ audiences, limits, known, logger })],
  });
  return { apollo, known };
}
