/** One line of the table: what was measured, what came out, what it must be. */
export interface Line {
  readonly measure: string;
  readonly result: string;
  readonly target: string;
  /** Absent: nothing was promised of it. */
  readonly holds?: boolean;
}

export function table(lines: readonly Line[]): string {
  const rows = [['measure', 'result', 'target', 'holds'], ...lines.map(({ measure, result, target, holds }) => [measure, result, target, holds === undefined ? '' : holds ? 'yes' : 'NO'])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return [text[0], `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...text.slice(1)].join('\n');
}

/** A ratio with the lowest and highest of the rounds. */
export function spread({ ratio, low, high }: { ratio: number; low: number; high: number }): string {
  return `${ratio.toFixed(2)} × (${low.toFixed(2)}–${high.toFixed(2)})`;
}

export function atLeast(measure: string, found: { ratio: number; low: number; high: number }, least: number): Line {
  return { measure, result: spread(found), target: `≥ ${least} ×`, holds: found.ratio >= least };
}

export function atMost(measure: string, found: { ratio: number; low: number; high: number }, most: number): Line {
  return { measure, result: spread(found), target: `≤ ${most} ×`, holds: found.ratio <= most };
}
