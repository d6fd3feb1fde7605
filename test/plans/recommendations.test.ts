import type { Viewer } from '../../src/access/viewer';
import { atlasSchema, requestContext } from '../../src/app';
import { planSheet } from '../../src/exchange/plan.export';
import { toNodeId } from '../../src/graphql/node';
import { planReport } from '../../src/plans/report';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { change } from './making-changes';
import { importFile, PLAN } from './plan-imports';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const files = new Files();

let at: TestDatabase;
let recommendation: string;
let plan: string;
let elsewhere: Viewer;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  await importFile(at, files.csv(PLAN), { from: '2007-04-01' });
  plan = (await rowsOf<{ id: string }>(at, `select id from plans where title = 'Our plan'`))[0]?.id ?? '';
  recommendation = toNodeId('Recommendation', (await rowsOf<{ id: string }>(at, `select id from recommendations where plan_id = $1 and number = '1.1'`, [plan]))[0]?.id ?? '');
  elsewhere = { role: 'COORDINATOR', subject: 'Other', areaIds: [(await rowsOf<{ id: string }>(at, `select id from areas where code = 'E10000015'`))[0]?.id ?? ''] };
});
afterAll(async () => {
  files.remove();
  await at.close();
});

const actionOf = async (number: string): Promise<string> => toNodeId('Action', (await rowsOf<{ id: string }>(at, 'select id from actions where plan_id = $1 and number = $2', [plan, number]))[0]?.id ?? '');
const ask = async <Answer>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer> => (await at.ask<Answer>(query, variables, ADMIN)).data as Answer;
interface Whole {
  rag: string;
  progress: { id: string; note: string | null; rag: string }[];
  positions: { text: string; statedOn: string | null }[];
  actions: { number: string; rag: string; lastProgressOn: string | null; progress: object[]; mayBeCoveredBy: { note: string | null }[]; positions: { text: string }[] }[];
}
const read = async (): Promise<Whole> => (await ask<{ node: Whole }>(`query ($id: ID!) { node(id: $id) { ... on Recommendation { rag progress { id note rag } positions { text statedOn }
  actions { number rag lastProgressOn progress { note } mayBeCoveredBy { note } positions { text } } } } }`, { id: recommendation })).node;
const record = (input: object, viewer = ADMIN) => change<{ report: { id: string } }>(at, 'record-progress', { reportedOn: '2026-11-20', ...input }, viewer);
const state = (input: object, viewer = ADMIN) => change(at, 'state-position', { text: 'Two seats are held', ...input }, viewer);

describe('progress of a recommendation', () => {
  it('stands at it and may cover all its actions: none is without progress, and none is rated by it', async () => {
    const { payload, errors } = await record({ recommendation, rag: 'AMBER', report: 'The forums are on their way' });
    expect(errors).toEqual([]);
    const now = await read();
    expect([now.rag, now.progress[0]]).toEqual(['AMBER', { id: payload.report.id, note: 'The forums are on their way', rag: 'AMBER' }]);
    expect(now.actions.map(({ number, rag, lastProgressOn, mayBeCoveredBy }) => [number, rag, lastProgressOn, mayBeCoveredBy[0]?.note])).toEqual([
      ['1.1.1', 'NOT_RATED', '2026-11-20', 'The forums are on their way'], ['1.1.2', 'NOT_RATED', '2026-11-20', 'The forums are on their way'],
    ]);
    const split = await change(at, 'split-update', { report: payload.report.id, parts: [{ actions: [await actionOf('1.1.2')], report: 'Groups are invited' }] }, ADMIN);
    expect(split.errors).toEqual([]);
    expect((await read()).actions.map(({ progress, mayBeCoveredBy }) => [progress.length, mayBeCoveredBy.length])).toEqual([[1, 0], [1, 1]]);
  });

  it('stands once in the report of the plan, beside its first action', async () => {
    const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), ADMIN);
    const text = String(await planReport(reader, plan, 'md'));
    expect(text.match(/Of the recommendation \(Amber\): The forums are on their way/g)).toHaveLength(1);
  });

  it('is certainly about those of its actions that are named', async () => {
    expect((await record({ recommendation, actions: [await actionOf('1.1.1')], rag: 'GREEN' })).errors).toEqual([]);
    expect((await read()).actions.map(({ rag }) => rag)).toEqual(['GREEN', 'NOT_RATED']);
    expect((await read()).rag).toBe('AMBER');
  });

  it('is refused where it is not there, of another one, or for whom it is not', async () => {
    expect((await record({ recommendation: 'x', rag: 'GREEN' })).errors).toEqual(['NOT_FOUND recommendation']);
    expect((await record({ recommendation: toNodeId('Recommendation', '00000000-0000-7000-8000-000000000000'), rag: 'GREEN' })).errors).toEqual(['NOT_FOUND recommendation']);
    expect((await record({ recommendation, actions: [await actionOf('2.10')], rag: 'GREEN' })).errors).toEqual(['INVALID actions']);
    expect((await record({ rag: 'GREEN' })).errors).toEqual(['INVALID actions']);
    expect((await record({ recommendation, rag: 'GREEN', reportedOn: '2007-03-31' })).errors).toEqual(['INVALID reportedOn']);
    expect((await record({ recommendation, rag: 'GREEN' }, elsewhere)).errors).toEqual(['FORBIDDEN recommendation']);
    await at.owner.query(`update leads set subject = 'Support' where name = 'VCI support team' or name = 'support team'`);
    const lead: Viewer = { role: 'ACTION_LEAD', subject: 'Support' };
    expect((await record({ actions: [await actionOf('1.1.1')], report: 'We met' }, lead)).errors).toEqual([]);
    expect((await record({ recommendation, report: 'We met' }, lead)).errors).toEqual(['FORBIDDEN recommendation']);
  });
});

describe('where a recommendation is up to', () => {
  it('is said anew, what was said before stays, and a file of the plan has it from then on', async () => {
    expect((await state({ recommendation, statedOn: '2026-11-19' })).errors).toEqual([]);
    const { positions, actions } = await read();
    expect(positions).toEqual([{ text: 'A seat is held', statedOn: null }, { text: 'Two seats are held', statedOn: '2026-11-19' }]);
    expect(actions.map((action) => action.positions.map(({ text }) => text))).toEqual([['A seat is held', 'Two seats are held'], []]);
    const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), ADMIN);
    const sheet = (await planSheet(reader, plan, 'csv')).toString();
    expect(sheet).toContain('Two seats are held');
    expect((await importFile(at, files.write('csv', sheet), { from: '2007-04-01' })).verdict).toBe('UNCHANGED');
  });

  it('is said of an action too, also of one that stands right under its section', async () => {
    const action = await actionOf('2.10');
    expect((await state({ action, text: 'A list was begun' })).errors).toEqual([]);
    expect((await ask<{ action: object }>('query ($id: ID!) { action(id: $id) { positions { text statedOn } } }', { id: action })).action).toEqual({ positions: [{ text: 'A list was begun', statedOn: '2026-11-21' }] });
  });

  it.each<[string, object]>([
    ['INVALID recommendation', { action: toNodeId('Action', '00000000-0000-7000-8000-000000000000'), recommendation: toNodeId('Recommendation', '00000000-0000-7000-8000-000000000000') }], ['NOT_FOUND recommendation', { recommendation: 'x' }], ['NOT_FOUND action', { action: toNodeId('Action', '00000000-0000-7000-8000-000000000000') }],
  ])('is refused as %s with %j', async (error, input) => {
    expect((await state(input)).errors).toEqual([error]);
  });

  it('is refused without a text, for days that cannot be, and to coordinators of another area', async () => {
    expect((await state({ recommendation, text: ' ' })).errors).toEqual(['INVALID text']);
    expect((await state({ recommendation, statedOn: '2026-11-22' })).errors).toEqual(['INVALID statedOn']);
    expect((await state({ recommendation, statedOn: '2026-11-18' })).errors).toEqual(['INVALID statedOn']);
    expect((await state({})).errors).toEqual(['INVALID recommendation']);
    expect((await state({ recommendation }, elsewhere)).errors).toEqual(['FORBIDDEN recommendation']);
  });
});
