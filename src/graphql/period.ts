import type { FieldSource } from './read/shape';

/** The first day of a range; null where it is open. */
export function firstDay(column: string): FieldSource {
  return { sql: (row) => `lower(${row}.${column})` };
}

/** The last day that is still in a half-open range: one before its upper bound; null where it is open. */
export function lastDay(column: string): FieldSource {
  return { sql: (row) => `upper(${row}.${column}) - 1` };
}
