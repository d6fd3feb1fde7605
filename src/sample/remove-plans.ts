import type { EntityManager } from 'typeorm';
import { SAMPLE_INSTANT } from './sample-rows';

/** Plans of the sample with which nobody went on, and leads that lead nothing then. A plan goes with those below it or not at all. */
export async function removePlans(manager: EntityManager): Promise<void> {
  const touched = `(p.source <> 'sample' or p.version > 1 or exists (select from actions a where a.plan_id = p.id and a.version > 1) or exists (select from progress_reports r where r.plan_id = p.id and r.recorded_at > $1)
    or exists (select from plan_reviews r where r.plan_id = p.id and r.recorded_at > $1)
    or exists (select from measure_values v where v.plan_id = p.id and v.recorded_at > $1))`;
  await manager.query(
    `with recursive kept as (select p.id, p.parent_id from plans p where ${touched} union select up.id, up.parent_id from plans up join kept k on k.parent_id = up.id)
     delete from plans p where p.source = 'sample' and p.id not in (select id from kept)`,
    [SAMPLE_INSTANT],
  );
  await manager.query('delete from leads l where l.created_at = $1 and not exists (select from action_leads o where o.lead_id = l.id) and not exists (select from priorities q where q.lead_id = l.id)', [SAMPLE_INSTANT]);
}
