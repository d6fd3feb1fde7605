import { type ImportChanges, idIn } from './changes';
import type { TouchedAction } from './plan-actions';

/** Takes back what an import said of some actions: those that it made go with all that is theirs, the others are as they were. */
export async function restoreActions(changes: ImportChanges, planId: string, actions: readonly TouchedAction[]): Promise<void> {
  const { run, batch } = changes;
  const made = actions.filter((action) => action.made).map((action) => action.id);
  const back = actions.filter((action) => !action.made).map((action) => action.id);
  await withdraw(changes, planId, actions.map((action) => action.id));
  await run('delete from actions where id = any($1::uuid[])', [made]);
  if (back.length === 0) return;
  const rows = changes.of('actions').filter((row) => back.includes(idIn(row)));
  // Numbers may change places: each is set free before it is taken.
  await run(`update actions a set number = a.number || ' ' || a.id where a.id = any($1::uuid[])`, [rows.map(idIn)]);
  await changes.restoration(planId, rows.map((row) => row.key)).setBack('actions', ['version', 'updated_at']);
  await run('update actions set version = version + 1, updated_at = $2 where id = any($1::uuid[])', [back, batch.at]);
  await restoreLeads(changes, planId, back);
  await restoreMeasures(changes, planId, back);
}

/** What was said and reported is on record for ever; from now on it does not count. A report that is about what stays stays. */
async function withdraw(changes: ImportChanges, planId: string, actions: readonly string[]): Promise<void> {
  const { run, batch } = changes;
  const said = changes.written.filter((row) => row.table === 'by_whens' && row.before === null && row.node === planId).map(idIn);
  await run('update by_whens set withdrawn_at = $3 where id = any($1::uuid[]) and action_id = any($2::uuid[]) and withdrawn_at is null', [said, actions, batch.at]);
  await run('update position_statements set withdrawn_at = $3 where batch_id = $1 and action_id = any($2::uuid[]) and withdrawn_at is null', [batch.batchId, actions, batch.at]);
  await run(
    `update progress_reports r set withdrawn_at = $3 where r.batch_id = $1 and r.withdrawn_at is null
       and not exists (select from progress_report_actions c where c.report_id = r.id and c.certain and c.action_id <> all($2::uuid[]))`, [batch.batchId, actions, batch.at],
  );
}

/** A lead that went into another by its name since is that other. */
async function restoreLeads(changes: ImportChanges, planId: string, actions: readonly string[]): Promise<void> {
  const rows = changes.of('action_leads').filter((row) => actions.includes(String(row.key.action_id)));
  if (rows.length === 0) return;
  await changes.restoration(planId, rows.map((row) => row.key)).remove('action_leads', true);
  await changes.run(
    `insert into action_leads (action_id, plan_id, position, lead_id, as_written)
     select r.action_id, r.plan_id, r.position, coalesce(l.id, a.lead_id), r.as_written from jsonb_populate_recordset(null::action_leads, $1::jsonb) r join plans p on p.id = r.plan_id
     left join leads l on l.id = r.lead_id left join lead_aliases a on a.area_id = p.area_id and a.alias_key = name_key(r.as_written) where coalesce(l.id, a.lead_id) is not null`,
    [JSON.stringify(rows.flatMap((row) => row.before ?? []))],
  );
}

async function restoreMeasures(changes: ImportChanges, planId: string, actions: readonly string[]): Promise<void> {
  const { run } = changes;
  const there = await run<{ id: string }>('select m.id from action_measures m where m.action_id = any($1::uuid[])', [actions]);
  const ids = new Set(there.map((row) => row.id));
  const rows = changes.of('action_measures').filter((row) => (row.before === null ? ids.has(idIn(row)) : actions.includes(String(row.before.action_id))));
  const restoration = changes.restoration(planId, rows.map((row) => row.key));
  await restoration.remove('action_measures', false);
  await restoration.putBack('action_measures');
}
