import type { Fetcher } from '@graphiql/toolkit';

/** Sends operations to this service alone; the token applies unless the headers editor names another. */
export function makeFetcher(token: () => string): Fetcher {
  return async (operation, options) => {
    const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
    if (token() !== '') headers.set('authorization', `Bearer ${token()}`);
    for (const [name, value] of Object.entries((options?.headers ?? {}) as Record<string, string>)) headers.set(name, value);
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(operation) });
    return (await response.json()) as Record<string, unknown>;
  };
}
