import { serverAudits } from 'graphql-http';
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

/** Suggestions of the specification that this service does not take, and why they are only suggestions. */
const MOST_WARNINGS = 3;

test('the endpoint speaks GraphQL over HTTP as the audits of graphql-http want it: no error, at most three warnings', async () => {
  const audits = serverAudits({ url: `${service.url}/graphql`, fetchFn: fetch });
  const results = await Promise.all(audits.map((audit) => audit.fn()));
  const named = (status: string): string[] => results.flatMap((result) => (result.status === status ? [`${result.name}: ${'reason' in result ? result.reason : ''}`] : []));
  expect(results.length).toBeGreaterThan(55);
  expect(named('error')).toEqual([]);
  expect(named('warn').length).toBeLessThanOrEqual(MOST_WARNINGS);
});
