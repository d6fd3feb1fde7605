import { v5 } from 'uuid';
import type { SqlRunner } from '../organisations/place-writing';

/** Ids of the sample come from its keys under this namespace, so that they are the same on every machine. */
const NAMESPACE = '6f2c1f0e-6b1f-5a53-9d0a-3f1d3a1c9b57';

export function sampleId(kind: string, key: string): string {
  return v5(`${kind}:${key}`, NAMESPACE);
}

/** When every row of the sample was made: an instant of its own, so that it reads the same everywhere. */
export const SAMPLE_INSTANT = '2026-11-20T09:00:00Z';

/** The name of the sample among the sources of a record. */
export const SAMPLE_SOURCE = 'sample';

/**
 * Runs one statement over many rows. `columns` types them (`key text, year integer`); the statement reads them as `r`.
 * JSON and not arrays of columns: a cell may itself be a list.
 */
export async function overRows(run: SqlRunner, rows: readonly object[], columns: string, statement: (rows: string) => string): Promise<void> {
  if (rows.length === 0) return;
  await run.query(statement(`json_to_recordset($1::json) as r(${columns})`), [JSON.stringify(rows)]);
}

/** Days from a first to a last valid one, as the half-open range that is stored. */
export const PERIOD = `daterange(r."from", r.to_last_day + 1)`;
export const PERIOD_COLUMNS = '"from" date, to_last_day date';

export function periodOf(row: Readonly<Record<string, string>>): { from: string | null; to_last_day: string | null } {
  return { from: row.from || null, to_last_day: row.to_last_day || null };
}
