import { readFileSync } from 'node:fs';
import type { Viewer } from '../../../src/access/viewer';
import { toNodeId } from '../../../src/graphql/node';
import type { ImportOutcome } from '../../../src/intake/outcome';
import { templateFile } from '../../../src/intake/template-file';
import { importReplies, type RepliesImportOptions } from '../../../src/plans/evaluation/replies.import';
import { importSelfEvaluation } from '../../../src/plans/evaluation/self-evaluation.import';
import { repliesTemplate } from '../../../src/plans/evaluation/self-evaluation.template';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../../support';
import { change as makeChange, operation } from '../making-changes';

const COORDINATOR = { role: 'ADMIN', subject: 'Coordinator' } as const satisfies Viewer;
const files = new Files();

let at: TestDatabase;
let round: string;
let rounds = 0;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
/** Each test has a round of its own: numbers of questions begin anew in its second section. */
beforeEach(async () => {
  rounds += 1;
  const tool = `Tool ${rounds}`;
  const rows = [['Governance', '1', 'Are we asked early?'], ['Governance', '2', 'Are we heard?'], ['Funding', '1', 'Is it fair?']];
  await importSelfEvaluation(at.database, testClock, { file: files.csv(rows.map(([section, question_no, question]) => ({ section: section ?? '', question_no: question_no ?? '', question: question ?? '', round: '2026-10', grade: '' }))), area: 'E10000015', tool });
  round = (await rowsOf<{ id: string }>(at, `select e.id from self_evaluations e join evaluation_tools k on k.id = e.tool_id where k.title = $1`, [tool]))[0]?.id ?? '';
});
afterAll(async () => {
  files.remove();
  await at.close();
});

type Row = Readonly<Record<string, string>>;
const row = (form: string, more: Row = {}): Row => ({ form, kind: 'PROVIDER', partner: 'Sector', district: 'Dacorum', section: 'Governance', question_no: '1', grade: 'B', ...more });
/** Four forms, one of another partner. */
const FORMS: readonly Row[] = [
  row('1'), row('1', { kind: '', partner: '', district: '', question_no: '2', grade: "don't know" }), row('2', { kind: 'district representative', grade: 'a' }), row('2', { section: 'funding', grade: 'C', kind: '', partner: 'SECTOR' }),
  row('3', { district: 'E07000096', grade: 'DON’T_KNOW' }), row('A-4', { kind: 'Senior officer', partner: 'Trust', district: '', question_no: '2', grade: 'C' }), row('A-4', { question_no: '1', grade: '', kind: '', partner: '', district: '' }),
];
const load = (rows: readonly Row[], options: Partial<RepliesImportOptions> = {}): Promise<ImportOutcome> => importReplies(at.database, testClock, { file: files.csv(rows), round, ...options });

interface Figures {
  replies: number;
  withheld: boolean;
  grades: { grade: string; count: number }[];
  dontKnow: number | null;
  noAnswer: number | null;
}
interface Read {
  selfEvaluation: { replies: number; withdrawals: { reason: string; withdrawnBy: string }[]; sections: { title: string; questions: { question: { number: string }; replies: Figures; byPartner: { partner: string; replies: number }[] }[] }[] };
}
const read = async (): Promise<Read['selfEvaluation'] | undefined> => (await at.ask<Read>(operation('self-evaluation'), { id: toNodeId('SelfEvaluation', round) }, COORDINATOR)).data?.selfEvaluation;
const figures = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await read())?.sections.flatMap(({ title, questions }) => questions.map(({ question, replies }) => [`${title} ${question.number}`, `${replies.grades.map(({ count }) => count).join('')} ${replies.dontKnow} ${replies.noAnswer}`])) ?? []);
const change = (name: string, input: object, viewer: Viewer = COORDINATOR) => makeChange<Read>(at, name, { id: toNodeId('SelfEvaluation', round), ...input }, viewer);

describe('returned forms', () => {
  it('are counted as they are typed, a reply each, whatever the spelling', async () => {
    const outcome = await load(FORMS);
    expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 7, created: 7, unchanged: 0, refused: 0 }, notes: ['4 forms new.'] });
    expect((await read())?.replies).toBe(4);
    expect(await figures()).toEqual({ 'Governance 1': '110 1 1', 'Governance 2': '001 1 2', 'Funding 1': '001 0 3' });
    const partners = (await read())?.sections[0]?.questions[0]?.byPartner.map(({ partner, replies }) => [partner.toLowerCase(), replies]);
    expect(partners?.sort()).toEqual([['sector', 3], ['trust', 1]]);
  });

  it('change nothing when they are read again, and of a longer file only the new ones are taken', async () => {
    await load(FORMS);
    const before = await figures();
    expect(await load(FORMS)).toMatchObject({ verdict: 'UNCHANGED', counts: { read: 7, created: 0, unchanged: 7 } });
    expect(await figures()).toEqual(before);
    const more = await load([...FORMS, row('5'), row('6'), row('7')]);
    expect(more).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 10, created: 3, unchanged: 7 } });
    expect(more.notes).toEqual(['3 forms new.', expect.stringContaining('4 forms on record already and left alone')]);
    expect((await read())?.replies).toBe(7);
  });

  it('are known again by their number alone, for replies are not read to compare them', async () => {
    await load(FORMS);
    const before = await figures();
    expect((await load(FORMS.map((one) => ({ ...one, form: ` ${one.form?.toLowerCase()} `, grade: 'A' })))).verdict).toBe('UNCHANGED');
    expect(await figures()).toEqual(before);
    expect(await rowsOf(at, `select count(*)::int as n from evaluation_replies where round_id = $1 and form_key ~ '^[0-9a-f]{64}$'`, [round])).toEqual([{ n: 4 }]);
  });

  it('that come one by one are said to be told by the figures', async () => {
    expect((await load(FORMS.slice(0, 2))).notes).toContain('So few can be told from the figures before and after: enter those of an event together.');
    expect((await load(FORMS)).notes).not.toContain('So few can be told from the figures before and after: enter those of an event together.');
  });

  it.each<[string, string, string, Row[]]>([
    ['form', '', 'is empty: give each form a number, so that it is not entered twice', [row('')]], ['form', 'x'.repeat(61), 'has more than 60 characters', [row('x'.repeat(61))]],
    ['kind', 'Parent', 'is not one of COUNTY_REPRESENTATIVE, DISTRICT_REPRESENTATIVE, PROVIDER, INFRASTRUCTURE_OFFICER, ELECTED_LEAD_MEMBER, SENIOR_OFFICER', [row('9', { kind: 'Parent' })]],
    ['kind', '', 'is said in no row of the form', [row('9', { kind: '' })]], ['partner', '', 'is said in no row of the form', [row('9', { partner: '' })]],
    ['partner', 'Trust', 'differs from what the form says in line 2 (Sector)', [row('9'), row('9', { partner: 'Trust', question_no: '2' })]],
    ['district', 'Amber Valley', 'is no district of Hertfordshire', [row('9', { district: 'Amber Valley' })]], ['district', 'E10000015', 'is no district of Hertfordshire', [row('9', { district: 'E10000015' })]],
    ['section', 'Weather', 'is no section of the tool', [row('9', { section: 'Weather' })]], ['question_no', '3', 'is no question of the section', [row('9', { question_no: '3' })]],
    ['question_no', '1', 'stands in 2 sections: say in section which is meant', [row('9', { section: '' })]], ['question_no', '', 'is empty', [row('9', { question_no: '' })]],
    ['question_no', '1', 'is answered by the form twice (line 2)', [row('9'), row('9', { grade: 'A' })]],
    ['grade', 'D', "is not one of A, B, C, DON'T_KNOW", [row('9', { grade: 'D' })]], ['grade', 'unknown', "is neither a grade nor DON'T_KNOW; leave it empty where there is no answer", [row('9', { grade: 'unknown' })]],
    ['grade', '', 'is given in no row of the form', [row('9', { grade: '' }), row('9', { question_no: '2', grade: '-' })]],
  ])('are refused, all of them, for %s “%s”: %s', async (column, value, reason, rows) => {
    const outcome = await load([...rows, ...FORMS]);
    expect(outcome).toMatchObject({ verdict: 'REFUSED', counts: { created: 0 } });
    expect(outcome.refusedRows).toContainEqual({ line: rows.length > 1 && !reason.startsWith('is given') ? 3 : 2, column, value, reason });
    expect((await read())?.replies).toBe(0);
  });

  it('are taken whole or not at all where the rest is accepted', async () => {
    const refusedTo = files.path('refused.csv');
    const outcome = await load([row('9'), row('9', { question_no: '2', grade: 'D' }), ...FORMS], { acceptRest: true, refusedTo });
    expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 9, created: 7, refused: 2 } });
    expect(readFileSync(refusedTo, 'utf8').trim().split('\n').slice(1)).toEqual(["3,grade,D,\"is not one of A, B, C, DON'T_KNOW\"", '2,form,9,is of a form of which another row is refused']);
    expect((await read())?.replies).toBe(4);
    await expect(load([row(''), row('10')], { acceptRest: true })).rejects.toThrow('1 row cannot be read or have no number of a form, and may belong to any of the others');
    expect((await read())?.replies).toBe(4);
  });

  it.each(['csv', 'xlsx'] as const)('come in the file that the template makes (%s)', async (format) => {
    const file = files.write(format, await templateFile(format, repliesTemplate));
    expect(await importReplies(at.database, testClock, { file, round })).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 1, created: 1 } });
  });

  it('are only looked at in a dry run', async () => {
    expect(await load(FORMS, { dryRun: true })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 7 } });
    expect((await read())?.replies).toBe(0);
  });

  it('belong to their round: in another one the numbers begin anew', async () => {
    await load(FORMS);
    const [other] = await rowsOf<{ id: string }>(at, `select e.id from self_evaluations e join evaluation_tools k on k.id = e.tool_id where k.title = 'Tool 1'`);
    const [before] = await rowsOf<{ n: number }>(at, 'select count(*)::int as n from evaluation_replies where round_id = $1', [other?.id]);
    expect(await importReplies(at.database, testClock, { file: files.csv([row('of another')]), round: other?.id ?? '' })).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 1 } });
    expect(await rowsOf(at, 'select count(*)::int as n from evaluation_replies where round_id = $1', [other?.id])).toEqual([{ n: (before?.n ?? 0) + 1 }]);
  });
});

describe('a wrong reply', () => {
  it('is taken out by a coordinator with a reason: figures follow, and that one was withdrawn is on record, not what it said', async () => {
    await load(FORMS);
    const { payload, errors } = await change('withdraw-reply', { form: ' a-4', reason: 'The same as form 3' });
    expect([errors, payload.selfEvaluation.replies]).toEqual([[], 3]);
    expect(await figures()).toEqual({ 'Governance 1': '110 1 0', 'Governance 2': '000 1 2', 'Funding 1': '001 0 2' });
    expect((await read())?.withdrawals).toMatchObject([{ reason: 'The same as form 3', withdrawnBy: 'Coordinator' }]);
    const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: toNodeId('SelfEvaluation', round) }, COORDINATOR);
    expect(data?.history.nodes[0]?.sentences.join(' ')).toContain('Coordinator withdrew a reply: “The same as form 3”');
    const told = JSON.stringify(await rowsOf(at, `select to_jsonb(r)::text as told from history.records r where r.table_name = 'reply_withdrawals'`));
    expect(told).not.toMatch(/Trust|SENIOR|a-4|[0-9a-f]{64}/i);
  });

  it('stays out when its file is read again, and comes back under another number', async () => {
    await load(FORMS);
    await change('withdraw-reply', { form: '1', reason: 'Typed wrongly' });
    const again = await load(FORMS);
    expect(again).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 7 } });
    expect(again.notes).toContain('1 form withdrawn and left out. To enter one again, give it another number.');
    expect((await read())?.replies).toBe(3);
    expect(await load([...FORMS, row('1, again')])).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 1 } });
    expect((await read())?.replies).toBe(4);
  });

  it.each<[string, object]>([
    ['NOT_FOUND form', { form: '99' }], ['INVALID form', { form: ' ' }], ['INVALID form', { form: 'x'.repeat(61) }], ['INVALID reason', { reason: ' ' }], ['NOT_FOUND id', { id: toNodeId('SelfEvaluation', '00000000-0000-7000-8000-000000000000') }],
  ])('is not taken out where that is %s', async (error, input) => {
    await load(FORMS);
    expect((await change('withdraw-reply', { form: '1', reason: 'Twice', ...input })).errors).toEqual([error]);
    expect((await read())?.replies).toBe(4);
  });

  it('is taken out once, under its key twice with the same answer, and by coordinators of its area alone', async () => {
    await load(FORMS);
    const [area] = await rowsOf<{ id: string }>(at, `select id from areas where code = 'E10000007'`);
    const input = { form: '1', reason: 'Twice' };
    expect((await change('withdraw-reply', input, { role: 'COORDINATOR', subject: 'Other', areaIds: [area?.id ?? ''] })).errors).toEqual(['FORBIDDEN id']);
    expect((await change('withdraw-reply', input, { role: 'ANALYST', subject: 'A' })).errors).toEqual(['FORBIDDEN']);
    for (const _ of [1, 2]) expect((await change('withdraw-reply', { ...input, clientMutationId: `withdraw ${round}` })).errors).toEqual([]);
    expect((await change('withdraw-reply', input)).errors).toEqual(['ALREADY form']);
    expect((await read())?.withdrawals).toHaveLength(1);
  });

  it('may have been recorded singly: its number is refused the second time', async () => {
    await load(FORMS);
    const [question] = await rowsOf<{ id: string }>(at, `select q.id from evaluation_questions q join self_evaluations e on e.tool_id = q.tool_id where e.id = $1 order by q.position limit 1`, [round]);
    const reply = (form: string): object => ({ kind: 'PROVIDER', partner: 'Sector', form, answers: [{ question: toNodeId('EvaluationQuestion', question?.id ?? ''), grade: 'A' }] });
    expect((await change('record-replies', { replies: [reply('8'), reply('3')] })).errors).toEqual(['ALREADY replies.1.form']);
    expect((await change('record-replies', { replies: [reply('8'), reply(' 8')] })).errors).toEqual(['INVALID replies.1.form']);
    expect((await change('record-replies', { replies: [reply('8')] })).errors).toEqual([]);
    expect((await change('withdraw-reply', { form: '8', reason: 'Not ours' })).errors).toEqual([]);
    expect((await read())?.replies).toBe(4);
  });
});
