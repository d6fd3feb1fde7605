import type { ImportOutcome } from './outcome';

const ROWS_SHOWN = 20;
const NOTES_SHOWN = 40;
const WIDEST_VALUE = 40;

/** What a person reads on stdout when an import has ended. */
export function describeOutcome(outcome: ImportOutcome): string {
  const { counts, verdict } = outcome;
  const number = new Intl.NumberFormat('en-GB');
  const would = verdict === 'DRY_RUN' ? 'would be ' : '';
  const lines = [`${outcome.file}: ${number.format(counts.read)} rows read.`];
  if (verdict === 'REFUSED') {
    lines.push(`  ${number.format(counts.refused)} refused, so nothing was written. To write the others: --accept-rest`);
  } else {
    lines.push(
      `  ${number.format(counts.created)} ${would}created, ${number.format(counts.updated)} ${would}updated, ` +
        `${number.format(counts.unchanged)} unchanged, ${number.format(counts.refused)} refused, ${number.format(counts.notPlaced)} not placed.`,
    );
  }
  if (verdict === 'DRY_RUN') lines.push('  Dry run: nothing was written.');
  if (verdict === 'UNCHANGED') lines.push('  Nothing to change: all of this was there already.');
  for (const note of outcome.notes.slice(0, NOTES_SHOWN)) lines.push(`  Note: ${note}`);
  if (outcome.notes.length > NOTES_SHOWN) lines.push(`  … and ${number.format(outcome.notes.length - NOTES_SHOWN)} more notes`);
  return lines.join('\n');
}

/** The refused rows as a table, then every reason with how often it was given; '' when there are none. */
export function describeRefusals(outcome: ImportOutcome, refusedTo: string | undefined): string {
  if (outcome.counts.refused === 0) return '';
  const shown = outcome.refusedRows.slice(0, ROWS_SHOWN);
  const cells = [['line', 'column', 'value', 'reason'], ...shown.map((row) => [String(row.line), row.column, shorten(row.value), row.reason])];
  const widths = [0, 1, 2].map((at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  const table = cells.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
  const more = outcome.counts.refused > shown.length ? [`  … ${outcome.counts.refused} rows refused in all`] : [];
  const reasons = outcome.reasons.map((one) => `  ${one.times} × ${one.column === '' ? '' : `${one.column} `}${one.reason}`);
  const where = refusedTo === undefined ? 'To have them all in a file: --refused-to FILE' : `All of them: ${refusedTo}`;
  return ['Refused:', ...table, ...more, 'Reasons:', ...reasons, where].join('\n');
}

/** That there are possible duplicates, and where to ask for them; '' when there are none. Nothing was merged. */
export function describeDuplicates({ possibleDuplicates, area }: ImportOutcome): string {
  const ask = `possibleDuplicates(first: 20, area: "${area ?? '…'}") lists them (schema/operations/possible-duplicates.graphql)`;
  if (possibleDuplicates === null) return `Whether there are possible duplicates among the rows that were written was not counted, for there are too many around: area by area, ${ask}.`;
  if (possibleDuplicates === undefined || possibleDuplicates === 0) return '';
  return `${new Intl.NumberFormat('en-GB').format(possibleDuplicates)} possible duplicate(s) among the rows that were written; none was merged. ${ask}.`;
}

/** The last line of stdout for a program that asked for it. */
export function outcomeAsJson({ counts, possibleDuplicates }: ImportOutcome): string {
  const { read, created, updated, unchanged, refused, notPlaced } = counts;
  return JSON.stringify({ read, created, updated, unchanged, refused, notPlaced, possibleDuplicates });
}

function shorten(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > WIDEST_VALUE ? `${line.slice(0, WIDEST_VALUE - 1)}…` : line;
}
