import { SetUpError } from '../errors';
import { asRow, type RowSource, type RowSourceOptions, type SourceRow } from './row-source';
import type { SourceFile } from './source-file';
import { type TypedCell, typedCell } from './typed-cell';
import type { CellValue, Row, stream } from 'exceljs';

/** Reads the first sheet of a workbook, row by row. */
export async function openXlsx(file: SourceFile, options: RowSourceOptions = {}): Promise<RowSource> {
  // Loaded only where a workbook is read: it takes a quarter of a second.
  const { stream: streams } = require('exceljs') as { stream: typeof stream };
  const { stream: bytes, bytesRead, close } = file.open();
  const reader = new streams.xlsx.WorkbookReader(bytes, { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' });
  const records = firstSheet(reader, file.name, options.typed === true);
  const first = (await records.next()).value;
  if (first === undefined) {
    close();
    throw new SetUpError(`${file.name} is empty: its first sheet has no rows.`);
  }
  const named = options.withoutHeadings?.(first.values);
  const columns = named ?? first.values;
  const rowsBefore = named === undefined ? [] : [asRow(first.line, first.values, columns.length)];
  async function* rows(): AsyncGenerator<SourceRow> {
    try {
      yield* rowsBefore;
      for await (const { line, values, typed } of records) {
        // A sheet leaves out the empty cells at the end of a row.
        const row = asRow(line, [...values, ...Array<string>(Math.max(0, columns.length - values.length)).fill('')], columns.length);
        yield typed === undefined ? row : { ...row, typed };
      }
    } finally {
      close();
    }
  }
  return { name: file.name, columns, bytes: file.bytes, bytesRead, rows, close };
}

async function* firstSheet(reader: stream.xlsx.WorkbookReader, name: string, withTypes: boolean): AsyncGenerator<SourceRow, undefined> {
  try {
    for await (const sheet of reader) {
      for await (const row of sheet) {
        const cells = (row.values as CellValue[]).slice(1);
        const typed = withTypes ? typedCells(row, cells) : undefined;
        const values = Array.from(cells, (cell, at) => shownIn(typed?.get(at)) ?? cellText(cell).trim());
        if (values.some((value) => value !== '')) yield { line: row.number, values, ...(typed === undefined ? {} : { typed }) };
      }
      return undefined;
    }
  } catch (error) {
    throw new SetUpError(`${name} cannot be read as a workbook: ${(error as Error).message}.`, 'Save it again as .xlsx, or as CSV UTF-8');
  }
  return undefined;
}

function typedCells(row: Row, cells: readonly CellValue[]): Map<number, TypedCell> {
  const found = Array.from(cells, (cell, at) => [at, typedCell(cell, typeof cell === 'string' ? undefined : row.getCell(at + 1).numFmt)] as const);
  return new Map(found.flatMap(([at, cell]) => (cell === undefined ? [] : [[at, cell] as const])));
}

function shownIn(cell: TypedCell | undefined): string | undefined {
  return cell?.kind === 'DAY' ? cell.shown : undefined;
}

/** What a cell shows: the text of a rich or linked one, the result of a formula, a day as YYYY-MM-DD. */
function cellText(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dayOrInstant(cell);
  if (typeof cell !== 'object') return String(cell);
  if ('richText' in cell) return cell.richText.map((run) => run.text).join('');
  if ('result' in cell) return cellText(cell.result as CellValue);
  if ('text' in cell) return cellText(cell.text as CellValue);
  return 'error' in cell ? String(cell.error) : '';
}

function dayOrInstant(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
