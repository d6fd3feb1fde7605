import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '../support';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
  await makeTies();
});
afterAll(() => opened.close());

/** Many of one name, income, day and place, and many of which none of that is known. */
async function makeTies(): Promise<void> {
  await opened.owner.query(
    `insert into organisations (id, name, sort_name, search_name, income, assured_on, shown_point, created_at, updated_at)
     select ('00000000-0000-4000-8000-' || lpad((n * 7919 % 100000)::text, 12, '0'))::uuid, 'Tied ' || n % 2, 'tied ' || n % 2, 'tied ' || n % 2,
       case when n % 3 > 0 then 5000.10 end, case when n % 4 > 0 then date '2026-01-01' end, case when n % 5 > 0 then st_setsrid(st_makepoint(-0.34, 51.75), 4326) end, now(), now()
     from generate_series(1, 30) n`,
  );
}

interface Page {
  totalCount: number;
  nodes: { id: string; name: string; income: { amount: string } | null; assuredOn: string | null; distanceKm: number | null }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}
type Node = Page['nodes'][number];

const NEAR = 'near: { point: { latitude: 51.75, longitude: -0.34 }, km: 60 }';
const LISTS: Record<string, string> = { NAME: '', INCOME: '', ASSURED: '', DISTANCE: NEAR, RELEVANCE: 'text: "tied"', 'NAME of some': 'sizeBand: [UNKNOWN]', 'INCOME of none': 'text: "nobody is called so"' };

async function page(list: string, end: 'first' | 'last', size: number, cursor: string | null): Promise<Page> {
  const beyond = cursor === null ? '' : `, ${end === 'first' ? 'after' : 'before'}: "${cursor}"`;
  const { data, errors } = await opened.ask<{ organisations: Page }>(
    `{ organisations(${end}: ${size}${beyond}, orderBy: ${list.split(' ')[0]}, filter: { ${LISTS[list]} }) {
      totalCount nodes { id name income { amount } assuredOn distanceKm } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  );
  expect(errors).toBeUndefined();
  return (data as { organisations: Page }).organisations;
}

/** All rows of a list, page by page from one end to the other, in the order of the list. */
async function walk(list: string, end: 'first' | 'last', size: number): Promise<Node[]> {
  const rows: Node[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { nodes, pageInfo, totalCount }: Page = await page(list, end, size, cursor);
    expect(nodes.length).toBeLessThanOrEqual(size);
    if (end === 'first') rows.push(...nodes);
    else rows.unshift(...nodes);
    const more: boolean = end === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    expect(end === 'first' ? pageInfo.hasPreviousPage : pageInfo.hasNextPage).toBe(cursor !== null);
    if (!more) {
      expect(rows).toHaveLength(totalCount);
      return rows;
    }
    expect(nodes).toHaveLength(size);
    cursor = end === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
  }
}

/** Nulls last, then by the uuid within the id. */
function sorted(rows: readonly Node[], key: (node: Node) => number | string | null, descending: boolean): Node[] {
  const uuid = (node: Node): string => Buffer.from(node.id, 'base64url').toString();
  return [...rows].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a !== b) {
      if (a === null) return 1;
      if (b === null) return -1;
      return a < b === descending ? 1 : -1;
    }
    return uuid(one) < uuid(other) ? -1 : 1;
  });
}

describe('walking through a list page by page', () => {
  it('visits each row once, in one order, whatever the order, the direction and the size of the pages', async () => {
    const whole = new Map<string, string[]>();
    for (const list of Object.keys(LISTS)) {
      const rows = await walk(list, 'first', 100);
      const ids = rows.map((row) => row.id);
      expect(new Set(ids).size).toBe(ids.length);
      whole.set(list, ids);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(LISTS)),
        fc.constantFrom('first' as const, 'last' as const),
        fc.oneof({ weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }, { weight: 3, arbitrary: fc.integer({ min: 7, max: 100 }) }),
        async (list, end, size) => {
          expect((await walk(list, end, size)).map((row) => row.id)).toEqual(whole.get(list));
        },
      ),
      { numRuns: Number(process.env.ATLAS_TRIALS ?? 20), seed: 20261121, examples: Object.keys(LISTS).map((list) => [list, 'last' as const, 9]) },
    );
  });

  it('orders by income, largest first, the unknown last, equals by id', async () => {
    const rows = await walk('INCOME', 'first', 100);
    expect(rows).toEqual(sorted(rows, (node) => (node.income === null ? null : Number(node.income.amount)), true));
  });

  it('orders by the day of checking, oldest first, the never checked last, equals by id', async () => {
    const rows = await walk('ASSURED', 'first', 100);
    expect(rows).toEqual(sorted(rows, (node) => node.assuredOn, false));
  });

  it('orders by distance, nearest first, equals by id', async () => {
    const rows = await walk('DISTANCE', 'first', 100);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows).toEqual(sorted(rows, (node) => node.distanceKm, false));
  });

  it('goes on from where it was when a row is added before that', async () => {
    const { pageInfo, nodes } = await page('NAME', 'first', 5, null);
    const next = await page('NAME', 'first', 5, pageInfo.endCursor);
    await opened.owner.query(`insert into organisations (id, name, sort_name, search_name, created_at, updated_at) values (gen_random_uuid(), '00', '00', '00', now(), now())`);
    const again = await page('NAME', 'first', 5, pageInfo.endCursor);
    expect(again.nodes).toEqual(next.nodes);
    expect(nodes.map((node) => node.id)).not.toContain(next.nodes[0]?.id);
  });

  it('ends when the row of the cursor is gone', async () => {
    const { pageInfo, nodes } = await page('NAME', 'first', 1, null);
    await opened.owner.query(`delete from organisations where sort_name = '00'`);
    const next = await page('NAME', 'first', 1, pageInfo.endCursor);
    expect(nodes).toMatchObject([{ name: '00' }]);
    expect(next.nodes).toHaveLength(1);
  });
});
