/** The fewest single slips (insert, delete, replace, swap of neighbours) that turn one word into another. */
export function slips(one: string, other: string): number {
  const rows: number[][] = Array.from({ length: one.length + 1 }, (_, i) => Array.from({ length: other.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= one.length; i += 1) {
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      (rows[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1), swapped ? at(i - 2, j - 2) + 1 : Infinity);
    }
  }
  return at(one.length, other.length);
}

/** A word that no name has, with the nearest few that names do have: one slip away, two for a long word. */
export function meantWords(word: string, known: ReadonlySet<string>): string[] {
  if (word.length < 4 || known.has(word)) return [word];
  const allowed = word.length >= 8 ? 2 : 1;
  const near = [...known].map((other) => ({ other, slips: slips(word, other) })).filter((one) => one.slips <= allowed);
  near.sort((one, two) => one.slips - two.slips || (one.other < two.other ? -1 : 1));
  return [word, ...near.slice(0, 3).map((one) => one.other)];
}
