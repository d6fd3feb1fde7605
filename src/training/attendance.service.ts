import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { sayAnew } from '../graphql/say-anew';
import { lockSession } from './booking.service';
import { checkCount, checkWords, lockOrganisation, requireOpen, uuidFrom } from './training-rules';
import type { RecordAttendanceInput } from './training-session.input';

const STANDING = `
  select v.version from attendance_versions v where v.session_id = $1 and v.organisation_id = $2
    and exists (select from attendances a where a.session_id = v.session_id and a.organisation_id = v.organisation_id)`;

/** Says who came from an organisation to a session, in place of what was on record of both. @returns the uuid of the session. */
export async function recordAttendance(writing: Writing, input: RecordAttendanceInput): Promise<string> {
  checkWords(input.source, 'source');
  input.came.forEach(({ people }, at) => {
    if (!(people >= 1)) throw new UserFault('INVALID', 'people is 1 or more: leave out a kind of which nobody came.', ['came', String(at), 'people']);
    checkCount(people, 1, 'people');
  });
  if (new Set(input.came.map(({ kind }) => kind)).size < input.came.length) throw new UserFault('INVALID', 'Name each kind once.', ['came']);
  return makeChange(writing, 'recordAttendance', input, {}, async (manager) => {
    const sessionId = uuidFrom('TrainingSession', input.session, 'session');
    const organisationId = uuidFrom('Organisation', input.organisation, 'organisation');
    const session = await lockSession(manager, sessionId);
    if (!session.kept) throw new UserFault('FORBIDDEN', 'This session is not yours to keep.', ['session']);
    if (session.cancelled) throw new UserFault('NOT_HELD', 'The session was cancelled.', ['session']);
    if (session.held_on > writing.clock.today()) throw new UserFault('NOT_HELD', 'The session lies in the future.', ['session']);
    await lockOrganisation(manager, organisationId, 'organisation');
    await requireOpen(manager, organisationId, session.held_on, 'organisation');
    await sayAnew(manager, { sql: STANDING, values: [sessionId, organisationId] }, input.expectedVersion, () => replace(manager, sessionId, organisationId, input, writing.clock.now()));
    const [came] = (await manager.query('select coalesce(sum(people), 0)::int as people from shown.head_counts_cleared where session_id = $1', [sessionId])) as { people: number }[];
    if (session.capacity !== null && (came?.people ?? 0) > session.capacity) {
      throw new UserFault('OVER_CAPACITY', `With these ${came?.people} people would have come, and the session holds ${session.capacity}.`, ['came']);
    }
    return sessionId;
  });
}

async function replace(manager: EntityManager, sessionId: string, organisationId: string, { came, source }: RecordAttendanceInput, now: Date): Promise<void> {
  const kinds = came.map(({ kind }) => kind);
  await manager.query('delete from attendances where session_id = $1 and organisation_id = $2 and kind <> all($3::text[])', [sessionId, organisationId, kinds]);
  // What is said again keeps the moment at which it became known; a corrected count has its own.
  await manager.query(
    `insert into attendances (id, session_id, organisation_id, kind, people, source, recorded_at)
     select r.id, $1, $2, r.kind, r.people, $6, $7 from unnest($3::uuid[], $4::text[], $5::int[]) r (id, kind, people)
     on conflict on constraint attendances_one do update set people = excluded.people, source = coalesce(excluded.source, attendances.source)
     where attendances.people <> excluded.people or excluded.source is not null and attendances.source is distinct from excluded.source`,
    [sessionId, organisationId, kinds.map(() => uuidv7()), kinds, came.map(({ people }) => people), source?.trim() ?? null, now],
  );
}
