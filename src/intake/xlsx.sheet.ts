import type { Row, stream } from 'exceljs';
import type { XlsxPackage } from './xlsx.package';

/** A sheet of a workbook. */
export interface Sheet {
  readonly rows: AsyncIterable<Row>;
  /** How much of it has been read, 0 to 1. */
  readonly read: () => number;
}

interface Related {
  readonly Id: string;
  readonly Target: string;
}

type Part = AsyncIterable<string>;

/**
 * What exceljs's streaming reader does with each part. Its own pass over the archive takes the parts in the order in
 * which they stand, and now and then loses the last one: the names of the sheets, or the texts of all cells
 * (https://github.com/exceljs/exceljs/issues/3064).
 */
interface PartReader {
  workbookRels?: readonly Related[];
  model?: { readonly sheets?: readonly { readonly rId: string }[] };
  _parseRels(part: Part): Promise<void>;
  _parseWorkbook(part: Part): Promise<void>;
  _parseSharedStrings(part: Part): AsyncIterable<unknown>;
  _parseStyles(part: Part): Promise<void>;
  _parseWorksheet(part: Part, number: string): Iterable<{ readonly value: AsyncIterable<Row> }>;
}

const WORKSHEET = /^worksheets\/sheet(\d+)\.xml$/;

/** The first sheet with cells, in the order in which a person sees them. */
export async function firstSheet(book: XlsxPackage): Promise<Sheet> {
  // Loaded only where a workbook is read: it takes a quarter of a second.
  const { stream: streams } = require('exceljs') as { stream: typeof stream };
  const reader = new streams.xlsx.WorkbookReader('', { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' }) as unknown as PartReader;
  await reader._parseRels(await needed(book, 'xl/_rels/workbook.xml.rels'));
  await reader._parseWorkbook(await needed(book, 'xl/workbook.xml'));
  const texts = await book.part('xl/sharedStrings.xml');
  if (texts !== undefined) for await (const _ of reader._parseSharedStrings(texts));
  const styles = await book.part('xl/styles.xml');
  if (styles !== undefined) await reader._parseStyles(styles);
  const target = (reader.model?.sheets ?? [])
    .map(({ rId }) => reader.workbookRels?.find(({ Id }) => Id === rId)?.Target.replace(/^\/xl\//, '') ?? '')
    .find((path) => WORKSHEET.test(path));
  if (target === undefined) throw new Error('it has no sheet of cells');
  const path = `xl/${target}`;
  const size = book.sizeOf(path);
  let read = 0;
  const part = await needed(book, path);
  async function* counted(): AsyncGenerator<string> {
    for await (const chunk of part) {
      read += Buffer.byteLength(chunk);
      yield chunk;
    }
  }
  const [sheet] = reader._parseWorksheet(counted(), WORKSHEET.exec(target)?.[1] ?? '1');
  if (sheet === undefined) throw new Error('it has no sheet of cells');
  return { rows: sheet.value, read: () => (size === 0 ? 1 : read / size) };
}

async function needed(book: XlsxPackage, name: string): Promise<Part> {
  const part = await book.part(name);
  if (part === undefined) throw new Error(`it has no ${name}`);
  return part;
}
