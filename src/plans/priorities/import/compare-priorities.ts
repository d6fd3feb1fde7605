import { v7 as uuidv7 } from 'uuid';
import { dayBefore } from '../../../day';
import type { LeadRegister } from '../../import/lead-register';
import type { KnownPriority, KnownSet } from './known-priorities';
import type { GivenPriority } from './priority-rows';

/** A priority as it is to be written. */
export interface PriorityRow extends Omit<KnownPriority, 'from' | 'to'> {
  readonly from: string | null;
  readonly to: string | null;
}

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

const FIELDS = ['code', 'title', 'description', 'lead_id', 'from', 'to', 'position'] as const;

/** What a file changes of a set. A row is the priority of its code. */
export function comparePriorities(given: readonly GivenPriority[], { known, leads, asOf, close }: Comparing): PriorityChanges {
  const byCode = new Map(known?.priorities.map((one) => [one.code, one]));
  const rows: PriorityRow[] = [];
  const reopened: string[] = [];
  let [created, updated, unchanged] = [0, 0, 0];
  for (const row of given) {
    const before = byCode.get(row.code);
    const ended = before?.to != null && before.to < asOf;
    if (ended && row.to == null) reopened.push(row.code);
    const next: PriorityRow = {
      id: before?.id ?? uuidv7(), code: row.code, title: row.title, description: row.description === undefined ? (before?.description ?? null) : row.description,
      lead_id: row.lead === undefined ? (before?.lead_id ?? null) : row.lead === null ? null : leads.find(row.lead),
      from: row.from === undefined ? (before?.from ?? null) : row.from, to: row.to === undefined ? (ended ? null : (before?.to ?? null)) : row.to, position: row.order,
    };
    if (before === undefined) created += 1;
    else if (FIELDS.some((field) => before[field] !== next[field])) updated += 1;
    else {
      unchanged += 1;
      continue;
    }
    rows.push(next);
  }
  const codes = new Set(given.map((row) => row.code));
  const gone = close ? (known?.priorities ?? []).filter((one) => !codes.has(one.code)) : [];
  const open = gone.filter((one) => one.to === null || one.to >= asOf);
  const closing = open.filter((one) => (one.from ?? known?.from ?? '') < asOf);
  // Those that ended stand after those of the file, in the order that they had.
  const moved = gone.map((one, at) => ({ ...one, position: (given.at(-1)?.order ?? 0) + at + 1, to: closing.includes(one) ? dayBefore(asOf) : one.to }));
  rows.push(...moved.filter((one, at) => one.position !== gone[at]?.position || one.to !== gone[at]?.to));
  return { rows, created, updated, unchanged, closed: closing.map((one) => one.code), toCome: open.filter((one) => !closing.includes(one)).map((one) => one.code), reopened };
}
