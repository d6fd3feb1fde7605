import { SetUpError } from '../errors';
import type { TypedCell } from './typed-cell';

/** One record of a table in a file. */
export interface SourceRow {
  /** Where the record begins in the file, counted from 1 with the headings. */
  readonly line: number;
  /** Trimmed; '' where a cell is empty. As many as there are columns. */
  readonly values: readonly string[];
  /** Cells of a workbook that are no texts, by their columns, where the source is asked for them. */
  readonly typed?: ReadonlyMap<number, TypedCell>;
  /** Why the record cannot be read as a row at all. */
  readonly fault?: string;
}

/** A table in a file, read once and in order without ever being held whole. */
export interface RowSource {
  readonly name: string;
  readonly columns: readonly string[];
  /** Bytes of the file on disk, and how many of them have been read so far. */
  readonly bytes: number;
  bytesRead(): number;
  rows(): AsyncIterable<SourceRow>;
  close(): void;
}

export interface RowSourceOptions {
  /** Given the first record, names the columns when that is a row already and the file has no headings. */
  readonly withoutHeadings?: (first: readonly string[]) => readonly string[] | undefined;
  /** Whether a CSV may be one that was exported: what guards cells from being run as formulas goes. */
  readonly guarded?: boolean;
  /** Whether cells of a workbook that are no texts are to be told, and its days in words, as it shows them. */
  readonly typed?: boolean;
}

/** The position of a column by its heading, whatever its case; undefined when there is none. */
export function findColumn(source: Pick<RowSource, 'columns' | 'name'>, heading: string): number | undefined {
  const wanted = heading.trim().toLowerCase();
  const at = source.columns.findIndex((column) => column.toLowerCase() === wanted);
  if (at < 0) return undefined;
  if (source.columns.findIndex((column, i) => i > at && column.toLowerCase() === wanted) > 0) {
    throw new SetUpError(`${source.name} has the heading "${heading}" twice: it is not clear which is meant.`);
  }
  return at;
}

export function requireColumn(source: Pick<RowSource, 'columns' | 'name'>, heading: string): number {
  const at = findColumn(source, heading);
  if (at !== undefined) return at;
  throw new SetUpError(`${source.name} has no column "${heading}"; it has: ${source.columns.join(', ')}.`);
}

/** Brings a record to the width of the table; a cell too many may only be empty. */
export function asRow(line: number, values: readonly string[], width: number): SourceRow {
  if (values.length === width) return { line, values };
  const tooMany = values.slice(width).some((value) => value !== '');
  if (values.length > width && !tooMany) return { line, values: values.slice(0, width) };
  return { line, values, fault: `has ${values.length} cells where there are ${width} columns` };
}
