import { RateLimiter } from '../../src/access/rate-limiter';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

const LIMIT = 40;
/** Seconds; long, so that no window ends while a test runs. */
const WINDOW = 86_400;
const RATE = { limit: LIMIT, window: WINDOW, leaseEvery: 0 };

let opened: TestDatabase;
const services: TestService[] = [];
const serve = async (openness: NonNullable<Parameters<typeof startTestService>[1]>['openness']): Promise<TestService> => {
  const service = await startTestService(opened, { openness });
  services.push(service);
  return service;
};

beforeAll(async () => (opened = await openTestDatabase({ with: 'empty', writes: true })));
beforeEach(() => opened.owner.query('truncate rate_limits'));
afterAll(async () => {
  for (const service of services) await service.close();
  await opened?.close();
});

const ask = async (service: TestService, headers: Record<string, string> = {}): Promise<Response> => service.post('{ __typename }', {}, headers);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

test('two services on one database share a caller’s budget, to the last request', async () => {
  const both = [await serve({ rate: RATE }), await serve({ rate: RATE })];
  let answered = 0;
  let refused: Response | undefined;
  for (let at = 0; at < LIMIT * 4; at += 1) {
    const response = await ask(both[at % 2] as TestService);
    if (response.status === 200) answered += 1;
    else refused = response;
  }
  expect(answered).toBe(LIMIT);
  expect(refused?.status).toBe(429);
  const leased = await opened.owner.query<{ leased: number }>('select leased from rate_limits');
  expect(leased.rows).toEqual([{ leased: LIMIT }]);
});

test('a refusal says when to ask again, as a GraphQL error', async () => {
  const service = await serve({ rate: { ...RATE, limit: 1 } });
  expect((await ask(service)).status).toBe(200);
  for (const response of [await ask(service), await fetch(`${service.url}/documents/${'0'.repeat(64)}`)]) {
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(WINDOW);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  }
});

test('each caller has a budget: addresses, networks of version 6, subjects; who guesses tokens spends that of the address', async () => {
  const service = await serve({ rate: { ...RATE, limit: 2 }, trustProxy: 1 });
  const from = async (address: string, authorization?: string): Promise<number> =>
    (await ask(service, { 'x-forwarded-for': address, ...(authorization === undefined ? {} : { authorization }) })).status;
  const analyst = await service.authorization('ANALYST');
  expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')]).toEqual([200, 200, 429]);
  expect([await from('192.0.2.2'), await from('192.0.2.1', analyst), await from('192.0.2.2', analyst), await from('192.0.2.3', analyst)]).toEqual([200, 200, 200, 429]);
  expect([await from('2001:db8:1:2::1'), await from('2001:db8:1:2:ffff::9'), await from('2001:db8:1:2::3'), await from('2001:db8:1:3::1')]).toEqual([200, 200, 429, 200]);
  expect([await from('192.0.2.4', 'Bearer guess'), await from('192.0.2.4', 'Bearer guess'), await from('192.0.2.4', 'Bearer guess')]).toEqual([401, 401, 429]);
});

test('an address that nobody vouches for is not taken', async () => {
  const service = await serve({ rate: { ...RATE, limit: 2 } });
  const statuses = [];
  for (const address of ['192.0.2.11', '192.0.2.12', '192.0.2.13']) statuses.push((await ask(service, { 'x-forwarded-for': address })).status);
  expect(statuses).toEqual([200, 200, 429]);
});

test('a caller costs a process at most one write in the time between two leases', async () => {
  let writes = 0;
  const counting = { write: ((...args: Parameters<typeof opened.database.write>) => ((writes += 1), opened.database.write(...args))) as typeof opened.database.write };
  const limiter = new RateLimiter(counting, { limit: 1_000, window: WINDOW, leaseEvery: 60_000 });
  const waits = await Promise.all(Array.from({ length: 2_000 }, () => limiter.take('one')));
  expect(writes).toBe(1);
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(500);
});

test('while the database is away each process goes on with slices of its own', async () => {
  const away = { write: () => Promise.reject(new Error('The database is away.')) };
  const limiter = new RateLimiter(away, { limit: 120, window: 60, leaseEvery: 50 });
  const first = await limiter.take('one');
  expect(first).toBe(0);
  expect(await limiter.take('one')).toBeGreaterThan(0);
  await pause(60);
  expect(await limiter.take('one')).toBe(0);
});

test('the database learns no address', async () => {
  const service = await serve({ rate: RATE, trustProxy: 1 });
  await ask(service, { 'x-forwarded-for': '192.0.2.77' });
  const rows = await opened.owner.query<{ caller: string }>('select caller from rate_limits');
  expect(rows.rows).toEqual([{ caller: expect.stringMatching(/^[\w-]{43}$/) }]);
});
