import { type KnownRows, recordedBy } from '../graphql/read/known';

/** What an import brought and was taken back with it later; `all` is that view by another name, which has it too. */
const withdrawnLater = (name: string, whole: string): KnownRows => (all, bind) =>
  `(select known.* from ${all.replace(name, whole)} known where known.recorded_at <= ${bind.known()} and (known.withdrawn_at is null or known.withdrawn_at > ${bind.known()}))`;

/** Once a person has split an update it covers no more than was said; before, it may have covered what stood beside it. */
const covered: KnownRows = (all, bind) =>
  `(select c.report_id, c.action_id, c.plan_id, c.certain from ${all.replace('progress_report_actions', 'progress_report_coverage')} c
    where c.recorded_at <= ${bind.known()} and (c.certain or c.split_at is null or c.split_at > ${bind.known()}))`;

/** What a person corrected later was taken for what was said first. */
const meant: KnownRows = (all, bind) =>
  `(select d.* from ${all.replace('by_when_dates', 'by_when_readings')} d where d.recorded_at <= ${bind.known()} and (d.withdrawn_at is null or d.withdrawn_at > ${bind.known()}))`;

/** A date of which a person said later what it means was in doubt until then. */
const said: KnownRows = (all, bind) => {
  const later = `b.confirmed_at > ${bind.known()}`;
  return `(select b.id, b.action_id, b.plan_id, b.revision, b.written, case when ${later} then b.doubt else b.ambiguity end as ambiguity, b.condition, b.said_on, b.reason,
      case when ${later} then null else b.confirmed_on end as confirmed_on, b.recorded_at, case when b.corrected_at <= ${bind.known()} then b.corrected_on end as corrected_on,
      case when ${later} then null else (select max(d.last_day) from ${meant(all.replace('by_whens', 'by_when_dates'), bind)} d where d.by_when_id = b.id and d.kind = 'PERIOD') end as due_on
    from ${all.replace('by_whens', 'by_when_sayings')} b where b.recorded_at <= ${bind.known()} and (b.withdrawn_at is null or b.withdrawn_at > ${bind.known()}))`;
};

/** The parts of plans that are only ever added to, by the names of their masked views: what of them was on record at an instant. */
export const KNOWN = {
  progress_reports: withdrawnLater('progress_reports', 'progress_records'),
  progress_report_actions: covered,
  position_statements: withdrawnLater('position_statements', 'position_sayings'),
  by_whens: said,
  by_when_dates: meant,
  measure_values: recordedBy,
  plan_reviews: recordedBy,
} as const satisfies Record<string, KnownRows>;
