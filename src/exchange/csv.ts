import { stringify } from 'csv-stringify/sync';

/**
 * A sheet for people: UTF-8, RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe,
 * which shows it as it is.
 */
export function sheet(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return stringify([...rows], { header: true, columns: [...columns], escape_formulas: true });
}
