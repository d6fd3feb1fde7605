import { stringify } from 'csv-stringify/sync';
import { guarded } from '../text/formula-guard';
import { LINE_BREAK } from '../text/line-break';

/**
 * A sheet for people: UTF-8, RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe,
 * which shows it as it is.
 */
export function sheet(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return stringify([...rows], { header: true, columns: [...columns], escape_formulas: true, quoted_match: LINE_BREAK });
}

/** A sheet that an import takes back as it was; with the mark by which Excel knows UTF-8. */
export function sheetToImport(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([[...columns], ...rows.map((row) => row.map(guarded))], { bom: true, record_delimiter: 'windows', quoted_match: LINE_BREAK });
}
