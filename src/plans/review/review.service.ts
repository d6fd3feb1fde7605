import { addDays } from 'date-fns/addDays';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../../graphql/change';
import { Binder } from '../../graphql/read/binder';
import { claimRow, idOf } from '../plan-claim';
import { freezeSql } from './frozen-state.sql';
import { writePlanList } from './plan-lists';
import { type Rhythm, reviewDays } from './review-days';
import { ReviewKind } from './review.enums';
import type { RecordReviewInput, SetReviewScheduleInput, SetSharingPlanInput } from './review.input';

const MOST_BODIES = 50;
const MOST_SHARED = 100;
/** How far from its due day a review is taken to be for it. */
const HALF_A_YEAR = 183;

const FAULTS: ConstraintFaults = { plan_reviews_due_once: () => new UserFault('ALREADY', 'The review of that day is on record.', ['dueOn']) };

export async function setReviewSchedule(writing: Writing, input: SetReviewScheduleInput): Promise<string> {
  const id = idOf('Plan', input.id);
  if (input.bodies.length > MOST_BODIES) throw new UserFault('INVALID', `At most ${MOST_BODIES} bodies review a plan.`, ['bodies']);
  input.bodies.forEach(({ timesAYear }, at) => {
    if (timesAYear < 1 || timesAYear > 12) throw new UserFault('INVALID', 'A plan is reviewed 1 to 12 times a year.', ['bodies', String(at), 'timesAYear']);
  });
  return makeChange(writing, 'setReviewSchedule', input, {}, async (manager) => {
    await claimRow(manager, 'plans', id, input.expectedVersion);
    await eachOnce(manager, input.bodies.map((one) => one.body), (at) => ['bodies', at, 'body']);
    const rows = input.bodies.map(({ body, timesAYear, kind, countedFrom, about }) => ({ body: body.trim(), times_a_year: timesAYear, kind: kind ?? ReviewKind.INTERNAL, counted_from: countedFrom ?? null, note: about?.trim() || null }));
    await writePlanList(manager, 'plan_review_bodies', id, rows);
    return id;
  });
}

export async function setSharingPlan(writing: Writing, input: SetSharingPlanInput): Promise<string> {
  const id = idOf('Plan', input.id);
  for (const list of ['audiences', 'channels'] as const) if (input[list].length > MOST_SHARED) throw new UserFault('INVALID', `At most ${MOST_SHARED}.`, [list]);
  return makeChange(writing, 'setSharingPlan', input, {}, async (manager) => {
    await claimRow(manager, 'plans', id, input.expectedVersion);
    await eachOnce(manager, input.audiences.map((one) => one.audience), (at) => ['audiences', at, 'audience']);
    await eachOnce(manager, input.channels, (at) => ['channels', at]);
    await writePlanList(manager, 'plan_audiences', id, input.audiences.map(({ level, audience }) => ({ level, audience: audience.trim() })));
    await writePlanList(manager, 'plan_channels', id, input.channels.map((channel) => ({ channel: channel.trim() })));
    return id;
  });
}

interface Reviewed {
  readonly begins: string | null;
  readonly keeps: boolean;
}

interface Body extends Rhythm {
  readonly body: string;
  readonly kind: ReviewKind;
  readonly held: readonly string[];
}

/** Records a review with the state that it saw. @returns the uuid of the review. */
export async function recordReview(writing: Writing, input: RecordReviewInput): Promise<string> {
  const planId = idOf('Plan', input.plan, ['plan']);
  const bodyId = input.reviewBody == null ? null : idOf('ReviewBody', input.reviewBody, ['reviewBody']);
  const named = input.body?.trim() ?? '';
  const { reviewedOn } = input;
  if ((bodyId === null) === (named === '')) throw new UserFault('INVALID', 'Name the body: one of the schedule, or another.', ['body']);
  if (reviewedOn > writing.clock.today()) throw new UserFault('INVALID', 'A review cannot lie in the future.', ['reviewedOn']);
  if (bodyId === null && input.dueOn != null) throw new UserFault('INVALID', 'Only a review of the schedule is due on a day.', ['dueOn']);
  if (bodyId !== null && input.kind != null) throw new UserFault('INVALID', 'The schedule says what kind of body it is.', ['kind']);
  return makeChange(writing, 'recordReview', input, FAULTS, async (manager) => {
    const [plan] = (await manager.query(`select lower(p.period)::text as begins, viewer_keeps_area(p.area_id) as keeps from plans p where p.id = $1`, [planId])) as Reviewed[];
    if (plan === undefined) throw new UserFault('NOT_FOUND', 'There is no such plan.', ['plan']);
    if (!plan.keeps) throw new UserFault('FORBIDDEN', 'Coordinators record reviews of the plans of their area.', ['plan']);
    if (plan.begins !== null && reviewedOn < plan.begins) throw new UserFault('INVALID', `The plan begins on ${plan.begins}.`, ['reviewedOn']);
    const body = bodyId === null ? null : await bodyOf(manager, planId, bodyId);
    const id = uuidv7();
    await manager.query(
      `insert into plan_reviews (id, plan_id, review_body_id, body, kind, reviewed_on, due_on, outcome, internal_note, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, planId, bodyId, body?.body ?? named, body?.kind ?? input.kind ?? ReviewKind.INTERNAL, reviewedOn, body === null ? null : dueDay(body, reviewedOn, input.dueOn), input.outcome?.trim() || null,
        input.internalNote?.trim() || null, writing.viewer.subject ?? null, writing.clock.now()],
    );
    const bind = new Binder(writing.viewer, reviewedOn);
    await manager.query(freezeSql(bind.param(id, 'uuid'), bind.param(planId, 'uuid'), bind), bind.values);
    return id;
  });
}

async function bodyOf(manager: EntityManager, planId: string, id: string): Promise<Body> {
  const [body] = (await manager.query(
    `select b.body, b.kind, b.times_a_year, b.anchor::text as anchor, b.last_day::text as last_day,
       array(select r.due_on::text from plan_reviews r where r.review_body_id = b.id and r.due_on is not null) as held
     from shown.plan_review_bodies_cleared b where b.id = $1 and b.plan_id = $2`, [id, planId],
  )) as Body[];
  if (body === undefined) throw new UserFault('NOT_FOUND', 'The plan has no such body in its schedule.', ['reviewBody']);
  return body;
}

/** For which due day a review counts; null: for none. */
function dueDay(body: Body, reviewedOn: string, said: string | null | undefined): string | null {
  if (said != null) {
    if (reviewDays(body, said, said).length === 0) throw new UserFault('INVALID', 'No review of this body is due on that day.', ['dueOn']);
    return said;
  }
  const around = (days: number): string => formatISO(addDays(parseISO(reviewedOn), days), { representation: 'date' });
  const away = (day: string): number => Math.abs(differenceInCalendarDays(parseISO(day), parseISO(reviewedOn)));
  const open = reviewDays(body, around(-HALF_A_YEAR), around(HALF_A_YEAR)).filter((day) => !body.held.includes(day));
  return open.sort((one, other) => away(one) - away(other) || (one < other ? -1 : 1))[0] ?? null;
}

/** Names that are the same but for case, blanks and signs are one. */
async function eachOnce(manager: EntityManager, names: readonly string[], path: (at: string) => string[]): Promise<void> {
  const blank = names.findIndex((name) => name.trim() === '');
  if (blank >= 0) throw new UserFault('INVALID', 'It has no name.', path(String(blank)));
  const [again] = (await manager.query(
    'select n.at::int as at from unnest($1::text[]) with ordinality n (name, at) where exists (select from unnest($1::text[]) with ordinality b (name, at) where b.at < n.at and name_key(b.name) = name_key(n.name)) order by n.at limit 1',
    [names],
  )) as { at: number }[];
  if (again !== undefined) throw new UserFault('INVALID', 'It stands there twice.', path(String(again.at - 1)));
}
