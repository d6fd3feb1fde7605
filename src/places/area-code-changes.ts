import { findColumn, requireColumn, type RowSource } from '../intake/row-source';

/** Where the columns of a file of code changes stand. */
export interface CodeChangeLayout {
  readonly oldCode: number;
  readonly oldName: number | undefined;
  readonly newCode: number;
  readonly type: number | undefined;
  readonly year: number | undefined;
  readonly oldCodeHeading: string;
  readonly newCodeHeading: string;
  /** Not a list of changes but of all codes, counties and regions too: those have no district to lead to. */
  readonly listsAllCodes: boolean;
}

/** One row of the file: a code and what it became. */
export interface CodeChange {
  readonly line: number;
  readonly oldCode: string;
  readonly oldName: string | null;
  readonly newCode: string;
  readonly type: string | null;
  readonly year: number | null;
}

/** Headings old_code,new_code and so on, or those of the ONS list of all codes (areacode or LADCD, LADCD_ACTIVE). */
export function recogniseCodeChanges(source: RowSource): CodeChangeLayout {
  const ons = findColumn(source, 'LADCD_ACTIVE') !== undefined;
  // The list of all codes has former districts as areas of their own, whose LADCD is today's already.
  const onsOld = findColumn(source, 'areacode') === undefined ? ['LADCD', 'LADNM'] : ['areacode', 'areaname'];
  const [oldCodeHeading, oldNameHeading] = ons ? (onsOld as [string, string]) : ['old_code', 'old_name'];
  const newCodeHeading = ons ? 'LADCD_ACTIVE' : 'new_code';
  return {
    oldCode: requireColumn(source, oldCodeHeading),
    oldName: findColumn(source, oldNameHeading),
    newCode: requireColumn(source, newCodeHeading),
    type: findColumn(source, 'type'),
    year: findColumn(source, 'year'),
    oldCodeHeading,
    newCodeHeading,
    listsAllCodes: ons,
  };
}

/**
 * Follows a code through all its changes. @returns the codes that it became, nearest first, without itself;
 * undefined when they lead round in a circle.
 */
export function followCode(code: string, changes: ReadonlyMap<string, string>): string[] | undefined {
  const passed: string[] = [];
  for (let next = changes.get(code); next !== undefined; next = changes.get(next)) {
    if (next === code || passed.includes(next)) return undefined;
    passed.push(next);
  }
  return passed;
}

/** The codes that were merged: another code became the same one, on the way or at once. */
export function mergedCodes(changes: ReadonlyMap<string, string>): Set<string> {
  const parts = new Map<string, string[]>();
  for (const [oldCode, newCode] of changes) parts.set(newCode, [...(parts.get(newCode) ?? []), oldCode]);
  const merged = new Set([...parts.values()].filter((codes) => codes.length > 1).flat());
  // What only changed its code before it was merged is a part of the whole all the same.
  for (const code of changes.keys()) {
    if (followCode(code, changes)?.some((next) => merged.has(next)) === true) merged.add(code);
  }
  return merged;
}
