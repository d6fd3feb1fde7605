import type { ImportContext } from '../../../intake/import-run';
import { readRows } from '../../../intake/read-rows';
import { findColumn, requireColumn, type RowSource } from '../../../intake/row-source';
import { parseDay } from '../../../organisations/import/cell-dates';
import { CellFault } from '../../../organisations/import/cell-values';
import { RowCells } from '../../../organisations/import/row-cells';

/** The layout: a row a priority, in the order of the set. */
export const PRIORITY_HEADINGS = ['code', 'title', 'description', 'lead', 'from', 'to'] as const;
type Heading = (typeof PRIORITY_HEADINGS)[number];

/** What a row says; undefined: the file has no such column, and what is known stays. */
export interface GivenPriority {
  readonly line: number;
  readonly code: string;
  readonly title: string;
  readonly description: string | null | undefined;
  readonly lead: string | null | undefined;
  readonly from: string | null | undefined;
  readonly to: string | null | undefined;
}

/** More is rather another file. */
const MOST_PRIORITIES = 1_000;

/** The rows that can be read. Held in memory: a set has some dozens. */
export async function readPriorityRows(context: ImportContext, source: RowSource): Promise<GivenPriority[]> {
  for (const heading of ['code', 'title']) requireColumn(source, heading);
  const cells = new RowCells(source, PRIORITY_HEADINGS, context.refused, context.notes, context.clock.today());
  const given: GivenPriority[] = [];
  const seen = new Map<string, number>();
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const read = readRow(cells, (heading) => findColumn(source, heading) !== undefined);
    const before = seen.get(read.code);
    if (before !== undefined) cells.refuse('code', new CellFault(`stands in line ${before} already`));
    else if (read.code !== '') seen.set(read.code, read.line);
    if (given.length >= MOST_PRIORITIES) cells.refuse('code', new CellFault(`is one of more than ${MOST_PRIORITIES.toLocaleString('en-GB')} priorities`));
    if (!cells.isFaulty) given.push(read);
  }
  cells.finish();
  return given;
}

function readRow(cells: RowCells, has: (heading: Heading) => boolean): GivenPriority {
  const present = (heading: Heading): string => {
    const text = cells.oneLine(heading);
    if (text === undefined) cells.refuse(heading, new CellFault('is empty'));
    return text ?? '';
  };
  const kept = <Value>(heading: Heading, value: Value | undefined): Value | null | undefined => (has(heading) ? (value ?? null) : undefined);
  const [from, to] = [cells.read('from', parseDay), cells.read('to', parseDay)];
  if (from !== undefined && to !== undefined && from > to) cells.refuse('to', new CellFault('lies before from'));
  return {
    line: cells.line, code: present('code'), title: present('title'), description: kept('description', cells.text('description')), lead: kept('lead', cells.oneLine('lead')), from: kept('from', from), to: kept('to', to),
  };
}
