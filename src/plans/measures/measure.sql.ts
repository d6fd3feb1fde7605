import type { Binder } from '../../graphql/read/binder';
import { view } from '../action-state.sql';

/** The id of the latest value of a target's area within its days, as known on the day of the request. `row` is a target. */
export function latestOfTarget(row: string, bind: Binder): string {
  return `(select seen.id from ${view('measure_values', bind)} seen where seen.measure_id in (select unnest(k.id || k.carried_ids) from ${view('action_measures', bind)} k where k.id = ${row}.measure_id) and seen.area_id = ${row}.area_id and ${row}.period @> seen.observed_on and seen.observed_on <= ${bind.today()}
    order by seen.observed_on desc, seen.recorded_at desc, seen.id desc limit 1)`;
}

/** One of TargetState. */
export function targetState(row: string, bind: Binder): string {
  return `(select case when got.id is null then 'NO_VALUE' when case m.better when 'LOWER' then got.value <= ${row}.target else got.value >= ${row}.target end then 'REACHED'
      when upper(${row}.period) <= ${bind.today()} then 'MISSED' else 'NOT_YET' end
    from ${view('action_measures', bind)} m left join ${view('measure_values', bind)} got on got.id = ${latestOfTarget(row, bind)} where m.id = ${row}.measure_id)`;
}
