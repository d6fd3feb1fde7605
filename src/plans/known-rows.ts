import { type KnownRows, recordedBy } from '../graphql/read/known';

/** Once a person has split an update it covers no more than was said; before, it may have covered what stood beside it. */
const covered: KnownRows = (all, bind) =>
  `(select c.report_id, c.action_id, c.plan_id, c.certain from ${all.replace('progress_report_actions', 'progress_report_coverage')} c
    where c.recorded_at <= ${bind.known()} and (c.certain or c.split_at is null or c.split_at > ${bind.known()}))`;

/** A date of which a person said later what it means was in doubt until then. */
const said: KnownRows = (all, bind) => {
  const later = `b.confirmed_at > ${bind.known()}`;
  return `(select b.id, b.action_id, b.plan_id, b.revision, b.written, case when ${later} then b.doubt else b.ambiguity end as ambiguity, b.condition, b.said_on, b.reason,
      case when ${later} then null else b.confirmed_on end as confirmed_on, b.recorded_at, case when ${later} then null else b.due_on end as due_on
    from ${all} b where b.recorded_at <= ${bind.known()})`;
};

/** The parts of plans that are only ever added to, by the names of their masked views: what of them was on record at an instant. */
export const KNOWN = {
  progress_reports: recordedBy,
  progress_report_actions: covered,
  position_statements: recordedBy,
  by_whens: said,
  by_when_dates: recordedBy,
  measure_values: recordedBy,
  plan_reviews: recordedBy,
} as const satisfies Record<string, KnownRows>;
