import { changedSince, type LaterRow, rowsOfChange, type WrittenRow } from '../../history/changed-since';
import { Restoration, type RunSql } from '../../history/restore';
import { standsUpon } from '../../intake/release';
import type { ImportTakenBack } from '../../organisations/import-revert';

/** The uuid of a row, where that is its key. */
export function idIn(row: { readonly key: WrittenRow['key'] }): string {
  return typeof row.key.id === 'string' ? row.key.id : '';
}

/** What an import wrote of some nodes, as their history has it, and what of it is otherwise since. */
export class ImportChanges {
  private constructor(
    readonly run: RunSql,
    readonly batch: ImportTakenBack,
    readonly number: number,
    /** When it wrote; what bears no number of a change is known to be later by this. */
    readonly since: string,
    readonly written: readonly WrittenRow[],
  ) {}

  static async read(run: RunSql, batch: ImportTakenBack): Promise<ImportChanges> {
    const number = await batch.changeNumber();
    const [change] = await run<{ at: string }>(`select to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from shown.changes_cleared c where c.number = $1`, [number]);
    return new ImportChanges(run, batch, number, change?.at ?? '-infinity', await rowsOfChange(run, number));
  }

  /** Rows of a table. */
  of(table: string): WrittenRow[] {
    return this.written.filter((row) => row.table === table);
  }

  /** The node of the rows of some tables; undefined: none of them was written. */
  nodeOf(...tables: readonly string[]): string | undefined {
    return this.written.find((row) => tables.includes(row.table))?.node;
  }

  /** Refuses while a later import of some nodes stands: what that one did not mention because it was so already would be torn from it. */
  async requireNothingUpon(...nodeIds: readonly string[]): Promise<void> {
    const [later] = await this.run<{ id: string; kind: string; file: string }>(
      `select b.id, b.kind, b.file_name as file from shown.change_records_cleared r join shown.changes_cleared c on c.number = r.change_number and c.kind = 'IMPORT'
       join shown.import_batches_cleared b on b.id = c.batch_id and b.reverted_at is null
       where r.node_id = any($1::uuid[]) and r.change_number > $2 and b.kind = (select o.kind from shown.import_batches_cleared o where o.id = $3) order by c.number desc limit 1`,
      [nodeIds, this.number, this.batch.batchId],
    );
    if (later !== undefined) throw standsUpon(later.kind, later);
  }

  changedSince(...nodeIds: readonly string[]): Promise<LaterRow[]> {
    return changedSince(this.run, this.number, nodeIds);
  }

  /** Brings some rows of a node back; without keys nothing. */
  restoration(node: string, keys: readonly object[]): Restoration {
    return new Restoration(this.run, { nodeIds: [node], from: this.number, to: this.number, keys });
  }
}

/** Of rows by id: which came since, which are otherwise, and which are gone. */
export class Since {
  private readonly changed = new Set<string>();
  private readonly came = new Set<string>();
  private readonly gone = new Set<string>();

  constructor(readonly rows: readonly LaterRow[]) {
    for (const row of rows) (row.was === null ? this.came : row.is === null ? this.gone : this.changed).add(`${row.table} ${idIn(row)}`);
  }

  changes(table: string, id: string): boolean {
    return this.changed.has(`${table} ${id}`);
  }

  removed(table: string, id: string): boolean {
    return this.gone.has(`${table} ${id}`);
  }

  brought(table: string, id: string): boolean {
    return this.came.has(`${table} ${id}`);
  }
}
