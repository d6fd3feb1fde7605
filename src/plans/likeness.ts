import damerauLevenshtein from 'damerau-levenshtein';
import { foldName } from '../text/fold';

/** How alike the wording of one action or question must be from one file to the next. */
export const ALIKE = 0.6;

/** How alike two texts are whatever their case, accents and blanks: 0 to 1. */
export function likeness(one: string, other: string): number {
  const [a, b] = [foldName(one), foldName(other)];
  return a === b ? 1 : damerauLevenshtein(a, b).similarity;
}
