import type { TypedCell } from '../../intake/typed-cell';

/** Why the cell of a printed number does not say which it is; undefined: it does. A workbook makes 2.1 of 2.10, and a day of 1/2. */
export function notTextual(cell: TypedCell | undefined): string | undefined {
  if (cell === undefined) return undefined;
  return cell.kind === 'NUMBER'
    ? 'is a number in the workbook, where 2.10 is 2.1: format the column as text, and write the numbers again'
    : 'is a day in the workbook: format the column as text, and write the numbers again';
}
