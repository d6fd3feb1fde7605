import { foldName } from '../text/fold';

export interface NamedLead {
  readonly id: string;
  readonly name: string;
  /** Null: nobody knows what it is. */
  readonly kind: string | null;
}

const SMALL = new Set(['of', 'the', 'and', 'on', 'for', 'in']);

/**
 * Leads that one may be another name of, for a person to look at: those that have all its words, a word also standing for one
 * that it begins ("Dev" for "Development"), those whose initials it is, and for one of which nothing is known also those whose
 * words it has. The fewer words, the earlier.
 */
export function mayBeTheSame(lead: NamedLead, leads: readonly NamedLead[]): string[] {
  const words = wordsOf(lead.name);
  return leads
    .filter((other) => other.id !== lead.id && (within(words, wordsOf(other.name)) || (lead.kind === null && within(wordsOf(other.name), words)) || isInitials(words, wordsOf(other.name))))
    .sort((a, b) => wordsOf(a.name).length - wordsOf(b.name).length || (a.name < b.name ? -1 : 1))
    .map((other) => other.id);
}

function wordsOf(name: string): string[] {
  return foldName(name).replace(/\bh of s\b/g, 'head service').split(/[^a-z0-9]+/).filter((word) => word !== '' && !SMALL.has(word));
}

function within(words: readonly string[], others: readonly string[]): boolean {
  return words.length > 0 && words.length <= others.length && words.every((word) => others.some((other) => other.startsWith(word)));
}

/** "MMl" is begun by the initials of two words. */
function isInitials(words: readonly string[], others: readonly string[]): boolean {
  const [word = ''] = words;
  return words.length === 1 && others.length >= 2 && word.length <= others.length + 1 && word.startsWith(others.map((other) => other[0]).join(''));
}
