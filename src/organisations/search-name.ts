import { foldName } from '../text/fold';

/** Words that initials leave out: "Council for Voluntary Service" is CVS. */
const SMALL_WORDS = new Set(['a', 'an', 'and', 'at', 'by', 'for', 'in', 'of', 'on', 'the', 'to', 'with', '&']);
const MARKS = new Set(['ltd', 'limited', 'cio', '(invented)', 'plc', 'cic']);

/** What is searched as the name: name, other names and initials, folded. */
export function searchName(name: string, otherNames: readonly string[] = []): string {
  const folded = [name, ...otherNames].map(foldName);
  return [...new Set([...folded, ...folded.flatMap(initials)])].join(' ');
}

function initials(folded: string): string[] {
  const words = folded.split(/[\s/-]+/).filter((word) => word !== '' && !MARKS.has(word));
  const weighty = words.filter((word) => !SMALL_WORDS.has(word));
  return [weighty, words].map((list) => list.map((word) => word.replace(/^[^\p{L}\p{N}]+/u, '').charAt(0)).join('')).filter((letters) => letters.length >= 3);
}
