import type { Clock } from '../clock';
import { UserFault } from '../errors';
import type { RunSql } from '../history/restore';
import { requireNoneUnderWay } from './batch';

/** A table of reference data that imports of a kind write, in every row of which `former_rows` keeps what was before. */
export interface ReleaseTable {
  readonly name: string;
  /** What names a row in every release. */
  readonly key: readonly string[];
  /** What such an import writes of a row: the rest is kept by others, and stays. */
  readonly columns: readonly string[];
  /** What is told of a row `k` that is left, as SQL; its key when left out. */
  readonly called?: string;
  /** Columns that an import writes only if it was told to, by the setting that says so. */
  readonly columnsIfSet?: Readonly<Record<string, string>>;
  /** What names a row in the history, where rows are changed one by one too: what was said of one since stays, of `columnsIfSet` where there are some. */
  readonly historyKey?: readonly string[];
  /** Tables of later domains whose rows name one of its own by the id alone, as `node_id`. */
  readonly namedIn?: readonly string[];
  /** Tables that follow from this one and are made anew: what refers to a row from there does not hold it. */
  readonly derived?: readonly string[];
  /** Assignments that mark a row `t` as changed; `$2` is the instant. */
  readonly marks?: readonly string[];
}

/** Reference data of one kind, and how an import of them is taken back. */
export interface Release {
  /** Settings of an import that say of what it is a release; imports of the same stand upon each other. */
  readonly scope: readonly string[];
  /** In the order in which rows are put back. */
  readonly tables: readonly ReleaseTable[];
  /** A statement over the batch `$1` for which those wait who change such rows one by one. */
  readonly waits?: string;
  /** A statement that makes anew what follows from them. */
  readonly afterwards?: string;
  /** Places have to be told (`placesChanged`). */
  readonly moves: boolean;
}

export interface TakenBack {
  /** Rows that it had made, and that are gone. */
  readonly removed: number;
  /** Rows that are as they were before it. */
  readonly restored: number;
  /** Rows that stay, as table and key: it had made them and something refers to them by now, or they were changed since. */
  readonly leftCodes: readonly string[];
}

/** Locks out imports of the kind until the transaction ends, and refuses while one is under way. */
export async function holdReleases(run: RunSql, clock: Clock, kind: string): Promise<void> {
  const statements = { query: async (sql: string, params?: unknown[]) => ({ rows: await run<unknown>(sql, params) }) };
  await requireNoneUnderWay(statements, clock, kind, (problem) => new UserFault('INVALID', problem, ['id']));
}

export function standsUpon(kind: string, later: { id: string; file: string }): UserFault {
  return new UserFault('INVALID', `A later import of ${kind} stands upon this one: take back ${later.id} (${later.file}) first.`, ['id']);
}

/**
 * Brings reference data back to what they were before an import, within the transaction that is open. Only the latest
 * of its kind: what a later one did not mention because it was so already would be torn from it.
 */
export async function takeReleaseBack(run: RunSql, release: Release, batchId: string, instant: Date): Promise<TakenBack> {
  await requireLatest(run, release, batchId);
  if (release.waits !== undefined) await run(release.waits, [batchId]);
  let restored = 0;
  const leftCodes: string[] = [];
  for (const table of release.tables) {
    const done = await putBack(run, table, batchId, instant);
    restored += done.restored;
    leftCodes.push(...done.left);
  }
  let removed = 0;
  for (const table of release.tables.toReversed()) {
    const done = await remove(run, table, batchId);
    removed += done.removed;
    leftCodes.push(...done.left);
  }
  if (release.afterwards !== undefined) await run(release.afterwards);
  await run('delete from former_rows where batch_id = $1', [batchId]);
  return { removed, restored, leftCodes: leftCodes.sort() };
}

async function requireLatest(run: RunSql, release: Release, id: string): Promise<void> {
  const [own] = await run('select from former_rows where batch_id = $1 limit 1', [id]);
  if (own === undefined) throw new UserFault('INVALID', 'This import changed nothing, or what was before it is no longer kept.', ['id']);
  const [later] = await run<{ id: string; kind: string; file: string }>(
    `select b.id, b.kind, b.file_name as file from import_batches b join import_batches own on own.id = $1
     where b.id > own.id and b.reverted_at is null and exists (select from former_rows f where f.batch_id = b.id)
       and (b.kind = own.kind and not exists (select from unnest($2::text[]) s (name) where b.options->s.name is distinct from own.options->s.name)
         or exists (select from former_rows f join former_rows o on o.batch_id = own.id and o.table_name = f.table_name and o.key = f.key where f.batch_id = b.id))
     order by b.id desc limit 1`,
    [id, release.scope],
  );
  if (later !== undefined) throw standsUpon(later.kind, later);
}

/** Rows that were changed or removed stand as they were; those still there keep what is not of the release. */
async function putBack(run: RunSql, table: ReleaseTable, batchId: string, instant: Date): Promise<{ restored: number; left: string[] }> {
  const { name, key, columns, columnsIfSet, marks } = table;
  const all = await run<{ name: string }>(
    `select a.attname::text as name from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`,
    [name],
  );
  const names = all.map((column) => column.name);
  const left = await saidOtherwise(run, table, batchId);
  const ifSet = Object.entries(columnsIfSet ?? {}).map(
    ([column, setting]) => `${column} = case when ${told(setting)} and ${keyOf(key, 't')} <> all($3::text[]) then excluded.${column} else t.${column} end`,
  );
  const set = [...columns.map((column) => `${column} = excluded.${column}`), ...ifSet, ...(marks ?? [])];
  const rows = await run(
    `insert into ${name} as t (${names.join(', ')})
     select ${names.map((column) => `p.${column}`).join(', ')} from former_rows f cross join lateral jsonb_populate_record(null::${name}, f.before) p
     where f.batch_id = $1 and f.table_name = '${name}' and f.before is not null and $2::timestamptz is not null and ${columnsIfSet === undefined ? 'f.key::text <> all($3::text[])' : '$3::text[] is not null'}
     on conflict (${key.join(', ')}) do update set ${set.join(', ')} returning 1`,
    [batchId, instant, left],
  );
  return { restored: rows.length, left: await codesOf(run, table, left) };
}

const told = (setting: string): string => `(select b.options ? '${setting}' from import_batches b where b.id = $1)`;
/** The key of a row as `former_rows` names it. */
const keyOf = (key: readonly string[], row: string): string => `jsonb_build_object(${key.map((column) => `'${column}', ${row}.${column}::text`).join(', ')})::text`;

/** What the rows of some keys are called. */
async function codesOf(run: RunSql, { name, key, called }: ReleaseTable, left: readonly string[]): Promise<string[]> {
  const code = called ?? `concat_ws(' ', ${key.map((column) => `k.${column}`).join(', ')})`;
  const rows = await run<{ code: string }>(`select '${name} ' || ${code} as code from unnest($1::text[]) l (key) cross join lateral jsonb_populate_record(null::${name}, l.key::jsonb) k`, [left]);
  return rows.map((row) => row.code);
}

/** Keys of rows that are otherwise now than before the import, because of what somebody said of them since. */
async function saidOtherwise(run: RunSql, table: ReleaseTable, batchId: string): Promise<string[]> {
  const { name, key, columns, columnsIfSet } = table;
  const since = await saidSince(run, table, batchId, 'p');
  if (since === undefined) return [];
  const differs = (column: string): string => `t.${column} is distinct from p.${column}`;
  const said = columnsIfSet === undefined ? columns.map(differs) : Object.entries(columnsIfSet).map(([column, setting]) => `(${told(setting)} and ${differs(column)})`);
  const rows = await run<{ key: string }>(
    `select f.key::text as key from former_rows f cross join lateral jsonb_populate_record(null::${name}, f.before) p
     left join ${name} t on ${key.map((column) => `t.${column} = p.${column}`).join(' and ')}
     where f.batch_id = $1 and f.table_name = '${name}' and f.before is not null and ${since} and (${said.join(' or ')})`,
    [batchId],
  );
  return rows.map((row) => row.key);
}

/** A condition over a row: the history knows of a change since the import that was none of an import. */
async function saidSince(run: RunSql, { name, historyKey }: ReleaseTable, batchId: string, row: string): Promise<string | undefined> {
  if (historyKey === undefined) return undefined;
  const [own] = await run<{ number: number }>(`select c.number::float8 as number from shown.changes_cleared c where c.batch_id = $1 and c.kind = 'IMPORT'`, [batchId]);
  return `jsonb_build_object(${historyKey.map((column) => `'${column}', ${row}.${column}`).join(', ')}) in (
    select r.key from shown.change_records_cleared r join shown.changes_cleared c on c.number = r.change_number
    where r.change_number > ${own?.number ?? 0} and r.table_name = '${name}' and c.batch_id is null)`;
}

/** Rows that the import made go, unless something refers to them that stays, or they were changed since. */
async function remove(run: RunSql, table: ReleaseTable, batchId: string): Promise<{ removed: number; left: string[] }> {
  const { name, key } = table;
  const made = await run<{ key: string }>(`select f.key::text as key from former_rows f where f.batch_id = $1 and f.table_name = $2 and f.before is null`, [batchId, name]);
  let going = made.map((row) => row.key);
  const rows = `going as materialized (
    select g.key as going_key, t.* from unnest($1::text[]) g (key) cross join lateral jsonb_populate_record(null::${name}, g.key::jsonb) k
    join ${name} t on ${key.map((column) => `t.${column} = k.${column}`).join(' and ')})`;
  const since = await saidSince(run, table, batchId, 't');
  const references = [...(await referencesTo(run, table)), ...(since === undefined ? [] : [since])];
  const left: string[] = [];
  // What stays may itself refer to others, such as a term to the one above it.
  while (going.length > 0 && references.length > 0) {
    const held = new Set((await run<{ key: string }>(`with ${rows} select t.going_key as key from going t where ${references.join(' or ')}`, [going])).map((row) => row.key));
    if (held.size === 0) break;
    left.push(...held);
    going = going.filter((one) => !held.has(one));
  }
  const [gone] = await run<{ removed: number }>(
    `with ${rows}, gone as (delete from ${name} t using going g where ${key.map((column) => `t.${column} = g.${column}`).join(' and ')} returning 1) select count(*)::int as removed from gone`,
    [going],
  );
  return { removed: gone?.removed ?? 0, left: await codesOf(run, table, left) };
}

/**
 * Conditions over a row `t` of `going`: something that stays refers to it. Of a table whose rows the service may not
 * read, a function of its owner says so: `<table>_refer_to`.
 */
async function referencesTo(run: RunSql, { name, key, derived = [], namedIn = [] }: ReleaseTable): Promise<string[]> {
  const found = await run<{ from: string; readable: boolean; columns: string[]; to: string[] }>(
    `select k.conrelid::regclass::text as from, has_table_privilege(k.conrelid, 'select') as readable,
       array(select a.attname::text from unnest(k.conkey) with ordinality c (num, at) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.num order by c.at) as columns,
       array(select a.attname::text from unnest(k.confkey) with ordinality c (num, at) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.num order by c.at) as to
     from pg_constraint k where k.contype = 'f' and k.confrelid = $1::regclass and k.confdeltype <> 'n' and k.conrelid::regclass::text <> all($2::text[])`,
    [name, derived],
  );
  const named = namedIn.map((table) => `exists (select from ${table} x where x.node_id = t.id)`);
  return named.concat(found.map(({ from, readable, columns, to }) => {
    if (!readable) return `${from}_refer_to(${to.map((column) => `t.${column}`).join(', ')})`;
    const refers = columns.map((column, i) => `x.${column} = t.${to[i]}`).join(' and ');
    const stays = from === name ? ` and (${key.map((column) => `x.${column}`).join(', ')}) not in (select ${key.join(', ')} from going)` : '';
    return `exists (select from ${from} x where ${refers}${stays})`;
  }));
}
