import type { PoolClient } from 'pg';
import type { ImportContext } from '../intake/import-run';

/** Two outlines that share less than this part of either only touch: they were drawn by different hands. */
export const LEAST_SHARE = 0.01;
/** A part from which on an area counts as lying in the other whole, for the same reason. */
export const WHOLE_SHARE = 0.995;

/** The part of one outline that lies in another: rounded to four digits, whole where it nearly is. Of ground on the globe, in SQL. */
export function shareSql(shared: string, outline: string): string {
  const part = `(${shared}) / nullif(st_area(${outline}::geography), 0)`;
  return `(case when ${part} >= ${WHOLE_SHARE} then 1 else greatest(round((${part})::numeric, 4), 0.0001) end)`;
}

/**
 * Works out which areas of some kinds share ground with the staged ones, area by area: on the embedded engine nobody
 * else is answered during a statement. What contains an area, or lies in it, does not overlap it.
 */
export async function stageOverlaps({ client, batch, progress }: ImportContext, boundaries: string, kinds: readonly string[]): Promise<string> {
  const overlaps = batch.stagingTable('overlaps');
  await client.query(`create unlogged table ${overlaps} (code text not null, other_id uuid not null, share numeric not null, other_share numeric not null, primary key (code, other_id))`);
  const found = await client.query<{ code: string }>(`select code from ${boundaries} order by line`);
  for (const { code } of found.rows) {
    progress.say(`comparing the outline of ${code} with those of ${kinds.join(', ')}`);
    await client.query(
      `insert into ${overlaps} (code, other_id, share, other_share)
       select $1, c.id, c.share, c.other_share from (
         select o.id, ${shareSql('g.shared', 's.boundary')} as share, ${shareSql('g.shared', 'o.boundary')} as other_share
         from ${boundaries} s join areas o on o.kind = any($2::text[]) and o.code <> s.code and st_intersects(o.boundary, s.boundary)
         cross join lateral (select st_area(st_collectionextract(st_intersection(s.boundary, o.boundary), 3)::geography) as shared) g
         where s.code = $1
           and not exists (select from area_tree t join areas p on p.id = t.descendant_id where p.code = s.parent_code and t.ancestor_id = o.id)
           and not exists (select from area_tree t join areas a on a.id = t.ancestor_id where a.code = s.code and t.descendant_id = o.id)
           and not exists (select from ${boundaries} part where part.code = o.code and part.parent_code = s.code)
       ) c where greatest(c.share, c.other_share) >= ${LEAST_SHARE}`,
      [code, kinds],
    );
  }
  return overlaps;
}

/** Areas that are otherwise as they were, but overlap others than before, count as updated. */
export async function markOverlapsChanged({ client, counts }: ImportContext, boundaries: string, overlaps: string, kinds: readonly string[]): Promise<void> {
  const changed = await client.query(
    `update ${boundaries} s set state = 'overlaps' where s.state = 'unchanged' and exists (
       (select o.id, v.share, w.share as other_share from areas a join area_overlaps v on v.area_id = a.id join areas o on o.id = v.other_id and o.kind = any($1::text[])
          left join area_overlaps w on w.area_id = v.other_id and w.other_id = v.area_id where a.code = s.code
        except select v.other_id, v.share, v.other_share from ${overlaps} v where v.code = s.code)
       union all
       (select v.other_id, v.share, v.other_share from ${overlaps} v where v.code = s.code
        except select v.other_id, v.share, w.share from areas a join area_overlaps v on v.area_id = a.id
          left join area_overlaps w on w.area_id = v.other_id and w.other_id = v.area_id where a.code = s.code)
     )`,
    [kinds],
  );
  counts.updated += changed.rowCount ?? 0;
  counts.unchanged -= changed.rowCount ?? 0;
}

/** Overlaps of the staged areas with areas of the kinds are those staged, and no others. */
export async function publishOverlaps(client: PoolClient, boundaries: string, overlaps: string, kinds: readonly string[]): Promise<void> {
  await client.query(
    `delete from area_overlaps v using areas a, ${boundaries} s, areas o
     where s.code = a.code and o.kind = any($1::text[]) and (v.area_id, v.other_id) in ((a.id, o.id), (o.id, a.id))
       and not exists (select from ${overlaps} n where n.code = a.code and n.other_id = o.id)`,
    [kinds],
  );
  await client.query(
    `insert into area_overlaps as v (area_id, other_id, share)
     select a.id, n.other_id, n.share from ${overlaps} n join areas a on a.code = n.code
     union all select n.other_id, a.id, n.other_share from ${overlaps} n join areas a on a.code = n.code
     on conflict (area_id, other_id) do update set share = excluded.share where v.share is distinct from excluded.share`,
  );
}
