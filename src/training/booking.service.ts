import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { checkCount, keyFrom, lockOrganisation, requireOpen, requireVersion, uuidFrom } from './training-rules';
import type { BookPlacesInput, CancelBookingInput } from './training-session.input';

interface LockedSession {
  readonly held_on: string;
  readonly cancelled: boolean;
  readonly capacity: number | null;
  readonly booked: number;
  readonly kept: boolean;
}

/** Asks for places: they are booked as long as the session holds them, otherwise the organisation waits. @returns the uuid of the booking. */
export async function bookPlaces(writing: Writing, input: BookPlacesInput): Promise<string> {
  checkCount(input.places, 1, 'places');
  return makeChange(writing, 'bookPlaces', input, {}, async (manager) => {
    const sessionId = uuidFrom('TrainingSession', input.session, 'session');
    const organisationId = uuidFrom('Organisation', input.organisation, 'organisation');
    // The session is locked before anything is counted: of two who ask for the last place, one waits.
    const session = await lockSession(manager, sessionId);
    const organisation = await lockOrganisation(manager, organisationId, 'organisation');
    if (!session.kept && !organisation.kept) throw new UserFault('FORBIDDEN', 'Book for an organisation that you look after, or at a session that you keep.', ['organisation']);
    if (session.cancelled || session.held_on < writing.clock.today()) throw new UserFault('NOT_OPEN', session.cancelled ? 'The session was cancelled.' : 'The session is over.', ['session']);
    await requireOpen(manager, organisationId, session.held_on, 'organisation');
    if (session.capacity !== null && input.places > session.capacity) throw new UserFault('OVER_CAPACITY', `The session holds ${session.capacity} people.`, ['places']);
    const [before] = (await manager.query('select id, state from bookings where session_id = $1 and organisation_id = $2', [sessionId, organisationId])) as { id: string; state: string }[];
    if (before !== undefined && before.state !== 'CANCELLED') throw new UserFault('ALREADY', 'The organisation has booked, or waits: cancel that first.', ['organisation']);
    const state = session.capacity === null || session.booked + input.places <= session.capacity ? 'BOOKED' : 'WAITING';
    const id = before?.id ?? uuidv7();
    await manager.query(
      `insert into bookings (id, session_id, organisation_id, places, state, booked_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set places = excluded.places, state = excluded.state, booked_at = excluded.booked_at, version = bookings.version + 1`,
      [id, sessionId, organisationId, input.places, state, writing.clock.now()],
    );
    return id;
  });
}

/** Gives places up; those who wait move up, in the order in which they booked, as far as they fit. @returns the uuid of the booking. */
export async function cancelBooking(writing: Writing, input: CancelBookingInput): Promise<string> {
  return makeChange(writing, 'cancelBooking', input, {}, async (manager) => {
    const id = keyFrom(input.id);
    const [found] = (await manager.query('select session_id, organisation_id from bookings where id = $1', [id])) as { session_id: string; organisation_id: string }[];
    if (found === undefined) throw new UserFault('NOT_FOUND', 'There is no such booking.', ['id']);
    const session = await lockSession(manager, found.session_id);
    const organisation = await lockOrganisation(manager, found.organisation_id, 'id');
    if (!session.kept && !organisation.kept) throw new UserFault('FORBIDDEN', 'This booking is not yours to cancel.', ['id']);
    const [booking] = (await manager.query('select state, version from bookings where id = $1', [id])) as { state: string; version: number }[];
    requireVersion(input.expectedVersion, booking?.version ?? 0);
    if (booking?.state === 'CANCELLED') throw new UserFault('ALREADY', 'It is cancelled already.', ['id']);
    if (session.held_on < writing.clock.today()) throw new UserFault('NOT_OPEN', 'The session is over.', ['id']);
    await manager.query(`update bookings set state = 'CANCELLED', version = version + 1 where id = $1`, [id]);
    await promoteWaiting(manager, found.session_id, writing.clock.today());
    return id;
  });
}

/**
 * Gives free places to those who wait, the first booked first; who asks for more than is free is passed over. Once it is over
 * nobody moves up: who never had a place has not stayed away. The session is locked.
 */
export async function promoteWaiting(manager: EntityManager, sessionId: string, today: string): Promise<void> {
  const [session] = (await manager.query(
    `select s.capacity, s.cancelled_on is not null as cancelled, s.held_on < $2::date as over, coalesce((select sum(b.places) from shown.bookings_cleared b where b.session_id = s.id and b.state = 'BOOKED'), 0)::int as booked
     from training_sessions s where s.id = $1`,
    [sessionId, today],
  )) as { capacity: number | null; cancelled: boolean; over: boolean; booked: number }[];
  if (session === undefined || session.cancelled || session.over) return;
  const waiting = (await manager.query(`select id, places from shown.bookings_cleared where session_id = $1 and state = 'WAITING' order by booked_at, id`, [sessionId])) as { id: string; places: number }[];
  let free = session.capacity === null ? Infinity : session.capacity - session.booked;
  const promoted = waiting.filter(({ places }) => {
    if (places > free) return false;
    free -= places;
    return true;
  });
  if (promoted.length > 0) await manager.query(`update bookings set state = 'BOOKED', version = version + 1 where id = any($1::uuid[])`, [promoted.map((one) => one.id)]);
}

/** Locks a session and says what stands of it. */
export async function lockSession(manager: EntityManager, id: string): Promise<LockedSession> {
  const locked = (await manager.query('select id from training_sessions where id = $1 for update', [id])) as unknown[];
  // Counted in a statement of its own: one that waits for the lock would still see the bookings of before.
  const [session] = locked.length === 0 ? [] : ((await manager.query(
    `select s.held_on::text, s.cancelled_on is not null as cancelled, s.capacity, viewer_keeps_area(s.area_id) as kept,
       coalesce((select sum(b.places) from shown.bookings_cleared b where b.session_id = s.id and b.state = 'BOOKED'), 0)::int as booked
     from training_sessions s where s.id = $1`,
    [id],
  )) as LockedSession[]);
  if (session === undefined) throw new UserFault('NOT_FOUND', 'There is no such session.', ['session']);
  return session;
}
