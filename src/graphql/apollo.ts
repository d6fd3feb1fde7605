import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { AudienceCheck } from './audience-check';
import type { RequestContext } from './context';
import { Executor } from './executor';
import { failuresHaveTheirStatus } from './failure-status';
import { errorFormatter } from './format-error';
import { writeAnswer } from './read/json-text';
import { LimitCheck } from './limits/limit-check';
import { LIMITS } from './limits/limits';
import { limitsPlugin } from './limits/limits.plugin';

/** Apollo in front (HTTP, validation, caches of parsed documents), graphql-jit behind it. */
export function makeApollo(schema: GraphQLSchema, logger: Logger, production: boolean): ApolloServer<RequestContext> {
  const executor = new Executor(schema);
  return new ApolloServer<RequestContext>({
    // The gateway option is Apollo's way to take an executor other than graphql-js.
    gateway: {
      load: async () => ({
        executor: async ({ document, request, context }) =>
          (await executor.execute(document, request.operationName, context, request.variables ?? {})) as never,
      }),
      onSchemaLoadOrUpdate: (take) => {
        take({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: async () => undefined,
    },
    // Who may ask for the schema is decided with the limits, for it depends on who asks.
    introspection: true,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(logger),
    stringifyResult: (answer) => `${writeAnswer(answer)}\n`,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationOptions: { maxErrors: LIMITS.validationErrors },
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Callers cannot have documents of their own kept; the trusted ones are found by hash before.
    persistedQueries: false,
    stopOnTerminationSignals: false,
    logger,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), audiencePlugin(new AudienceCheck(schema)), limitsPlugin(new LimitCheck(schema, production)), badInputIs400(), failuresHaveTheirStatus(), requestLog(logger)],
  });
}

function audiencePlugin(check: AudienceCheck): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, contextValue }) => {
        const refusal = check.refusal(document, contextValue.viewer.role);
        if (refusal !== null) throw refusal;
      },
    }),
  };
}

/** Variables that do not fit their types never ran: the transport says so too. */
function badInputIs400(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return;
        const { data, errors } = response.body.singleResult;
        const notRun = data == null && errors?.some((error) => error.extensions?.code === 'BAD_USER_INPUT' && error.path === undefined);
        if (notRun === true && response.http.status === undefined) response.http.status = 400;
        response.http.headers ??= new HeaderMap();
      },
    }),
  };
}

/** One line a request: what was asked, how long it took, how many statements it ran. Never a value. */
function requestLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => {
      const began = performance.now();
      return {
        willSendResponse: async ({ operationName, contextValue, errors, request, response }) => {
          const codes = response.body.kind === 'single' ? response.body.singleResult.errors?.map((error) => String(error.extensions?.code)) : undefined;
          logger.info(
            {
              requestId: request.http?.headers.get('x-request-id'),
              operation: operationName ?? '(anonymous)',
              ms: Math.round((performance.now() - began) * 10) / 10,
              sql: contextValue.sql.total,
              role: contextValue.viewer.role,
              ...(errors === undefined ? {} : { errors: codes }),
            },
            'request',
          );
        },
      };
    },
  };
}
