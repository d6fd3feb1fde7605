import { stringify } from 'csv-stringify/sync';
import { TEMPLATE_EXAMPLE, TEMPLATE_HEADINGS } from './import/generic.template';

/** The generic layout with an example row, as a file to fill in. CSV begins with the mark by which Excel knows UTF-8. */
export async function organisationsTemplate(format: 'csv' | 'xlsx'): Promise<Buffer> {
  if (format === 'csv') return Buffer.from(stringify([[...TEMPLATE_HEADINGS], [...TEMPLATE_EXAMPLE]], { bom: true, record_delimiter: 'windows' }), 'utf8');
  const { Workbook } = require('exceljs') as typeof import('exceljs');
  const book = new Workbook();
  // A fixed day, so that the same version writes the same file.
  book.created = new Date('2026-01-01T00:00:00Z');
  book.modified = book.created;
  const sheet = book.addWorksheet('Organisations', { views: [{ state: 'frozen', ySplit: 1, xSplit: 2 }] });
  // As text, or the program that opens it would take leading zeros away and turn days into its own.
  sheet.columns = TEMPLATE_HEADINGS.map((heading) => ({ header: heading, width: Math.max(12, heading.length + 2), style: { numFmt: '@' } }));
  sheet.getRow(1).font = { bold: true };
  sheet.addRow([...TEMPLATE_EXAMPLE]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
