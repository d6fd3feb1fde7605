import type { ImportOutcome } from '../../../src/intake/outcome';
import { toNodeId } from '../../../src/graphql/node';
import { importReplies } from '../../../src/plans/evaluation/replies.import';
import { importSelfEvaluation, type SelfEvaluationImportOptions } from '../../../src/plans/evaluation/self-evaluation.import';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { type CsvRow, DESCRIPTORS, emptyEvaluations, EVIDENCE, HERTFORDSHIRE, ROUND } from '../evaluation/evaluation-imports';
import { change, operation } from '../making-changes';
import { hour, latestBatch, saying, state, takeBack } from './state';

const ADMIN = { role: 'ADMIN', subject: 'Coordinator' } as const;
const files = new Files();
let at: TestDatabase;
let hours = 0;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(async () => {
  hours = 0;
  await emptyEvaluations(at);
});

const bring = (rows: readonly CsvRow[], companions: Readonly<Record<string, readonly CsvRow[]>> = {}, options: Partial<SelfEvaluationImportOptions> = {}): Promise<ImportOutcome> =>
  importSelfEvaluation(at.database, hour((hours += 1)), {
    file: files.csv(rows), area: HERTFORDSHIRE, companions: Object.fromEntries(Object.entries(companions).map(([name, one]) => [name, files.csv(one)])), ...options,
  });
const LEADS: readonly CsvRow[] = [{ name: 'Partnership Board', kind: 'GROUP', agency: '', side: 'STATUTORY', aliases: 'The board' }];
const whole = () => bring(ROUND, { evidence: EVIDENCE, descriptors: DESCRIPTORS, leads: LEADS });
/** Another wording, grades, a question in a section of its own with its evidence, evidence that names its question now, another descriptor and a lead that is described otherwise. */
const AGAIN: readonly CsvRow[] = [
  { ...ROUND[0], question: 'To what extent is the whole sector engaged?', grade: 'A' }, { ...ROUND[3], grade: 'C' }, { section: 'Money', question_no: '1', question: 'Is it fair?', grade: 'B', round: '2025-02' },
];
const again = () => bring(AGAIN, {
  evidence: [{ ...EVIDENCE[0], question_no: '1' }, { section: 'Money', question_no: '1', evidence: 'Grants are told', round: '2025-02' }], descriptors: [{ question: '', grade: 'A', descriptor: 'The best there is' }],
  leads: [{ name: 'Partnership board', kind: 'TEAM', agency: 'County Council', side: 'STATUTORY', aliases: 'PB' }],
});
const round = async (): Promise<string> => toNodeId('SelfEvaluation', (await rowsOf<{ id: string }>(at, 'select id from self_evaluations'))[0]?.id ?? '');

type Row = Readonly<Record<string, string>>;
const form = (n: number, more: Row = {}): Row => ({ form: String(n), kind: 'PROVIDER', partner: 'Sector', district: 'Dacorum', section: 'Governance', question_no: '1', grade: 'B', ...more });
const FORMS: readonly Row[] = [form(1), form(2, { grade: 'A' }), form(3, { grade: "don't know" }), form(4, { question_no: '2' })];
const bringForms = async (rows: readonly Row[] = FORMS): Promise<ImportOutcome> =>
  importReplies(at.database, hour((hours += 1)), { file: files.csv(rows), round: (await rowsOf<{ id: string }>(at, 'select id from self_evaluations'))[0]?.id ?? '' });
const figures = async (): Promise<unknown> => {
  const { data, errors } = await at.ask<{ selfEvaluation: { replies: number; sections: unknown[] } }>(
    'query ($id: ID!) { selfEvaluation(id: $id) { replies sections { title questions { question { number } replies { replies withheld grades { grade count } dontKnow noAnswer } byPartner { partner replies } } } } }', { id: await round() }, ADMIN,
  );
  expect(errors).toBeUndefined();
  return data?.selfEvaluation;
};

describe('an import of a self-evaluation that is taken back', () => {
  it('leaves nothing of a round and a tool that it made, and the same files bring the same again', async () => {
    const before = await state(at);
    await whole();
    const first = await saying(at);
    expect(await takeBack(at)).toMatchObject({ left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await whole();
    expect(await saying(at)).toEqual(first);
  });

  it('puts a round that was there back as it was, whatever the files changed in it, and they bring the same again', async () => {
    await whole();
    const before = await state(at);
    expect((await again()).counts).toMatchObject({ created: 1, updated: 2 });
    const after = await saying(at);
    expect(await takeBack(at)).toMatchObject({ left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await again();
    expect(await saying(at)).toEqual(after);
  });

  it('waits for a later import of the round, and the round goes with the last of them', async () => {
    const nothing = await state(at);
    await whole();
    const first = await latestBatch(at);
    await again();
    expect((await takeBack(at, first)).errors).toEqual([expect.stringContaining('INVALID A later import of self-evaluation stands upon this one')]);
    await takeBack(at);
    expect(await takeBack(at, first)).toMatchObject({ left: [], errors: [] });
    expect(await state(at)).toEqual(nothing);
  });

  it('leaves and lists a round that has replies, and takes its grades and evidence back', async () => {
    await whole();
    await bringForms();
    const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches where kind = 'self-evaluation'`);
    expect(await takeBack(at, batch?.id)).toMatchObject({ left: ['round 2025-02 has replies', 'tool “Self-evaluation”, edition 1 is used by a round'], errors: [] });
    expect(await rowsOf(at, 'select (select count(*)::int from agreed_grades) as grades, (select count(*)::int from evaluation_evidence) as evidence, (select count(*)::int from evaluation_questions) as questions')).toEqual([{ grades: 0, evidence: 0, questions: 4 }]);
  });

  it('leaves a grade that was agreed otherwise since, evidence and questions of which others speak, and a round with findings', async () => {
    await whole();
    await again();
    const [question] = await rowsOf<{ id: string }>(at, `select q.id from evaluation_questions q join evaluation_sections s on s.id = q.section_id where s.title = 'Money'`);
    const of = { question: toNodeId('EvaluationQuestion', question?.id ?? '') };
    expect((await change(at, 'agree-grade', { id: await round(), expectedVersion: 2, ...of, grade: 'C', reason: 'Not at all' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ left: ['grade C of question 1 of “Money” was changed since', 'question 1 of “Money” is a question of which others speak', 'section “Money” holds what stays'], errors: [] });
    await emptyEvaluations(at);
    await whole();
    expect((await change(at, 'record-finding', { id: await round(), text: 'Discussed' }, ADMIN)).errors).toEqual([]);
    expect((await takeBack(at)).left).toEqual(['round 2025-02 has findings', 'tool “Self-evaluation”, edition 1 is used by a round']);
  });

  it('leaves the wording of questions to which somebody replied since', async () => {
    await whole();
    await again();
    await bringForms();
    const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches where kind = 'self-evaluation' order by id desc limit 1`);
    expect((await takeBack(at, batch?.id)).left).toEqual(['question 1 of “Money” was there for replies since', 'question 1 of “Governance” was there for replies since', 'section “Money” holds what stays']);
  });
});

describe('an import of replies that is taken back', () => {
  beforeEach(() => whole());

  it('counts no more, frees the numbers of its forms, and the same file brings the same again', async () => {
    await bringForms([form(8), form(9)]);
    const [before, counted] = [await state(at), await figures()];
    await bringForms();
    const more = await figures();
    expect(await takeBack(at)).toEqual({ removed: 4, restored: 0, left: [], errors: [] });
    expect([await state(at), await figures()]).toEqual([before, counted]);
    expect((await bringForms()).counts).toMatchObject({ created: 4, unchanged: 0 });
    expect(await figures()).toEqual(more);
  });

  it('says with the round that so many were taken back, by whom and when, and no more', async () => {
    await bringForms();
    await takeBack(at);
    const { data } = await at.ask<{ selfEvaluation: { replies: number; withdrawals: unknown[] }; history: { nodes: { sentences: string[] }[] } }>(
      'query ($id: ID!) { selfEvaluation(id: $id) { replies withdrawals { reason replies withdrawnBy recordedAt } } history(nodeId: $id, first: 1) { nodes { sentences } } }', { id: await round() }, ADMIN,
    );
    expect(data?.selfEvaluation).toEqual({ replies: 0, withdrawals: [{ reason: 'The import that brought them was taken back.', replies: 4, withdrawnBy: 'Coordinator', recordedAt: '2026-11-21T12:00:00+00:00' }] });
    expect(data?.history.nodes).toEqual([{ sentences: [expect.stringMatching(/^Coordinator took the import of \d+\.csv back\.$/), 'Coordinator withdrew 4 replies: “The import that brought them was taken back.”.'] }]);
  });

  it('leaves withdrawn what was withdrawn by its number, and out when the file comes again', async () => {
    await bringForms();
    expect((await change(at, 'withdraw-reply', { id: await round(), form: '2', reason: 'Typed twice' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toEqual({ removed: 3, restored: 0, left: ['round 2025-02 had 1 of these replies withdrawn by the numbers of their forms, which stays so'], errors: [] });
    expect((await bringForms()).counts).toMatchObject({ created: 3, unchanged: 1 });
  });

  it('lets the round go after it, as if no form had ever come', async () => {
    await bringForms();
    await takeBack(at);
    expect(await takeBack(at)).toMatchObject({ left: [], errors: [] });
    expect(await rowsOf(at, 'select from self_evaluations')).toEqual([]);
  });

  it('leaves replies that were given in one by one', async () => {
    await bringForms();
    const replies = [{ kind: 'PROVIDER', partner: 'Sector', form: 'x', answers: [] as object[] }];
    const [question] = await rowsOf<{ id: string }>(at, 'select id from evaluation_questions limit 1');
    replies[0]?.answers.push({ question: toNodeId('EvaluationQuestion', question?.id ?? ''), grade: 'A' });
    expect((await at.ask<{ recordReplies: { userErrors: unknown[] } }>(operation('record-replies'), { input: { id: await round(), replies } }, ADMIN)).data?.recordReplies.userErrors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 4 });
    expect(await figures()).toMatchObject({ replies: 1 });
  });
});
