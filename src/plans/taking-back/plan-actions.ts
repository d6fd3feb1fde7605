import type { LaterRow } from '../../history/changed-since';
import type { RunSql } from '../../history/restore';
import { type ImportChanges, idIn } from './changes';
import { CHANGED, type Left } from './left';

/** An action of the plan as it is now, with what an import did to it. */
export interface TouchedAction {
  readonly id: string;
  readonly number: string;
  readonly closed: boolean;
  readonly made: boolean;
}

interface ActionRow {
  readonly id: string;
  readonly number: string;
  readonly closed: boolean;
  readonly reported: boolean;
  readonly referred: string | null;
  readonly held: string | null;
}

/**
 * The actions of a plan. `reported`: the import said something of it that has no history. `referred`: what came of it since.
 * `held`: what refers to it, whenever that came: it could not go.
 */
const ACTIONS = `
  select a.id, a.number, a.closed_on is not null as closed,
    exists (select from progress_report_actions c join progress_reports r on r.id = c.report_id where c.action_id = a.id and c.certain and r.batch_id = $2)
      or exists (select from position_statements s where s.action_id = a.id and s.batch_id = $2) as reported,
    case
      when exists (select from progress_report_actions c join progress_report_splits x on x.report_id = c.report_id join progress_reports r on r.id = c.report_id where c.action_id = a.id and r.batch_id = $2) then 'has an update that was split since'
      when exists (select from progress_report_actions c join progress_reports r on r.id = c.report_id
        where c.action_id = a.id and r.batch_id is distinct from $2 and r.withdrawn_at is null and r.recorded_at >= $3) then 'had progress recorded since'
      when exists (select from position_statements s where s.action_id = a.id and s.batch_id is distinct from $2 and s.withdrawn_at is null and s.recorded_at >= $3) then 'had it said since where it stands'
      when exists (select from measure_values v join action_measures m on m.id = v.measure_id where m.action_id = a.id and v.recorded_at >= $3) then 'was measured since'
    end as referred,
    case
      when exists (select from action_links k where k.action_id = a.id) then 'is linked to what it is to move'
      when exists (select from priority_contributions p where p.node_id = a.id and p.kind = 'Action' and p.withdrawn_at is null) then 'contributes to a priority'
    end as held
  from actions a where a.plan_id = $1 order by a.position, a.id`;

/** To which action the rows of measures, dates and targets belong that are there. */
const OWNERS = `
  select m.id, m.action_id from action_measures m where m.plan_id = $1
  union all select w.id, w.action_id from by_whens w where w.plan_id = $1
  union all select t.id, m.action_id from measure_targets t join action_measures m on m.id = t.measure_id where t.plan_id = $1`;

/** The actions that an import made or changed and that can go back, in the order of the plan; the others are entered as left. */
export async function actionsToTakeBack(changes: ImportChanges, planId: string, { madePlan, later, left }: { readonly madePlan: boolean; readonly later: readonly LaterRow[]; readonly left: Left }): Promise<TouchedAction[]> {
  const { run, batch, since, written } = changes;
  const actions = await run<ActionRow>(ACTIONS, [planId, batch.batchId, since]);
  const ownerOf = await owners(run, planId);
  const made = new Set(changes.of('actions').filter((row) => row.before === null).map(idIn));
  const touched = new Set(written.filter((row) => row.node === planId).map((row) => ownerOf(row, row.before)));
  const came = new Set(later.filter((row) => row.table === 'actions' && row.was === null).map(idIn));
  const changed = new Set(later.filter((row) => row.table !== 'actions' || row.was !== null).map((row) => ownerOf(row, row.is ?? row.was)));
  const own = actions.flatMap((row): TouchedAction[] => {
    const isMade = made.has(row.id) || (madePlan && !came.has(row.id));
    if (!isMade && !touched.has(row.id) && !row.reported) return [];
    const reason = row.referred ?? (changed.has(row.id) ? CHANGED : null) ?? (isMade ? row.held : null);
    if (reason !== null) left.add('actions', row.id, reason);
    return [{ id: row.id, number: row.number, closed: row.closed, made: isMade }];
  });
  return withoutTaken(changes, actions, own.filter((row) => !left.has('actions', row.id)), left);
}

async function owners(run: RunSql, planId: string): Promise<(row: { readonly table: string; readonly key: LaterRow['key'] }, image: LaterRow['is']) => string | undefined> {
  const known = new Map((await run<{ id: string; action_id: string }>(OWNERS, [planId])).map((row) => [row.id, row.action_id]));
  return (row, image) => {
    if (row.table === 'actions') return idIn(row);
    const action = row.key.action_id ?? image?.action_id ?? known.get(idIn(row)) ?? known.get(typeof image?.measure_id === 'string' ? image.measure_id : '');
    return typeof action === 'string' ? action : undefined;
  };
}

/** Without those whose former number an action that stays has by now, which may leave others without theirs. */
function withoutTaken(changes: ImportChanges, all: readonly ActionRow[], own: readonly TouchedAction[], left: Left): TouchedAction[] {
  const former = new Map(changes.of('actions').flatMap((row) => (row.before?.closed_on === null ? [[idIn(row), String(row.before.number)] as const] : [])));
  let back = [...own];
  for (;;) {
    const going = new Set(back.filter((row) => row.made || changes.of('actions').some((one) => idIn(one) === row.id)).map((row) => row.id));
    const taken = new Set(all.filter((row) => !row.closed && !going.has(row.id)).map((row) => row.number));
    const stuck = back.filter((row) => !row.made && going.has(row.id) && taken.has(former.get(row.id) ?? ''));
    if (stuck.length === 0) return back;
    for (const row of stuck) left.add('actions', row.id, 'had a number before that another action has now');
    back = back.filter((row) => !stuck.includes(row));
  }
}
