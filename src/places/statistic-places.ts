import type { AreaCodes, KnownArea } from './area-codes.lookup';
import { sumNumbers } from './statistic-values';

/** A row of a file of statistics: values by measure, null where the cell is empty. */
export interface StatisticRow {
  readonly line: number;
  readonly code: string;
  readonly values: ReadonlyMap<string, string | null>;
}

/** A value at the area of today that it belongs to, with the lines that it was made of. */
export interface PlacedStatistic {
  readonly areaId: string;
  readonly measure: string;
  readonly value: string;
  readonly lines: readonly number[];
}

export interface Placing {
  readonly statistics: PlacedStatistic[];
  /** Lines of which nothing could be placed. */
  readonly notPlaced: number[];
  readonly notes: string[];
}

/**
 * Puts values at the areas of today. A code that only changed carries its values along. Where several areas became
 * one, a count is the sum of its parts when all of them are there, and a rate belongs to none: it is left out.
 */
export function placeStatistics(rows: readonly StatisticRow[], codes: AreaCodes, additive: ReadonlyMap<string, boolean>): Placing {
  const placing: Placing = { statistics: [], notPlaced: [], notes: [] };
  const unknown: StatisticRow[] = [];
  const parts = new Map<string, { area: KnownArea; rows: StatisticRow[] }>();
  const present = new Set(rows.map((row) => codes.areas.get(row.code)?.id).filter((id) => id !== undefined));
  for (const row of rows) {
    const area = codes.areas.get(row.code);
    const former = area === undefined ? codes.former.get(row.code) : undefined;
    if (area !== undefined) keep(placing, area, [row], [...row.values]);
    else if (former === undefined) unknown.push(row);
    else if (present.has(former.area.id)) leaveOut(placing, [row], `${row.code} is a former code of ${former.area.name} (${former.area.code}), which has a row of its own: left out.`);
    else {
      const group = parts.get(former.area.id) ?? { area: former.area, rows: [] };
      group.rows.push(row);
      parts.set(former.area.id, group);
    }
  }
  for (const { area, rows: group } of parts.values()) placeParts(placing, area, group, codes, additive);
  if (unknown.length > 0) {
    placing.notPlaced.push(...unknown.map((row) => row.line));
    placing.notes.push(`${unknown.length} rows are of areas that are not here (${sample(unknown.map((row) => row.code))}).`);
  }
  return placing;
}

function placeParts(placing: Placing, area: KnownArea, rows: readonly StatisticRow[], codes: AreaCodes, additive: ReadonlyMap<string, boolean>): void {
  const [only] = rows;
  const merged = rows.length > 1 || codes.former.get(only?.code ?? '')?.merged === true;
  if (!merged && only !== undefined) return keep(placing, area, rows, [...only.values]);
  const title = `${area.name} (${area.code})`;
  const missing = missingParts(area, rows, codes);
  if (missing.length > 0) return leaveOut(placing, rows, `${title}: left out, for the file lacks ${sample(missing)}, which became part of it too.`);
  const sums: [string, string | null][] = [];
  for (const [measure] of rows[0]?.values ?? []) {
    if (additive.get(measure) !== true) {
      placing.notes.push(`${title}: ${measure} is left out, for a rate of merged areas is not known from the rates of its parts.`);
      continue;
    }
    const values = rows.map((row) => row.values.get(measure) ?? null);
    const sum = values.includes(null) ? undefined : sumNumbers(values as string[]);
    if (sum === undefined) placing.notes.push(`${title}: ${measure} is left out, for a part of it is not known.`);
    else sums.push([measure, sum]);
  }
  if (sums.length === 0) {
    placing.notPlaced.push(...rows.map((row) => row.line));
    return;
  }
  placing.notes.push(`${title}: ${sums.map(([measure]) => measure).join(', ')} summed over ${rows.map((row) => row.code).join(', ')}.`);
  keep(placing, area, rows, sums);
}

/**
 * Parts of today's area without which a sum would be too small. Only the parts of its last merger are asked for, and
 * only when all rows are of that one: an older file has the parts of the parts instead.
 */
function missingParts(area: KnownArea, rows: readonly StatisticRow[], codes: AreaCodes): string[] {
  const given = new Set(rows.map((row) => row.code));
  const all = [...codes.former.values()].filter((one) => one.area.id === area.id && one.merged);
  const last = Math.max(...all.map((one) => one.changedIn ?? -Infinity));
  const ofLast = all.filter((one) => (one.changedIn ?? -Infinity) === last);
  const older = all.some((one) => given.has(one.code) && !ofLast.includes(one));
  return older ? [] : ofLast.map((one) => one.code).filter((code) => !given.has(code));
}

function keep(placing: Placing, area: KnownArea, rows: readonly StatisticRow[], values: readonly (readonly [string, string | null])[]): void {
  const lines = rows.map((row) => row.line);
  for (const [measure, value] of values) {
    if (value !== null) placing.statistics.push({ areaId: area.id, measure, value, lines });
  }
}

function leaveOut(placing: Placing, rows: readonly StatisticRow[], note: string): void {
  placing.notPlaced.push(...rows.map((row) => row.line));
  placing.notes.push(note);
}

function sample(codes: readonly string[]): string {
  return codes.length <= 5 ? codes.join(', ') : `${codes.slice(0, 5).join(', ')} …`;
}
