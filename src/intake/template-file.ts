import { stringify } from 'csv-stringify/sync';

export type TemplateFormat = 'csv' | 'xlsx';

export interface Template {
  /** The name of the sheet. */
  readonly sheet: string;
  readonly headings: readonly string[];
  readonly example: readonly string[];
  /** Columns that stay in sight. */
  readonly frozen: number;
}

/** A layout with an example row, as a file to fill in. CSV begins with the mark by which Excel knows UTF-8. */
export async function templateFile(format: TemplateFormat, { sheet: name, headings, example, frozen }: Template): Promise<Buffer> {
  if (format === 'csv') return Buffer.from(stringify([[...headings], [...example]], { bom: true, record_delimiter: 'windows' }), 'utf8');
  const { Workbook } = require('exceljs') as typeof import('exceljs');
  const book = new Workbook();
  // A fixed day, so that the same version writes the same file.
  book.created = new Date('2026-01-01T00:00:00Z');
  book.modified = book.created;
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1, xSplit: frozen }] });
  // As text, or the program that opens it would take leading zeros away and turn days into its own.
  sheet.columns = headings.map((heading) => ({ header: heading, width: Math.max(12, heading.length + 2), style: { numFmt: '@' } }));
  sheet.getRow(1).font = { bold: true };
  sheet.addRow([...example]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
