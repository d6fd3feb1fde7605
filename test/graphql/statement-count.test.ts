import { openTestDatabase, type TestDatabase } from '../support';

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

const NESTED = `
  identifiers { orgId } services { name categories { code parent { code } } areasServed { area { code parent { code } } } places { key } }
  places { district { code neighbours { code } } } contacts { value } memberships { umbrella { name memberships { umbrella { name } } } }
  supports { supported { name } } basedIn { code statistics { value } } communities { community { code } } factsByYear { income { amount } }`;

describe('the number of statements', () => {
  it.each([
    ['a page of organisations with all that hangs on them', `query ($first: Int!) { organisations(first: $first) { nodes { ${NESTED} } } }`, 1],
    ['a page with its total', `query ($first: Int!) { organisations(first: $first) { totalCount edges { cursor node { ${NESTED} } } } }`, 2],
    ['a page with its total and facets', `query ($first: Int!) { organisations(first: $first) { totalCount nodes { name } facets { districts { count } sizeBands { count } categories { count } communities { count } } } }`, 3],
  ])('of %s does not depend on how many rows it gives', async (_title, operation, statements) => {
    const few = await opened.ask<{ organisations: { nodes?: unknown[]; edges?: unknown[] } }>(operation, { first: 1 });
    const many = await opened.ask<{ organisations: { nodes?: unknown[]; edges?: unknown[] } }>(operation, { first: 50 });
    const rows = ({ data }: typeof few): number => (data?.organisations.nodes ?? data?.organisations.edges ?? []).length;
    expect([rows(few), rows(many)]).toEqual([1, 50]);
    expect([few.sql.length, many.sql.length]).toEqual([statements, statements]);
  });

  it('of several nodes of one kind asked for at once is one', async () => {
    const { data } = await opened.ask<{ organisations: { nodes: { id: string }[] } }>('{ organisations(first: 10) { nodes { id } } }');
    const ids = data?.organisations.nodes.map((node) => node.id) ?? [];
    const asked = ids.map((id, at) => `o${at}: node(id: "${id}") { ... on Organisation { name services { name } } }`).join('\n');
    const answer = await opened.ask(`{ ${asked} }`);
    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data ?? {}).filter((node) => node !== null)).toHaveLength(10);
    expect(answer.sql).toHaveLength(1);
  });

  it('of a page of which only the total is asked for is one', async () => {
    const answer = await opened.ask('{ organisations(first: 10) { totalCount } }');
    expect(answer.data).toEqual({ organisations: { totalCount: 170 } });
    expect(answer.sql).toHaveLength(1);
  });
});
