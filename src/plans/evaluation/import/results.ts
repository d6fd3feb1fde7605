import { v7 as uuidv7 } from 'uuid';
import type { ImportContext } from '../../../intake/import-run';
import { nameKey } from '../../name-key';
import { daysOfRound } from '../round';
import type { GivenQuestion } from '../tool';
import type { EvaluationDraft } from './evaluation-draft';
import type { FileRow, QUESTION_HEADINGS } from './question-rows';
import type { DraftQuestion } from './tool-draft';

type Heading = (typeof QUESTION_HEADINGS)[number];
type Row = FileRow<Heading>;

export function questionIn(row: Row): GivenQuestion {
  return { section: row.cell('section'), number: row.cell('question_no'), text: row.cell('question') };
}

interface Expected {
  readonly round: string;
  readonly range: string;
  readonly grades: readonly string[];
}

/** The rows that say what they must, as they must. The others are refused. */
export function goodRows({ refused, clock }: ImportContext, rows: readonly Row[], { round, range, grades }: Expected): Row[] {
  const seen = new Map<string, number>();
  return rows.filter((row) => {
    const before = refused.count;
    const refuse = (column: Heading, reason: string): void => refused.add({ line: row.line, column, value: row.cell(column), reason });
    for (const heading of ['section', 'question_no', 'question', 'round'] as const) if (row.cell(heading) === '') refuse(heading, 'is empty');
    const days = daysOfRound(row.cell('round'));
    if (row.cell('round') !== '' && days === undefined) refuse('round', 'is not a day, a month or a year (2026-11-20, 2026-11, 2026)');
    else if (days !== undefined && days.range !== range) refuse('round', `is another round than ${round}: import each from a file of its own`);
    else if (days !== undefined && days.from > clock.today()) refuse('round', 'lies in the future');
    const grade = row.cell('grade');
    if (grade !== '' && !grades.includes(grade)) refuse('grade', `is not one of ${grades.join(', ')}`);
    const key = `${nameKey(row.cell('section'))}\n${row.cell('question_no')}`;
    const first = seen.get(key);
    if (first !== undefined) refuse('question_no', `stands in the section twice (line ${first})`);
    else seen.set(key, row.line);
    return refused.count === before;
  });
}

export interface Agreed {
  readonly id: string;
  readonly question_id: string;
  readonly grade: string;
}

interface Results {
  /** Grades that are new, or others than before. */
  readonly grades: readonly Agreed[];
  readonly changed: boolean;
  readonly taken: number;
}

/** What the rows change of the round. Those that do not fit its tool are refused; an empty grade leaves alone what was agreed. */
export function readResults({ context, knownRound, tool }: EvaluationDraft, rows: readonly Row[]): Results {
  const before = new Map(knownRound?.grades.map((one) => [one.question_id, one.grade]));
  const asked = new Set(knownRound?.tool.questions.map((question) => question.id));
  const grades: Agreed[] = [];
  const ungraded: DraftQuestion[] = [];
  const taken = new Set<string>();
  for (const row of rows) {
    const fitting = tool.take(questionIn(row));
    if (!('question' in fitting)) {
      const [column, reason] = fitting;
      context.refused.add({ line: row.line, column, value: row.cell(column), reason });
      continue;
    }
    const { question, changed } = fitting;
    const grade = row.cell('grade');
    const regraded = grade !== '' && before.get(question.id) !== grade;
    taken.add(question.id);
    if (regraded) grades.push({ id: uuidv7(), question_id: question.id, grade });
    if (grade === '' && !before.has(question.id)) ungraded.push(question);
    context.counts[!asked.has(question.id) ? 'created' : regraded || changed ? 'updated' : 'unchanged'] += 1;
  }
  const named = (questions: readonly DraftQuestion[]): string => questions.map(({ section, number }) => `${section} ${number}`).join('; ');
  if (ungraded.length > 0) context.notes.push(`${ungraded.length} questions without an agreed grade: ${named(ungraded)}.`);
  const left = tool.questions.filter((question) => !taken.has(question.id));
  if (left.length > 0 && context.refused.count === 0) context.notes.push(`${left.length} questions of the tool are not in the file and stay: ${named(left)}.`);
  return { grades, changed: context.counts.created + context.counts.updated > 0, taken: taken.size };
}
