import type { Binder } from '../graphql/read/binder';
import { view } from './action-state.sql';

/** The ids of a plan and of all that are part of it, however far below, whichever version of a plan they say that they are part of. `id` is SQL. */
export function plansUnder(id: string, bind: Binder): string {
  const plans = view('plans', bind);
  return `with recursive under as (select top.id, top.area_id, top.title_key from ${plans} top where top.id = ${id}
    union select below.id, below.area_id, below.title_key from under u join ${plans} named on named.area_id = u.area_id and named.title_key = u.title_key join ${plans} below on below.parent_id = named.id) select under.id from under`;
}

/** Where actions of several plans are counted, one that was carried over counts in the new version of its plan from that version's first day on: until then it counts in the one before. */
export function onlyOnce(row: string, day: string): string {
  return `(${row}.carried_ids = '{}' or ${row}.plan_begins is null or ${row}.plan_begins <= ${day})`;
}

/** That a plan is part of another, or of another version of it; of each the newest. Both are rows. */
export function isPart(part: string, whole: string, bind: Binder): string {
  const plans = view('plans', bind);
  return `exists (select from ${plans} named where named.id = ${part}.parent_id and named.area_id = ${whole}.area_id and named.title_key = ${whole}.title_key)
    and not exists (select from ${plans} newer where newer.area_id = ${part}.area_id and newer.title_key = ${part}.title_key and newer.edition > ${part}.edition)`;
}
