import type { ImportContext } from '../../intake/import-run';
import { readRows } from '../../intake/read-rows';
import { notTextual } from './printed-numbers';
import { findColumn, requireColumn, type RowSource } from '../../intake/row-source';
import { CellFault, parseWord, parseYesNo } from '../../organisations/import/cell-values';

/** The layout of a plan's file: a row an action, in the order of the plan. */
export const PLAN_HEADINGS = [
  'plan', 'section', 'recommendation_no', 'recommendation', 'position', 'action_no', 'action', 'leads', 'by_when', 'measures', 'update', 'rag', 'achieved',
] as const;
type Heading = (typeof PLAN_HEADINGS)[number];
/** Numbers that are texts. */
const NUMBERS = ['recommendation_no', 'action_no'] as const;
const REQUIRED: readonly Heading[] = ['plan', 'section', 'action_no', 'action'];

export const RAGS = ['GREEN', 'AMBER', 'RED', 'NOT_RATED'] as const;

/** What a row says. Texts as written; absent: the cell is empty or the column is not there. */
export interface GivenAction {
  readonly line: number;
  /** Which row of the file it is, refused ones counted. */
  readonly order: number;
  readonly plan: string;
  readonly section: string;
  readonly recommendationNo?: string;
  readonly recommendation?: string;
  readonly position?: string;
  readonly number: string;
  /** '' where the row has no wording. */
  readonly text: string;
  readonly leads: readonly string[];
  readonly byWhen?: string;
  readonly measures: readonly string[];
  readonly update?: string;
  readonly rag?: (typeof RAGS)[number];
  readonly achieved?: boolean;
}

/** Reads the rows of one plan; refuses those that contradict it or themselves. Held in memory: a plan has some hundreds. */
export async function readPlanRows(context: ImportContext, source: RowSource): Promise<{ readonly given: GivenAction[]; readonly numbers: ReadonlySet<string> }> {
  for (const heading of REQUIRED) requireColumn(source, heading);
  const places = new Map(PLAN_HEADINGS.map((heading) => [heading, findColumn(source, heading)]));
  const given: GivenAction[] = [];
  const seen = new Rows();
  for await (const { line, values, typed } of readRows(context, source)) {
    const cell = (heading: Heading): string => values[places.get(heading) ?? -1] ?? '';
    const faults: [Heading, string][] = [];
    const row = readRow(line, context.counts.read, cell, (heading, reason) => faults.push([heading, reason]));
    for (const heading of NUMBERS) {
      const reason = notTextual(typed?.get(places.get(heading) ?? -1));
      if (reason !== undefined) faults.push([heading, reason]);
    }
    for (const fault of seen.faultsOf(row)) faults.push(fault);
    for (const [column, reason] of faults) context.refused.add({ line, column, value: cell(column), reason });
    seen.enter(row);
    if (faults.length === 0) given.push(row);
  }
  return { given, numbers: seen.numbers };
}

function readRow(line: number, order: number, cell: (heading: Heading) => string, refuse: (heading: Heading, reason: string) => void): GivenAction {
  for (const heading of ['plan', 'section', 'action_no'] as const) if (cell(heading) === '') refuse(heading, 'is empty');
  if (cell('recommendation') !== '' && cell('recommendation_no') === '') refuse('recommendation_no', 'is empty although there is a recommendation');
  if (cell('recommendation') === '' && cell('recommendation_no') !== '') refuse('recommendation', 'is empty although it has a number');
  const read = <Value>(heading: Heading, parse: (text: string) => Value): Value | undefined => {
    if (cell(heading) === '') return undefined;
    try {
      return parse(cell(heading));
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      refuse(heading, error.message);
      return undefined;
    }
  };
  const rag = read('rag', (text) => parseWord(text, RAGS));
  const achieved = read('achieved', parseYesNo);
  return {
    line, order, plan: cell('plan'), section: cell('section'), number: cell('action_no'), text: cell('action'),
    leads: parts(cell('leads'), ';'), measures: parts(cell('measures'), '\n'),
    ...optional('recommendationNo', cell('recommendation_no')), ...optional('recommendation', cell('recommendation')), ...optional('position', cell('position')),
    ...optional('byWhen', cell('by_when')), ...optional('update', cell('update')),
    ...(rag === undefined ? {} : { rag }), ...(achieved === undefined ? {} : { achieved }),
  };
}

/** What the rows before said, so that no row says otherwise. */
class Rows {
  private first: GivenAction | undefined;
  private readonly actions = new Map<string, number>();
  private readonly recommendations = new Map<string, GivenAction>();

  get numbers(): ReadonlySet<string> {
    return new Set(this.actions.keys());
  }

  faultsOf(row: GivenAction): [Heading, string][] {
    const faults: [Heading, string][] = [];
    if (this.first !== undefined && row.plan !== this.first.plan) faults.push(['plan', `is another plan than that of line ${this.first.line}: import each from a file of its own`]);
    const before = this.actions.get(row.number);
    if (row.number !== '' && before !== undefined) faults.push(['action_no', `stands in the file twice (line ${before})`]);
    const same = this.recommendations.get(row.recommendationNo ?? '');
    if (same !== undefined && same.recommendation !== row.recommendation) faults.push(['recommendation', `differs from that of line ${same.line}, which has the same number`]);
    if (same !== undefined && same.section !== row.section) faults.push(['section', `is another than that of line ${same.line}, which has the same recommendation`]);
    return faults;
  }

  enter(row: GivenAction): void {
    if (row.plan !== '') this.first ??= row;
    if (row.number !== '' && !this.actions.has(row.number)) this.actions.set(row.number, row.line);
    if (row.recommendationNo !== undefined && !this.recommendations.has(row.recommendationNo)) this.recommendations.set(row.recommendationNo, row);
  }
}

function optional<Name extends string>(name: Name, text: string): { [key in Name]?: string } {
  return (text === '' ? {} : { [name]: text }) as { [key in Name]?: string };
}

function parts(text: string, separator: string): string[] {
  return text.split(separator).map((part) => part.trim()).filter((part) => part !== '');
}
