/** A sheet whose cells are all text. */
export interface TextSheet {
  readonly sheet: string;
  readonly headings: readonly string[];
  /** Columns that stay in sight. */
  readonly frozen: number;
}

/** A workbook of one sheet. Equal rows give equal cells; a fixed day, so that the same version writes the same file. */
export async function textWorkbook({ sheet: name, headings, frozen }: TextSheet, rows: readonly (readonly string[])[]): Promise<Buffer> {
  const { Workbook } = require('exceljs') as typeof import('exceljs');
  const book = new Workbook();
  book.created = new Date('2026-01-01T00:00:00Z');
  book.modified = book.created;
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1, xSplit: frozen }] });
  // As text, or the program that opens it would take leading zeros away and turn days into its own.
  sheet.columns = headings.map((heading) => ({ header: heading, width: Math.max(12, heading.length + 2), style: { numFmt: '@' } }));
  sheet.getRow(1).font = { bold: true };
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
