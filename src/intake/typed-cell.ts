import type { CellValue } from 'exceljs';

/**
 * A cell of a workbook that is no text. Of a number the program that wrote it kept no digits that it does not show (2.10 is
 * 2.1); of a day it shows as much as its format says, and perhaps no day at all ("Jan-08").
 */
export type TypedCell = { readonly kind: 'NUMBER' } | { readonly kind: 'DAY'; readonly shown: string };

/** Whether a whole number is shown as it is. */
const PLAIN = /^(general|0|#,##0|@)?$/i;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** What a cell is, if it is neither a text nor a whole number that is shown as such. */
export function typedCell(cell: CellValue | undefined, format: string | undefined): TypedCell | undefined {
  if (cell instanceof Date) return { kind: 'DAY', shown: shownDay(cell, format ?? '') };
  if (typeof cell === 'number') return Number.isInteger(cell) && PLAIN.test(format ?? '') ? undefined : { kind: 'NUMBER' };
  return typeof cell === 'object' && cell !== null && 'result' in cell ? typedCell(cell.result as CellValue, format) : undefined;
}

/** A day in one fixed wording, with the parts that its format shows: 31 January 2027, January 2027, 2027, 31 January. */
function shownDay(date: Date, format: string): string {
  // Literal texts, locales and colours name no parts, nor does a time of day, whose minutes are written as months are.
  const parts = format.toLowerCase().replace(/\[[^\]]*\]|"[^"]*"|\\./g, '').replace(/\W*h.*$/, '');
  const shows = (part: string): boolean => parts.includes(part);
  const [day, month, year] = [String(date.getUTCDate()), MONTHS[date.getUTCMonth()] ?? '', String(date.getUTCFullYear())];
  const words = [...(shows('d') ? [day] : []), ...(shows('m') ? [month] : []), ...(shows('y') ? [year] : [])];
  return words.length === 0 || (shows('d') && !shows('m')) ? `${day} ${month} ${year}` : words.join(' ');
}
