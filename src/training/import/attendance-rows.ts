import type { ImportContext } from '../../intake/import-run';
import { readRows } from '../../intake/read-rows';
import { requireColumn, type RowSource } from '../../intake/row-source';
import { CellFault, parseCount, parseWord } from '../../organisations/import/cell-values';
import { type NamedOrganisation, readNaming } from '../../organisations/import/named-organisations';
import { RowCells } from '../../organisations/import/row-cells';
import { AttendanceKind } from '../training.enums';
import type { KnownSessions } from './known-sessions';

/** The layout: a row says how many people of a kind came from an organisation to a session. */
export const ATTENDANCE_HEADINGS = ['course', 'held_on', 'starts', 'organisation', 'identifier', 'slug', 'kind', 'people', 'source'] as const;
export type AttendanceHeading = (typeof ATTENDANCE_HEADINGS)[number];
const REQUIRED: readonly AttendanceHeading[] = ['course', 'held_on', 'kind', 'people'];

export interface GivenAttendance extends NamedOrganisation {
  readonly sessionId: string;
  readonly heldOn: string;
  readonly kind: AttendanceKind;
  readonly people: number;
  readonly source: string | null;
}

/** The rows that can be read and whose session is known. Held in memory: sheets have hundreds of rows, and a county thousands. */
export async function readAttendanceRows(context: ImportContext, source: RowSource, sessions: KnownSessions): Promise<GivenAttendance[]> {
  for (const heading of REQUIRED) requireColumn(source, heading);
  const cells = new RowCells(source, ATTENDANCE_HEADINGS, context.refused, context.notes, context.clock.today());
  const given: GivenAttendance[] = [];
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const read = readRow(cells, sessions);
    if (!cells.isFaulty && read !== undefined) given.push(read);
  }
  cells.finish();
  return given;
}

function readRow(cells: RowCells, sessions: KnownSessions): GivenAttendance | undefined {
  const required = <Value>(heading: AttendanceHeading, value: Value | undefined): Value | undefined => {
    if (value === undefined && cells.text(heading) === undefined) cells.refuse(heading, new CellFault('is empty'));
    return value;
  };
  const course = required('course', cells.read('course', (text) => sessions.course(text)));
  const heldOn = required('held_on', cells.pastDay('held_on'));
  const starts = cells.read('starts', parseHour);
  const kind = required('kind', cells.read('kind', (text) => parseWord(text.replace(/s$/i, ''), KIND_WORDS)));
  const people = required('people', cells.read('people', parsePeople));
  const naming = readNaming(cells);
  if (course === undefined || heldOn === undefined || kind === undefined || people === undefined || cells.isFaulty) return undefined;
  try {
    const sessionId = sessions.on(course, heldOn, starts);
    return { ...naming, sessionId, heldOn, kind: KINDS[kind], people, source: cells.oneLine('source') ?? null };
  } catch (error) {
    cells.refuse(starts === undefined ? 'held_on' : 'starts', error);
    return undefined;
  }
}

/** Plurals are read as the singular: “Volunteers”, “Trustees”. */
const KIND_WORDS = ['STAFF', 'VOLUNTEER', 'TRUSTEE'] as const;
const KINDS = { STAFF: AttendanceKind.STAFF, VOLUNTEER: AttendanceKind.VOLUNTEER, TRUSTEE: AttendanceKind.TRUSTEE } as const;

/** More is rather a telephone number. */
const MOST_PEOPLE = 10_000;

function parsePeople(text: string): number {
  const count = Number(parseCount(text));
  if (!Number.isInteger(count)) throw new CellFault('is not a whole number');
  if (count < 1) throw new CellFault('is not one person or more');
  if (count > MOST_PEOPLE) throw new CellFault('is too large');
  return count;
}

const HOUR = /^([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?\s*(am|pm)?$/i;

/** An hour as HH:MM, from `9:30`, `09.30`, `9:30 am`, `2:00 pm`. */
export function parseHour(text: string): string {
  const read = HOUR.exec(text);
  const [hour, half] = [Number(read?.[1]), read?.[3]?.toLowerCase()];
  if (read === null || (half !== undefined && (hour < 1 || hour > 12))) throw new CellFault('is not an hour (HH:MM)');
  const of24 = half === 'pm' ? (hour % 12) + 12 : half === 'am' ? hour % 12 : hour;
  return `${String(of24).padStart(2, '0')}:${read[2]}`;
}
