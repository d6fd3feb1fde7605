import type { ImportContext } from '../../../intake/import-run';
import { readRows } from '../../../intake/read-rows';
import { findColumn, requireColumn, type RowSource } from '../../../intake/row-source';

/** The layout of a round's file: a row a question, in the order of the tool. */
export const QUESTION_HEADINGS = ['section', 'question_no', 'question', 'round', 'grade'] as const;
export const EVIDENCE_HEADINGS = ['section', 'question_no', 'round', 'evidence'] as const;
export const DESCRIPTOR_HEADINGS = ['section', 'question_no', 'question', 'grade', 'descriptor'] as const;

/** A row as it stands in a file; '' where a cell is empty or the column is not there. */
export interface FileRow<Heading extends string> {
  readonly line: number;
  cell(heading: Heading): string;
}

/** The rows of a file, held in memory: a tool has some dozens. @param file says whose they are where it is not the first one. */
export async function fileRows<Heading extends string>(
  context: Pick<ImportContext, 'counts' | 'refused' | 'progress'>, source: RowSource, headings: readonly Heading[], needed: readonly Heading[], file?: string,
): Promise<FileRow<Heading>[]> {
  for (const heading of needed) requireColumn(source, heading);
  const places = new Map<Heading, number | undefined>(headings.map((heading) => [heading, findColumn(source, heading)]));
  const rows: FileRow<Heading>[] = [];
  for await (const { line, values } of readRows(context, source, file)) rows.push({ line, cell: (heading) => values[places.get(heading) ?? -1] ?? '' });
  return rows;
}
