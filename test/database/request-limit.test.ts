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
  const service = await startTestService(atlas, { requestLimit: LIMIT });
  const blocker = await atlas.owner.connect();
  await blocker.query('begin; lock table areas in access exclusive mode');
  const late = await service.post(QUESTION);
  await blocker.query('rollback');
  blocker.release();
  expect(late.status).toBe(504);
  expect(late.headers.get('retry-after')).toBe('5');
  expect(await late.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
  expect((await service.post(QUESTION)).status).toBe(200);
  await service.close();
});
