import { pino } from 'pino';
import { openTestDatabase, startTestService, type TestDatabase } from '../support';

const QUESTION = '{ areasWithin(area: "E10000015") { code } }';
/** Milliseconds that a request may take in this test. */
const LIMIT = 500;

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(async () => atlas?.close());

test('a request that takes too long is answered with TIMEOUT and 504, and the next one is served', async () => {
  const lines: string[] = [];
  const service = await startTestService(atlas, { requestLimit: LIMIT, logger: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }) });
  const blocker = await atlas.owner.connect();
  await blocker.query('begin; lock table areas in access exclusive mode');
  const late = await service.post(QUESTION, {}, { 'x-request-id': 'late' });
  await blocker.query('rollback');
  blocker.release();
  expect(late.status).toBe(504);
  expect(late.headers.get('retry-after')).toBe('5');
  expect(await late.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ requestId: 'late', code: 'TIMEOUT', msg: 'a request could not be served for now' }]);
  expect((await service.post(QUESTION)).status).toBe(200);
  await service.close();
});
