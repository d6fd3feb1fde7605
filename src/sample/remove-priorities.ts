import type { EntityManager } from 'typeorm';
import { SAMPLE_INSTANT } from './sample-rows';

/** Sets of priorities of the sample with which nobody went on. */
export async function removePriorities(manager: EntityManager): Promise<void> {
  await manager.query(
    `delete from priority_sets s where s.source = 'sample' and s.version = 1
       and not exists (select from priorities p where p.set_id = s.id and (p.version > 1 or p.created_at > $1))
       and not exists (select from priority_contributions c where c.set_id = s.id and (c.version > 1 or c.created_at > $1))
       and not exists (select from priority_checks k where k.set_id = s.id and k.recorded_at > $1)`,
    [SAMPLE_INSTANT],
  );
}
