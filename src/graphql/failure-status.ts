import { HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ServiceFailure, ServiceFailureCode } from '../errors';

/** How HTTP says that a failure passes, and in how many seconds to try again. */
const HOW: Readonly<Record<ServiceFailureCode, { readonly status: number; readonly retryAfter: string }>> = {
  BUSY: { status: 503, retryAfter: '1' },
  UNAVAILABLE: { status: 503, retryAfter: '1' },
  TIMEOUT: { status: 504, retryAfter: '5' },
};

export function failureStatus(code: ServiceFailureCode): (typeof HOW)[ServiceFailureCode] {
  return HOW[code];
}

function isFailure(code: unknown): code is ServiceFailureCode {
  return typeof code === 'string' && Object.hasOwn(HOW, code);
}

/** The same failure for a request that has not become an operation yet. */
export function failedEarly({ code, message }: ServiceFailure): GraphQLError {
  const { status, retryAfter } = HOW[code];
  return new GraphQLError(message, { extensions: { code, http: { status, headers: new HeaderMap([['retry-after', retryAfter]]) } } });
}

/** A client, a proxy or a load balancer that reads the status alone learns of the failure too. */
export function giveFailureItsStatus(http: HTTPGraphQLHead, errors: readonly GraphQLFormattedError[]): void {
  const code = errors.map(({ extensions }) => extensions?.code).find(isFailure);
  if (code === undefined) return;
  http.status = HOW[code].status;
  http.headers.set('retry-after', HOW[code].retryAfter);
}
