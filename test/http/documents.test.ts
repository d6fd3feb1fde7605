import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

const FOLDER = join(__dirname, '../../schema/operations');

let opened: TestDatabase;
let service: TestService;
let closed: TestService;
let hashes: Record<string, string>;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample' });
  service = await startTestService(opened, { openness: { corsOrigins: ['https://council.example'] } });
  closed = await startTestService(opened, { openness: { trustedOnly: true } });
  hashes = (await (await fetch(`${service.url}/documents`)).json()) as Record<string, string>;
});

afterAll(async () => {
  await service?.close();
  await closed?.close();
  await opened?.close();
});

const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.graphql`), 'utf8');

function document(name: string, variables?: unknown, init: RequestInit = {}): Promise<Response> {
  const query = variables === undefined ? '' : `?variables=${encodeURIComponent(typeof variables === 'string' ? variables : JSON.stringify(variables))}`;
  return fetch(`${service.url}/documents/${hashes[name] ?? name}${query}`, init);
}

async function codesOf(response: Response): Promise<string[]> {
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return errors?.map((error) => error.extensions.code) ?? [];
}

const DACORUM = { area: 'E10000015', kind: 'DISTRICT' };

test('every documented operation is listed under the SHA-256 of its file', () => {
  expect(hashes['search-organisations']).toBe(createHash('sha256').update(textOf('search-organisations')).digest('hex'));
  expect(Object.keys(hashes)).toEqual([...Object.keys(hashes)].sort());
});

test('a document answers as its text does', async () => {
  const byHash = (await (await document('areas-within', DACORUM)).json()) as object;
  const byText = (await (await service.post(textOf('areas-within'), DACORUM)).json()) as object;
  expect(byHash).toEqual(byText);
  expect(JSON.stringify(byHash)).toContain('Dacorum');
});

describe('caches on the way', () => {
  test('may hold what anybody was answered, and ask whether it still holds', async () => {
    const response = await document('areas-within', DACORUM);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(response.headers.get('vary')).toMatch(/\bAuthorization\b/);
    const etag = response.headers.get('etag') ?? '';
    const again = await document('areas-within', DACORUM, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('etag')).toBe(etag);
    expect(again.headers.get('cache-control')).toMatch(/^public/);
    const other = await document('areas-within', { area: 'E10000007', kind: 'DISTRICT' }, { headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
  });

  test.each(['ADMIN', 'ANALYST'] as const)('hold no answer to a signed-in caller (%s), not even one that anybody gets', async (role) => {
    const headers = { authorization: await service.authorization(role), 'if-none-match': '*' };
    const response = await document('areas-within', DACORUM, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('etag')).toBeNull();
    expect(response.headers.get('vary')).toMatch(/\bAuthorization\b/);
  });

  test('hold no refusal and no answer with an error in it', async () => {
    const failing = await Promise.all([
      document('areas-within', { area: 'nowhere', kind: 'DISTRICT' }),
      document('areas-within', {}),
      document('areas-within', 'no JSON'),
      document('0'.repeat(64)),
      document('areas-within', DACORUM, { headers: { authorization: 'Bearer nonsense' } }),
    ]);
    expect(failing.map(({ headers }) => headers.get('cache-control'))).toEqual(failing.map(() => 'private, no-store'));
    expect(failing.map(({ headers }) => headers.get('etag'))).toEqual(failing.map(() => null));
  });
});

describe('what is wrong is told', () => {
  test.each([
    ['an unknown hash', () => document('0'.repeat(64)), 404, 'UNKNOWN_DOCUMENT'],
    ['no hash at all', () => document('search'), 404, 'UNKNOWN_DOCUMENT'],
    ['variables that are no JSON', () => document('areas-within', '{area}'), 400, 'BAD_VARIABLES'],
    ['variables that are a list', () => document('areas-within', []), 400, 'BAD_VARIABLES'],
    ['a variable that it does not have', () => document('areas-within', { ...DACORUM, depth: 3 }), 400, 'BAD_VARIABLES'],
    ['a variable that is missing', () => document('areas-within', { area: 'E10000015' }), 400, 'BAD_USER_INPUT'],
    ['a variable of another type', () => document('areas-within', { ...DACORUM, area: 7 }), 400, 'BAD_USER_INPUT'],
    ['a page of 101', () => document('search-organisations', { first: 101 }), 400, 'BAD_PAGE'],
    ['a token that does not hold', () => document('me', undefined, { headers: { authorization: 'Bearer nonsense' } }), 401, 'UNAUTHENTICATED'],
    ['another method', () => document('me', undefined, { method: 'POST' }), 405, 'METHOD_NOT_ALLOWED'],
  ])('%s', async (_title, ask, status, code) => {
    const response = await ask();
    expect([response.status, await codesOf(response)]).toEqual([status, [code]]);
  });
});

describe('at the endpoint', () => {
  const post = (body: object, to = service): Promise<Response> =>
    fetch(`${to.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('a hash stands for its document, as clients of either kind send it', async () => {
    const expected = await (await document('areas-within', DACORUM)).json();
    const hash = hashes['areas-within'];
    for (const by of [{ documentId: hash }, { documentId: `sha256:${hash}` }, { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }]) {
      expect(await (await post({ ...by, variables: DACORUM })).json()).toEqual(expected);
    }
  });

  test('nobody can have a document of their own kept', async () => {
    const query = '{ __typename }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect(await (await post({ query, extensions })).json()).toEqual({ data: { __typename: 'Query' } });
    const response = await post({ extensions });
    expect([response.status, await codesOf(response)]).toEqual([404, ['PERSISTED_QUERY_NOT_FOUND']]);
  });

  test('with TRUSTED_ONLY anonymous callers ask the documents alone, by hash or text; signed-in ones ask anything', async () => {
    const refused = await closed.post('{ __typename }');
    expect([refused.status, await codesOf(refused)]).toEqual([403, ['TRUSTED_ONLY']]);
    expect((await closed.post(textOf('areas-within'), DACORUM)).status).toBe(200);
    expect((await post({ documentId: hashes.me }, closed)).status).toBe(200);
    expect((await fetch(`${closed.url}/documents/${hashes.me}`)).status).toBe(200);
    expect((await closed.post('{ __typename }', {}, { authorization: await closed.authorization('ANALYST') })).status).toBe(200);
  });

  test('with TRUSTED_ONLY a document in the body lets nothing else in by the address', async () => {
    const body = JSON.stringify({ documentId: hashes.me });
    const elsewhere = request(`${closed.url}/graphql?query=${encodeURIComponent('{ __typename }')}`, { method: 'GET', headers: { 'content-type': 'application/json', 'content-length': body.length } });
    elsewhere.end(body);
    const [response] = (await once(elsewhere, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(405);
    const { data } = (await (await fetch(`${closed.url}/graphql?query=${encodeURIComponent('{ areasWithin(area: "E10000015") { code } }')}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json()) as { data: object };
    expect(Object.keys(data)).toEqual(['me']);
  });
});

test('where pages of any origin may ask, an answer says so whoever asked for it, for a cache may give it to one of them', async () => {
  const open = await startTestService(opened, { openness: { corsOrigins: ['*'] } });
  try {
    for (const headers of [{}, { origin: 'https://anywhere.example' }] as Record<string, string>[]) {
      const answer = await fetch(`${open.url}/lists/keys.json`, { headers });
      expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-expose-headers')]).toEqual(['*', 'ETag, Retry-After, X-Request-Id']);
    }
  } finally {
    await open.close();
  }
});

describe('pages of other origins', () => {
  const asks = (from: string, init: RequestInit = {}): Promise<Response> => document('me', undefined, { ...init, headers: { origin: from, ...init.headers } });

  test('may read lists as well', async () => {
    const { headers } = await fetch(`${service.url}/lists/keys.json`, { headers: { origin: 'https://council.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('https://council.example');
  });

  test('may read when they are named, and never with cookies', async () => {
    const { headers } = await asks('https://council.example');
    expect(headers.get('access-control-allow-origin')).toBe('https://council.example');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toMatch(/\bOrigin\b/);
    const preflight = await fetch(`${service.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://council.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, content-type' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'https://council.example']);
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/Authorization.*Content-Type/);
  });

  test.each(['https://evil.example', 'https://council.example.evil.example', 'http://council.example', 'null'])('may not when they are not (%s)', async (origin) => {
    expect((await asks(origin)).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${service.url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });

  test('may not where none is named', async () => {
    const { headers } = await fetch(`${closed.url}/documents`, { headers: { origin: 'https://council.example' } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
