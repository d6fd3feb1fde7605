import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../context';
import type { LimitCheck } from './limit-check';
import { LIMITS } from './limits';

/** Refuses what passes the limits before anything runs, and tells those who are signed in what their question cost. */
export function limitsPlugin(check: LimitCheck): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => {
      let cost: number | undefined;
      return {
        didResolveOperation: async ({ document, operation, request, contextValue }) => {
          // Without one of that name there is nothing to judge: the executor says so.
          if (operation !== undefined) cost = check.admit(document, operation, request.variables, contextValue.viewer.role);
        },
        willSendResponse: async ({ response, contextValue }) => {
          if (cost === undefined || contextValue.viewer.role === 'ANONYMOUS' || response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          singleResult.extensions = { ...singleResult.extensions, cost: { asked: cost, limit: LIMITS.cost } };
        },
      };
    },
  };
}
