import { openTestDatabase, type TestDatabase } from '../support';

describe('the loaded sample', () => {
  let opened: TestDatabase;
  beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
  afterAll(() => opened.close());

  it('answers', async () => {
    const a = await opened.ask('{ areasWithin(area: "E10000015") { code name } }');
    expect(a).toMatchObject({ data: { areasWithin: expect.arrayContaining([{ code: 'E07000095', name: 'Broxbourne' }]) } });
  });
});
