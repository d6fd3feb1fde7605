import { validate as isUuid } from 'uuid';
import { ArgumentError } from '../../errors';
import type { Binder } from './binder';

export const MAX_PAGE = 100;

export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** One column of an order. Nulls come last, whichever way it runs. The last term must be unique. */
export interface OrderTerm {
  /** SQL over the row alias `a`. */
  readonly sql: string;
  readonly descending?: boolean;
  readonly type: 'uuid' | 'text' | 'date' | 'timestamptz' | 'integer' | 'bigint' | 'numeric';
}

export interface Page {
  readonly size: number;
  readonly backwards: boolean;
  /** The values of the order's terms at the cursor, or null from the start. */
  readonly from: readonly unknown[] | null;
}

/** How many rows are asked for, and from which end: exactly one of first and last, 1 to 100. */
export function pageSize(args: Pick<PageArgs, 'first' | 'last'>): { readonly size: number; readonly backwards: boolean } {
  const backwards = args.last !== undefined && args.last !== null;
  const size = backwards ? args.last : args.first;
  const name = backwards ? 'last' : 'first';
  if (backwards && args.first !== undefined && args.first !== null) {
    throw new ArgumentError('BAD_PAGE', 'first', 'Give first or last, not both.');
  }
  if (size === undefined || size === null || size < 1 || size > MAX_PAGE) {
    throw new ArgumentError('BAD_PAGE', name, `${name} must be 1 to ${MAX_PAGE}${size === undefined || size === null ? '' : `, not ${size}`}.`);
  }
  return { size, backwards };
}

/** Checks page arguments: their size, and a cursor of this order for the end that they begin at. */
export function readPage(args: PageArgs, order: readonly OrderTerm[], orderName: string): Page {
  const { size, backwards } = pageSize(args);
  const cursor = backwards ? args.before : args.after;
  if ((backwards ? args.after : args.before) != null) {
    throw new ArgumentError('BAD_PAGE', backwards ? 'after' : 'before', 'after goes with first, before with last.');
  }
  return { size, backwards, from: cursor == null ? null : readCursor(cursor, order, orderName, backwards ? 'before' : 'after') };
}

/** Opaque to callers: the order's name and the values of its terms. */
export function writeCursor(orderName: string, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([orderName, ...values])).toString('base64url');
}

function readCursor(cursor: string, order: readonly OrderTerm[], orderName: string, argument: string): unknown[] {
  try {
    const [name, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (name === orderName && values.length === order.length && order.every((term, at) => fits(values[at], term.type))) return values;
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw new ArgumentError('BAD_CURSOR', argument, `${argument} is not a cursor of this list in this order.`);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the database would take a value of a cursor, which may be forged, for the type of its term. */
function fits(value: unknown, type: OrderTerm['type']): boolean {
  if (value === null) return true;
  if (type === 'uuid') return typeof value === 'string' && isUuid(value);
  if (type === 'date') return typeof value === 'string' && DAY.test(value) && isRealDay(value);
  if (type === 'text') return typeof value === 'string' && !value.includes('\0');
  if (type === 'timestamptz') return typeof value === 'string' && isInstant(value);
  if (type === 'integer') return Number.isInteger(value) && (value as number) >= -(2 ** 31) && (value as number) < 2 ** 31;
  if (type === 'bigint') return Number.isSafeInteger(value);
  return type === 'numeric' && Number.isFinite(value);
}

/** As the database writes one into JSON, to the microsecond. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?\+00:00$/;

function isInstant(value: string): boolean {
  const day = INSTANT.exec(value)?.[1];
  return day !== undefined && isRealDay(day);
}

/** A day that the calendar has; PostgreSQL knows no year 0. */
function isRealDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !day.startsWith('0000') && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}

export function orderBySql(order: readonly OrderTerm[], backwards: boolean): string {
  return order
    .map((term) => {
      const descending = (term.descending ?? false) !== backwards;
      return `${term.sql} ${descending ? 'desc' : 'asc'} nulls ${backwards ? 'first' : 'last'}`;
    })
    .join(', ');
}

/** The condition "behind the cursor in this order", over the row alias `a`. */
export function beyondCursorSql(order: readonly OrderTerm[], page: Page, bind: Binder): string | null {
  if (page.from === null) return null;
  const places = page.from.map((value, at) => (value === null ? null : bind.param(value, (order[at] as OrderTerm).type)));
  const alternatives = order.map((term, at) => {
    const equal = order.slice(0, at).map((earlier, index) => (places[index] === null ? `${earlier.sql} is null` : `${earlier.sql} = ${places[index]}`));
    return [...equal, beyond(term, places[at] ?? null, page.backwards)].join(' and ');
  });
  return `(${alternatives.map((one) => `(${one})`).join(' or ')})`;
}

function beyond(term: OrderTerm, place: string | null, backwards: boolean): string {
  if (place === null) return backwards ? `${term.sql} is not null` : 'false';
  const comparison = (term.descending ?? false) !== backwards ? '<' : '>';
  const further = `${term.sql} ${comparison} ${place}`;
  return backwards ? further : `(${further} or ${term.sql} is null)`;
}
