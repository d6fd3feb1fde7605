import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { idOf } from './plan-claim';
import type { SplitUpdateInput } from './plan.input';

const MOST_PARTS = 100;
const FAULTS: ConstraintFaults = { progress_report_splits_pkey: () => new UserFault('ALREADY', 'The update is split already.', ['report']) };

interface Update {
  readonly plan_id: string;
  readonly keeps: boolean;
  readonly covered: readonly { readonly action_id: string; readonly certain: boolean }[];
}

/**
 * Says of which actions an update speaks. Each part is a report of its own, of the day of the update; the rating of the
 * update goes to its own actions alone. @returns the uuid of the plan.
 */
export async function splitUpdate(writing: Writing, input: SplitUpdateInput): Promise<string> {
  const id = idOf('ProgressReport', input.report, ['report']);
  if (input.parts.length > MOST_PARTS) throw new UserFault('INVALID', `At most ${MOST_PARTS} parts.`, ['parts']);
  const parts = input.parts.map(({ actions, report }, at) => {
    if (report.trim() === '') throw new UserFault('INVALID', 'Say what it says of them.', ['parts', String(at), 'report']);
    if (actions.length === 0) throw new UserFault('INVALID', 'Say of which actions.', ['parts', String(at), 'actions']);
    return { note: report.trim(), actions: [...new Set(actions.map((action, of) => idOf('Action', action, ['parts', String(at), 'actions', String(of)])))] };
  });
  return makeChange(writing, 'splitUpdate', input, FAULTS, async (manager) => {
    const [update] = (await manager.query(
      `select r.plan_id, viewer_keeps_area(p.area_id) as keeps, (select json_agg(json_build_object('action_id', c.action_id, 'certain', c.certain)) from progress_report_actions c where c.report_id = r.id) as covered
       from progress_reports r join plans p on p.id = r.plan_id where r.id = $1 and r.withdrawn_at is null`, [id],
    )) as Update[];
    if (update === undefined) throw new UserFault('NOT_FOUND', 'There is no such update.', ['report']);
    if (!update.keeps) throw new UserFault('FORBIDDEN', 'Coordinators split the updates of plans of their area.', ['report']);
    if (update.covered.every((one) => one.certain)) throw new UserFault('INVALID', 'It is about its own actions alone: there is nothing to split.', ['report']);
    const own = new Map(update.covered.map((one) => [one.action_id, one.certain]));
    parts.forEach(({ actions }, at) => {
      if (actions.some((action) => !own.has(action))) throw new UserFault('INVALID', 'It does not stand at the recommendation of all these actions.', ['parts', String(at), 'actions']);
    });
    const at = writing.clock.now();
    await manager.query('insert into progress_report_splits (report_id, plan_id, split_by, recorded_at) values ($1, $2, $3, $4)', [id, update.plan_id, writing.viewer.subject ?? null, at]);
    for (const { note, actions } of parts) {
      const part = uuidv7();
      const rated = actions.every((action) => own.get(action) === true);
      await manager.query(
        `insert into progress_reports (id, plan_id, recommendation_id, reported_on, rag, achieved, note, author, source, recorded_at, part_of_id)
         select $1, r.plan_id, r.recommendation_id, r.reported_on, case when $2 then r.rag else 'NOT_RATED' end, case when $2 then r.achieved end, $3, $4, r.source, $5, r.id from progress_reports r where r.id = $6`,
        [part, rated, note, writing.viewer.subject ?? null, at, id],
      );
      await manager.query('insert into progress_report_actions (report_id, action_id, plan_id, certain) select $1, a, $2, true from unnest($3::uuid[]) a', [part, update.plan_id, actions]);
    }
    return update.plan_id;
  });
}
