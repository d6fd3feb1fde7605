import { GraphQLError } from 'graphql';
import type { LimitCode } from './limits';

/** What an operation is refused for before anything of it runs. */
export function refused(code: string, message: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more, http: { status: 400 } } });
}

export function limited(code: LimitCode, message: string): GraphQLError {
  return refused(code, message);
}
