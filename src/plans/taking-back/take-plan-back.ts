import type { RunSql } from '../../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../../organisations/import-revert';
import { keepRecurrences } from '../recurrences';
import { ImportChanges, Since } from './changes';
import { CHANGED, Left } from './left';
import { actionsToTakeBack } from './plan-actions';
import { restoreLists, restoreParts } from './plan-parts';
import { restoreActions } from './restore-actions';
import { takeLeadsBack } from './take-leads-back';

/** What makes a plan more than what its import brought: it stays as it is, whole. */
const WHOLE = `
  select case
    when p.status = 'APPROVED' and (h.before->>'status' is distinct from 'APPROVED') then 'was approved since'
    when exists (select from plans n where n.area_id = p.area_id and n.title_key = p.title_key and n.edition > p.edition) then 'has a newer version'
    when exists (select from plan_reviews v where v.plan_id = p.id and v.recorded_at >= $3) then 'was reviewed since, as it then stood'
  end as reason, exists (select from plans b where b.parent_id = p.id) as parent
  from plans p left join shown.change_records_cleared h on h.node_id = p.id and h.table_name = 'plans' and h.change_number = $2 where p.id = $1`;

/**
 * Takes an import of a plan back. A plan that it made and that nothing else touched goes whole. Otherwise an action goes
 * back with all that is said of it, or stays so: as soon as somebody changed it or reported on it, it is left, and listed.
 */
async function takePlanBack(run: RunSql, batch: ImportTakenBack): Promise<RowsTakenBack> {
  const changes = await ImportChanges.read(run, batch);
  const left = new Left();
  const planId = changes.nodeOf('plans');
  // Who adds anything to a plan waits for it or is waited for.
  const [there] = planId === undefined ? [] : await run<{ id: string }>('select p.id from plans p where p.id = $1 for update', [planId]);
  const done = there === undefined ? { removed: 0, restored: 0 } : await takeBack(changes, there.id, left);
  if (!left.has('plans', there?.id ?? '') || done.removed + done.restored > 0) await takeLeadsBack(changes, left);
  return { ...done, left: [], parts: left.parts };
}

async function takeBack(changes: ImportChanges, planId: string, left: Left): Promise<{ removed: number; restored: number }> {
  const { run, number, since } = changes;
  await changes.requireNothingUpon(planId);
  const [whole] = await run<{ reason: string | null; parent: boolean }>(WHOLE, [planId, number, since]);
  if (whole?.reason != null) {
    left.add('plans', planId, whole.reason);
    return { removed: 0, restored: 0 };
  }
  const madePlan = changes.of('plans').some((row) => row.before === null);
  const later = await changes.changedSince(planId);
  const rest = { madePlan, since: new Since(later), left };
  if (rest.since.changes('plans', planId)) left.add('plans', planId, CHANGED);
  else if (madePlan && whole?.parent === true) left.add('plans', planId, 'has plans under it');
  const actions = await actionsToTakeBack(changes, planId, { madePlan, later, left });
  const counts = { removed: actions.filter((row) => row.made).length, restored: actions.filter((row) => !row.made).length };
  if (madePlan && later.length === 0 && left.parts.length === 0) {
    await run('delete from plans where id = $1', [planId]);
    return counts;
  }
  await restoreActions(changes, planId, actions);
  await restoreParts(changes, planId, rest);
  await restoreLists(changes, planId, rest);
  await restoreHead(changes, planId, rest);
  return counts;
}

/** The plan itself: what it is called, whose it is and its days. One that the import made goes when nothing is left in it. */
async function restoreHead(changes: ImportChanges, planId: string, { madePlan, left }: { readonly madePlan: boolean; readonly left: Left }): Promise<void> {
  const { run, batch } = changes;
  if (madePlan) {
    const parts = ['actions', 'plan_sections', 'recommendations', 'plan_review_bodies', 'plan_audiences', 'plan_channels'];
    const [empty] = await run<{ is: boolean }>(`select not exists (${parts.map((table) => `select from ${table} t where t.plan_id = $1`).join(' union all ')}) as is`, [planId]);
    if (empty?.is === true && !left.has('plans', planId)) {
      await run('delete from plans where id = $1', [planId]);
      return;
    }
    left.add('plans', planId, 'holds what stays');
  } else if (!left.has('plans', planId)) await changes.restoration(planId, changes.of('plans').map((row) => row.key)).setBack('plans', ['version', 'updated_at']);
  await run('update plans set version = version + 1, updated_at = $2 where id = $1', [planId, batch.at]);
  await keepRecurrences({ query: (sql, params) => run(sql, params) }, planId);
}

takesBackImports('plan', takePlanBack);
