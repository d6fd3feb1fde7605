import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { idOf } from './plan-claim';
import { Rag } from './plan.enums';
import type { RecordProgressInput, StatePositionInput } from './plan.input';

/** Actions that one report may speak of. */
const MOST_ACTIONS = 100;

interface Covered {
  readonly id: string;
  readonly plan_id: string;
  readonly recommendation_id: string | null;
  readonly closed: boolean | null;
  readonly begins: string | null;
  readonly may: boolean;
}

/** Records what was reported of actions, or of a recommendation, of which it may then cover every action. @returns the uuid of the report. */
export async function recordProgress(writing: Writing, input: RecordProgressInput): Promise<string> {
  const ids = [...new Set((input.actions ?? []).map((id, at) => idOf('Action', id, ['actions', String(at)])))];
  const recommendation = input.recommendation == null ? null : idOf('Recommendation', input.recommendation, ['recommendation']);
  if ((ids.length === 0 && recommendation === null) || ids.length > MOST_ACTIONS) throw new UserFault('INVALID', `Name 1 to ${MOST_ACTIONS} actions, or a recommendation.`, ['actions']);
  if (input.reportedOn > writing.clock.today()) throw new UserFault('INVALID', 'Progress cannot lie in the future.', ['reportedOn']);
  const { rag = null, achieved = null } = input;
  const [note, internal] = [input.report, input.internalNote].map((text) => text?.trim() || null);
  if ((rag ?? Rag.NOT_RATED) === Rag.NOT_RATED && achieved === null && note === null && internal === null) throw new UserFault('INVALID', 'Say how it goes: a rating, whether it is achieved, or a report.', ['report']);
  return makeChange(writing, 'recordProgress', input, {}, async (manager) => {
    const found = await actionsOf(manager, ids, recommendation, input.reportedOn);
    const path = ids.length === 0 ? ['recommendation'] : ['actions'];
    const [first] = found;
    const named = found.filter((action) => ids.includes(action.id));
    if (named.length < ids.length) throw new UserFault('NOT_FOUND', 'There is no such action.', ['actions']);
    if (first === undefined) throw new UserFault('NOT_FOUND', 'There is no such recommendation, or no action of it stands in the plan on that day.', ['recommendation']);
    if (found.some((action) => !action.may)) throw new UserFault('FORBIDDEN', 'Those who lead report on their own actions, coordinators on those of their area.', path);
    if (recommendation !== null && named.some((action) => action.recommendation_id !== recommendation)) throw new UserFault('INVALID', 'Not all of these are actions of the recommendation.', ['actions']);
    if (found.some((action) => action.plan_id !== first.plan_id)) throw new UserFault('INVALID', 'A report is about actions of one plan.', ['actions']);
    if (named.some((action) => action.closed === true)) throw new UserFault('INVALID', 'An action is closed on that day.', ['actions']);
    if (first.begins !== null && input.reportedOn < first.begins) throw new UserFault('INVALID', `The plan begins on ${first.begins}.`, ['reportedOn']);
    const id = uuidv7();
    await manager.query(
      `insert into progress_reports (id, plan_id, recommendation_id, reported_on, rag, unrated, achieved, note, internal_note, author, source, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'ENTERED', $11)`,
      [id, first.plan_id, recommendation, input.reportedOn, rag ?? Rag.NOT_RATED, rag === Rag.NOT_RATED, achieved, note, internal, writing.viewer.subject ?? null, writing.clock.now()],
    );
    await manager.query('insert into progress_report_actions (report_id, action_id, plan_id, certain) select $1, a.id, $2, a.certain from jsonb_to_recordset($3) a (id uuid, certain boolean)', [
      id, first.plan_id, JSON.stringify(found.map((action) => ({ id: action.id, certain: ids.includes(action.id) }))),
    ]);
    return id;
  });
}

/** The actions that are named, and all of a recommendation that stand in the plan on a day. */
async function actionsOf(manager: EntityManager, ids: readonly string[], recommendation: string | null, day: string): Promise<Covered[]> {
  return (await manager.query(
    `select a.id, a.plan_id, a.recommendation_id, a.closed_on <= $2 as closed, lower(p.period)::text as begins, viewer_keeps_area(p.area_id) or viewer_leads_action(a.id) as may
     from actions a join plans p on p.id = a.plan_id where a.id = any($1::uuid[]) or (a.recommendation_id = $3 and coalesce(a.closed_on > $2, true)) order by a.position, a.id`, [ids, day, recommendation],
  )) as Covered[];
}

interface Stated {
  readonly id: string;
  readonly plan_id: string;
  readonly recommendation_id: string | null;
  readonly begins: string | null;
  readonly last: string | null;
  readonly keeps: boolean;
}

/** Says where a recommendation or an action stands; what was said before stays. @returns the uuid of the action on whose row it is kept. */
export async function statePosition(writing: Writing, input: StatePositionInput): Promise<string> {
  const action = input.action == null ? null : idOf('Action', input.action, ['action']);
  const recommendation = input.recommendation == null ? null : idOf('Recommendation', input.recommendation, ['recommendation']);
  const path = recommendation === null ? 'action' : 'recommendation';
  const text = input.text.trim();
  const statedOn = input.statedOn ?? writing.clock.today();
  if ((action === null) === (recommendation === null)) throw new UserFault('INVALID', 'Name a recommendation or an action.', ['recommendation']);
  if (text === '') throw new UserFault('INVALID', 'Say where we are up to.', ['text']);
  if (statedOn > writing.clock.today()) throw new UserFault('INVALID', 'A position cannot lie in the future.', ['statedOn']);
  return makeChange(writing, 'statePosition', input, {}, async (manager) => {
    const [row] = (await manager.query(
      `select a.id, a.plan_id, a.recommendation_id, lower(p.period)::text as begins, viewer_keeps_area(p.area_id) as keeps, (select max(s.stated_on)::text from position_statements s where s.action_id = a.id and s.withdrawn_at is null) as last
       from actions a join plans p on p.id = a.plan_id where a.id = $1 or (a.recommendation_id = $2 and a.closed_on is null)
       order by (select max(s.recorded_at) from position_statements s where s.action_id = a.id and s.withdrawn_at is null) desc nulls last, a.position, a.id limit 1`, [action, recommendation],
    )) as Stated[];
    if (row === undefined) throw new UserFault('NOT_FOUND', recommendation === null ? 'There is no such action.' : 'There is no such recommendation, or no action of it stands in the plan.', [path]);
    if (!row.keeps) throw new UserFault('FORBIDDEN', 'Coordinators say where plans of their area stand.', [path]);
    const earliest = [row.begins, row.last].filter((day) => day !== null).sort().at(-1);
    if (earliest !== undefined && statedOn < earliest) throw new UserFault('INVALID', `The plan, or the statement before, is of ${earliest}.`, ['statedOn']);
    await manager.query('insert into position_statements (id, plan_id, recommendation_id, action_id, text, stated_on, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      uuidv7(), row.plan_id, row.recommendation_id, row.id, text, statedOn, writing.clock.now(),
    ]);
    return row.id;
  });
}
