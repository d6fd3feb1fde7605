import type { Binder } from '../../graphql/read/binder';
import { achieved, currentWhen, dueOn, dueState, inPlan, lastSaid, rag, view } from '../action-state.sql';
import { frozenMeasures } from './frozen-measures.sql';

/** What a review keeps of an action, by the columns in which it stands: names of `standing` and of the table alike. */
const KEPT = ['action_id', 'plan_id', 'position', 'number', 'text', 'rag', 'achieved', 'due_on', 'due_state', 'by_when_id', 'report_id', 'by_when', 'revision', 'understood', 'lead_ids', 'measures', 'stands_at'] as const;

/** How each action of a plan stands on a day: what a review freezes. `plan` is SQL for its id, and may name a row outside: hence the long aliases. */
function standing(plan: string, bind: Binder, day: string): string {
  const when = (what: string): string => `(select ${what} from ${view('by_whens', bind)} dated where dated.id = ${currentWhen('stood', bind, day)})`;
  return `select stood.id as action_id, stood.plan_id, stood.position, stood.number, stood.text, ${rag('stood', bind, day)} as rag, ${achieved('stood', bind, day)} as achieved, ${dueOn('stood', bind, day)} as due_on,
      ${dueState('stood', bind, day)} as due_state, ${currentWhen('stood', bind, day)} as by_when_id, ${lastSaid('stood', bind, day)} as report_id, not ${inPlan('stood', bind, day)} as closed,
      stood.id || stood.carried_ids as ids, ${when('dated.written')} as by_when, ${when('dated.revision')} as revision,
      (select coalesce(string_agg(concat_ws(' ', meant.kind, meant.first_day, meant.last_day, meant.rrule), '; ' order by meant.position), '') from ${view('by_when_dates', bind)} meant where meant.by_when_id = ${currentWhen('stood', bind, day)}) as understood,
      array(select led.lead_id from ${view('action_leads', bind)} led where led.action_id = stood.id order by led.position) as lead_ids, ${frozenMeasures('stood', bind, day)} as measures,
      coalesce((select said.text from ${view('position_statements', bind)} said where said.action_id = stood.id and (said.stated_on is null or said.stated_on <= ${day}) order by said.recorded_at desc, said.id desc limit 1), '') as stands_at
    from ${view('actions', bind)} stood where stood.plan_id = ${plan}`;
}

/** Writes what a review saw. `review` and `plan` are SQL for ids. */
export function freezeSql(review: string, plan: string, bind: Binder, day = bind.today()): string {
  return `insert into plan_review_actions (review_id, ${KEPT.join(', ')})
    select ${review}, ${KEPT.map((column) => `now.${column}`).join(', ')} from (${standing(plan, bind, day)}) now where not now.closed`;
}

/** What was kept later than the rest is compared where it was kept. */
const KINDS: readonly (readonly [string, string])[] = [
  ['NEW', 'seen.action_id is null'],
  ['CLOSED', 'seen.action_id is not null and now.closed'],
  ['WORDING', 'now.text <> seen.text or now.number <> seen.number'],
  ['RATING', 'now.rag <> seen.rag'],
  ['ACHIEVED', 'now.achieved <> seen.achieved'],
  ['DATE', `seen.action_id is not null and case when seen.understood is null then now.by_when_id is distinct from seen.by_when_id
      else (now.by_when, now.revision, now.understood) is distinct from (seen.by_when, seen.revision, seen.understood) end`],
  ['LEADS', 'now.lead_ids <> seen.lead_ids'],
  ['MEASURES', 'now.measures <> seen.measures'],
  ['POSITION', 'now.stands_at <> seen.stands_at'],
  ['UPDATE', 'seen.action_id is not null and now.report_id is distinct from seen.report_id'],
];

/**
 * What each action of a plan has become since a review saw it, or saw the one that it was carried over from: a row for each
 * that is otherwise now, with the words for how. What a version of the plan did not go on with is closed.
 */
export function changesSql(review: string, plan: string, bind: Binder): string {
  const saw = view('plan_review_actions', bind);
  return `select changed.* from (
    select now.action_id, now.plan_id, now.position, now.number, now.text, now.closed, seen.rag as rag_then, now.rag as rag_now, seen.due_on as due_then, now.due_on as due_now,
      array_remove(array[${KINDS.map(([kind, condition]) => `case when ${condition} then '${kind}' end`).join(', ')}], null) as kinds
    from (${standing(plan, bind, bind.today())}) now
      left join lateral (select past.* from ${saw} past where past.review_id = ${review} and past.action_id = any(now.ids) order by array_position(now.ids, past.action_id) limit 1) seen on true
    where seen.action_id is not null or not now.closed
    union all
    select left_out.action_id, left_out.plan_id, left_out.position, left_out.number, left_out.text, true, left_out.rag, left_out.rag, left_out.due_on, left_out.due_on, array['CLOSED']
    from ${saw} left_out where left_out.review_id = ${review} and left_out.plan_id <> ${plan}
      and not exists (select from ${view('actions', bind)} on_with where on_with.plan_id = ${plan} and left_out.action_id = any(on_with.id || on_with.carried_ids))
  ) changed where changed.kinds <> '{}'`;
}

/** The id of the latest review of a plan before a day: of this version or, until it has one, of the version before. `row` is a plan. */
export function lastReview(row: string, bind: Binder, reviewed: string): string {
  return `(select held.id from ${view('plan_reviews', bind)} held join ${view('plans', bind)} edition on edition.id = held.plan_id
    where edition.area_id = ${row}.area_id and edition.title_key = ${row}.title_key and edition.edition <= ${row}.edition and held.reviewed_on ${reviewed}
    order by edition.edition desc, held.reviewed_on desc, held.recorded_at desc, held.id desc limit 1)`;
}
