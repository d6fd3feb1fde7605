/** Days as they are stored, from the first to the last valid one; open where none is given. */
export function daysBetween(from: string | null, to: string | null): string {
  return to === null ? `[${from ?? ''},)` : `[${from ?? ''},${to}]`;
}
