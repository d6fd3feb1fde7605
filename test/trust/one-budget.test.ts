import { record } from '../../trust/figures';
import { ServiceProcess } from '../../trust/service';
import { openPlace, type Place } from './place';

/** Requests a minute. */
const LIMIT = 120;
const ASKED = LIMIT * 3;
const MINUTE = 60_000;

let place: Place;
const services: ServiceProcess[] = [];
beforeAll(async () => {
  place = await openPlace('budget');
  for (let at = 0; at < 2; at += 1) services.push(await ServiceProcess.start({ ...place.env, RATE_LIMIT_PER_MINUTE: String(LIMIT) }));
}, 180_000);
afterAll(async () => {
  for (const service of services) await service.end('SIGTERM');
  await place?.close();
}, 60_000);

test('a caller has one budget over two processes of the service', async () => {
  const began = Date.now();
  const answered: boolean[][] = [[], []];
  for (let at = 0; at < ASKED; at += 1) {
    const from = at % 2;
    const response = await fetch(`${services[from]?.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' });
    await response.arrayBuffer();
    expect([200, 429]).toContain(response.status);
    answered[from]?.push(response.status === 200);
  }
  const windows = Math.floor(Date.now() / MINUTE) - Math.floor(began / MINUTE) + 1;
  const [one = 0, other = 0] = answered.map((process) => process.filter(Boolean).length);
  const within = one + other <= LIMIT * windows;
  record({ test: 'one budget over two processes', tried: ASKED, held: within ? ASKED : LIMIT * windows, note: `${one} and ${other} answered of ${LIMIT} a minute` });
  expect(within).toBe(true);
  // Each has its part of it, and together they are given most.
  expect(Math.min(one, other)).toBeGreaterThan(0);
  expect(one + other).toBeGreaterThan(LIMIT / 2);
}, 120_000);
