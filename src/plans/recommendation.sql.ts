import type { Binder } from '../graphql/read/binder';
import { view } from './action-state.sql';

/** The ids of a recommendation and of those of the versions before from which its actions were carried over, as an array. */
export function recommendationIds(row: string, bind: Binder): string {
  return `array(select ${row}.id union select was.recommendation_id from ${view('actions', bind)} now join ${view('actions', bind)} was on was.id = any(now.carried_ids) where now.recommendation_id = ${row}.id and was.recommendation_id is not null)`;
}

/** How a recommendation as a whole was last rated: by reports that are about it and about none of its actions alone. */
export function recommendationRag(row: string, bind: Binder): string {
  return `coalesce((select r.rag from ${view('progress_reports', bind)} r where r.recommendation_id = any(${recommendationIds(row, bind)}) and r.reported_on <= ${bind.today()} and (r.rag <> 'NOT_RATED' or r.unrated)
    and not exists (select from ${view('progress_report_actions', bind)} c where c.report_id = r.id and c.certain) order by r.reported_on desc, r.recorded_at desc, r.id desc limit 1), 'NOT_RATED')`;
}
