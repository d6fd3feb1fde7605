import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database';
import { removeEligibility } from './remove-eligibility';
import { removeTraining } from './remove-training';
import { SAMPLE_INSTANT } from './sample-rows';

export interface RemovedSample {
  readonly removed: number;
  /** Entries of the sample that another list knows too, or that somebody changed: they are no longer the sample's alone. */
  readonly kept: number;
}

/**
 * Takes the sample's organisations out again, its criteria sets, courses and plans with them, so that the figures speak of real ones only. Areas, postcodes,
 * statistics and vocabularies stay: real data have replaced them or will.
 */
export async function removeSample(database: Database): Promise<RemovedSample> {
  return database.write({ role: 'ADMIN', subject: 'vcs-atlas sample --remove' }, async (manager) => {
    const [removed] = (await manager.query(
      `delete from organisations o using record_sources s
       where s.organisation_id = o.id and s.source = 'sample' and o.version = 1 and o.merged_into_id is null
         and not exists (select from record_sources other where other.organisation_id = o.id and other.source <> 'sample')
         and not exists (select from organisations merged where merged.merged_into_id = o.id)
         and not exists (select from organisation_merges m where o.id in (m.kept_id, m.merged_id))
       returning o.id`,
    )) as [unknown[], number];
    await removeEligibility(manager);
    await removeTraining(manager);
    await removePlans(manager);
    const [left] = (await manager.query(`select count(*)::int as kept from record_sources where source = 'sample'`)) as { kept: number }[];
    return { removed: removed.length, kept: left?.kept ?? 0 };
  });
}

/** Plans of the sample with which nobody went on, and leads that lead nothing then. A plan goes with those below it or not at all. */
async function removePlans(manager: EntityManager): Promise<void> {
  const touched = `(p.source <> 'sample' or p.version > 1 or exists (select from actions a where a.plan_id = p.id and a.version > 1) or exists (select from progress_reports r where r.plan_id = p.id and r.recorded_at > $1))`;
  await manager.query(
    `with recursive kept as (select p.id, p.parent_id from plans p where ${touched} union select up.id, up.parent_id from plans up join kept k on k.parent_id = up.id)
     delete from plans p where p.source = 'sample' and p.id not in (select id from kept)`,
    [SAMPLE_INSTANT],
  );
  await manager.query('delete from leads l where l.created_at = $1 and not exists (select from action_leads o where o.lead_id = l.id)', [SAMPLE_INSTANT]);
}
