import type { Database } from '../database/database';
import { removeEligibility } from './remove-eligibility';
import { removePlans } from './remove-plans';
import { removePriorities } from './remove-priorities';
import { removeSelfEvaluations } from './remove-self-evaluations';
import { removeTraining } from './remove-training';

export interface RemovedSample {
  readonly removed: number;
  /** Entries of the sample that another list knows too, or that somebody changed: they are no longer the sample's alone. */
  readonly kept: number;
}

/**
 * Takes the sample's organisations out again, its criteria sets, courses, plans, priorities and self-evaluations with them, so that the figures speak of real ones only. Areas, postcodes,
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
    await removePriorities(manager);
    await removePlans(manager);
    await removeSelfEvaluations(manager);
    const [left] = (await manager.query(`select count(*)::int as kept from record_sources where source = 'sample'`)) as { kept: number }[];
    return { removed: removed.length, kept: left?.kept ?? 0 };
  });
}
