import { v7 as uuidv7 } from 'uuid';

/** What runs SQL: a transaction's manager or a client. */
export interface ListRunner {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

export interface ReviewBodyRow {
  readonly body: string;
  readonly times_a_year: number;
  readonly kind: string;
  readonly counted_from: string | null;
  readonly note: string | null;
}

export interface AudienceRow {
  readonly level: string;
  readonly audience: string;
}

export interface ChannelRow {
  readonly channel: string;
}

interface List {
  /** By what a row is the same row: its folded text. */
  readonly key: string;
  /** Its columns besides key and place, with their types. */
  readonly columns: Readonly<Record<string, string>>;
}

const LISTS = {
  plan_review_bodies: { key: 'body', columns: { times_a_year: 'integer', kind: 'text', counted_from: 'date', note: 'text' } },
  plan_audiences: { key: 'audience', columns: { level: 'text' } },
  plan_channels: { key: 'channel', columns: {} },
} as const satisfies Record<string, List>;

interface Rows {
  readonly plan_review_bodies: ReviewBodyRow;
  readonly plan_audiences: AudienceRow;
  readonly plan_channels: ChannelRow;
}

/**
 * Makes one of a plan's lists what is given, in its order. A row of the same name stays the same row, so that reviews
 * go on belonging to their body; where nothing is otherwise nothing is written.
 */
export async function writePlanList<Table extends keyof Rows>(run: ListRunner, table: Table, planId: string, rows: readonly Rows[Table][]): Promise<void> {
  const { key, columns }: List = LISTS[table];
  const names = [key, ...Object.keys(columns)];
  const record = `jsonb_to_recordset($2) r (id uuid, position integer, ${key} text${Object.entries(columns).map(([name, type]) => `, ${name} ${type}`).join('')})`;
  const given = [planId, JSON.stringify(rows.map((row, at) => ({ ...row, id: uuidv7(), position: at + 1 })))];
  await run.query(`delete from ${table} t where t.plan_id = $1 and not exists (select from ${record} where name_key(r.${key}) = t.${key}_key)`, given);
  const set = ['position', ...names];
  await run.query(
    `insert into ${table} (id, plan_id, position, ${names.join(', ')}) select r.id, $1, r.position, ${names.map((name) => `r.${name}`).join(', ')} from ${record}
     on conflict (plan_id, ${key}_key) where ${key}_key <> 'erased' do update set ${set.map((name) => `${name} = excluded.${name}`).join(', ')}
     where (${set.map((name) => `${table}.${name}`).join(', ')}) is distinct from (${set.map((name) => `excluded.${name}`).join(', ')})`,
    given,
  );
}
