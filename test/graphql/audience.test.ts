import { atlasSchema } from '../../src/app';
import { fieldsWithoutAudience } from '../../src/graphql/audience-check';
import { openTestDatabase, type TestDatabase } from '../support';

it('every field of the schema says whom it is for', () => {
  expect(fieldsWithoutAudience(atlasSchema())).toEqual([]);
});

describe('a field that is not for everyone', () => {
  let opened: TestDatabase;
  beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
  afterAll(() => opened.close());

  const ASSURED = '{ organisations(first: 3) { nodes { assuredBy } } }';
  const HIDDEN_IN_FRAGMENT = 'query { ...All } fragment All on Query { organisations(first: 1) { edges { node { contacts { ... on Contact { when: consents { purpose } } } } } } }';

  it.each([ASSURED, HIDDEN_IN_FRAGMENT])('is refused to the anonymous before anything runs: %s', async (operation) => {
    const answer = await opened.ask(operation);
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }], sql: [] });
  });

  it.each([ASSURED, HIDDEN_IN_FRAGMENT])('is answered to those whom it is for: %s', async (operation) => {
    const answer = await opened.ask(operation, {}, { role: 'ADMIN' });
    expect(answer.errors).toBeUndefined();
  });
});
