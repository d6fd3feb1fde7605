import { getIntrospectionQuery } from 'graphql';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

/** What graphql-cop looks for at an endpoint, each as a test of a service in production. */
let opened: TestDatabase;
let service: TestService;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample' });
  service = await startTestService(opened, { production: true });
});

afterAll(async () => {
  await service?.close();
  await opened?.close();
});

interface Answer {
  readonly data?: unknown;
  readonly errors?: { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions?: unknown;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const answerOf = async (response: Response): Promise<Answer> => (await response.json()) as Answer;
const codes = ({ errors }: Answer): string[] => errors?.map((error) => error.extensions.code) ?? [];
const url = (query: string): string => `${service.url}/graphql?query=${encodeURIComponent(query)}`;
const repeated = (count: number, make: (at: number) => string): string => Array.from({ length: count }, (_, at) => make(at)).join(' ');

describe('denial of service', () => {
  test('101 aliases of one field are refused', async () => {
    const response = await service.post(`query cop { ${repeated(101, (at) => `alias${at}: __typename`)} }`);
    expect([response.status, codes(await answerOf(response))]).toEqual([400, ['TOO_MANY_ALIASES']]);
  });

  test('500 times the same field is refused', async () => {
    const response = await service.post(`query cop { ${'__typename '.repeat(500)} }`);
    expect([response.status, codes(await answerOf(response))]).toEqual([400, ['TOO_MANY_REPEATS']]);
  });

  test('a batch of ten is refused', async () => {
    const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(Array(10).fill({ query: 'query cop { __typename }' })) });
    const answer = await answerOf(response);
    expect([response.status, Array.isArray(answer), answer.data]).toEqual([400, false, undefined]);
  });

  test.each([10, 500])('%d directives on one field are not answered one by one', async (count) => {
    const response = await service.post(`query cop { __typename ${'@aa'.repeat(count)} }`);
    const answer = await answerOf(response);
    expect(response.status).toBe(400);
    expect(answer.errors?.length).toBeLessThan(10);
  });

  test('introspection that goes in circles is refused', async () => {
    const response = await service.post('query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }');
    expect(response.status).toBe(400);
  });
});

describe('information leakage', () => {
  const INTROSPECTION = [getIntrospectionQuery(), 'query cop { __schema { types { name } } }', '{ __type(name: "Query") { name } }', '{ ...A } fragment A on Query { s: __schema { queryType { name } } }'];

  test.each(INTROSPECTION)('the schema is not told: %.40s', async (query) => {
    for (const role of [undefined, 'ANALYST', 'COORDINATOR'] as const) {
      const headers = role === undefined ? {} : { authorization: await service.authorization(role, { areaCodes: ['E10000015'] }) };
      const response = await service.post(query, {}, headers as Record<string, string>);
      expect([response.status, codes(await answerOf(response))]).toEqual([400, ['INTROSPECTION_DISABLED']]);
    }
  });

  test('but an ADMIN may ask for it, and outside production anybody', async () => {
    const asAdmin = await answerOf(await service.post(getIntrospectionQuery(), {}, { authorization: await service.authorization('ADMIN') }));
    expect(asAdmin).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
    const open = await startTestService(opened);
    try {
      expect(codes(await answerOf(await open.post(getIntrospectionQuery())))).toEqual([]);
    } finally {
      await open.close();
    }
  });

  test.each([
    ['a field', '{ organisation { nam } }', {}],
    ['a field of the top', '{ directve organisatons(first: 1) { totalCount } }', {}],
    ['a type', '{ node(id: "x") { ... on Organisaton { name } } }', {}],
    ['an argument', '{ areasWithin(are: "x") { name } }', {}],
    ['a literal enum value', '{ organisations(first: 1, orderBy: NAM) { totalCount } }', {}],
    ['an enum value in a variable', 'query ($o: OrganisationOrder) { organisations(first: 1, orderBy: $o) { totalCount } }', { o: 'NAM' }],
    ['a field of an input in a variable', 'query ($f: OrganisationFilter) { organisations(first: 1, filter: $f) { totalCount } }', { f: { sectr: 'VOLUNTARY' } }],
    ['a field of a literal input', '{ organisations(first: 1, filter: { tex: "a" }) { totalCount } }', {}],
  ])('a misspelt %s is not corrected', async (_what, query, variables) => {
    const response = await service.post(query, variables);
    const answer = await answerOf(response);
    expect(response.status).toBe(400);
    expect(codes(answer)).not.toContain('INTERNAL');
    expect(JSON.stringify(answer)).not.toMatch(/did you mean/i);
  });

  test.each([
    ['a text', (text: string): [string, Record<string, unknown>] => [`{ organisations(first: ${JSON.stringify(text)}) { totalCount } }`, {}]],
    ['a variable', (text: string): [string, Record<string, unknown>] => ['query ($n: Int) { organisations(first: $n) { totalCount } }', { n: text }]],
  ])('%s as long as a request may be, that looks like a correction, is told in short', async (_what, asking) => {
    const response = await service.post(...asking(' Did you mean x'.repeat(60_000)));
    const text = await response.text();
    expect([response.status, text.length < 2_000]).toEqual([400, true]);
  });

  test('no page offers an editor at the endpoint, or loads anything from elsewhere', async () => {
    for (const path of ['/graphql', '/', '/console', '/playground', '/altair', '/graphql/console']) {
      const response = await fetch(service.url + path, { headers: { accept: 'text/html' } });
      expect(await response.text()).not.toMatch(/<script|https?:/i);
    }
    expect((await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } })).headers.get('content-type')).not.toMatch(/html/);
  });

  test('no tracing is told', async () => {
    const response = await service.post('query cop { __typename }', {}, { 'apollo-tracing': '1', 'apollo-federation-include-trace': 'ftv1', 'x-apollo-tracing': '1' });
    expect(await answerOf(response)).toEqual({ data: { __typename: 'Query' } });
  });

  test.each([
    ['a syntax error', { query: 'query cop { __typename' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown directive', { query: 'qwerty cop { abc }' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown operation', { query: 'query a { __typename } query b { __typename }', operationName: 'c' }, 'OPERATION_RESOLUTION_FAILURE'],
    ['a query that is a number', { query: 7 }, 'BAD_REQUEST'],
    ['variables that are text', { query: '{ __typename }', variables: 'a' }, 'BAD_REQUEST'],
    ['extensions that are text', { query: '{ __typename }', extensions: 'a' }, 'BAD_REQUEST'],
  ])('%s is handled', async (_title, body, code) => {
    const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
    const text = await response.text();
    expect([response.status, codes(JSON.parse(text) as Answer)]).toEqual([400, [code]]);
    expect(text).not.toMatch(/node_modules|\bat \/|stacktrace|exception/);
  });
});

test.each([20_000, 200_000])('variables within each other, %i deep, are refused', async (levels) => {
  const body = `{"query":"{ __typename }","variables":{"x":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
  const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers: JSON_TYPE, body });
  expect([response.status, codes((await response.json()) as Answer)]).toEqual([400, ['BAD_INPUT']]);
});

describe('cross-site requests', () => {
  test.each(['query cop { __typename }', 'mutation cop { __typename }'])('a page cannot ask by address alone: %s', async (query) => {
    const response = await fetch(url(query));
    expect([response.status, (await answerOf(response)).data ?? null]).toEqual([405, null]);
  });

  test('a change is never made by GET, whatever its headers say', async () => {
    const response = await fetch(url('mutation cop { __typename }'), { headers: { ...JSON_TYPE, 'apollo-require-preflight': 'true' } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])('a form cannot ask: %s', async (type) => {
    const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body: 'query=query+cop+{+__typename+}' });
    expect([response.status, (await answerOf(response)).data ?? null]).toEqual([415, null]);
  });

  test('a script that asks for the endpoint or a document gets no script', async () => {
    for (const path of ['/graphql', '/documents']) {
      const { headers } = await fetch(service.url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    }
  });
});
