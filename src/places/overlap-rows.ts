import { v7 as uuidv7 } from 'uuid';
import type { ImportContext } from '../intake/import-run';
import { readRows } from '../intake/read-rows';
import { findColumn, requireColumn, type RowSource } from '../intake/row-source';
import type { AreaCodes } from './area-codes.lookup';

export const OVERLAP_HEADINGS = ['code', 'name', 'kind', 'parent', 'other_code', 'share', 'other_share'] as const;
type Heading = (typeof OVERLAP_HEADINGS)[number];

/** What a row says of two areas, by their ids. */
export interface GivenOverlap {
  readonly line: number;
  readonly areaId: string;
  readonly otherId: string;
  readonly otherCode: string;
  /** The part of the one that lies in the other, above 0 to 1; 0: they share nothing; undefined: not said. */
  readonly share: number | undefined;
  readonly otherShare: number | undefined;
}

/** An area that is not there yet. */
export interface NewArea {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
}

/** Reads the rows that can stand; each pair of areas once, from whichever side. */
export async function readOverlaps(context: ImportContext, source: RowSource, codes: AreaCodes, kinds: ReadonlySet<string>): Promise<{ overlaps: GivenOverlap[]; made: NewArea[] }> {
  requireColumn(source, 'code');
  requireColumn(source, 'other_code');
  const at = new Map(OVERLAP_HEADINGS.map((heading) => [heading, findColumn(source, heading)]));
  const made = new Map<string, NewArea>();
  const overlaps: GivenOverlap[] = [];
  const seen = new Map<string, number>();
  const idOf = (code: string): string | undefined => codes.areas.get(code)?.id ?? made.get(code)?.id ?? formerId(codes, code);
  for await (const { line, values } of readRows(context, source)) {
    const cell = (heading: Heading): string => values[at.get(heading) ?? -1] ?? '';
    let faulty = false;
    const refuse = (column: Heading, reason: string): undefined => {
      faulty = true;
      context.refused.add({ line, column, value: cell(column), reason });
    };
    const shareOf = (heading: 'share' | 'other_share'): number | undefined => {
      const share = parseShare(cell(heading));
      return share === null ? refuse(heading, 'is not a share: a number from 0 to 1, or a percentage') : share;
    };
    const [share, otherShare] = [shareOf('share'), shareOf('other_share')];
    if ((share === 0 || otherShare === 0) && (share ?? 0) + (otherShare ?? 0) > 0) refuse('other_share', 'cannot be: who shares nothing shares nothing from either side');
    const otherId = idOf(cell('other_code'));
    if (otherId === undefined) refuse('other_code', 'is not the code of an area');
    const areaId = idOf(cell('code')) ?? newArea(cell, codes, kinds, made, refuse);
    if (areaId !== undefined && areaId === otherId) refuse('other_code', 'is the area itself');
    if (faulty || areaId === undefined || otherId === undefined) continue;
    const pair = [areaId, otherId].sort().join(' ');
    const before = seen.get(pair);
    if (before !== undefined) {
      refuse('other_code', `and the area stand in line ${before} already`);
      continue;
    }
    seen.set(pair, line);
    const none = share === 0 || otherShare === 0;
    overlaps.push({ line, areaId, otherId, otherCode: cell('other_code'), share: none ? 0 : share, otherShare: none ? 0 : otherShare });
  }
  return { overlaps, made: [...made.values()] };
}

/** Today's area where only the code changed; what became part of another area shares other ground than it. */
function formerId(codes: AreaCodes, code: string): string | undefined {
  const former = codes.former.get(code);
  return former === undefined || former.merged ? undefined : former.area.id;
}

function newArea(cell: (heading: Heading) => string, codes: AreaCodes, kinds: ReadonlySet<string>, made: Map<string, NewArea>, refuse: (column: Heading, reason: string) => undefined): string | undefined {
  const [code, name, kind, parent] = [cell('code'), cell('name'), cell('kind').toUpperCase(), cell('parent')];
  if (code === '') return refuse('code', 'is empty');
  if (name === '' || kind === '') return refuse('code', 'is not the code of an area; with name and kind it is made');
  if (!kinds.has(kind)) return refuse('kind', `is not a kind of area; the kinds are ${[...kinds].join(', ')}`);
  const parentId = parent === '' ? null : (codes.areas.get(parent)?.id ?? formerId(codes, parent));
  if (parentId === undefined) return refuse('parent', 'is not the code of an area');
  const area = { id: uuidv7(), code, name, kind, parentId };
  made.set(code, area);
  return area.id;
}

/** A number from 0 to 1, or a percentage; undefined where nothing is said; null where it is neither. */
function parseShare(text: string): number | undefined | null {
  if (text === '') return undefined;
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text) ?? [];
  if (digits === undefined) return null;
  const share = Math.round((percent === '%' ? Number(digits) / 100 : Number(digits)) * 10_000) / 10_000;
  return share > 1 ? null : share;
}
