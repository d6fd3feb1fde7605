import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { v4 as uuid } from 'uuid';
import { errorForLog } from '../error-for-log';
import { AccessError, ArgumentError, ServiceFailure } from '../errors';
import { logFailure } from '../failure-log';
import { LIMITS, type LimitCode } from './limits/limits';

/** The parser has no code of its own for it. */
const TOO_MANY_TOKENS = /Document contains more tha[nt] \d+ tokens/;

/** Characters of a message that are told: what a caller sent stands in some of them. */
const LONGEST_MESSAGE = 1_000;

/** What the caller can mend is told with its code and argument; anything else is masked, and logged under an id that the caller sees. */
export function errorFormatter(logger: Logger): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error);
    if (cause instanceof ArgumentError) return { ...told(formatted, cause.message), extensions: { code: cause.code, argument: cause.argument } };
    if (cause instanceof AccessError) return { ...told(formatted, cause.message), extensions: { code: cause.code } };
    if (cause instanceof ServiceFailure) {
      logFailure(logger, cause);
      return { ...told(formatted, cause.message), extensions: { code: cause.code } };
    }
    if (cause instanceof GraphQLError && TOO_MANY_TOKENS.test(cause.message)) {
      return { message: `The query is too long: at most ${LIMITS.tokens} words and signs.`, extensions: { code: 'QUERY_TOO_LARGE' satisfies LimitCode } };
    }
    // Apollo wraps what the parser, the validation and the executor say of a document: that is the caller's to mend.
    const ofDocument = cause instanceof GraphQLError && (cause.originalError === undefined || (cause.path === undefined && cause.originalError instanceof GraphQLError));
    if (ofDocument) {
      const { code = 'BAD_USER_INPUT', argument } = cause.extensions;
      return { ...told(formatted, formatted.message), extensions: { code, ...(argument === undefined ? {} : { argument }) } };
    }
    const errorId = uuid();
    logger.error({ errorId, error: errorForLog(cause) }, 'a request failed');
    return { ...told(formatted, `Something went wrong on our side. When you report it, name ${errorId}.`), extensions: { code: 'INTERNAL', errorId } };
  };
}

function told(formatted: GraphQLFormattedError, message: string): GraphQLFormattedError {
  return {
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message,
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
}
