import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { AudienceCheck } from './audience-check';
import type { RequestContext } from './context';
import { giveFailureItsStatus } from './failure-status';
import type { KnownQueries } from './known-queries';
import { tellCost, type LimitCheck } from './limits/limit-check';
import { logRequest } from './request-log';

type Sent = GraphQLRequestContextWillSendResponse<RequestContext>;

interface Around {
  readonly audiences: AudienceCheck;
  readonly limits: LimitCheck;
  readonly known: KnownQueries;
  readonly logger: Logger;
}

/**
 * What the service does around every operation. One plugin, for Apollo waits for each plugin at each step, which is
 * much of what a small request takes.
 */
export function requestPlugin({ audiences, limits, known, logger }: Around): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => {
      const began = performance.now();
      let cost: number | undefined;
      return {
        didResolveOperation: async ({ document, operation, request, contextValue: { viewer } }) => {
          const refusal = audiences.refusal(document, viewer.role);
          if (refusal !== null) throw refusal;
          if (operation === undefined) throw noSuchOperation(request.operationName);
          cost = limits.admit(document, operation, request.variables, viewer.role);
        },
        willSendResponse: async (sent) => {
          const errors = finish(sent, cost);
          const { source, document, operation, operationName, contextValue, request } = sent;
          if (errors === undefined && operation?.operation === 'query' && source !== undefined && document !== undefined) known.keep(source, document);
          const codes = errors?.map(({ extensions }) => String(extensions?.code));
          logRequest(logger, contextValue, { requestId: request.http?.headers.get('x-request-id'), operation: operationName, began, ...(codes === undefined ? {} : { errors: codes }) });
        },
      };
    },
  };
}

/** Gives the answer its status, and its cost to those who are signed in. @returns the errors of the answer. */
function finish({ response: { body, http }, contextValue: { viewer } }: Sent, cost: number | undefined): readonly GraphQLFormattedError[] | undefined {
  if (body.kind !== 'single') return undefined;
  const { singleResult } = body;
  const { errors } = singleResult;
  if (errors !== undefined) {
    if (singleResult.data == null && errors.some(neverRan)) http.status ??= 400;
    giveFailureItsStatus(http, errors);
  }
  const told = cost === undefined ? undefined : tellCost(cost, viewer.role);
  if (told !== undefined) singleResult.extensions = { ...singleResult.extensions, ...told };
  return errors;
}

/** What is not judged is not run: Apollo would leave an operation that it does not find to the executor. */
function noSuchOperation(name: string | undefined): GraphQLError {
  const message = name == null ? 'The document has several operations: name one of them in operationName.' : 'The document has no operation of that name.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}

/** Variables that do not fit their types. */
function neverRan({ extensions, path }: GraphQLFormattedError): boolean {
  return extensions?.code === 'BAD_USER_INPUT' && path === undefined;
}
