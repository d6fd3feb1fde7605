import { addYears } from 'date-fns/addYears';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { ArgumentError } from '../../errors';
import type { Reader } from '../../graphql/read/reader';
import { areaByCode } from '../../places/area-lookup';
import { view } from '../action-state.sql';
import { type Rhythm, reviewDays } from './review-days';
import { ReviewState } from './review.enums';
import type { ReviewDue } from './review.type';

const MOST_YEARS = 5;
const MOST_DUE = 2_000;

interface Body extends Rhythm {
  readonly id: string;
  readonly plan_id: string;
  /** Reviews of it that were due, by the day. */
  readonly held: Readonly<Record<string, string>> | null;
}

/** The reviews that are due from one day to another, of the newest version of each plan: one statement, however many. */
export async function readReviewCalendar(reader: Reader, from: string, to: string, code: string | null | undefined): Promise<ReviewDue[]> {
  if (from > to) throw new ArgumentError('BAD_RANGE', 'to', 'to lies before from.');
  if (to > formatISO(addYears(parseISO(from), MOST_YEARS), { representation: 'date' })) throw new ArgumentError('BAD_RANGE', 'to', `from and to lie more than ${MOST_YEARS} years apart.`);
  const area = code == null ? null : await areaByCode(reader, code, 'area');
  const bind = reader.binder();
  const within = area === null ? 'true' : `p.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(area.id, 'uuid')})`;
  const bodies = await reader.rows<Body>(
    `select b.id, b.plan_id, b.times_a_year, b.anchor::text as anchor, b.last_day::text as last_day,
       (select json_object_agg(r.due_on, r.id) from ${view('plan_reviews', bind)} r where r.review_body_id = b.id and r.due_on between ${bind.param(from, 'date')} and ${bind.param(to, 'date')}) as held
     from ${view('plan_review_bodies', bind)} b join ${view('plans', bind)} p on p.id = b.plan_id
     where ${within} and not exists (select from ${view('plans', bind)} n where n.area_id = p.area_id and n.title_key = p.title_key and n.edition > p.edition)
     order by p.title_key collate "C", b.plan_id, b.position, b.id`,
    bind,
  );
  const due = bodies.flatMap((body) => reviewDays(body, from, to).map((dueOn): ReviewDue => {
    const reviewId = body.held?.[dueOn] ?? null;
    return { planId: body.plan_id, reviewBodyId: body.id, reviewId, dueOn, state: reviewId !== null ? ReviewState.HELD : dueOn < reader.today ? ReviewState.OVERDUE : ReviewState.DUE };
  }));
  if (due.length > MOST_DUE) throw new ArgumentError('BAD_RANGE', 'to', `More than ${MOST_DUE} reviews are due in that time: ask for less of it, or for one area.`);
  // Sorting is stable: on one day they stand by plan.
  return due.sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
}
