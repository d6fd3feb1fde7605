import { toNodeId } from '../../src/graphql/node';
import { sampleId } from '../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase } from '../support';

const KEPT = 'bright-reeds-counselling';
const MERGED = ['new-river-families', 'wormley-wheels'] as const;
const idOf = (slug: string): string => toNodeId('Organisation', sampleId('organisation', slug));

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
  // One after the other: wormley-wheels went into new-river-families, which then went into bright-reeds-counselling.
  const [first, second] = MERGED.map((slug) => sampleId('organisation', slug));
  const kept = sampleId('organisation', KEPT);
  for (const [merged, into] of [[second, first], [first, kept]]) {
    await opened.owner.query('update organisations set merged_into_id = $2 where id = $1', [merged, into]);
    await opened.owner.query(`insert into organisation_merges (id, kept_id, merged_id, moved, merged_at) values (gen_random_uuid(), $2, $1, '{}', now())`, [merged, into]);
  }
});
afterAll(() => opened.close());

describe('the id of a merged organisation', () => {
  it.each(MERGED)('of %s finds the one that was kept, as organisation and as node', async (slug) => {
    const { data, errors } = await opened.ask(
      'query ($id: ID!) { organisation(id: $id) { id slug } node(id: $id) { id ... on Organisation { slug } } }',
      { id: idOf(slug) },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ organisation: { id: idOf(KEPT), slug: KEPT }, node: { id: idOf(KEPT), slug: KEPT } });
  });

  it('is asked for together with the kept one in one statement', async () => {
    const { data, sql } = await opened.ask('query ($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } }', { a: idOf(MERGED[0]), b: idOf(KEPT) });
    expect(data).toEqual({ a: { id: idOf(KEPT) }, b: { id: idOf(KEPT) } });
    expect(sql).toHaveLength(1);
  });

  it('is in no list, count or facet', async () => {
    const { data } = await opened.ask<{ organisations: { totalCount: number; nodes: { slug: string }[]; facets: { sizeBands: { count: number }[] } } }>(
      '{ organisations(first: 100) { totalCount nodes { slug } facets { sizeBands { count } } } }',
    );
    expect(data?.organisations.totalCount).toBe(168);
    expect(data?.organisations.facets.sizeBands.reduce((sum, facet) => sum + facet.count, 0)).toBe(168);
    expect(data?.organisations.nodes.filter((node) => (MERGED as readonly string[]).includes(node.slug))).toEqual([]);
  });
});
