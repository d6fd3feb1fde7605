import type { RunSql } from '../../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../import-revert';
import { LINK_KINDS, type LinkKind } from './link-kinds';

/**
 * Of each link that the import wrote: whether it made it, and whether it was written since (by what was not itself taken
 * back), or another came since that would meet what it was before.
 */
function written({ table, giver, taker }: LinkKind): string {
  return `
  later as (
    select distinct l.key from shown.change_records_cleared l join shown.changes_cleared c on c.number = l.change_number
    left join shown.import_batches_cleared b on b.id = c.batch_id and b.reverted_at is not null
    where l.table_name = '${table}' and l.change_number > $1 and (b.id is null or b.reverted->'left' ? l.node_id::text)
  ), written as materialized (
    select (r.key->>'id')::uuid as id, r.node_id, p.valid, ${table === 'supports' ? 'p.note' : 'null::text'} as note, r.before is null as made, later.key is not null or exists (
      select from ${table} o where r.before is not null and o.${giver.column} = p.${giver.column} and o.${taker.column} = p.${taker.column} and o.id <> p.id and o.valid && p.valid
    ) as since
    from shown.change_records_cleared r cross join lateral jsonb_populate_record(null::${table}, r.before) p left join later on later.key = r.key
    where r.change_number = $1 and r.table_name = '${table}' and r.operation in ('INSERT', 'UPDATE')
  )`;
}

/** Links that it made go, links that it changed say again what they said; what was written since is left, and its organisations are listed. */
function takeLinksBack(kind: LinkKind): (run: RunSql, batch: ImportTakenBack) => Promise<RowsTakenBack> {
  const { table } = kind;
  return async (run, batch) => {
    const changeNumber = await batch.changeNumber();
    await run(`with ${written(kind)} select o.id from organisations o where o.id in (select w.node_id from written w) order by o.id for update`, [changeNumber]);
    const [counts] = await run<{ removed: number; restored: number; left: string[] }>(
      `with ${written(kind)}, removed as (
         delete from ${table} t using written w where w.id = t.id and w.made and not w.since returning t.id
       ), restored as (
         update ${table} t set valid = w.valid${kind.hasNote ? ', note = w.note' : ''} from written w where w.id = t.id and not w.made and not w.since returning t.id
       ), touched as (
         update organisations o set version = o.version + 1, updated_at = $2 where o.id in (select w.node_id from written w where not w.since) returning o.id
       ) select (select count(*) from removed)::int as removed, (select count(*) from restored)::int as restored,
           array(select distinct w.node_id::text from written w where w.since order by 1) as left`,
      [changeNumber, batch.at],
    );
    return counts ?? { removed: 0, restored: 0, left: [] };
  };
}

for (const kind of Object.values(LINK_KINDS)) takesBackImports(kind.name, takeLinksBack(kind));
