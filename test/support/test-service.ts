import { type Logger, pino } from 'pino';
import { LocalTokens } from '../../src/access/local-tokens';
import type { SignedInRole } from '../../src/access/viewer';
import { makeAuthenticator, makeService, type Openness } from '../../src/app';
import { testClock } from './ask';
import type { TestDatabase } from './test-database';

export interface TestService {
  /** Such as http://127.0.0.1:40123 */
  readonly url: string;
  /** An Authorization header for a role. */
  authorization(role: SignedInRole, scope?: { areaCodes?: readonly string[]; organisationIds?: readonly string[] }): Promise<string>;
  /** Asks over HTTP; `headers` may carry an authorization. */
  post(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** Serves a test's database over HTTP on a port of the system's choosing. Close it before the database. */
export async function startTestService(opened: TestDatabase, options: { production?: boolean; openness?: Openness; requestLimit?: number; logger?: Logger } = {}): Promise<TestService> {
  const tokens = LocalTokens.open(opened.config.dataDir);
  const service = await makeService({ database: opened.database, authenticator: makeAuthenticator(opened.config, opened.database, tokens, testClock), clock: testClock, logger: options.logger ?? pino({ level: 'silent' }), production: options.production ?? false, ...(options.openness === undefined ? {} : { openness: options.openness }), ...(options.requestLimit === undefined ? {} : { requestLimit: options.requestLimit }) });
  await new Promise<void>((done, fail) => {
    service.server.once('error', fail);
    service.server.listen(0, '127.0.0.1', done);
  });
  const address = service.server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    authorization: async (role, scope = {}) => `Bearer ${await tokens.issue({ role, subject: `test ${role.toLowerCase()}`, areaCodes: [], organisationIds: [], ...scope }, 1)}`,
    post: (query, variables = {}, headers = {}) =>
      fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) }),
    close: async () => void (await service.stop()),
  };
}
