import distance from 'damerau-levenshtein';
import type { Binder } from '../graphql/read/binder';
import type { Reader } from '../graphql/read/reader';
import { foldName } from '../text/fold';

/** What is searched for, each word with the words that it may have been meant to be. */
export interface SearchText {
  readonly folded: string;
  readonly words: readonly (readonly string[])[];
}

/** More words than this narrow nothing down. */
const MAX_WORDS = 12;
/** Shorter words are taken as they stand: nearly every short word is one slip away from another. */
const SHORTEST_CORRECTED = 4;
const LONG_WORD = 8;
const MAX_CORRECTIONS = 3;

/** Reads a search: a word that no name has is joined by those that are one slip away (two for a long word). */
export async function readSearchText(reader: Reader, text: string): Promise<SearchText | null> {
  const folded = foldName(text);
  const words = [...new Set(folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))].slice(0, MAX_WORDS);
  if (words.length === 0) return null;
  const asked = words.filter((word) => word.length >= SHORTEST_CORRECTED);
  const alike = asked.length === 0 ? new Map<string, string[]>() : await alikeWords(reader, asked);
  return { folded, words: words.map((word) => [word, ...corrections(word, alike.get(word) ?? [])]) };
}

/** SQL for the full-text query: every word, or one of those that it may have been meant to be. */
export function searchQuerySql(text: SearchText, bind: Binder): string {
  const anyOf = (words: readonly string[]): string => words.map((word) => `plainto_tsquery('english', ${bind.param(word, 'text')})`).join(' || ');
  return `(${text.words.map((words) => (words.length === 1 ? anyOf(words) : `(${anyOf(words)})`)).join(' && ')})`;
}

/** Words of names that look (alike enough for the session's threshold, by the index) or are spelt like those that no name has. */
async function alikeWords(reader: Reader, words: readonly string[]): Promise<Map<string, string[]>> {
  const bind = reader.binder();
  const letters = words.map((word) => [...word].sort().join(''));
  const rows = await reader.rows<{ word: string; alike: string[] }>(
    `select q.word, array(
      (select w.word from shown.search_words w where w.letters = q.letters)
      union all
      (select w.word from shown.search_words w where w.word % q.word and abs(length(w.word) - length(q.word)) <= 2)
    ) as alike
    from unnest(${bind.param(words, 'text[]')}, ${bind.param(letters, 'text[]')}) q (word, letters)
    where not exists (select from shown.search_words known where known.word = q.word)`,
    bind,
  );
  return new Map(rows.map((row) => [row.word, row.alike]));
}

function corrections(word: string, candidates: readonly string[]): string[] {
  const allowed = word.length >= LONG_WORD ? 2 : 1;
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, slips: distance(word, candidate).steps }))
    .filter(({ slips }) => slips <= allowed)
    .sort((one, other) => one.slips - other.slips || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, MAX_CORRECTIONS)
    .map(({ candidate }) => candidate);
}
