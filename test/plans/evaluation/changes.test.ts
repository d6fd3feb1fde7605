import type { Viewer } from '../../../src/access/viewer';
import { toNodeId } from '../../../src/graphql/node';
import { erasePerson, findPerson } from '../../../src/history/personal-data';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../../support';
import { change as makeChange, operation } from '../making-changes';
import { actionId, questionId, roundId, sectionId, toolId } from '../sample-plans';

let at: TestDatabase;
let coordinator: Viewer;
let elsewhere: Viewer;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const area = async (code: string): Promise<string> => (await rowsOf<{ id: string }>(at, 'select id from areas where code = $1', [code]))[0]?.id ?? '';
  coordinator = { role: 'COORDINATOR', subject: 'Coordinator', areaIds: [await area('E10000015')] };
  elsewhere = { role: 'COORDINATOR', subject: 'Other', areaIds: [await area('E10000007')] };
});
afterAll(() => at.close());

interface Payload {
  selfEvaluation: { id: string; version: number };
}
const change = (name: string, input: object, viewer = coordinator): Promise<{ payload: Payload; errors: string[] }> => makeChange(at, name, input, viewer);
const ROUND = roundId('herts-2026');
const SAFEGUARDING = questionId('engagement-2', 'Integrated strategy 3');
const nowhere = (type: string): string => toNodeId(type, '00000000-0000-7000-8000-000000000000');

interface Result {
  question: { number: string };
  agreed: { grade: string } | null;
  replies: { replies: number; withheld: boolean; grades: { count: number }[]; dontKnow: number | null; noAnswer: number | null };
  flags: string[];
  evidence: { text: string }[];
  findings: { text: string; contradictsGrade: boolean | null }[];
  actions: { number: string }[];
}
async function resultOf(question: string, round = ROUND): Promise<Result | undefined> {
  const { data, errors } = await at.ask<{ selfEvaluation: { sections: { questions: (Result & { question: { id: string } })[] }[] } }>(operation('self-evaluation'), { id: round }, coordinator);
  expect(errors).toBeUndefined();
  return data?.selfEvaluation.sections.flatMap((section) => section.questions).find((one) => one.question.id === question);
}
const versionOf = async (round = ROUND): Promise<number> => (await at.ask<{ selfEvaluation: { version: number } }>('query ($id: ID!) { selfEvaluation(id: $id) { version } }', { id: round }, coordinator)).data?.selfEvaluation.version ?? 0;

describe('an agreed grade', () => {
  const good = { id: ROUND, question: SAFEGUARDING, grade: 'A' };

  it('is changed, and its history says from what; no reply is touched', async () => {
    const before = await resultOf(SAFEGUARDING);
    const { payload, errors } = await change('agree-grade', { ...good, expectedVersion: await versionOf() });
    expect([errors, payload.selfEvaluation.version]).toEqual([[], 2]);
    const after = await resultOf(SAFEGUARDING);
    expect([before?.agreed?.grade, after?.agreed?.grade]).toEqual(['B', 'A']);
    expect(after?.replies).toEqual(before?.replies);
    const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: ROUND }, coordinator);
    expect(data?.history.nodes[0]?.sentences.join(' ')).toMatch(/Coordinator changed the grade .*Integrated strategy 3.* from “B” to “A”/);
  });

  it.each<[string, object]>([
    ['INVALID grade', { grade: 'D' }], ['INVALID grade', { grade: '' }], ['CONFLICT expectedVersion', { expectedVersion: 99 }], ['NOT_FOUND id', { id: 'x' }], ['NOT_FOUND id', { id: nowhere('SelfEvaluation') }],
    ['NOT_FOUND question', { question: 'x' }], ['NOT_FOUND question', { question: questionId('engagement-1', 'Integrated strategy 3') }], ['INVALID agreedOn', { agreedOn: '2026-11-22' }], ['INVALID agreedOn', { agreedOn: '2026-09-30' }],
  ])('is refused as %s with %j', async (error, input) => {
    expect((await change('agree-grade', { ...good, expectedVersion: await versionOf(), ...input })).errors).toEqual([error]);
  });

  it.each(['agree-grade', 'record-finding', 'record-evaluation-evidence', 'record-replies'])('and whatever else is recorded (%s) is not for coordinators of another area, nor for other roles', async (name) => {
    const input = { 'agree-grade': { ...good, expectedVersion: await versionOf() }, 'record-replies': { id: ROUND, replies: [{ kind: 'PROVIDER', partner: 'Sector', answers: [{ question: SAFEGUARDING, grade: 'A' }] }] } }[name] ?? { id: ROUND, question: SAFEGUARDING, text: 'x' };
    expect((await change(name, input, elsewhere)).errors).toEqual(['FORBIDDEN id']);
    expect((await change(name, input, { role: 'ANALYST', subject: 'A' })).errors).toEqual(['FORBIDDEN']);
    expect((await change(name, input, { role: 'ANONYMOUS' })).errors).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a finding', () => {
  it('contradicts the agreed grade by the grade that it gives, or as it is said, and nothing is changed by it', async () => {
    const question = questionId('engagement-2', 'Integrated processes 2');
    expect(await resultOf(question)).toMatchObject({ agreed: { grade: 'A' }, flags: [] });
    for (const [more, contradicts] of [[{ grade: 'A' }, false], [{}, null], [{ contradicts: false }, false], [{ contradicts: true }, true]] as const) {
      expect((await change('record-finding', { id: ROUND, question, text: `Found ${JSON.stringify(more)}`, ...more })).errors).toEqual([]);
      expect((await resultOf(question))?.findings.at(-1)).toMatchObject({ text: `Found ${JSON.stringify(more)}`, contradictsGrade: contradicts });
    }
    expect(await resultOf(question)).toMatchObject({ agreed: { grade: 'A' }, flags: ['CONTRADICTED'] });
  });

  it.each<[string, object]>([
    ['INVALID text', { text: ' ' }], ['INVALID grade', { question: SAFEGUARDING, grade: 'D' }], ['INVALID question', { grade: 'A' }], ['INVALID contradicts', { question: SAFEGUARDING, grade: 'A', contradicts: true }],
    ['INVALID question', { question: SAFEGUARDING, section: sectionId('engagement-2', 'Integrated strategy') }], ['NOT_FOUND section', { section: sectionId('engagement-1', 'Integrated strategy') }],
    ['INVALID foundOn', { foundOn: '2026-09-30' }], ['INVALID foundOn', { foundOn: '2027-01-01' }],
  ])('is refused as %s with %j', async (error, input) => {
    expect((await change('record-finding', { id: ROUND, text: 'Something', ...input })).errors).toEqual([error]);
  });
});

describe('evidence', () => {
  it('takes the flag from all grades of a section, or from that of a question', async () => {
    const [first, second] = [questionId('engagement-2', 'Inter-agency governance 2'), questionId('engagement-2', 'Inter-agency governance 3')];
    expect([(await resultOf(first))?.flags, (await resultOf(second))?.flags]).toEqual([['WITHOUT_EVIDENCE'], ['WITHOUT_EVIDENCE']]);
    expect((await change('record-evaluation-evidence', { id: ROUND, question: first, text: 'A register of groups' })).errors).toEqual([]);
    expect([(await resultOf(first))?.flags, (await resultOf(second))?.flags]).toEqual([[], ['WITHOUT_EVIDENCE']]);
    expect((await change('record-evaluation-evidence', { id: ROUND, section: sectionId('engagement-2', 'Inter-agency governance'), text: 'Minutes' })).errors).toEqual([]);
    expect((await resultOf(second))?.flags).toEqual([]);
  });

  it('cannot be rewritten, nor can findings, by anybody', async () => {
    for (const statement of [`update evaluation_evidence set text = 'x'`, 'delete from evaluation_evidence', `update evaluation_findings set grade = 'A'`, 'delete from evaluation_findings']) {
      await expect(at.database.write({ ...coordinator, at: testClock.now() }, (manager) => manager.query(statement))).rejects.toMatchObject({ driverError: { code: '42501' } });
    }
  });
});

describe('replies', () => {
  const reply = (partner: string, answer: object, more: object = {}): object => ({ kind: 'PROVIDER', partner, answers: [{ question: SAFEGUARDING, ...answer }], ...more });
  const good = [reply('Sector', { grade: 'C' })];

  it.each<[string, unknown]>([
    ['INVALID replies', []], ['INVALID replies.0.partner', [reply(' ', { grade: 'C' })]], ['INVALID replies.0.answers', [{ kind: 'PROVIDER', partner: 'Sector', answers: [] }]],
    ['INVALID replies.0.answers.0.grade', [reply('Sector', { grade: 'D' })]], ['INVALID replies.0.answers.0.grade', [reply('Sector', {})]], ['INVALID replies.0.answers.0.grade', [reply('Sector', { grade: 'A', dontKnow: true })]],
    ['NOT_FOUND replies.1.answers.0.question', [...good, { kind: 'PROVIDER', partner: 'Sector', answers: [{ question: questionId('engagement-1', 'Integrated strategy 3'), grade: 'A' }] }]],
    ['INVALID replies.0.answers.1.question', [{ kind: 'PROVIDER', partner: 'Sector', answers: [{ question: SAFEGUARDING, grade: 'A' }, { question: SAFEGUARDING, grade: 'B' }] }]],
    ['UNKNOWN_AREA replies.0.area', [reply('Sector', { grade: 'C' }, { area: 'E07000032' })]], ['UNKNOWN_AREA replies.0.area', [reply('Sector', { grade: 'C' }, { area: 'E10000015' })]],
  ])('are refused as %s, all of them', async (error, replies) => {
    const before = (await resultOf(SAFEGUARDING))?.replies;
    expect((await change('record-replies', { id: ROUND, replies })).errors).toEqual([error]);
    expect((await resultOf(SAFEGUARDING))?.replies).toEqual(before);
  });

  it('are added to those that are there, once under their key', async () => {
    const before = (await resultOf(SAFEGUARDING))?.replies.replies ?? 0;
    const input = { id: ROUND, replies: [...good, reply('Sector', { dontKnow: true }, { area: 'E07000096' })], clientMutationId: 'event of october' };
    for (const _ of [1, 2]) expect((await change('record-replies', input)).errors).toEqual([]);
    expect((await resultOf(SAFEGUARDING))?.replies.replies).toBe(before + 2);
  });

  it('cannot be read singly, by anybody, and leave nothing in the history', async () => {
    for (const table of ['evaluation_replies', 'evaluation_answers']) {
      for (const statement of [`select * from ${table}`, `delete from ${table}`, `update ${table} set tool_id = tool_id`]) {
        await expect(at.database.write({ role: 'ADMIN', subject: 'A', at: testClock.now() }, (manager) => manager.query(statement))).rejects.toMatchObject({ driverError: { code: '42501' } });
      }
    }
    expect(await rowsOf(at, `select table_name from history.records where table_name like 'evaluation_replies%' or table_name like 'evaluation_answers%'`)).toEqual([]);
  });
});

describe('a round that is begun', () => {
  const newTool = { title: 'Tool of a test', sections: [{ title: 'One', questions: [{ number: '1', text: 'How is it?' }] }] };
  const good = { area: 'E10000015', round: '2026-11', newTool };

  it('has a tool that later rounds use as it is', async () => {
    const { payload, errors } = await change('create-self-evaluation', good);
    expect(errors).toEqual([]);
    const { tool } = (payload as unknown as { selfEvaluation: { tool: { id: string; edition: number } } }).selfEvaluation;
    expect(tool.edition).toBe(1);
    expect((await change('create-self-evaluation', { area: 'E07000096', round: '2026', tool: tool.id })).errors).toEqual([]);
    expect((await change('create-self-evaluation', { area: 'E10000015', round: '2026-11', tool: tool.id })).errors).toEqual(['TAKEN round']);
    expect((await change('create-self-evaluation', { ...good, round: '2026-10' })).errors).toEqual(['TAKEN newTool.title']);
  });

  it.each<[string, object]>([
    ['UNKNOWN_AREA area', { area: 'E99999999' }], ['FORBIDDEN area', { area: 'E10000007' }], ['INVALID round', { round: 'last autumn' }], ['INVALID round', { round: '2026-13' }], ['INVALID round', { round: '2026-11-31' }], ['INVALID round', { round: '2026-12' }],
    ['INVALID tool', { tool: toolId('engagement-2') }], ['INVALID tool', { newTool: null }], ['NOT_FOUND tool', { newTool: null, tool: nowhere('EvaluationTool') }], ['INVALID newTool.title', { newTool: { ...newTool, title: '' } }],
    ['INVALID newTool.sections', { newTool: { ...newTool, sections: [] } }], ['INVALID newTool.scale', { newTool: { ...newTool, title: 'x', scale: [{ grade: 'A' }] } }], ['INVALID newTool.scale', { newTool: { ...newTool, title: 'x', scale: [{ grade: 'A' }, { grade: 'A' }] } }],
    ['INVALID newTool.sections.1.title', { newTool: { ...newTool, sections: [...newTool.sections, { title: 'ONE', questions: [] }] } }],
    ['INVALID newTool.sections.0.questions.1.number', { newTool: { ...newTool, sections: [{ title: 'One', questions: [{ number: '1', text: 'a' }, { number: '1', text: 'b' }] }] } }],
  ])('is refused as %s with %j', async (error, input) => {
    expect((await change('create-self-evaluation', { ...good, ...input })).errors).toEqual([error]);
  });
});

it('a question leads to the actions that are linked to it, in whichever edition, for those who are signed in', async () => {
  const id = actionId('dacorum', '1.3');
  const version = async (): Promise<number> => (await rowsOf<{ version: number }>(at, 'select version from actions where id = $1', [Buffer.from(id, 'base64url').toString().split(':')[1]]))[0]?.version ?? 0;
  const link = async (linkedTo: string[]): Promise<string[]> => (await change('link-action', { id, expectedVersion: await version(), linkedTo })).errors;
  const workforce = (tool: string): string => questionId(tool, 'Integrated strategy 4');
  expect(await link([workforce('engagement-1'), workforce('engagement-2')])).toEqual([]);
  for (const [tool, round] of [['engagement-1', 'herts-2008'], ['engagement-2', 'herts-2026']] as const) expect((await resultOf(workforce(tool), roundId(round)))?.actions.map((action) => action.number)).toEqual(['1.3']);
  const from = async (viewer?: Viewer): Promise<unknown> => (await at.ask<{ actions: { nodes: { number: string }[] } }>(operation('actions-for'), { nodeId: workforce('engagement-1') }, viewer)).data?.actions.nodes.map((node) => node.number);
  expect([await from(coordinator), await from()]).toEqual([['1.3'], []]);
  const linked = async (viewer?: Viewer): Promise<unknown> => (await at.ask<{ action: { linkedTo: string[] } }>('query ($id: ID!) { action(id: $id) { linkedTo } }', { id }, viewer)).data?.action.linkedTo;
  expect([[...((await linked(coordinator)) as string[])].sort(), await linked()]).toEqual([[workforce('engagement-1'), workforce('engagement-2')].sort(), []]);
  expect(await link([nowhere('AgreedGrade')])).toEqual(['NOT_FOUND linkedTo.0']);
});

it('a person who is named in what was recorded is found and erased', async () => {
  const text = 'Petra Example says so';
  expect((await change('record-finding', { id: ROUND, text })).errors).toEqual([]);
  expect((await change('record-evaluation-evidence', { id: ROUND, question: SAFEGUARDING, text })).errors).toEqual([]);
  expect((await change('agree-grade', { id: ROUND, expectedVersion: await versionOf(), question: SAFEGUARDING, grade: 'B', reason: text })).errors).toEqual([]);
  expect((await change('record-replies', { id: ROUND, replies: [{ kind: 'PROVIDER', partner: 'Petra Example', answers: [{ question: SAFEGUARDING, grade: 'A' }] }] })).errors).toEqual([]);
  const tables = new Set((await findPerson(at.database, 'Petra Example')).map((finding) => finding.table));
  expect([...tables].sort()).toEqual(['agreed_grades', 'evaluation_evidence', 'evaluation_findings', 'evaluation_replies']);
  await erasePerson(at.database, testClock, 'Petra Example');
  expect(await findPerson(at.database, 'Petra Example')).toEqual([]);
});
