import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { sampleId } from '../../src/sample/sample-rows';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { importFile, PLAN } from './plan-imports';
import { planId } from './sample-plans';

const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');
const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const files = new Files();

let at: TestDatabase;
let report: string;
const actions = new Map<string, string>();
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  await importFile(at, files.csv(PLAN.map((row) => (row.action_no === '1.1.1' ? { ...row, rag: 'GREEN' } : row))));
  const rows = await rowsOf<{ number: string; id: string }>(at, `select a.number, a.id from actions a join plans p on p.id = a.plan_id where p.title = 'Our plan'`);
  for (const { number, id } of rows) actions.set(number, toNodeId('Action', id));
  const [update] = await rowsOf<{ id: string }>(at, `select id from progress_reports where note = 'Reports are given'`);
  report = toNodeId('ProgressReport', update?.id ?? '');
});
afterAll(async () => {
  files.remove();
  await at.close();
});

async function change(name: string, input: object, viewer: Viewer = ADMIN): Promise<string[]> {
  const { data, errors } = await at.ask<Record<string, { userErrors: { code: string; path: string[] }[] }>>(operation(name), { input }, viewer);
  return errors?.map((error) => String(error.extensions?.code)) ?? Object.values(data ?? {})[0]?.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) ?? [];
}
const split = (input: object, viewer?: Viewer) => change('split-update', { report, parts: [], ...input }, viewer);
const standing = async (number: string) =>
  (await at.ask<{ action: object }>('query ($id: ID!) { action(id: $id) { rag lastProgressOn current { note } mayBeCoveredBy { note } } }', { id: actions.get(number) }, ADMIN)).data?.action;

describe('an update that stands at a recommendation', () => {
  it.each<[string, () => object]>([
    ['INVALID parts.0.report', () => ({ parts: [{ actions: [actions.get('1.1.1')], report: ' ' }] })], ['INVALID parts.0.actions', () => ({ parts: [{ actions: [], report: 'x' }] })],
    ['INVALID parts.0.actions', () => ({ parts: [{ actions: [actions.get('1.10.1')], report: 'x' }] })], ['NOT_FOUND parts.0.actions.0', () => ({ parts: [{ actions: ['x'], report: 'x' }] })], ['NOT_FOUND report', () => ({ report: 'x' })],
  ])('is not split where that is %s', async (error, input) => {
    expect(await split(input())).toEqual([error]);
    expect(await standing('1.1.2')).toMatchObject({ mayBeCoveredBy: [{ note: 'Reports are given' }] });
  });

  it('is not split by coordinators of another area', async () => {
    const [area] = await rowsOf<{ id: string }>(at, `select id from areas where code = 'E10000015'`);
    expect(await split({}, { role: 'COORDINATOR', subject: 'Other', areaIds: [area?.id ?? ''] })).toEqual(['FORBIDDEN report']);
  });

  it('covers, once a person has split it, what each part says and nothing else; its rating stays with its own action', async () => {
    expect(await split({ parts: [{ actions: [actions.get('1.1.2')], report: 'Some were invited' }] })).toEqual([]);
    expect(await standing('1.1.1')).toEqual({ rag: 'GREEN', lastProgressOn: '2009-04-30', current: { note: 'Reports are given' }, mayBeCoveredBy: [] });
    expect(await standing('1.1.2')).toEqual({ rag: 'NOT_RATED', lastProgressOn: '2009-04-30', current: { note: 'Some were invited' }, mayBeCoveredBy: [] });
    expect(await split({})).toEqual(['ALREADY report']);
  });

  it('stays split when the plan is imported again', async () => {
    expect((await importFile(at, files.csv(PLAN.map((row) => (row.action_no === '1.1.1' ? { ...row, rag: 'GREEN' } : row))))).verdict).toBe('UNCHANGED');
    expect(await standing('1.1.2')).toMatchObject({ current: { note: 'Some were invited' }, mayBeCoveredBy: [] });
  });
});

describe('what is said of a plan beside its actions', () => {
  const version = async (): Promise<number> => (await rowsOf<{ version: number }>(at, 'select version from plans where id = $1', [sampleId('plan', 'dacorum')]))[0]?.version ?? 0;
  const describePlan = async (input: object, viewer?: Viewer) => change('describe-plan', { id: planId('dacorum'), expectedVersion: await version(), ...input }, viewer);

  it('changes where it is given and stays where it is left out', async () => {
    expect(await describePlan({ summary: 'All in one', sections: [{ title: 'doing more', introduction: 'What is new' }] })).toEqual([]);
    expect(await describePlan({ owner: 'Partnership', summary: null })).toEqual([]);
    expect(await rowsOf(at, 'select owner, introduction, summary, parent_id is not null as part from plans where id = $1', [sampleId('plan', 'dacorum')])).toEqual([{ owner: 'Partnership', introduction: 'Invented for this sample.', summary: null, part: true }]);
    expect(await rowsOf(at, `select introduction from plan_sections where title = 'Doing more'`)).toEqual([{ introduction: 'What is new' }]);
  });

  it('makes it part of a plan of its own area or of one around it, and of another area’s by who keeps that too', async () => {
    const areas = await rowsOf<{ id: string }>(at, `select id from areas where code in ('E07000096', 'E10000007') order by code`);
    const [dacorum, derbyshire] = areas.map(({ id }) => id) as [string, string];
    const part = (of: string | null, ...areaIds: string[]) => describePlan({ parent: of === null ? null : planId(of) }, { role: 'COORDINATOR', subject: 'Coordinator', areaIds });
    expect(await part('derbyshire', dacorum)).toEqual(['FORBIDDEN parent']);
    expect([await part(null, dacorum), await part('hertfordshire', dacorum)]).toEqual([[], []]);
    expect(await part('derbyshire', dacorum, derbyshire)).toEqual([]);
    // What stands may be said again.
    expect(await part('derbyshire', dacorum)).toEqual([]);
    expect(await part('hertfordshire', dacorum)).toEqual([]);
  });

  it.each<[string, object]>([
    ['NOT_FOUND sections.0.title', { sections: [{ title: 'None' }] }], ['INVALID parent', { parent: planId('dacorum') }], ['NOT_FOUND parent', { parent: toNodeId('Plan', '00000000-0000-7000-8000-000000000000') }], ['CONFLICT expectedVersion', { expectedVersion: 99 }],
  ])('is refused as %s with %j, whole', async (error, input) => {
    expect(await describePlan({ owner: 'Nobody', ...input })).toEqual([error]);
    expect(await rowsOf(at, `select count(*)::int as n from plans where owner = 'Nobody'`)).toEqual([{ n: 0 }]);
  });
});
