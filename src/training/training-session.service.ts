import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { promoteWaiting } from './booking.service';
import { assignments, checkAmount, checkCount, checkHour, checkWords, keptAreaId, keyFrom, requireKeptArea, requireVersion, uuidFrom } from './training-rules';
import type { CancelSessionInput, ScheduleSessionInput, SessionDetails, UpdateSessionInput } from './training-session.input';

export const SESSION_FAULTS: ConstraintFaults = {
  training_sessions_hours_in_order: () => new UserFault('INVALID', 'A session ends after it begins.', ['ends']),
};

/** Every change returns the uuid of the session that it leaves behind. */
export async function scheduleSession(writing: Writing, input: ScheduleSessionInput): Promise<string> {
  checkSession(input);
  return makeChange(writing, 'scheduleSession', input, SESSION_FAULTS, async (manager) => {
    const id = uuidv7();
    const courseId = uuidFrom('Course', input.course, 'course');
    const [course] = (await manager.query('select closed_on <= $2::date as closed, currency, area_id from courses where id = $1 for share', [courseId, input.heldOn])) as OfferedCourse[];
    if (course === undefined) throw new UserFault('NOT_FOUND', 'There is no such course.', ['course']);
    if (course.closed === true) throw new UserFault('INVALID', 'The course is not offered any more on that day.', ['heldOn']);
    const areaId = await keptAreaId(manager, input.area, 'area');
    await requireOfferedThere(manager, course, areaId);
    await manager.query('insert into training_sessions (id, course_id, held_on, area_id, currency, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)', [
      id, courseId, input.heldOn, areaId, course.currency, writing.clock.now(),
    ]);
    const { sql, values } = assignments(await columnsOf(manager, input, course.currency), 2);
    if (values.length > 0) await manager.query(`update training_sessions set id = id${sql} where id = $1`, [id, ...values]);
    return id;
  });
}

interface OfferedCourse {
  readonly closed: boolean | null;
  readonly currency: string;
  readonly area_id: string | null;
}

/** Who runs a session says who is trained, which counts wherever the course does. */
async function requireOfferedThere(manager: EntityManager, { area_id: of }: OfferedCourse, areaId: string | null): Promise<void> {
  if (of === null) return;
  const [row] = (await manager.query(
    'select viewer_keeps_area($1) or exists (select from shown.area_tree t where t.ancestor_id = $1 and t.descendant_id = $2) as offered', [of, areaId],
  )) as { offered: boolean }[];
  if (row?.offered !== true) throw new UserFault('FORBIDDEN', 'The course is another area’s: it is held within that, or by those who keep it.', ['area']);
}

export async function updateSession(writing: Writing, input: UpdateSessionInput): Promise<string> {
  checkSession(input);
  return makeChange(writing, 'updateSession', input, SESSION_FAULTS, async (manager) => {
    const id = uuidFrom('TrainingSession', input.id, 'id');
    const session = await claimSession(manager, id, input.expectedVersion);
    const columns = await columnsOf(manager, input, session.course_currency);
    requireCurrency(session, input, columns.currency);
    const { sql, values } = assignments({ ...columns, held_on: input.heldOn ?? undefined }, 3);
    await manager.query(`update training_sessions set version = version + 1, updated_at = $2${sql} where id = $1`, [id, writing.clock.now(), ...values]);
    await settleSession(manager, id, writing.clock.today());
    return id;
  });
}

/** Refuses what those who are booked or came forbid, and lets those who wait move up. */
export async function settleSession(manager: EntityManager, id: string, today: string): Promise<void> {
  const [now] = (await manager.query(
    `select s.capacity < greatest(coalesce((select sum(b.places) from shown.bookings_cleared b where b.session_id = s.id and b.state = 'BOOKED'), 0), coalesce((select sum(a.people) from shown.head_counts_cleared a where a.session_id = s.id), 0)) as over,
       s.held_on > $2::date and exists (select from attendances a where a.session_id = s.id) as too_late from training_sessions s where s.id = $1`,
    [id, today],
  )) as { over: boolean | null; too_late: boolean }[];
  if (now?.over === true) throw new UserFault('OVER_CAPACITY', 'More places are booked, or more people came, than it would hold.', ['capacity']);
  if (now?.too_late === true) throw new UserFault('INVALID', 'People came to it already: it cannot lie in the future.', ['heldOn']);
  await promoteWaiting(manager, id, today);
}

export async function cancelSession(writing: Writing, input: CancelSessionInput): Promise<string> {
  return makeChange(writing, 'cancelSession', input, SESSION_FAULTS, async (manager) => {
    const id = uuidFrom('TrainingSession', input.id, 'id');
    const session = await claimSession(manager, id, input.expectedVersion);
    if (session.cancelled_on !== null) throw new UserFault('ALREADY', 'It is cancelled already.', ['id']);
    const came = (await manager.query('select from attendances where session_id = $1 limit 1', [id])) as unknown[];
    if (came.length > 0) throw new UserFault('INVALID', 'People came to it: it took place.', ['id']);
    await manager.query('update training_sessions set cancelled_on = $2, version = version + 1, updated_at = $3 where id = $1', [id, writing.clock.today(), writing.clock.now()]);
    return id;
  });
}

interface ClaimedSession {
  readonly cancelled_on: string | null;
  readonly spent: string | null;
  readonly currency: string;
  readonly course_currency: string;
}

/** Locks a session for who keeps it, at the version that was looked at. */
export async function claimSession(manager: EntityManager, id: string, expectedVersion: number): Promise<ClaimedSession> {
  const [session] = (await manager.query(
    `select s.version, s.area_id, s.cancelled_on::text, s.spent::text, s.currency, c.currency as course_currency
     from training_sessions s join courses c on c.id = s.course_id where s.id = $1 for update of s`,
    [id],
  )) as (ClaimedSession & { version: number; area_id: string | null })[];
  if (session === undefined) throw new UserFault('NOT_FOUND', 'There is no such session.', ['id']);
  await requireKeptArea(manager, session.area_id, 'id');
  requireVersion(expectedVersion, session.version);
  return session;
}

/** What it cost is so much of one currency: with another budget's it would be another sum. */
function requireCurrency(session: ClaimedSession, input: UpdateSessionInput, currency: string | undefined): void {
  if (currency === undefined || currency === session.currency || session.spent === null || input.spent !== undefined) return;
  throw new UserFault('INVALID', `What it cost was said in ${session.currency}: say it in ${currency}.`, ['spent']);
}

function checkSession(input: SessionDetails): void {
  checkHour(input.starts, 'starts');
  checkHour(input.ends, 'ends');
  checkWords(input.placeName, 'placeName');
  checkCount(input.capacity, 1, 'capacity');
  checkAmount(input.spent, 'spent');
}

/** Columns of a session, and the currency of its cost where the input says who pays. */
type Columns = Readonly<Record<string, unknown>> & { readonly currency?: string };

async function columnsOf(manager: EntityManager, input: SessionDetails, courseCurrency: string): Promise<Columns> {
  return {
    starts: input.starts, ends: input.ends, online: input.online ?? undefined, place_name: input.placeName, capacity: input.capacity,
    subsidies: input.subsidies === undefined ? undefined : [...new Set(input.subsidies ?? [])], spent: input.spent,
    ...(input.postcode === undefined ? {} : { postcode: input.postcode, district_id: await districtOf(manager, input.postcode) }),
    ...(input.budget === undefined ? {} : await budgetOf(manager, input.budget, courseCurrency)),
  };
}

/** A postcode that the list does not have is kept: its district is not known. */
async function districtOf(manager: EntityManager, postcode: string | null): Promise<string | null> {
  if (postcode === null) return null;
  const [place] = (await manager.query('select district_id from shown.postcode_places where postcode = $1', [postcode])) as { district_id: string | null }[];
  return place?.district_id ?? null;
}

async function budgetOf(manager: EntityManager, key: string | null, courseCurrency: string): Promise<{ readonly budget_id: string | null; readonly currency: string }> {
  if (key === null) return { budget_id: null, currency: courseCurrency };
  const [budget] = (await manager.query('select id, area_id, currency from training_budgets where id = $1 for share', [keyFrom(key, 'budget')])) as { id: string; area_id: string | null; currency: string }[];
  if (budget === undefined) throw new UserFault('NOT_FOUND', 'There is no such budget.', ['budget']);
  await requireKeptArea(manager, budget.area_id, 'budget');
  return { budget_id: budget.id, currency: budget.currency };
}
