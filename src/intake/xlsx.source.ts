import { SetUpError } from '../errors';
import { asRow, type RowSource, type RowSourceOptions, type SourceRow } from './row-source';
import type { SourceFile } from './source-file';
import { type TypedCell, typedCell } from './typed-cell';
import { firstSheet, type Sheet } from './xlsx.sheet';
import { XlsxPackage } from './xlsx.package';
import type { CellValue, Row } from 'exceljs';

/** Reads the first sheet of a workbook, row by row. */
export async function openXlsx(file: SourceFile, options: RowSourceOptions = {}): Promise<RowSource> {
  const book = await asWorkbook(file.name, XlsxPackage.open(file));
  const sheet = await asWorkbook(file.name, firstSheet(book)).catch((error: unknown) => {
    book.close();
    throw error;
  });
  const records = readRows(sheet, file.name, options.typed === true);
  const first = (await records.next()).value;
  if (first === undefined) {
    book.close();
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
      book.close();
    }
  }
  return { name: file.name, columns, bytes: file.bytes, bytesRead: () => Math.round(sheet.read() * file.bytes), rows, close: () => book.close() };
}

async function* readRows(sheet: Sheet, name: string, withTypes: boolean): AsyncGenerator<SourceRow, undefined> {
  const rows = sheet.rows[Symbol.asyncIterator]();
  for (;;) {
    const next = await asWorkbook(name, rows.next());
    if (next.done === true) return undefined;
    const row = next.value;
    const cells = (row.values as CellValue[]).slice(1);
    const typed = withTypes ? typedCells(row, cells) : undefined;
    const values = Array.from(cells, (cell, at) => shownIn(typed?.get(at)) ?? cellText(cell).trim());
    if (values.some((value) => value !== '')) yield { line: row.number, values, ...(typed === undefined ? {} : { typed }) };
  }
}

async function asWorkbook<T>(name: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw new SetUpError(`${name} cannot be read as a workbook: ${(error as Error).message}.`, 'Save it again as .xlsx, or as CSV UTF-8');
  });
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
