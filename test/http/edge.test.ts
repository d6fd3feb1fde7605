import { connect } from 'node:net';
import { Readiness } from '../../src/http/readiness';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

let opened: TestDatabase;
let service: TestService;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample' });
  service = await startTestService(opened);
});

afterAll(async () => {
  await service?.close();
  await opened?.close();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const QUESTION = JSON.stringify({ query: '{ __typename }' });

interface Case {
  readonly name: string;
  readonly init: RequestInit;
  readonly path?: string;
  readonly status: number;
  readonly code: string;
}

const CASES: readonly Case[] = [
  { name: 'JSON that does not parse', init: { method: 'POST', headers: JSON_TYPE, body: '{"query":' }, status: 400, code: 'BAD_REQUEST' },
  { name: 'a body that is no object', init: { method: 'POST', headers: JSON_TYPE, body: '"query"' }, status: 400, code: 'BAD_REQUEST' },
  { name: 'no body', init: { method: 'POST', headers: JSON_TYPE }, status: 400, code: 'BAD_REQUEST' },
  { name: 'a batch', init: { method: 'POST', headers: JSON_TYPE, body: `[${QUESTION}]` }, status: 400, code: 'BAD_REQUEST' },
  { name: 'more than 1 MB', init: { method: 'POST', headers: JSON_TYPE, body: `{"query":"${'a'.repeat(1_100_000)}"}` }, status: 413, code: 'TOO_LARGE' },
  { name: 'a form', init: { method: 'POST', body: new URLSearchParams({ query: '{ __typename }' }) }, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  { name: 'plain text', init: { method: 'POST', headers: { 'content-type': 'text/plain' }, body: QUESTION }, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  { name: 'an unknown character set', init: { method: 'POST', headers: { 'content-type': 'application/json; charset=klingon' }, body: QUESTION }, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  { name: 'an unknown compression', init: { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'zstd' }, body: QUESTION }, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  { name: 'compressed bytes that are not', init: { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: QUESTION }, status: 400, code: 'BAD_REQUEST' },
  { name: 'a client that takes no JSON', init: { method: 'POST', headers: { ...JSON_TYPE, accept: 'text/html' }, body: QUESTION }, status: 406, code: 'NOT_ACCEPTABLE' },
  { name: 'another method', init: { method: 'DELETE' }, status: 405, code: 'METHOD_NOT_ALLOWED' },
  { name: 'another path', init: {}, path: '/graphq', status: 404, code: 'NOT_FOUND' },
  { name: 'a list that was never issued', init: {}, path: '/lists/00000000-0000-7000-8000-000000000000.json', status: 404, code: 'NOT_FOUND' },
  { name: 'a path that does not decode', init: {}, path: '/graphiql/files/%E0%A4%A', status: 400, code: 'BAD_REQUEST' },
  { name: 'an operation that the document does not have', init: { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ query: 'query A { __typename }', operationName: 'B' }) }, status: 400, code: 'OPERATION_RESOLUTION_FAILURE' },
  { name: 'a token that does not hold', init: { method: 'POST', headers: { ...JSON_TYPE, authorization: 'Bearer nonsense' }, body: QUESTION }, status: 401, code: 'UNAUTHENTICATED' },
];

test.each(CASES)('$name is refused with status $status as a GraphQL error, without a trace of our insides', async ({ init, path, status, code }) => {
  const response = await fetch(`${service.url}${path ?? '/graphql'}`, init);
  const text = await response.text();
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const answer = JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] };
  expect(answer.errors.map((error) => error.extensions.code)).toEqual([code]);
  expect(answer.errors[0]?.message).toMatch(/^[A-Z].*\.$/s);
  expect(response.headers.get('cache-control')).toMatch(/no-store/);
  expect(text).not.toMatch(/<|node_modules|\.js:\d|\.ts:\d|at [A-Z]\w+\./);
});

test('every answer says how it may be used', async () => {
  for (const path of ['/', '/graphql', '/healthz', '/readyz', '/nowhere']) {
    const { headers } = await fetch(service.url + path);
    expect({
      type: headers.get('x-content-type-options'),
      referrer: headers.get('referrer-policy'),
      frame: headers.get('x-frame-options'),
      opener: headers.get('cross-origin-opener-policy'),
      software: headers.get('x-powered-by'),
    }).toEqual({ type: 'nosniff', referrer: 'no-referrer', frame: 'DENY', opener: 'same-origin', software: null });
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
  }
});

test.each(['/graphql', '/graphql/', '/GraphQL?from=here'])('%s is the endpoint', async (path) => {
  const response = await fetch(service.url + path, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body: QUESTION });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
});

test('a request that names the whole address finds the endpoint', async () => {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.write(`POST ${service.url}/graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${QUESTION.length}\r\n\r\n${QUESTION}`);
  let answer = '';
  for await (const part of socket) answer += String(part);
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"data":\{"__typename":"Query"\}\}/);
});

test('answers of the endpoint are kept by no cache', async () => {
  expect((await service.post('{ __typename }')).headers.get('cache-control')).toBe('no-store');
});

test('a request keeps the id that it came with, and gets one when it has none or a harmful one', async () => {
  const idOf = async (given?: string) => (await fetch(`${service.url}/healthz`, given === undefined ? {} : { headers: { 'x-request-id': given } })).headers.get('x-request-id');
  expect(await idOf('tender-2026.11:7')).toBe('tender-2026.11:7');
  for (const given of [undefined, '{"level":50}', 'a'.repeat(200)]) expect(await idOf(given)).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf()).not.toBe(await idOf());
});

test('the service is alive and ready', async () => {
  const answers = await Promise.all(['/healthz', '/readyz'].map(async (path) => (await fetch(service.url + path)).text()));
  expect(answers).toEqual(['ok\n', 'ready\n']);
});

test('however many ask whether it is ready, the database is asked once; one that fails is not ready', async () => {
  let asked = 0;
  let away = false;
  const { database } = opened;
  const counting = Object.create(database, {
    answers: { value: () => ((asked += 1), database.answers()) },
    pending: { value: () => (away ? Promise.reject(new Error('gone')) : database.pending()) },
  }) as typeof database;
  const other = await startTestService({ ...opened, database: counting });
  const ready = async (): Promise<string> => {
    const response = await fetch(`${other.url}/readyz`);
    return `${response.status} ${await response.text()}`;
  };
  try {
    away = true;
    expect(await ready()).toBe('503 The database does not answer.\n');
    away = false;
    while ((await ready()) !== '200 ready\n') await new Promise((done) => setImmediate(done));
    asked = 0;
    expect(new Set(await Promise.all(Array.from({ length: 100 }, ready)))).toEqual(new Set(['200 ready\n']));
    expect(asked).toBeLessThanOrEqual(2);
  } finally {
    await other.close();
  }
});

test('a database that never answers is not waited for', async () => {
  expect(await new Readiness(() => new Promise(() => undefined), 1).problem()).toBe('The database does not answer.');
});

test('a change that the client could not read the answer to is not made', async () => {
  const body = JSON.stringify({ query: 'mutation { createOrganisation(input: { name: "Never told" }) { organisation { id } } }' });
  const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers: { ...JSON_TYPE, accept: 'text/csv', authorization: await service.authorization('ADMIN') }, body });
  expect(response.status).toBe(406);
  expect((await opened.owner.query(`select from organisations where name = 'Never told'`)).rowCount).toBe(0);
});

test('a body that is cut short ends that connection and nothing else', async () => {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query"');
  await new Promise((done) => setTimeout(done, 50));
  socket.destroy();
  expect((await service.post('{ __typename }')).status).toBe(200);
});
