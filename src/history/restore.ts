/** Runs a statement within the transaction that is open, and returns its rows. */
export type RunSql = <Row>(sql: string, params?: readonly unknown[]) => Promise<Row[]>;

/** Which changes are undone: of some entries, from one change up to another, both included. */
export interface Undone {
  readonly nodeIds: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Of these rows alone; of all when left out. */
  readonly keys?: readonly object[];
}

interface RecordedTable {
  readonly key: readonly string[];
  readonly nullable: readonly string[];
  readonly columns: readonly string[];
}

/**
 * Brings rows back to what they were before some changes. The viewer of the transaction must be cleared for the
 * entries: what row-level security keeps from it is not restored. Being a change itself, this is recorded like any other.
 */
export class Restoration {
  private readonly tables = new Map<string, RecordedTable>();

  constructor(
    private readonly run: RunSql,
    private readonly undone: Undone,
  ) {}

  /** Removes the rows that were not there; `all`: those too that will be put back, for tables whose rows nothing hangs on. */
  async remove(table: string, all: boolean): Promise<void> {
    const { key, nullable } = await this.tableOf(table);
    const same = key.map((column) => (nullable.includes(column) ? `t.${column} is not distinct from k.${column}` : `t.${column} = k.${column}`));
    await this.run(
      `${this.target()} delete from ${table} t using target g cross join lateral jsonb_populate_record(null::${table}, g.key) k
       where ${same.join(' and ')}${all ? '' : ' and g.before is null'}`,
      this.values(table),
    );
  }

  /** Puts rows back as they were, those that are there in place. */
  async putBack(table: string): Promise<void> {
    const { key, columns } = await this.tableOf(table);
    const rest = columns.filter((column) => !key.includes(column));
    const inPlace = key.length === 1 && rest.length > 0 ? ` on conflict (${key.join(', ')}) do update set ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}` : '';
    await this.run(
      `${this.target()} insert into ${table} (${columns.join(', ')}) select ${columns.map((column) => `p.${column}`).join(', ')}
       from target g cross join lateral jsonb_populate_record(null::${table}, g.before) p where g.before is not null${inPlace}`,
      this.values(table),
    );
  }

  /** Sets columns of rows that are there still, all but some. */
  async setBack(table: string, except: readonly string[]): Promise<void> {
    const { key, columns } = await this.tableOf(table);
    const set = columns.filter((column) => !key.includes(column) && !except.includes(column));
    await this.run(
      `${this.target()} update ${table} t set ${set.map((column) => `${column} = p.${column}`).join(', ')}
       from target g cross join lateral jsonb_populate_record(null::${table}, g.before) p where g.before is not null and ${key.map((column) => `t.${column} = p.${column}`).join(' and ')}`,
      this.values(table),
    );
  }

  /** What a row was before the earliest of the changes is what it is to be. */
  private target(): string {
    return `with target as (
      select distinct on (r.node_id, r.key) r.key, r.before from shown.change_records_cleared r
      where r.node_id = any($1::uuid[]) and r.change_number between $2 and $3 and r.table_name = $4 and ($5::jsonb is null or r.key in (select k from jsonb_array_elements($5::jsonb) k))
      order by r.node_id, r.key, r.change_number
    )`;
  }

  private values(table: string): unknown[] {
    const { nodeIds, from, to, keys } = this.undone;
    return [nodeIds, from, to, table, keys === undefined ? null : JSON.stringify(keys)];
  }

  private async tableOf(table: string): Promise<RecordedTable> {
    const known = this.tables.get(table);
    if (known !== undefined) return known;
    const [found] = await this.run<RecordedTable>(
      `select t.key, t.columns, array(select a.attname::text from pg_attribute a where a.attrelid = t.table_name::regclass and a.attname = any(t.key) and not a.attnotnull) as nullable
       from history.recorded_tables t where t.table_name = $1`,
      [table],
    );
    if (found === undefined) throw new Error(`${table} has no history.`);
    this.tables.set(table, found);
    return found;
  }
}
