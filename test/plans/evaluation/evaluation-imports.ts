import type { ImportOutcome } from '../../../src/intake/outcome';
import { importSelfEvaluation, type SelfEvaluationImportOptions } from '../../../src/plans/evaluation/self-evaluation.import';
import { rowsOf } from '../../places/place-imports';
import { type TestDatabase, testClock } from '../../support';

export const HERTFORDSHIRE = 'E10000015';

export type CsvRow = Readonly<Record<string, string>>;

/** A small round: two sections, in each of which the numbers begin anew. */
export const ROUND: readonly CsvRow[] = [
  { section: 'Governance', question_no: '1', question: 'To what extent is the sector engaged?', grade: 'B' },
  { section: 'Governance', question_no: '2', question: 'How is its diversity represented?', grade: 'A' },
  { section: 'Delivery', question_no: '1', question: 'How is the sector encouraged to deliver?', grade: 'C' },
  { section: 'Delivery', question_no: '10', question: 'What part has it in local networks?', grade: '' },
].map((row) => ({ ...row, round: '2025-02' }));

export const EVIDENCE: readonly CsvRow[] = [
  { section: 'Governance', question_no: '', evidence: 'A protocol stands since 2006.' },
  { section: 'Governance', question_no: '2', evidence: 'A register of groups' },
  { section: 'Delivery', question_no: '', evidence: 'Contracts run longer' },
].map((row) => ({ ...row, round: '2025-02' }));

export const DESCRIPTORS: readonly CsvRow[] = [
  { question: 'To what extent is the sector really engaged?', grade: 'A', descriptor: 'Its role is promoted' },
  { question: 'To what extent is the sector really engaged?', grade: 'C', descriptor: 'Now and then' },
  { question: '', grade: 'C', descriptor: 'Needs significant improvement' },
];

export function importRound(at: TestDatabase, file: string, options: Partial<SelfEvaluationImportOptions> = {}): Promise<ImportOutcome> {
  return importSelfEvaluation(at.database, testClock, { file, area: HERTFORDSHIRE, ...options });
}

export async function emptyEvaluations(at: TestDatabase): Promise<void> {
  await at.owner.query('truncate evaluation_tools, leads, import_batches cascade');
}

/** All that an import writes, whole. */
export async function stored(at: TestDatabase): Promise<unknown> {
  const parts = ['evaluation_tools', 'evaluation_scale_grades', 'evaluation_sections', 'evaluation_questions', 'evaluation_descriptors', 'self_evaluations', 'agreed_grades', 'evaluation_evidence'];
  return rowsOf(at, `select ${parts.map((table) => `(select json_agg(t order by t::text) from ${table} t) as ${table}`).join(', ')}`);
}

/** Questions in their order with what was agreed: number, wording, grade. */
export function gradesOf(at: TestDatabase, round = '2025-02'): Promise<{ question: string; text: string; grade: string | null; edition: number }[]> {
  return rowsOf(at, `
    select s.title || ' ' || q.number as question, q.text, g.grade, k.edition from self_evaluations e join evaluation_tools k on k.id = e.tool_id join evaluation_questions q on q.tool_id = k.id
    join evaluation_sections s on s.id = q.section_id left join agreed_grades g on g.round_id = e.id and g.question_id = q.id where e.round = $1 order by q.position`, [round]);
}
