import { kindOf, type RecordedField, type RecordedRow, type RowChange } from './record-kinds';

/** The name that a reference stands for, as the viewer may see it; undefined when it may not or it is gone. */
export type NameOf = (view: string, id: string) => string | undefined;

export interface FieldChange {
  readonly record: string;
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

const RANGE = /^([[(])([^,]*),([^)\]]*)([)\]])$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value in words: lists apart by commas, half-open ranges of days by their last valid day. */
export function asWords(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => asWords(one) ?? '').join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value as string | number);
  const range = RANGE.exec(text);
  return range === null ? text : rangeInWords(range[2] ?? '', range[3] ?? '');
}

function rangeInWords(from: string, below: string): string {
  if (DAY.test(from) || DAY.test(below)) {
    const last = below === '' ? '' : new Date(Date.parse(`${below}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    return [from === '' ? '' : `from ${from}`, last === '' ? '' : `to ${last}`].filter(Boolean).join(' ');
  }
  if (from === '' && below === '') return 'at all times';
  const highest = /^\d+$/.test(below) ? String(Number(below) - 1) : below;
  return highest === '' ? `${from} and over` : from === '' ? `up to ${highest}` : `${from} to ${highest}`;
}

/** Rows that are the rest of others become part of them: what is secret of a contact is the contact's. */
export function completed(rows: readonly RowChange[]): RowChange[] {
  const whole = new Map<string, RowChange>();
  const place = (row: RowChange, table: string, id: unknown): void => {
    const key = `${table} ${typeof id === 'string' ? id : JSON.stringify(row.key)}`;
    const known = whole.get(key);
    whole.set(key, { table, key: row.key, before: joined(known?.before, row.before), after: joined(known?.after, row.after) });
  };
  const rest = rows.filter((row) => kindOf(row.table)?.completes !== undefined);
  for (const row of rows) if (!rest.includes(row)) place(row, row.table, row.key.id);
  for (const row of rest) {
    const completes = kindOf(row.table)?.completes;
    if (completes !== undefined) place(row, completes.table, row.key[completes.by]);
  }
  return withoutReplaced([...whole.values()]);
}

/** A row that went while another came that says the same was only written anew. */
function withoutReplaced(rows: readonly RowChange[]): RowChange[] {
  const gone = rows.filter(({ before, after }) => before !== null && after === null);
  const dropped = new Set<RowChange>();
  for (const came of rows.filter(({ before, after }) => before === null && after !== null)) {
    const twin = gone.find((row) => !dropped.has(row) && row.table === came.table && saysOf(row.table, row.before) === saysOf(came.table, came.after));
    if (twin !== undefined) dropped.add(twin).add(came);
  }
  return rows.filter((row) => !dropped.has(row) && !(row.before === null && row.after === null));
}

function saysOf(table: string, row: RecordedRow | null): string {
  return JSON.stringify(Object.keys(kindOf(table)?.fields ?? {}).map((column) => row?.[column] ?? null));
}

function joined(one: RecordedRow | null | undefined, other: RecordedRow | null): RecordedRow | null {
  if (one == null) return other;
  if (other === null) return one;
  return { ...one, ...Object.fromEntries(Object.entries(other).filter(([, value]) => value !== null)) };
}

/** Field by field, what a change did to the rows that people read about. */
export function fieldChanges(rows: readonly RowChange[], nameOf: NameOf): FieldChange[] {
  return rows.flatMap((row) => {
    const kind = kindOf(row.table);
    if (kind === undefined) return [];
    const show = shower(kind.fields, nameOf);
    const present = row.after ?? row.before;
    const record = kind.noun === undefined || present === null ? 'entry' : kind.noun((column) => show(present, column));
    return Object.entries(kind.fields).flatMap(([column, { words }]) => {
      const [before, after] = [show(row.before, column), show(row.after, column)];
      return before === after ? [] : [{ record, field: words, before, after }];
    });
  });
}

/** A change as sentences about its author, without a name of the author: `changed the name from “A” to “B”`. */
export function deedsOf(rows: readonly RowChange[], nameOf: NameOf): string[] {
  const all = rows.find((row) => kindOf(row.table)?.saysAll === true);
  const told = all === undefined ? rows : rows.filter((row) => kindOf(row.table)?.saysAll === true || kindOf(row.table)?.noun === undefined);
  const tables = [...new Set(told.map((row) => row.table))];
  return tables.flatMap((table) => deedsOfTable(told.filter((row) => row.table === table), nameOf));
}

/** What went back: the entry itself, or what its history tells beside it, such as a lead of an area. */
export function restoredOf(rows: readonly RowChange[], nameOf: NameOf): string {
  if (rows.some(({ table }) => kindOf(table)?.noun === undefined)) return 'went back to a former version';
  const one = rows.find(({ before, after }) => before !== null && after !== null) ?? rows[0];
  const kind = one === undefined ? undefined : kindOf(one.table);
  const present = one?.after ?? one?.before;
  if (kind?.noun === undefined || present == null) return 'went back to a former version';
  const show = shower(kind.fields, nameOf);
  return `brought the ${kind.noun((column) => show(present, column))} back to how it was before`;
}

function deedsOfTable(rows: readonly RowChange[], nameOf: NameOf): readonly string[] {
  const kind = rows[0] === undefined ? undefined : kindOf(rows[0].table);
  if (kind === undefined) return [];
  const show = shower(kind.fields, nameOf);
  if (kind.together !== undefined) return kind.together(rows, show);
  return rows.flatMap((row) => deedsOfRow(row, kind.fields, kind.noun, show));
}

type Shower = (row: RecordedRow | null, column: string) => string | null;

function deedsOfRow(row: RowChange, fields: Readonly<Record<string, RecordedField>>, noun: ((show: (column: string) => string | null) => string) | undefined, show: Shower): string[] {
  const present = row.after ?? row.before;
  if (present === null) return [];
  const name = noun?.((column) => show(present, column));
  if (row.before === null) return [name === undefined ? `added the entry ${quoted(show(row.after, 'name'))}` : `added the ${name}`];
  if (row.after === null) return [name === undefined ? 'removed the entry' : `removed the ${name}`];
  const of = noun === undefined ? '' : ` of the ${noun((column) => show(row.before, column))}`;
  return Object.entries(fields).flatMap(([column, { words }]) => {
    const [before, after] = [show(row.before, column), show(row.after, column)];
    if (before === after) return [];
    if (before === null) return [`set the ${words}${of} to ${quoted(after)}`];
    if (after === null) return [`took away the ${words}${of}, which was ${quoted(before)}`];
    return [`changed the ${words}${of} from ${quoted(before)} to ${quoted(after)}`];
  });
}

function shower(fields: Readonly<Record<string, RecordedField>>, nameOf: NameOf): Shower {
  return (row, column) => {
    const value = row?.[column];
    const refersTo = fields[column]?.refersTo;
    if (refersTo === undefined || typeof value !== 'string') return asWords(value);
    return nameOf(refersTo, value) ?? 'one that is not known any more';
  };
}

function quoted(text: string | null): string {
  return `“${text ?? ''}”`;
}
