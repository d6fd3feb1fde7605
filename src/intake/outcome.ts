import type { RefusalTally, RefusedRow } from './refused-rows';

/** Rows of the file by what became of them. */
export interface ImportCounts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  /** Rows that are well-formed but cannot be put on the map, or belong to no area that is known. */
  notPlaced: number;
}

export type Verdict = 'PUBLISHED' | 'UNCHANGED' | 'DRY_RUN' | 'REFUSED';

export interface ImportOutcome {
  readonly kind: string;
  readonly file: string;
  readonly verdict: Verdict;
  /** Of a dry run: what would happen. Of a refused one: only what was read and refused, for nothing was written. */
  readonly counts: Readonly<ImportCounts>;
  /** What was repaired, assumed or left out, one sentence each. */
  readonly notes: readonly string[];
  /** The first 1,000; all of them stand in the file that was asked for. */
  readonly refusedRows: readonly RefusedRow[];
  readonly reasons: readonly RefusalTally[];
  /** Of organisations that were written: pairs, one at least of which was, that may be one organisation; null: too many around to look through at once. */
  readonly possibleDuplicates?: number | null;
  /** Code of the area whose directory was imported. */
  readonly area?: string | undefined;
}

export function noCounts(): ImportCounts {
  return { read: 0, created: 0, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 };
}
