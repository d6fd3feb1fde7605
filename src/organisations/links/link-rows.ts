import type { ImportContext } from '../../intake/import-run';
import { readRows } from '../../intake/read-rows';
import { findColumn, type RowSource } from '../../intake/row-source';
import { SetUpError } from '../../errors';
import { foldName } from '../../text/fold';
import { parseDay } from '../import/cell-dates';
import { CellFault } from '../import/cell-values';
import { parseIdentifier } from '../import/identifier-values';
import { matchOrganisations, type Matched, type NamedOrganisation, readNaming } from '../import/named-organisations';
import { RowCells } from '../import/row-cells';
import { type LinkEnd, linkHeadings, type LinkKind } from './link-kinds';

/** What a row says of two organisations. Days as the file has them: the last is the last valid one. */
export interface GivenLink {
  readonly line: number;
  readonly giverId: string;
  readonly takerId: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly note: string | undefined;
}

interface ReadLink extends Pick<GivenLink, 'line' | 'from' | 'to' | 'note'> {
  readonly giver: NamedOrganisation;
  readonly taker: NamedOrganisation;
}

/** Reads the links of a file and finds both ends of each; what cannot stand is refused, all reasons of both ends. */
export async function readLinks(context: ImportContext, source: RowSource, kind: LinkKind, giver: string | undefined, areaId: string | null): Promise<GivenLink[]> {
  requireEnds(source, kind, giver);
  const read = await readCells(context, source, kind, giver);
  const matchedTo = async (named: 'giver' | 'taker', area: string | null): Promise<Map<number, string>> => {
    const matched: Matched<NamedOrganisation>[] = await matchOrganisations(context, read.map((row) => row[named]), area, kind[named].headings);
    return new Map(matched.map((one) => [one.line, one.organisationId]));
  };
  // Who gives support may be a specialist body from anywhere.
  const [givers, takers] = [await matchedTo('giver', null), await matchedTo('taker', areaId)];
  return read.flatMap(({ line, from, to, note, giver: named }) => {
    const [giverId, takerId] = [givers.get(line), takers.get(line)];
    if (giverId === undefined || takerId === undefined) return [];
    if (giverId !== takerId) return [{ line, giverId, takerId, from, to, note }];
    context.refused.add({ line, column: kind.giver.headings.name, value: named.name ?? '', reason: 'is the organisation itself' });
    return [];
  });
}

function requireEnds(source: RowSource, kind: LinkKind, giver: string | undefined): void {
  for (const { headings } of giver === undefined ? [kind.giver, kind.taker] : [kind.taker]) {
    const names = Object.values<string>({ ...headings });
    if (names.every((heading) => findColumn(source, heading) === undefined)) {
      throw new SetUpError(`${source.name} has none of the columns ${names.join(', ')}; it has: ${source.columns.join(', ')}.`, `vcs-atlas template ${kind.name}`);
    }
  }
}

async function readCells(context: ImportContext, source: RowSource, kind: LinkKind, giver: string | undefined): Promise<ReadLink[]> {
  const headings = linkHeadings(kind);
  const cells = new RowCells(source, headings, context.refused, context.notes, context.clock.today());
  const read: ReadLink[] = [];
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const isGiven = Object.values<string>({ ...kind.giver.headings }).some((heading) => cells.text(heading) !== undefined);
    const named = { giver: isGiven || giver === undefined ? readNaming(cells, kind.giver.headings) : namedBy(giver, cells.line, kind.giver), taker: readNaming(cells, kind.taker.headings) };
    const [from, to] = [cells.read('from', parseDay), cells.read('to', parseDay)];
    if (from !== undefined && to !== undefined && from > to) cells.refuse('to', new CellFault(`is before ${from}, the first day`));
    if (!cells.isFaulty) read.push({ line: row.line, ...named, from, to, note: kind.hasNote ? cells.text('note') : undefined });
  }
  cells.finish();
  return read;
}

/** One word for the end that all rows share: an identifier, a slug or a name. */
function namedBy(word: string, line: number, { headings }: LinkEnd): NamedOrganisation {
  try {
    return { line, name: undefined, foldedName: undefined, identifier: parseIdentifier(word), slug: undefined };
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    if (word.trim() === '') throw new SetUpError(`Who is meant with ${headings.name} is not said.`);
    return { line, name: word.trim(), foldedName: foldName(word), identifier: undefined, slug: word.trim().toLowerCase() };
  }
}
