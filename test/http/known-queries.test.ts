import { ApolloServer } from '@apollo/server';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { operationNames, operationText, type GoldenCase } from '../operations/golden-cases';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

/** Apollo is to choose among what a client accepts, and so answers itself. */
const BY_APOLLO = { accept: 'application/json;q=0.9' };
const apollo = jest.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

let opened: TestDatabase;
let service: TestService;
const lines: string[] = [];
beforeAll(async () => {
  const sink = new PassThrough();
  sink.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)));
  opened = await openTestDatabase({ with: 'sample' });
  service = await startTestService(opened, { logger: pino({ level: 'info' }, sink) });
});
afterAll(async () => {
  await service?.close();
  await opened?.close();
});
beforeEach(() => apollo.mockClear());

/** All that a client sees of an answer but when it came and under which id. */
async function seen(response: Response): Promise<unknown> {
  const headers = [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { status: response.status, headers, text: (await response.text()).replace(/"errorId":"[^"]+"/, '') };
}

function casesOf(name: string): GoldenCase[] {
  const file = join(__dirname, `../operations/${name}.golden.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GoldenCase[]) : [];
}

test.each(operationNames().reading)('%s is answered alike whether it is known or not', async (name) => {
  const text = operationText(name);
  for (const { role, variables } of casesOf(name)) {
    const who: Record<string, string> = role === undefined || role === 'ANONYMOUS' ? {} : { authorization: await service.authorization(role) };
    const expected = await seen(await service.post(text, variables, { ...who, ...BY_APOLLO }));
    expect(await seen(await service.post(text, variables, who))).toEqual(expected);
    expect(await seen(await service.post(text, variables, who))).toEqual(expected);
  }
});

const NAMES = 'query Names($first: Int!, $area: String) { organisations(first: $first, filter: { area: $area }) { nodes { name } } }';

test('a query that was answered before is answered without being parsed again, and written down in the log', async () => {
  await service.post(NAMES, { first: 2 });
  apollo.mockClear();
  lines.length = 0;
  const response = await service.post(NAMES, { first: 3 });
  expect(((await response.json()) as { data: { organisations: { nodes: unknown[] } } }).data.organisations.nodes).toHaveLength(3);
  expect(apollo).not.toHaveBeenCalled();
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ operation: 'Names', sql: 1, role: 'ANONYMOUS', requestId: response.headers.get('x-request-id') }]);
});

test.each([
  ['a page that is too large', { first: 500 }, 'BAD_PAGE'],
  ['a variable of another type', { first: 'many' }, 'BAD_USER_INPUT'],
  ['a variable that is missing', {}, 'BAD_PAGE'],
  ['a code that nobody knows', { first: 1, area: 'nowhere' }, 'UNKNOWN_AREA'],
  ['half of a pair of characters', { first: 1, area: '\ud800' }, 'BAD_INPUT'],
])('a known query with %s is refused as ever, in one line of the log', async (_what, variables, code) => {
  await service.post(NAMES, { first: 1 });
  const expected = await seen(await service.post(NAMES, variables, BY_APOLLO));
  lines.length = 0;
  const response = await seen(await service.post(NAMES, variables));
  expect(response).toEqual(expected);
  expect(JSON.stringify(response)).toContain(code);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ operation: 'Names', errors: [code] }]);
});

test('a query that fails is run once', async () => {
  const text = 'query Area($code: String!) { area(code: $code) { name } organisations(first: 1, filter: { area: $code }) { nodes { id } } }';
  await service.post(text, { code: 'E10000015' });
  lines.length = 0;
  await service.post(text, { code: 'nowhere' }, BY_APOLLO);
  await service.post(text, { code: 'nowhere' });
  const [byApollo, known] = lines.map((line) => (JSON.parse(line) as { sql: number }).sql);
  expect(byApollo).toBeGreaterThan(0);
  expect(known).toBe(byApollo);
});

test('what one role may ask, another may not, however well the query is known', async () => {
  const text = 'query Requests { changeRequests(first: 1) { totalCount } }';
  const admin = { authorization: await service.authorization('ADMIN') };
  for (const _ of ['new', 'known']) expect((await service.post(text, {}, admin)).status).toBe(200);
  expect((await service.post(text)).status).toBe(401);
  expect((await service.post(text, {}, { authorization: await service.authorization('ANALYST') })).status).toBe(403);
  expect((await service.post(text, {}, { authorization: 'Bearer none' })).status).toBe(401);
});

test('the schema is told to nobody in production, though an administrator asked for it before', async () => {
  const closed = await startTestService(opened, { production: true });
  try {
    const text = '{ __schema { queryType { name } } }';
    const admin = { authorization: await closed.authorization('ADMIN') };
    for (const _ of ['new', 'known']) expect((await closed.post(text, {}, admin)).status).toBe(200);
    const refused = await closed.post(text);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('INTROSPECTION_DISABLED')]);
  } finally {
    await closed.close();
  }
});

test('a request that says more than a query, its name and its variables is for Apollo, and so is a change', async () => {
  const post = (body: object): Promise<Response> => fetch(`${service.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await post({ query: '{ __typename }' });
  for (const body of [{ query: '{ __typename }', extensions: { a: 1 } }, { query: '{ __typename }', operationName: 'Other' }, { query: '{ __typename }', variables: [] }]) {
    apollo.mockClear();
    await post(body);
    expect([body, apollo.mock.calls.length]).toEqual([body, 1]);
  }
  const change = 'mutation Close($input: CloseOrganisationInput!) { closeOrganisation(input: $input) { userErrors { code } } }';
  const input = { id: 'none', expectedVersion: 1, lastDay: '2026-11-20' };
  const admin = { authorization: await service.authorization('ADMIN') };
  apollo.mockClear();
  for (const _ of ['new', 'again']) expect((await service.post(change, { input }, admin)).status).toBe(200);
  expect(apollo).toHaveBeenCalledTimes(2);
});
