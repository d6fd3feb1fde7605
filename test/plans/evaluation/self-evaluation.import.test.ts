import { readFileSync } from 'node:fs';
import { Workbook } from 'exceljs';
import { templateFile } from '../../../src/intake/template-file';
import { descriptorsTemplate, evaluationEvidenceTemplate, selfEvaluationTemplate } from '../../../src/plans/evaluation/self-evaluation.template';
import { leadsTemplate } from '../../../src/plans/plan.template';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { type CsvRow, DESCRIPTORS, emptyEvaluations, EVIDENCE, gradesOf, importRound, ROUND, stored } from './evaluation-imports';

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(() => emptyEvaluations(at));

const all = (): Record<string, string> => ({ evidence: files.csv(EVIDENCE), descriptors: files.csv(DESCRIPTORS) });
const but = (at: number, change: CsvRow): CsvRow[] => ROUND.map((row, n) => (n === at ? { ...row, ...change } : row));
const later = (rows: readonly CsvRow[]): CsvRow[] => rows.map((row) => ({ ...row, round: '2026-02' }));

describe('a round that is imported', () => {
  it('has its questions in order, numbers as text, its grades, and the days of its round', async () => {
    const outcome = await importRound(at, files.csv(ROUND), { companions: all() });
    expect(outcome.counts).toEqual({ read: 4, created: 4, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    expect(await gradesOf(at)).toEqual([
      { question: 'Governance 1', text: 'To what extent is the sector engaged?', grade: 'B', edition: 1 }, { question: 'Governance 2', text: 'How is its diversity represented?', grade: 'A', edition: 1 },
      { question: 'Delivery 1', text: 'How is the sector encouraged to deliver?', grade: 'C', edition: 1 }, { question: 'Delivery 10', text: 'What part has it in local networks?', grade: null, edition: 1 },
    ]);
    expect(await rowsOf(at, 'select e.held::text, k.title, (select string_agg(s.grade || s.label, $1 order by s.position) from evaluation_scale_grades s where s.tool_id = k.id) as scale from self_evaluations e join evaluation_tools k on k.id = e.tool_id', [', '])).toEqual([
      { held: '[2025-02-01,2025-03-01)', title: 'Self-evaluation', scale: 'AGood to best practice, BMeets minimum standards, CNeeds significant improvement' },
    ]);
  });

  it('says what the files beside it came to, and which question a descriptor was taken for', async () => {
    const { notes } = await importRound(at, files.csv(ROUND), { companions: { ...all(), leads: files.csv([{ person: 'Petra Example', agency: 'Example CVS' }]) } });
    expect(notes.map((note) => note.replace(/^\d+\.csv/, 'FILE'))).toEqual([
      '1 questions without an agreed grade: Delivery 10.',
      'FILE: 3 descriptors, 3 new.',
      '“To what extent is the sector really engaged?” is taken for question 1 of Governance: “To what extent is the sector engaged?”.',
      'FILE: 3 items of evidence, 3 new.',
      '1 leads, 1 of them or of their other names new or changed.',
    ]);
    expect(await rowsOf(at, `select q.number, d.question_written is not null as written, d.grade, d.text from evaluation_descriptors d left join evaluation_questions q on q.id = d.question_id order by d.position`)).toEqual([
      { number: '1', written: true, grade: 'A', text: 'Its role is promoted' }, { number: '1', written: true, grade: 'C', text: 'Now and then' }, { number: null, written: false, grade: 'C', text: 'Needs significant improvement' },
    ]);
    expect(await rowsOf(at, 'select name, kind, agency from leads')).toEqual([{ name: 'Petra Example', kind: 'PERSON', agency: 'Example CVS' }]);
  });

  it('is unchanged the second time, also from workbooks', async () => {
    await importRound(at, files.csv(ROUND), { companions: all() });
    const before = await stored(at);
    expect(await importRound(at, files.csv(ROUND), { companions: all() })).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 4, created: 0, updated: 0 } });
    const asWorkbook = async (rows: readonly CsvRow[]): Promise<string> => {
      const book = new Workbook();
      const sheet = book.addWorksheet('One');
      const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      sheet.addRow(headings);
      for (const row of rows) sheet.addRow(headings.map((heading) => row[heading] ?? ''));
      return files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    };
    const companions = { evidence: await asWorkbook(EVIDENCE), descriptors: await asWorkbook(DESCRIPTORS) };
    expect(await importRound(at, await asWorkbook(ROUND), { companions })).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 4 } });
    expect(await stored(at)).toEqual(before);
  });

  it('is not touched by a dry run', async () => {
    expect(await importRound(at, files.csv(ROUND), { dryRun: true, companions: all() })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 4 } });
    expect(await rowsOf(at, 'select count(*)::int as n from evaluation_tools')).toEqual([{ n: 0 }]);
  });

  it('may have a scale of its own', async () => {
    const grades = ['+', 'o', '-', ''];
    const outcome = await importRound(at, files.csv(ROUND.map((row, n) => ({ ...row, grade: grades[n] ?? '' }))), { scale: '+; o; -', tool: 'Three signs' });
    expect([outcome.verdict, (await gradesOf(at)).map((row) => row.grade)]).toEqual(['PUBLISHED', ['+', 'o', '-', null]]);
    await expect(importRound(at, files.csv(later(ROUND)), { scale: 'A;B;C', tool: 'Three signs' })).rejects.toThrow(/has the scale \+, o, -: another scale is another tool/);
  });
});

describe('a round that is imported again', () => {
  beforeEach(async () => void (await importRound(at, files.csv(ROUND), { companions: all() })));

  it('takes a new grade and a mended wording, and leaves alone what a cell or a file does not say', async () => {
    const rows = [...but(0, { grade: 'A', question: 'To what extent is the sector engaged for good?' }).slice(0, 2).map((row, n) => (n === 1 ? { ...row, grade: '' } : row))];
    const outcome = await importRound(at, files.csv(rows), { companions: { evidence: files.csv(EVIDENCE.slice(0, 1)) } });
    expect(outcome.counts).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(outcome.notes).toEqual(expect.arrayContaining(['2 questions of the tool are not in the file and stay: Delivery 1; Delivery 10.', '2 items of evidence are not in the file and stay.']));
    expect(await gradesOf(at)).toMatchObject([{ text: 'To what extent is the sector engaged for good?', grade: 'A', edition: 1 }, { grade: 'A' }, { grade: 'C' }, { grade: null }]);
  });

  it('lets evidence name its question later, and takes the same words for another question as another item', async () => {
    const companions = { evidence: files.csv([{ ...EVIDENCE[0], question_no: '1' }, { ...EVIDENCE[1], question_no: '1' }] as CsvRow[]) };
    expect((await importRound(at, files.csv(ROUND), { companions })).verdict).toBe('PUBLISHED');
    expect(await rowsOf(at, `select q.number, v.text from evaluation_evidence v left join evaluation_questions q on q.id = v.question_id order by v.position`)).toEqual([
      { number: '1', text: 'A protocol stands since 2006.' }, { number: '2', text: 'A register of groups' }, { number: null, text: 'Contracts run longer' }, { number: '1', text: 'A register of groups' },
    ]);
    expect((await importRound(at, files.csv(ROUND), { companions })).verdict).toBe('UNCHANGED');
  });

  it('is refused where a number has become another question', async () => {
    const { verdict, refusedRows } = await importRound(at, files.csv(but(0, { question: 'Who pays for representatives?' })));
    expect([verdict, refusedRows.map(({ line, column, reason }) => `${line} ${column} ${reason}`)]).toEqual(['REFUSED', ['2 question is another question than that of this number before (“To what extent is the sector engaged?”): give it a number of its own']]);
  });
});

describe('a later round', () => {
  beforeEach(async () => void (await importRound(at, files.csv(ROUND), { companions: all() })));
  const editions = () => rowsOf<{ edition: number; rounds: number }>(at, 'select k.edition, (select count(*)::int from self_evaluations e where e.tool_id = k.id) as rounds from evaluation_tools k order by 1');

  it('uses the tool as it is where all its questions are there, word for word', async () => {
    expect((await importRound(at, files.csv(later(ROUND.slice(1))))).counts).toMatchObject({ created: 3 });
    expect(await editions()).toEqual([{ edition: 1, rounds: 2 }]);
  });

  it('has an edition of its own where they are others, in which a question goes on from the one worded alike', async () => {
    const rows = [...later(but(0, { question: 'To what extent is the sector engaged, and for good?' })), { section: 'Delivery', question_no: '11', question: 'How are assets shared?', round: '2026-02', grade: 'C' }];
    expect((await importRound(at, files.csv(rows))).counts).toMatchObject({ created: 5 });
    expect(await editions()).toEqual([{ edition: 1, rounds: 1 }, { edition: 2, rounds: 1 }]);
    expect(await rowsOf(at, `select q.number, q.lineage_id = q.id as own, exists (select from evaluation_questions b where b.id = q.lineage_id and b.tool_id <> q.tool_id) as goes_on from evaluation_questions q join evaluation_tools k on k.id = q.tool_id where k.edition = 2 order by q.position`)).toEqual([
      { number: '1', own: false, goes_on: true }, { number: '2', own: false, goes_on: true }, { number: '1', own: false, goes_on: true }, { number: '10', own: false, goes_on: true }, { number: '11', own: true, goes_on: false },
    ]);
    expect((await gradesOf(at))[0]?.text).toBe('To what extent is the sector engaged?');
    expect((await importRound(at, files.csv(rows))).verdict).toBe('UNCHANGED');
  });

  it('goes on from the question of its very words, whatever its number, and from each once', async () => {
    const [one, two] = later(ROUND) as [CsvRow, CsvRow];
    const rows = [{ ...two, question_no: '1' }, { ...one, question_no: '2' }, { ...one, question_no: '3', question: `${one.question ?? ''} So?` }, { ...one, section: 'Elsewhere' }] as CsvRow[];
    expect((await importRound(at, files.csv(rows))).verdict).toBe('PUBLISHED');
    expect(await rowsOf(at, `select s.title || ' ' || q.number as now, b.number as before from evaluation_questions q join evaluation_tools k on k.id = q.tool_id join evaluation_sections s on s.id = q.section_id
      left join evaluation_questions b on b.id = q.lineage_id and b.id <> q.id where k.edition = 2 order by q.position`)).toEqual([
      { now: 'Governance 1', before: '2' }, { now: 'Governance 2', before: '1' }, { now: 'Governance 3', before: null }, { now: 'Elsewhere 1', before: null },
    ]);
  });

  it('uses an older edition again where its questions are those, and finds again what one in between had dropped', async () => {
    await importRound(at, files.csv(later(ROUND.slice(0, 1).map((row) => ({ ...row, question: 'To what extent is the sector engaged, and for good?' })))));
    await importRound(at, files.csv(ROUND.map((row) => ({ ...row, round: '2026-03' }))));
    expect(await editions()).toEqual([{ edition: 1, rounds: 2 }, { edition: 2, rounds: 1 }]);
    await importRound(at, files.csv([...ROUND.slice(1), { section: 'Assets', question_no: '1', question: 'How are assets shared?', grade: 'A' }].map((row) => ({ ...row, round: '2026-04' }))));
    expect(await rowsOf(at, `select count(*)::int as n from evaluation_questions q join evaluation_tools k on k.id = q.tool_id join evaluation_questions b on b.id = q.lineage_id join evaluation_tools first on first.id = b.tool_id and first.edition = 1 where k.edition = 3`)).toEqual([{ n: 3 }]);
  });

  it('keeps the tool that it shares from being changed', async () => {
    await importRound(at, files.csv(later(ROUND)));
    const rows = [...later(but(0, { question: 'To what extent is the sector engaged, and for good?' })), { section: 'Delivery', question_no: '11', question: 'How are assets shared?', round: '2026-02', grade: 'C' }];
    const { refusedRows } = await importRound(at, files.csv(rows));
    expect(refusedRows.map(({ column, reason }) => `${column} ${reason.slice(0, 60)}`)).toEqual(['question differs from the wording of the tool, which other rounds use', 'question_no is no question of the tool, which other rounds use: give the']);
  });

  it('of a district uses the tool of its county', async () => {
    expect((await importRound(at, files.csv(later(ROUND)), { area: 'E07000096' })).verdict).toBe('PUBLISHED');
    expect(await editions()).toEqual([{ edition: 1, rounds: 2 }]);
  });
});

describe('files that cannot be taken', () => {
  it('are told what is wrong by file, line, column, value and reason, and nothing is written', async () => {
    const rows = [
      ...but(1, { grade: 'D' }).slice(0, 2), { ...ROUND[2], section: '', round: 'last year' }, { ...ROUND[3], round: '2025-03' }, { ...ROUND[0], grade: 'B' }, { ...ROUND[3], question_no: '', question: '' },
    ] as CsvRow[];
    const evidence = files.csv([EVIDENCE[0], { ...EVIDENCE[1], section: 'Elsewhere' }, { ...EVIDENCE[1], question_no: '7', round: '2024' }, EVIDENCE[0], { section: 'Governance', evidence: '' }] as CsvRow[]);
    const descriptors = files.csv([{ question: '', grade: 'E', descriptor: 'x' }, { question: 'What of the weather?', grade: 'A', descriptor: '' }, { section: 'Governance', question_no: '9', grade: 'A', descriptor: 'x' }]);
    const refusedTo = files.path('refused.csv');
    const outcome = await importRound(at, files.csv(rows), { companions: { evidence, descriptors }, refusedTo });
    expect(outcome).toMatchObject({ verdict: 'REFUSED', counts: { read: 6, refused: 12, created: 0 } });
    const name = (text: string): string => text.replace(/^(\d+)\.csv/, (_, number) => (evidence.endsWith(`/${number}.csv`) ? 'EVIDENCE' : 'DESCRIPTORS'));
    expect(outcome.refusedRows.map(({ line, column, value, reason }) => `${line} ${name(column)} “${value}” ${reason}`)).toEqual([
      '3 grade “D” is not one of A, B, C',
      '4 section “” is empty',
      '4 round “last year” is not a day, a month or a year (2026-11-20, 2026-11, 2026)',
      '5 round “2025-03” is another round than 2025-02: import each from a file of its own',
      '6 question_no “1” stands in the section twice (line 2)',
      '7 question_no “” is empty',
      '7 question “” is empty',
      '2 DESCRIPTORS: grade “E” is not one of A, B, C',
      '3 DESCRIPTORS: question “What of the weather?” is worded like no question of the tool',
      '3 DESCRIPTORS: descriptor “” is empty',
      '4 DESCRIPTORS: question_no “9” is no question of the section',
      '3 EVIDENCE: section “Elsewhere” is no section of the tool',
      '4 EVIDENCE: question_no “7” is no question of the section',
      '4 EVIDENCE: round “2024” is another round than 2025-02',
      '5 EVIDENCE: evidence “A protocol stands since 2006.” stands in the file twice (line 2)',
      '6 EVIDENCE: evidence “” is empty',
    ]);
    expect(readFileSync(refusedTo, 'utf8').split('\n')).toHaveLength(18);
    expect(await rowsOf(at, 'select count(*)::int as n from evaluation_tools')).toEqual([{ n: 0 }]);
  });

  it('leave out the refused rows alone when the rest is wanted; mended, they come later', async () => {
    const outcome = await importRound(at, files.csv(but(1, { grade: 'D' })), { acceptRest: true, companions: { evidence: files.csv(EVIDENCE) } });
    expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 3, refused: 2 } });
    expect((await gradesOf(at)).map((row) => row.question)).toEqual(['Governance 1', 'Delivery 1', 'Delivery 10']);
    expect((await importRound(at, files.csv(ROUND), { companions: { evidence: files.csv(EVIDENCE) } })).counts).toMatchObject({ created: 1, unchanged: 3, refused: 0 });
    expect((await gradesOf(at)).length).toBe(4);
    expect(await rowsOf(at, 'select count(*)::int as n from evaluation_evidence')).toEqual([{ n: 3 }]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a column that is needed is missing', () => importRound(at, files.csv(ROUND.map(({ section: _, ...row }) => row))), /no column "section"; it has: question_no, question, grade, round/],
    ['a column of a file beside it is missing', () => importRound(at, files.csv(ROUND), { companions: { evidence: files.csv([{ section: 'x' }]) } }), /no column "evidence"/],
    ['the area is not known', () => importRound(at, files.csv(ROUND), { area: 'E99999999' }), /No area has or had the code E99999999/],
    ['the scale is none', () => importRound(at, files.csv(ROUND), { scale: 'A' }), /two different grades or more/],
    ['there is no such file', () => importRound(at, files.csv(ROUND), { companions: { evidence: files.path('none.csv') } }), /There is no file/],
  ])('say so when %s', async (_, load, message) => {
    await expect(load()).rejects.toThrow(message);
    expect(await rowsOf(at, 'select count(*)::int as n from evaluation_tools')).toEqual([{ n: 0 }]);
  });

  it('are refused where a round lies in the future', async () => {
    const { refusedRows } = await importRound(at, files.csv(ROUND.map((row) => ({ ...row, round: '2026-12' }))));
    expect(new Set(refusedRows.map(({ column, reason }) => `${column} ${reason}`))).toEqual(new Set(['round lies in the future']));
  });
});

it.each(['csv', 'xlsx'] as const)('the templates are files that can be imported (%s)', async (format) => {
  const file = async (template: typeof selfEvaluationTemplate): Promise<string> => files.write(format, await templateFile(format, template));
  const outcome = await importRound(at, await file(selfEvaluationTemplate), { companions: { evidence: await file(evaluationEvidenceTemplate), descriptors: await file(descriptorsTemplate), leads: await file(leadsTemplate) } });
  expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 1, refused: 0 } });
  expect(await rowsOf(at, 'select (select count(*)::int from evaluation_evidence where question_id is not null) as evidence, (select count(*)::int from evaluation_descriptors) as descriptors')).toEqual([{ evidence: 1, descriptors: 1 }]);
});
