import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { v4 as uuid } from 'uuid';
import { AccessError, ArgumentError } from '../errors';

/** What the caller can mend is told with its code and argument; anything else is masked, and logged under an id that the caller sees. */
export function errorFormatter(logger: Logger): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error);
    if (cause instanceof ArgumentError) return { ...told(formatted, cause.message), extensions: { code: cause.code, argument: cause.argument } };
    if (cause instanceof AccessError) return { ...told(formatted, cause.message), extensions: { code: cause.code } };
    // Apollo wraps what the executor says of an operation name that the document does not have.
    const noSuchOperation = formatted.extensions?.code === 'OPERATION_RESOLUTION_FAILURE';
    if (cause instanceof GraphQLError && (cause.originalError === undefined || noSuchOperation)) {
      const code = cause.extensions.code ?? 'BAD_USER_INPUT';
      return { ...told(formatted, formatted.message), extensions: { code } };
    }
    const errorId = uuid();
    logger.error({ errorId, err: cause }, 'a request failed');
    return { ...told(formatted, `Something went wrong on our side. When you report it, name ${errorId}.`), extensions: { code: 'INTERNAL', errorId } };
  };
}

function told(formatted: GraphQLFormattedError, message: string): GraphQLFormattedError {
  return {
    message,
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
}
