import type { Binder } from '../../graphql/read/binder';
import { achieved, currentWhen, dueOn, dueState, inPlan, lastSaid, rag, view } from '../action-state.sql';

/** How each action of a plan stands on a day: what a review freezes. `plan` is SQL for its id, and may name a row outside: hence the long aliases. */
function standing(plan: string, bind: Binder, day: string): string {
  return `select stood.id as action_id, stood.plan_id, stood.position, stood.number, stood.text, ${rag('stood', bind, day)} as rag, ${achieved('stood', bind, day)} as achieved, ${dueOn('stood', bind, day)} as due_on,
      ${dueState('stood', bind, day)} as due_state, ${currentWhen('stood', bind, day)} as by_when_id, ${lastSaid('stood', bind, day)} as report_id, not ${inPlan('stood', bind, day)} as closed
    from ${view('actions', bind)} stood where stood.plan_id = ${plan}`;
}

/** Writes what a review saw. `review` and `plan` are SQL for ids. */
export function freezeSql(review: string, plan: string, bind: Binder, day = bind.today()): string {
  return `insert into plan_review_actions (review_id, action_id, plan_id, position, number, text, rag, achieved, due_on, due_state, by_when_id, report_id)
    select ${review}, now.action_id, now.plan_id, now.position, now.number, now.text, now.rag, now.achieved, now.due_on, now.due_state, now.by_when_id, now.report_id
    from (${standing(plan, bind, day)}) now where not now.closed`;
}

/** What each action has become since a review saw it: a row for each that is otherwise now, with the words for how. */
export function changesSql(review: string, plan: string, bind: Binder): string {
  const kinds: readonly [string, string][] = [
    ['NEW', 'seen.action_id is null'],
    ['CLOSED', 'seen.action_id is not null and now.closed'],
    ['WORDING', 'now.text <> seen.text'],
    ['RATING', 'now.rag <> seen.rag'],
    ['ACHIEVED', 'now.achieved <> seen.achieved'],
    ['DATE', 'seen.action_id is not null and now.by_when_id is distinct from seen.by_when_id'],
    ['UPDATE', 'seen.action_id is not null and now.report_id is distinct from seen.report_id'],
  ];
  return `select changed.* from (
    select now.action_id, now.plan_id, now.position, now.number, now.text, now.closed, seen.rag as rag_then, now.rag as rag_now, seen.due_on as due_then, now.due_on as due_now,
      array_remove(array[${kinds.map(([kind, condition]) => `case when ${condition} then '${kind}' end`).join(', ')}], null) as kinds
    from (${standing(plan, bind, bind.today())}) now left join ${view('plan_review_actions', bind)} seen on seen.review_id = ${review} and seen.action_id = now.action_id
    where seen.action_id is not null or not now.closed) changed where changed.kinds <> '{}'`;
}
