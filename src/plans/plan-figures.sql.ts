import { monthsBefore } from '../day';
import type { Binder } from '../graphql/read/binder';
import { achieved, dueState, figure, inPlan, lastProgressOn, rag, slipped, view, withoutProgressSince } from './action-state.sql';
import { onlyOnce, plansUnder } from './plan-parts.sql';
import { DueState, Rag } from './plan.enums';

/** After so many months without a word an action is told of. */
export const SIX_MONTHS = 6;

/** A plan in figures, alone or with all that are part of it: one pass over its actions. `plan` is SQL for its id. */
export function planFiguresSql(plan: string, bind: Binder, withParts = false): string {
  const since = bind.param(monthsBefore(bind.day, SIX_MONTHS), 'date');
  const parts = withParts ? [`'withParts', true`] : [];
  const count = (condition: string): string => `count(*) filter (where ${condition})`;
  const opened = (condition: string, ...pairs: readonly string[]): string => figure(count(condition), bind, plan, ...parts, ...pairs);
  const each = (name: string, column: string, values: readonly string[]): string =>
    `json_build_array(${values.map((value) => `jsonb_build_object('${name}', '${value}') || ${opened(`x.${column} = '${value}'`, `'${column === 'rag' ? 'rag' : 'dueState'}', '${value}'`)}::jsonb`).join(', ')})`;
  return `(select json_build_object(
    'actions', ${figure('count(*)', bind, plan, ...parts)},
    'byDueState', ${each('state', 'due_state', Object.values(DueState))},
    'byRag', ${each('rag', 'rag', Object.values(Rag))},
    'slipped', ${opened('x.slipped', `'slipped', true`)},
    'noProgressForSixMonths', ${opened(`not x.achieved and x.stale`, `'noProgressMonths', ${SIX_MONTHS}`)},
    'withoutProgress', ${opened('x.last_on is null', `'withoutProgress', true`)},
    'incomplete', ${opened(`x.text = ''`, `'incomplete', true`)})
    from (select f.text, ${dueState('f', bind)} as due_state, ${rag('f', bind)} as rag, ${slipped('f', bind)} as slipped, ${achieved('f', bind)} as achieved, ${lastProgressOn('f', bind)} as last_on, ${withoutProgressSince(since, 'f', bind)} as stale
      from ${view('actions', bind)} f where ${withParts ? `f.plan_id in (${plansUnder(plan, bind)}) and ${onlyOnce('f', bind.today())}` : `f.plan_id = ${plan}`} and ${inPlan('f', bind)}) x)`;
}
