import { isDeepStrictEqual } from 'node:util';
import type { RecordedRow } from './record-kinds';
import type { RunSql } from './restore';

/** One row that a change wrote, and what it was before; null: it was not there. */
export interface WrittenRow {
  readonly table: string;
  readonly key: RecordedRow;
  readonly node: string;
  readonly before: RecordedRow | null;
}

/** A row that says something else now than right after a change. */
export interface LaterRow {
  readonly table: string;
  readonly key: RecordedRow;
  /** What the change left; null: no such row. */
  readonly was: RecordedRow | null;
  readonly is: RecordedRow | null;
}

/** What counts writings, or tells when, says nothing of what is written. */
const PASSED_OVER: ReadonlySet<string> = new Set(['version', 'updated_at', 'recorded_at']);

export async function rowsOfChange(run: RunSql, number: number): Promise<WrittenRow[]> {
  return run<WrittenRow>(`select r.table_name as "table", r.key, r.node_id as node, r.before from shown.change_records_cleared r where r.change_number = $1 order by r.table_name, r.key::text collate "C"`, [number]);
}

/**
 * Rows of some nodes that are otherwise now than a change left them. What was written since and undone again, such as a later
 * import that was taken back, is not among them.
 */
export async function changedSince(run: RunSql, number: number, nodeIds: readonly string[]): Promise<LaterRow[]> {
  const later = await run<LaterRow>(
    `select l.table_name as "table", l.key, l.before as was, history.live_record(l.table_name, l.key) as is from (
       select distinct on (r.table_name, r.key) r.table_name, r.key, r.before from shown.change_records_cleared r
       where r.node_id = any($1::uuid[]) and r.change_number > $2 order by r.table_name, r.key, r.change_number
     ) l`,
    [nodeIds, number],
  );
  return later.map((row) => ({ ...row, is: standing(row.is) })).filter(({ was, is }) => differs(was, is));
}

/** A row that was withdrawn is as good as gone. */
function standing(row: RecordedRow | null): RecordedRow | null {
  return row?.withdrawn_at == null ? row : null;
}

/** By the columns that there were then. */
function differs(was: RecordedRow | null, is: RecordedRow | null): boolean {
  if (was === null || is === null) return was !== is;
  return Object.keys(was).some((column) => !PASSED_OVER.has(column) && !isDeepStrictEqual(was[column], is[column]));
}
