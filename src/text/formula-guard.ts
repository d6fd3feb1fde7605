/**
 * What a spreadsheet would run as a formula begins so. Those guarded already are guarded once more, so that no text is
 * mistaken for another.
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** A cell of a CSV for people: an apostrophe before what would run shows it as it is. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text of a cell that was guarded. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
