import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Binder } from '../graphql/read/binder';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { type RecordedRow, referencesOf, type RowChange } from './record-kinds';
import { completed, type NameOf } from './sentences';

/** A change as the statement returns it to the fields that are worked out from it. */
export interface ChangeRow {
  readonly node_id: string;
  readonly subject?: string | null;
  readonly role?: string | null;
  readonly kind?: string;
  readonly file_name?: string | null;
  readonly records: readonly RowChange[] | null;
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

/** What a row became stands before the next change of it; after the last one it is the row that is there. */
function changesSql(node: string): string {
  return `
select c.number, c.id, c.at, c.kind, c.subject, c.role, case when viewer_keeps_organisation(${node}) then c.note end as note, c.batch_id, ${node} as node_id,
  (select b.file_name from shown.import_batches_cleared b where b.id = c.batch_id) as file_name,
  (select json_agg(json_build_object('table', r.table_name, 'key', r.key, 'before', r.before,
      'after', case when n.later then n.before else history.live_record(r.table_name, r.key) end) order by r.table_name, r.key::text collate "C")
    from shown.change_records_cleared r
    left join lateral (
      select true as later, l.before from shown.change_records_cleared l
      where l.node_id = r.node_id and l.table_name = r.table_name and l.key = r.key and l.change_number > r.change_number
      order by l.change_number limit 1
    ) n on true
    where r.node_id = ${node} and r.change_number = c.number) as records
from shown.changes_cleared c
where c.number in (select r.change_number from shown.change_records_cleared r where r.node_id = ${node})`;
}

/** The rows that a change touched, whole, without what belonged to another entry before or after. */
export function rowsOf({ records, node_id }: ChangeRow): RowChange[] {
  const own = (row: RecordedRow | null): RecordedRow | null => (typeof row?.organisation_id === 'string' && row.organisation_id !== node_id ? null : row);
  return completed((records ?? []).map((row) => ({ ...row, before: own(row.before), after: own(row.after) })));
}

type NameLoader = DataLoader<{ view: string; id: string }, string | undefined, string>;
const loaders = new WeakMap<Reader, NameLoader>();

/** Looks up what the references of some rows stand for; changes of one page share a statement for each view. */
export async function namesFor(reader: Reader, rows: readonly RowChange[]): Promise<NameOf> {
  let loader = loaders.get(reader);
  if (loader === undefined) {
    loader = makeLoader(reader);
    loaders.set(reader, loader);
  }
  const references = rows.flatMap(referencesOf);
  const found = await loader.loadMany(references);
  const names = new Map(references.map((reference, at) => [keyOf(reference), found[at]]));
  return (view, id) => {
    const name = names.get(keyOf({ view, id }));
    return typeof name === 'string' ? name : undefined;
  };
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
