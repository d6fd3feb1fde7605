import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Binder } from '../graphql/read/binder';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { kindOf, nodeMergers, type RecordedRow, referencesOf, type RowChange } from './record-kinds';
import { completed, type NameOf } from './sentences';

/** A change as the statement returns it to the fields that are worked out from it. */
export interface ChangeRow {
  readonly node_id: string;
  readonly subject?: string | null;
  readonly role?: string | null;
  readonly kind?: string;
  readonly file_name?: string | null;
  /** Whether the viewer looks after the entry. */
  readonly keeps?: boolean;
  readonly records: readonly (RowChange & { readonly node: string })[] | null;
}

/** What a change did to one entry: the one that was asked for, or one that went into it. */
export interface EntryChanges {
  readonly rows: readonly RowChange[];
  /** What the entry was called when it went into the one that was asked for; undefined for that one itself. */
  readonly mergedName?: string;
}

/** The changes of one entry, the latest first, masked by today's visibility. */
export async function listChanges(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, nodeId: string): Promise<Connection> {
  return reader.connection(info, {
    type: 'Change',
    rows: (bind) => changesSql(bind.param(nodeId, 'uuid')),
    where: () => [],
    orderName: 'LATEST',
    order: (_bind: Binder) => [{ sql: 'a.number', descending: true, type: 'bigint' }],
    page,
  });
}

/** As a list, by which the records are looked up in their index: beside a table of it the planner might read them all. */
const NODES = '(select n.ids from nodes n)::uuid[]';

/**
 * What a row became stands before the next change of it; after the last one it is the row that is there. Each record is
 * looked at once, for row-level security asks of every one whether it is told. Entries that went into the one bring their
 * history; the mergers themselves are told once, as what was done to the one that was kept. An import is one change of all
 * its entries, and an erasure may be: where the file would not be told, neither its id nor its instant is, which would lead to the others of it. Changes
 * are therefore numbered within the entry, for cursors too.
 */
function changesSql(node: string): string {
  const mergers = nodeMergers();
  const apart = mergers === undefined ? '' : `
      and not exists (select from shown.change_records_cleared m where m.change_number = r.change_number and m.table_name = '${mergers.table}'
        and m.node_id = any(${NODES}) and m.node_id <> r.node_id)`;
  return `
with nodes as materialized (
  select array(select ${node}${mergers === undefined ? '' : ` union ${mergers.mergedInto(node)}`}) as ids
), own as materialized (
  select r.node_id, r.change_number, r.table_name, r.key, r.before, r.later, r.next
  from (
    select n.node_id, n.change_number, n.table_name, n.key, n.before, lead(n.change_number) over later is not null as later, lead(n.before) over later as next
    from shown.change_records_cleared n where n.node_id = any(${NODES})
    window later as (partition by n.node_id, n.table_name, n.key order by n.change_number)
  ) r where true${apart}
), told as materialized (
  select viewer_keeps_organisation(${node}) as keeps, shown.keepers_are_told(${node}) as told, shown.coordinators_are_told(${node}) as coordinators
), changes as materialized (
  select c.*, c.batch_id is null and c.kind <> 'ERASURE' as alone from shown.changes_cleared c where c.number in (select r.change_number from own r)
), others as materialized (
  select o.number from shown.changes_of_others(array(
    select c.number from changes c, told t where c.role = 'COORDINATOR' and t.coordinators or c.note is not null and c.batch_id is null and t.keeps)) o (number)
)
select row_number() over oldest as number, case when t.told or c.alone then c.id else md5(concat_ws(' ', ${node}, row_number() over oldest))::uuid end as id,
  case when t.told or c.alone then c.at end as at, c.kind, c.role,
  case when c.role is distinct from 'COORDINATOR' or t.coordinators and c.number not in (select o.number from others o) then c.subject end as subject,
  case when t.keeps and c.number not in (select o.number from others o) then c.note end as note,
  case when t.told then c.batch_id end as batch_id, ${node} as node_id, t.keeps,
  (select b.file_name from shown.import_batches_cleared b where b.id = c.batch_id and t.told) as file_name,
  (select json_agg(json_build_object('node', r.node_id, 'table', r.table_name, 'key', r.key, 'before', r.before,
      'after', case when r.later then r.next else history.live_record(r.table_name, r.key) end) order by r.table_name, r.key::text collate "C")
    from own r where r.change_number = c.number) as records
from changes c, told t
window oldest as (order by c.number)`;
}

/** The rows that a change touched, whole, without what belonged to another entry before or after; entry by entry, the one asked for first. */
export async function entriesOf(reader: Reader, { records, node_id, keeps }: ChangeRow): Promise<EntryChanges[]> {
  const nodes = [...new Set((records ?? []).map((row) => row.node))].sort((one, other) => Number(other === node_id) - Number(one === node_id) || (one < other ? -1 : 1));
  const view = nodeMergers()?.nameView ?? '';
  const others = nodes.filter((node) => node !== node_id);
  const names = others.length === 0 ? [] : await loaderOf(reader).loadMany(others.map((id) => ({ view, id })));
  return nodes.map((node) => {
    const own = (row: RecordedRow | null): RecordedRow | null => (typeof row?.organisation_id === 'string' && row.organisation_id !== node ? null : row);
    const rows = completed((records ?? []).filter((row) => row.node === node).map(({ table, key, before, after }) => ({ table, key, before: shownOf(table, own(before), keeps), after: shownOf(table, own(after), keeps) })));
    const name = names[others.indexOf(node)];
    return node === node_id ? { rows } : { rows, mergedName: typeof name === 'string' ? name : 'an entry that went into it' };
  });
}

function shownOf(table: string, row: RecordedRow | null, keeps: boolean | undefined): RecordedRow | null {
  if (row === null || keeps === true) return row;
  const fields = kindOf(table)?.fields ?? {};
  return Object.fromEntries(Object.entries(row).filter(([column]) => fields[column]?.forKeepers !== true));
}

type NameLoader = DataLoader<{ view: string; id: string }, string | undefined, string>;
const loaders = new WeakMap<Reader, NameLoader>();

/** Looks up what the references of some rows stand for; changes of one page share a statement for each view. */
export async function namesFor(reader: Reader, rows: readonly RowChange[]): Promise<NameOf> {
  const references = rows.flatMap(referencesOf);
  const found = await loaderOf(reader).loadMany(references);
  const names = new Map(references.map((reference, at) => [keyOf(reference), found[at]]));
  return (view, id) => {
    const name = names.get(keyOf({ view, id }));
    return typeof name === 'string' ? name : undefined;
  };
}

function loaderOf(reader: Reader): NameLoader {
  const known = loaders.get(reader);
  if (known !== undefined) return known;
  const made = makeLoader(reader);
  loaders.set(reader, made);
  return made;
}

const keyOf = ({ view, id }: { view: string; id: string }): string => `${view} ${id}`;

function makeLoader(reader: Reader): NameLoader {
  return new DataLoader(
    async (references) => {
      const names = new Map<string, string>();
      for (const view of new Set(references.map((one) => one.view))) {
        const bind = reader.binder();
        const ids = references.filter((one) => one.view === view).map((one) => one.id);
        const rows = await reader.rows<{ id: string; name: string }>(`select v.id, v.name from ${view} v where v.id = any(${bind.param(ids, 'uuid[]')})`, bind);
        for (const { id, name } of rows) names.set(keyOf({ view, id }), name);
      }
      return references.map((one) => names.get(keyOf(one)));
    },
    { cacheKeyFn: keyOf },
  );
}
