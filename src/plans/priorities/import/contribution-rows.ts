import type { ImportContext } from '../../../intake/import-run';
import { readRows } from '../../../intake/read-rows';
import { findColumn, requireColumn, type RowSource } from '../../../intake/row-source';
import { parseDay } from '../../../organisations/import/cell-dates';
import { CellFault } from '../../../organisations/import/cell-values';
import { type NamedOrganisation, NAMING_HEADINGS, readNaming } from '../../../organisations/import/named-organisations';
import { notTextual } from '../../import/printed-numbers';
import { RowCells } from '../../../organisations/import/row-cells';

/** The layout: a row says that a service of an organisation, or an action of a plan, contributes to a priority. */
export const CONTRIBUTION_HEADINGS = ['code', ...NAMING_HEADINGS, 'service', 'plan', 'action_no', 'from', 'to', 'how'] as const;

interface Contributing {
  readonly line: number;
  readonly priorityId: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly how: string | undefined;
}
export interface GivenService extends Contributing, NamedOrganisation {
  /** Undefined: the only one that the organisation has. */
  readonly service: string | undefined;
}
export interface GivenAction extends Contributing {
  readonly number: string;
  /** Undefined: the only plan that the area has. */
  readonly plan: string | undefined;
}

export interface GivenContributions {
  readonly services: readonly GivenService[];
  readonly actions: readonly GivenAction[];
}

/** The rows that can be read. Held in memory: a county has some hundreds. @param priorities their ids by code. */
export async function readContributionRows(context: ImportContext, source: RowSource, priorities: ReadonlyMap<string, string>): Promise<GivenContributions> {
  requireColumn(source, 'code');
  const number = findColumn(source, 'action_no');
  const cells = new RowCells(source, CONTRIBUTION_HEADINGS, context.refused, context.notes, context.clock.today());
  const services: GivenService[] = [];
  const actions: GivenAction[] = [];
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const textless = number === undefined ? undefined : notTextual(row.typed?.get(number));
    if (textless !== undefined) cells.refuse('action_no', new CellFault(textless));
    const read = readRow(cells, priorities);
    if (cells.isFaulty) continue;
    if ('number' in read) actions.push(read);
    else services.push(read);
  }
  cells.finish();
  return { services, actions };
}

function readRow(cells: RowCells, priorities: ReadonlyMap<string, string>): GivenService | GivenAction {
  const code = cells.oneLine('code');
  const priorityId = priorities.get(code ?? '') ?? '';
  if (priorityId === '') cells.refuse('code', new CellFault(code === undefined ? 'is empty' : `is no code of the set: ${[...priorities.keys()].join(', ')}`));
  const [from, to] = [cells.read('from', parseDay), cells.read('to', parseDay)];
  if (from !== undefined && to !== undefined && from > to) cells.refuse('to', new CellFault('lies before from'));
  const contributing = { line: cells.line, priorityId, from, to, how: cells.text('how') };
  const number = cells.oneLine('action_no');
  if (number === undefined) return { ...contributing, ...readNaming(cells), service: cells.oneLine('service') };
  const both = ([...NAMING_HEADINGS, 'service'] as const).find((heading) => cells.text(heading) !== undefined);
  if (both !== undefined) cells.refuse(both, new CellFault('stands beside an action: a row is of a service or of an action'));
  return { ...contributing, number, plan: cells.oneLine('plan') };
}
