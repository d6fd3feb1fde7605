import { SetUpError } from '../../../errors';
import type { ImportContext } from '../../../intake/import-run';
import { readRows } from '../../../intake/read-rows';
import type { RefusedRows } from '../../../intake/refused-rows';
import { requireColumn, type RowSource } from '../../../intake/row-source';
import { CellFault, parseWord } from '../../../organisations/import/cell-values';
import { RowCells } from '../../../organisations/import/row-cells';
import { foldName } from '../../../text/fold';
import { RespondentKind } from '../evaluation.enums';
import { LONGEST_FORM } from '../form-key';
import type { ReplyRound } from './reply-round';

/** The layout of returned forms: a row an answer. What is said of a form as a whole may stand in its first row alone. */
export const REPLY_HEADINGS = ['form', 'kind', 'partner', 'district', 'section', 'question_no', 'grade'] as const;
type Heading = (typeof REPLY_HEADINGS)[number];
const REQUIRED: readonly Heading[] = ['form', 'kind', 'partner', 'question_no', 'grade'];

/** No answer: nothing, or a dash. */
const NO_ANSWER = /^[\s–—-]*$/;
const KINDS = Object.values(RespondentKind);

/** What a form says, with the lines on which it does. */
export interface GivenForm {
  readonly form: string;
  readonly lines: number[];
  readonly said: Map<Heading, { readonly value: string; readonly written: string; readonly line: number }>;
  readonly answers: Map<string, { readonly grade: string | null; readonly line: number }>;
  /** Those of its lines that are refused: with one of them it is incomplete. */
  readonly refused: Set<number>;
}

/** The forms of a file, and how many rows are refused of which nobody can tell to which form they belong. */
export interface GivenForms {
  readonly forms: readonly GivenForm[];
  readonly strays: number;
}

/** Reads the forms, row by row: whoever types them in need not keep a form's rows together. */
export async function readForms(context: ImportContext, source: RowSource, round: ReplyRound): Promise<GivenForms> {
  for (const heading of REQUIRED) requireColumn(source, heading);
  const cells = new RowCells(source, REPLY_HEADINGS, context.refused, context.notes, context.clock.today());
  const forms = new Map<string, GivenForm>();
  const grades = requireColumn(source, 'grade');
  let placed = 0;
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const number = cells.oneLine('form');
    if (number === undefined) cells.refuse('form', new CellFault('is empty: give each form a number, so that it is not entered twice'));
    else if (number.length > LONGEST_FORM) cells.refuse('form', new CellFault(`has more than ${LONGEST_FORM} characters`));
    else {
      readRow(cells, round, formOf(forms, number, row.line), row.values[grades] ?? '');
      placed += 1;
    }
  }
  cells.finish();
  return { forms: [...forms.values()], strays: context.counts.read - placed };
}

function formOf(forms: Map<string, GivenForm>, form: string, line: number): GivenForm {
  const key = foldName(form);
  const found: GivenForm = forms.get(key) ?? { form, lines: [], said: new Map(), answers: new Map(), refused: new Set() };
  forms.set(key, found);
  found.lines.push(line);
  return found;
}

/** @param written the cell of the grade as it stands. */
function readRow(cells: RowCells, round: ReplyRound, form: GivenForm, written: string): void {
  say(cells, form, 'kind', (text) => parseWord(text, KINDS));
  say(cells, form, 'partner', (text) => text.replace(/\s+/g, ' '), foldName);
  say(cells, form, 'district', (text) => round.district(text));
  const section = cells.read('section', (text) => round.section(text));
  const number = cells.oneLine('question_no');
  if (number === undefined) cells.refuse('question_no', new CellFault('is empty'));
  const wholeSection = cells.text('section') === undefined || section !== undefined;
  const question = number === undefined || !wholeSection ? undefined : cells.read('question_no', () => round.question(number, section));
  const grade = cells.read('grade', (text) => round.grade(text));
  // “Unknown” is a missing value elsewhere. Here it may be an answer.
  if (grade === undefined && cells.text('grade') === undefined && !NO_ANSWER.test(written)) cells.refuse('grade', new CellFault("is neither a grade nor DON'T_KNOW; leave it empty where there is no answer"));
  if (question !== undefined) {
    const before = form.answers.get(question);
    if (before !== undefined) cells.refuse('question_no', new CellFault(`is answered by the form twice (line ${before.line})`));
    else if (grade !== undefined) form.answers.set(question, { grade, line: cells.line });
  }
  if (cells.isFaulty) form.refused.add(cells.line);
}

/** Notes what a row says of its form as a whole; rows that say it again must say the same. */
function say(cells: RowCells, form: GivenForm, heading: Heading, parse: (text: string) => string, same: (value: string) => string = (value) => value): void {
  const value = cells.read(heading, parse);
  if (value === undefined) return;
  const before = form.said.get(heading);
  if (before === undefined) form.said.set(heading, { value, written: cells.text(heading) ?? '', line: cells.line });
  else if (same(before.value) !== same(value)) cells.refuse(heading, new CellFault(`differs from what the form says in line ${before.line} (${before.written})`));
}

/**
 * The forms that can be taken whole. Half a reply is none: where one row of a form is refused and the rest of the file is to be
 * written, its other rows are refused with it.
 */
export function wholeForms(context: ImportContext, { forms, strays }: GivenForms): GivenForm[] {
  const { refused } = context;
  for (const form of forms) if (form.refused.size === 0) requireWhole(form, refused);
  if (context.doomed) return [];
  if (strays > 0) throw new SetUpError(`${strays} ${strays === 1 ? 'row' : 'rows'} cannot be read or have no number of a form, and may belong to any of the others: mend them first.`);
  for (const form of forms.filter((one) => one.refused.size > 0)) {
    for (const line of form.lines) if (!form.refused.has(line)) refused.add({ line, column: 'form', value: form.form, reason: 'is of a form of which another row is refused' });
  }
  return forms.filter((form) => form.refused.size === 0);
}

function requireWhole(form: GivenForm, refused: RefusedRows): void {
  const line = form.lines[0] ?? 0;
  const fault = (column: Heading, reason: string): void => {
    refused.add({ line, column, value: '', reason });
    form.refused.add(line);
  };
  for (const heading of ['kind', 'partner'] as const) if (!form.said.has(heading)) fault(heading, 'is said in no row of the form');
  if (form.answers.size === 0) fault('grade', 'is given in no row of the form');
}
