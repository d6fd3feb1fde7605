import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { type Matched, matchOrganisations, nameOf, namingArea, requireStillThere } from '../organisations/import/named-organisations';
import { type GivenAttendance, readAttendanceRows } from './import/attendance-rows';
import { KnownSessions } from './import/known-sessions';

export interface AttendanceImportOptions extends ImportOptions {
  /** Code of the area within whose directory names are looked for; everywhere when left out. */
  readonly area?: string | undefined;
}

/** Rows of one statement: on the embedded engine nobody else is answered meanwhile. */
const AT_ONCE = 5_000;

type MatchedAttendance = Matched<GivenAttendance>;

interface Standing {
  readonly key: string;
  readonly session_id: string;
  readonly people: number;
  readonly source: string | null;
}

/**
 * Imports who came to which session: whole or not at all. A row of a session, organisation and kind of person that is on
 * record already corrects it; what the file does not speak of stays.
 */
export async function importAttendance(database: Database, clock: Clock, options: AttendanceImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, { kind: 'attendance', settings: { area: options.area }, stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: AttendanceImportOptions): Promise<Publish | undefined> {
  const { client, counts, progress } = context;
  const areaId = await namingArea(client, options.area);
  const sessions = await KnownSessions.read(client);
  const source = await openRows(options.file);
  const given = await readAttendanceRows(context, source, sessions).finally(() => source.close());
  progress.say('looking for the organisations');
  const matched = onceEach(context, await atWork(context, await matchOrganisations(context, given, areaId)));
  const standing = await standingOf(client, matched);
  const fitting = withinCapacity(context, sessions, standing, matched);
  if (context.doomed) return undefined;
  const known = new Map(standing.map((row) => [row.key, row]));
  const changed = fitting.filter((row) => {
    const before = known.get(keyOf(row));
    if (before === undefined) counts.created += 1;
    else if (before.people !== row.people || (row.source !== null && row.source !== before.source)) counts.updated += 1;
    else {
      counts.unchanged += 1;
      return false;
    }
    return true;
  });
  return changed.length === 0 ? undefined : (publisher) => publish(publisher, changed, context.clock.now());
}

const keyOf = (row: MatchedAttendance): string => `${row.sessionId} ${row.organisationId} ${row.kind}`;

/** Refuses the rows of organisations that were not at work on the day of the session. */
async function atWork({ client, refused }: ImportContext, rows: readonly MatchedAttendance[]): Promise<MatchedAttendance[]> {
  const closed = new Set<number>();
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const found = await client.query<{ line: number }>(
      `select r.line from unnest($1::int[], $2::uuid[], $3::date[]) r (line, organisation_id, held_on)
       where not exists (select from shown.organisation_statuses s where s.organisation_id = r.organisation_id and s.valid @> r.held_on and s.status = 'ACTIVE')`,
      [some.map((row) => row.line), some.map((row) => row.organisationId), some.map((row) => row.heldOn)],
    );
    for (const { line } of found.rows) closed.add(line);
  }
  for (const row of rows) if (closed.has(row.line)) refused.add({ line: row.line, column: 'organisation', value: nameOf(row), reason: `was not at work on ${row.heldOn}` });
  return rows.filter((row) => !closed.has(row.line));
}

/** Refuses what stands in the file twice: nobody can tell whether it adds up or corrects. */
function onceEach({ refused }: ImportContext, rows: readonly MatchedAttendance[]): MatchedAttendance[] {
  const first = new Map<string, number>();
  return rows.filter((row) => {
    const before = first.get(keyOf(row));
    if (before === undefined) first.set(keyOf(row), row.line);
    else refused.add({ line: row.line, column: 'organisation', value: nameOf(row), reason: `stands in line ${before} already with this session and kind: add the people up` });
    return before === undefined;
  });
}

/** What is on record of the sessions that the file speaks of. */
async function standingOf(client: PoolClient, rows: readonly MatchedAttendance[]): Promise<Standing[]> {
  const found = await client.query<Standing>(
    `select t.session_id || ' ' || t.organisation_id || ' ' || t.kind as key, t.session_id, t.people, t.source from shown.attendances_cleared t where t.session_id = any($1::uuid[])`,
    [[...new Set(rows.map((row) => row.sessionId))]],
  );
  return found.rows;
}

/** Refuses the rows with which more people would have come than a session holds, in the order of the file. */
function withinCapacity({ refused }: ImportContext, sessions: KnownSessions, standing: readonly Standing[], rows: readonly MatchedAttendance[]): MatchedAttendance[] {
  const spoken = new Set(rows.map(keyOf));
  const people = new Map<string, number>();
  for (const row of standing) if (!spoken.has(row.key)) people.set(row.session_id, (people.get(row.session_id) ?? 0) + row.people);
  return rows.filter((row) => {
    const capacity = sessions.capacityOf(row.sessionId);
    const together = (people.get(row.sessionId) ?? 0) + row.people;
    if (capacity !== null && together > capacity) {
      refused.add({ line: row.line, column: 'people', value: String(row.people), reason: `makes ${together} people at a session that holds ${capacity}` });
      return false;
    }
    people.set(row.sessionId, together);
    return true;
  });
}

async function publish(client: PoolClient, rows: readonly MatchedAttendance[], now: Date): Promise<void> {
  const sessions = [...new Set(rows.map((row) => row.sessionId))].sort();
  await client.query('select id from training_sessions where id = any($1::uuid[]) order by id for update', [sessions]);
  await requireStillThere(client, rows.map((row) => row.organisationId));
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    await client.query(
      `insert into attendances (id, session_id, organisation_id, kind, people, source, recorded_at)
       select r.*, $7::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[]) r
       on conflict on constraint attendances_one do update set people = excluded.people, source = coalesce(excluded.source, attendances.source)`,
      [some.map(() => uuidv7()), some.map((row) => row.sessionId), some.map((row) => row.organisationId), some.map((row) => row.kind), some.map((row) => row.people), some.map((row) => row.source), now],
    );
  }
  const { rows: over } = await client.query<{ name: string }>(
    `select n.name from shown.training_session_names n join training_sessions s on s.id = n.id
     where s.id = any($1::uuid[]) and (s.cancelled_on is not null or s.capacity < (select sum(a.people) from shown.head_counts_cleared a where a.session_id = s.id))`,
    [sessions],
  );
  if (over[0] !== undefined) throw new SetUpError(`Meanwhile somebody recorded attendance at “${over[0].name}”, or cancelled it.`, 'Run the import again');
}
