import { v7 as uuidv7 } from 'uuid';
import { dayBefore } from '../../../day';
import type { LeadRegister } from '../../import/lead-register';
import type { KnownPriority, KnownSet } from './known-priorities';
import type { GivenPriority } from './priority-rows';

/** A priority as it is to be written. */
export type PriorityRow = KnownPriority;

export interface PriorityChanges {
  readonly rows: readonly PriorityRow[];
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Codes of those that are not in the file and hold no more. */
  readonly closed: readonly string[];
  /** Codes of those that are not in the file, but begin only then or later: they stay. */
  readonly toCome: readonly string[];
  /** Codes of those that had ended and hold again. */
  readonly reopened: readonly string[];
}

export interface Comparing {
  readonly known: KnownSet | undefined;
  readonly leads: LeadRegister;
  /** From which day on what the file lacks holds no more. */
  readonly asOf: string;
  /** False: what the file lacks was perhaps refused, and nothing is closed. */
  readonly close: boolean;
}

/** What the register keeps of a person who was erased: it names nobody. */
const ERASED = '[erased]';

const FIELDS = ['code', 'title', 'description', 'lead_id', 'from', 'to', 'position'] as const;

/** What a file changes of a set. A row is the priority of its code. */
export function comparePriorities(given: readonly GivenPriority[], { known, leads, asOf, close }: Comparing): PriorityChanges {
  const byCode = new Map(known?.priorities.map((one) => [one.code, one]));
  const codes = new Set(given.map((row) => row.code));
  const gone = (known?.priorities ?? []).filter((one) => !codes.has(one.code));
  const open = close ? gone.filter((one) => one.to === null || one.to >= asOf) : [];
  const closing = open.filter((one) => (one.from ?? known?.from ?? '') < asOf);
  const reopened: string[] = [];
  const next = given.map((row): PriorityRow => {
    const before = byCode.get(row.code);
    const ended = before?.to != null && before.to < asOf;
    if (ended && row.to == null) reopened.push(row.code);
    return {
      id: before?.id ?? uuidv7(), code: row.code, title: row.title, description: row.description === undefined ? (before?.description ?? null) : row.description,
      lead_id: row.lead === undefined || row.lead === ERASED ? (before?.lead_id ?? null) : row.lead === null ? null : leads.find(row.lead),
      from: row.from === undefined ? (before?.from ?? null) : row.from, to: row.to === undefined ? (ended ? null : (before?.to ?? null)) : row.to, position: before?.position ?? NEW,
    };
  });
  // What the file lacks stands after those of the file, in the order that it had.
  const rows = inPlace([...next, ...gone.map((one) => (closing.includes(one) ? { ...one, to: dayBefore(asOf) } : one))]);
  const changed = rows.filter((row) => FIELDS.some((field) => byCode.get(row.code)?.[field] !== row[field]));
  const created = next.filter((row) => !byCode.has(row.code)).length;
  const updated = changed.filter((row) => codes.has(row.code)).length - created;
  return {
    rows: changed, created, updated, unchanged: given.length - created - updated,
    closed: closing.map((one) => one.code), toCome: open.filter((one) => !closing.includes(one)).map((one) => one.code), reopened,
  };
}

/** A place that is yet to be given. */
const NEW = 0;

/** Rows in their order keep the places that they have as long as these say the same, and new ones follow; otherwise all are counted anew. */
function inPlace(rows: readonly PriorityRow[]): PriorityRow[] {
  const standing = rows.filter((row) => row.position !== NEW);
  const same = rows.slice(0, standing.length).every((row, at) => row.position !== NEW && row.position > (rows[at - 1]?.position ?? NEW));
  const last = same ? (standing.at(-1)?.position ?? NEW) : NEW;
  return rows.map((row, at) => ({ ...row, position: same ? (row.position === NEW ? last + at - standing.length + 1 : row.position) : at + 1 }));
}
