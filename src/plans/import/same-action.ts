import { SetUpError } from '../../errors';
import { openRows } from '../../intake/open-rows';
import type { RefusedRows } from '../../intake/refused-rows';
import { requireColumn } from '../../intake/row-source';
import { notTextual } from './printed-numbers';
import { ALIKE, likeness } from '../likeness';
import type { KnownAction } from './known-plan';
import type { GivenAction } from './plan-rows';

/** Of which number a row of the file was before, or null for one that is new. */
export type NumberMap = ReadonlyMap<string, string | null>;

/** Reads a map of renumbered and new actions: action_no, and was, which is the number before or `new`. */
export async function readNumberMap(path: string): Promise<NumberMap> {
  const source = await openRows(path, { typed: true });
  try {
    const [number, was] = [requireColumn(source, 'action_no'), requireColumn(source, 'was')];
    const map = new Map<string, string | null>();
    for await (const { line, values, fault, typed } of source.rows()) {
      const textless = notTextual(typed?.get(number)) ?? notTextual(typed?.get(was));
      if (textless !== undefined) throw new SetUpError(`${source.name}, line ${line}: a number ${textless}.`);
      const [now = '', before = ''] = [values[number], values[was]];
      if (fault !== undefined || now === '' || before === '') throw new SetUpError(`${source.name}, line ${line}: say of each action_no what it was, a number or new.`);
      if (map.has(now)) throw new SetUpError(`${source.name}, line ${line}: ${now} stands there twice.`);
      map.set(now, before.toLowerCase() === 'new' ? null : before);
    }
    return map;
  } finally {
    source.close();
  }
}

/**
 * Which action of the plan each row is: the one of its number, when the wording is the same or alike, or the one that the map
 * says. Any other row is renumbered or new, which only a person knows: it is refused.
 */
export function matchActions(given: readonly GivenAction[], known: readonly KnownAction[], map: NumberMap, refused: RefusedRows): Map<GivenAction, KnownAction | null> {
  const byNumber = new Map<string, KnownAction>();
  // One that is open comes after a closed one of its number, and stands.
  for (const action of [...known].sort((a, b) => Number(b.closed_on !== null) - Number(a.closed_on !== null))) byNumber.set(action.number, action);
  const matched = new Map<GivenAction, KnownAction | null>();
  const taken = new Map<string, number>();
  for (const row of given) {
    const mapped = map.get(row.number);
    const refuse = (reason: string): void => refused.add({ line: row.line, column: 'action_no', value: row.number, reason });
    if (mapped === null) {
      matched.set(row, null);
      continue;
    }
    const found = byNumber.get(mapped ?? row.number);
    if (found === undefined) refuse(mapped === undefined ? `is renumbered or new: say in --map what it was${mostAlike(row, known)}` : `was not ${mapped} as the map says: the plan has no such action`);
    else if (mapped === undefined && !alike(row.text, found.text)) refuse(`is renumbered or new: its wording is another than that of ${found.number} before; say in --map what it was${mostAlike(row, known)}`);
    else if (taken.has(found.id)) refuse(`is said to be the same action as line ${taken.get(found.id)}`);
    else {
      taken.set(found.id, row.line);
      matched.set(row, found);
    }
  }
  return matched;
}

/** An action without wording is alike to any: its row was there before. */
function alike(one: string, other: string): boolean {
  return one === '' || other === '' || likeness(one, other) >= ALIKE;
}

function mostAlike({ text }: GivenAction, known: readonly KnownAction[]): string {
  if (text === '') return '';
  const [best] = known.map((action) => ({ action, how: likeness(text, action.text) })).sort((a, b) => b.how - a.how);
  return best === undefined || best.how < ALIKE ? '' : ` (its wording is most like that of ${best.action.number})`;
}
