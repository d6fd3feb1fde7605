import type { RunSql } from '../history/restore';
import { NAMED_ENDS, type NamedEnd } from './merge-follows';

/** From whom to whom ties go over; by their ids, or all where null. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly ids: readonly string[] | null;
  /** The standing merger that did it, which will give them back when it is undone. */
  readonly mergerId: string | null;
}

/**
 * Ties that were put back name whom they named then, who may have come out of another since, or gone into one. Mergers are
 * taken back by themselves: the ties of some organisations do again what those mergers did.
 */
export async function settleNamedEnds(run: RunSql, ownerIds: readonly string[]): Promise<void> {
  for (const end of NAMED_ENDS) {
    for (const move of await undoneSince(run, end, ownerIds)) await goOver(run, end, ownerIds, move);
    for (const move of await standing(run, end, ownerIds)) await goOver(run, end, ownerIds, move);
  }
}

/** Mergers that had moved one of the ties and were undone, the latest first. */
function undoneSince(run: RunSql, { table, column, owner }: NamedEnd, ownerIds: readonly string[]): Promise<Move[]> {
  const moved = `jsonb_array_elements(g.moved->'rows'->'${table}.${column}') k`;
  return run<Move>(
    `select g.kept_id as "from", g.merged_id as "to", array(select k->>'id' from ${moved}) as ids, null as "mergerId" from organisation_merges g
     where g.undone_at is not null and exists (select from ${moved} join ${table} r on r.id = (k->>'id')::uuid where r.${owner} = any($1::uuid[])) order by g.merged_at desc, g.id desc`,
    [ownerIds],
  );
}

/** Mergers of whom the ties name, and of those into whom they went, the earliest first. */
function standing(run: RunSql, { table, column, owner }: NamedEnd, ownerIds: readonly string[]): Promise<Move[]> {
  return run<Move>(
    `with recursive named (id) as (
       select r.${column} from ${table} r where r.${owner} = any($1::uuid[])
       union select g.kept_id from named n join organisation_merges g on g.merged_id = n.id and g.undone_at is null
     ) select g.merged_id as "from", g.kept_id as "to", null as ids, g.id as "mergerId" from named n join organisation_merges g on g.merged_id = n.id and g.undone_at is null order by g.merged_at, g.id`,
    [ownerIds],
  );
}

async function goOver(run: RunSql, { table, column, owner, stays }: NamedEnd, ownerIds: readonly string[], { from, to, ids, mergerId }: Move): Promise<void> {
  const moved = `array['rows', '${table}.${column}']`;
  await run(
    `with gone as (
       update ${table} r set ${column} = $2 where r.${column} = $1 and r.${owner} = any($3::uuid[]) and ($4::uuid[] is null or r.id = any($4::uuid[])) and not (${stays}) returning r.id
     ) update organisation_merges g set moved = jsonb_set(g.moved, ${moved}, coalesce(g.moved#>${moved}, '[]') || (select jsonb_agg(jsonb_build_object('id', k.id)) from gone k))
     where g.id = $5::uuid and exists (select from gone)`,
    [from, to, ownerIds, ids, mergerId],
  );
}
