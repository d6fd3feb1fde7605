import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { sampleId } from '../../src/sample/sample-rows';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { actionId, planId } from './sample-plans';

const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');
const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };

interface Made {
  id: string;
  edition: number;
  status: string;
  from: string;
}

let at: TestDatabase;
let made: Made | null = null;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

const version = async (plan: string): Promise<number> => (await rowsOf<{ version: number }>(at, 'select version from plans where id = $1', [Buffer.from(plan, 'base64url').toString().split(':')[1]]))[0]?.version ?? 0;
async function begin(input: object, viewer = ADMIN): Promise<{ plan: Made | null; errors: string[] }> {
  const id = planId('dacorum');
  const { data, errors } = await at.ask<{ beginEdition: { plan: Made | null; userErrors: { code: string; path: string[] }[] } }>(operation('begin-edition'), { input: { id, expectedVersion: await version(id), from: '2026-12-01', ...input } }, viewer);
  if (errors !== undefined) return { plan: null, errors: errors.map((error) => String(error.extensions?.code)) };
  return { plan: data?.beginEdition.plan ?? null, errors: data?.beginEdition.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) ?? [] };
}
const numbers = async (plan: string, asOf: string): Promise<string[]> =>
  ((await at.ask<{ actions: { nodes: { number: string }[] } }>('query ($filter: ActionFilter) { actions(first: 100, filter: $filter) { nodes { number } } }', { filter: { plan, asOf } }, ADMIN)).data?.actions.nodes ?? []).map((node) => node.number);

describe('a new version of a plan', () => {
  it.each<[string, object]>([
    ['INVALID to', { to: '2026-11-30' }], ['INVALID from', { from: '2026-01-01' }], ['NOT_FOUND actions', { actions: [actionId('hertfordshire', '1.1')] }], ['NOT_FOUND actions.0', { actions: ['x'] }], ['CONFLICT expectedVersion', { expectedVersion: 99 }],
  ])('is refused as %s with %j, and nothing is written', async (error, input) => {
    expect((await begin(input)).errors).toEqual([error]);
    expect(await rowsOf(at, 'select count(*)::int as n from plans')).toEqual([{ n: 4 }]);
  });

  it('is not begun by coordinators of another area', async () => {
    const [area] = await rowsOf<{ id: string }>(at, `select id from areas where code = 'E10000007'`);
    expect((await begin({}, { role: 'COORDINATOR', subject: 'Other', areaIds: [area?.id ?? ''] })).errors).toEqual(['FORBIDDEN id']);
  });

  it('is a draft that goes on with what is not achieved, with its leads, dates, measures and links', async () => {
    const { plan, errors } = await begin({ to: '2028-11-30' });
    expect(errors).toEqual([]);
    expect(plan).toMatchObject({ edition: 2, status: 'DRAFT', from: '2026-12-01' });
    made = plan;
    const parts = (id: string): Promise<object[]> => rowsOf(at, `
      select a.number, a.text, s.title as section, (select array_agg(l.as_written order by l.position) from action_leads l where l.action_id = a.id) as leads,
        (select array_agg(w.written || coalesce(w.reason, '') || (select string_agg(d.kind || d.days::text, ',' order by d.position) from by_when_dates d where d.by_when_id = w.id) order by w.revision) from by_whens w where w.action_id = a.id) as whens,
        (select array_agg(m.text || coalesce(m.unit, '') || (select count(*) from measure_targets t where t.measure_id = m.id) order by m.position) from action_measures m where m.action_id = a.id) as measures,
        (select count(*)::int from action_links k where k.action_id = a.id) as links
      from actions a join plan_sections s on s.id = a.section_id where a.plan_id = $1 and a.number <> '2.1' order by a.position`, [id]);
    const carried = await parts(Buffer.from(plan?.id ?? '', 'base64url').toString().split(':')[1] ?? '');
    expect(carried).toEqual(await parts(sampleId('plan', 'dacorum')));
    expect(carried).toHaveLength(5);
    expect(await rowsOf(at, `select (select count(*)::int from plan_review_bodies b where b.plan_id = p.id) as bodies, (select count(*)::int from plan_reviews r where r.plan_id = p.id) as reviews from plans p where p.edition = 2`)).toEqual([{ bodies: 2, reviews: 0 }]);
  });

  it('leaves what was reported with the action that it was carried over from, and counts no action twice on any day', async () => {
    const next = made?.id ?? '';
    expect([await numbers(planId('dacorum'), '2026-11-30'), await numbers(planId('dacorum'), '2026-12-01')]).toEqual([['1.1', '1.2', '1.3', '2.1', '2.2', '2.3'], ['2.1']]);
    expect(await numbers(next, '2026-12-01')).toEqual(['1.1', '1.2', '1.3', '2.2', '2.3']);
    const { data } = await at.ask<{ action: { carriedTo: object } }>('query ($id: ID!) { action(id: $id) { carriedTo { planId slippageMonths progress { rag edition } carriedFrom { id progress { rag } } } } }', { id: actionId('dacorum', '1.2') }, ADMIN);
    expect(data?.action.carriedTo).toEqual({ planId: next, slippageMonths: 4, progress: [{ rag: 'AMBER', edition: 1 }, { rag: 'RED', edition: 1 }], carriedFrom: { id: actionId('dacorum', '1.2'), progress: [{ rag: 'AMBER' }, { rag: 'RED' }] } });
    expect(await rowsOf(at, 'select count(*)::int as n from progress_reports r join plans p on p.id = r.plan_id where p.edition > 1')).toEqual([{ n: 0 }]);
    // A draft is not for the public, nor is what leads to it.
    expect((await at.ask<{ action: object }>('query ($id: ID!) { action(id: $id) { carriedTo { number } } }', { id: actionId('dacorum', '1.2') })).data?.action).toEqual({ carriedTo: null });
  });

  it('is begun of the newest version alone, and of chosen actions where some are chosen', async () => {
    expect((await begin({ from: '2027-12-01' })).errors).toEqual(['TAKEN id']);
    const id = made?.id ?? '';
    const [action] = await rowsOf<{ id: string }>(at, `select a.id from actions a join plans p on p.id = a.plan_id where p.edition = 2 and a.number = '2.2'`);
    const { plan, errors } = await begin({ id, expectedVersion: await version(id), from: '2027-12-01', actions: [toNodeId('Action', action?.id ?? '')] });
    expect(errors).toEqual([]);
    expect(plan).toMatchObject({ edition: 3 });
    expect(await numbers(plan?.id ?? '', '2027-12-01')).toEqual(['2.2']);
    expect(await numbers(id, '2027-12-01')).toEqual(['1.1', '1.2', '1.3', '2.3']);
  });
});
