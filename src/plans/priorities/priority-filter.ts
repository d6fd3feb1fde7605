import { ArgumentError } from '../../errors';
import { uuidOf } from '../../graphql/node';
import type { Binder } from '../../graphql/read/binder';
import type { Reader } from '../../graphql/read/reader';
import { areaByCode } from '../../places/area-lookup';
import { areasServed, sectorContribution, servesArea, serviceContributions } from './contribution.sql';
import type { ContributionFilter, PriorityFilter } from './priority-filter.input';
import { ServedBasis } from './priority.enums';

type Conditions = (row: string, bind: Binder) => string[];

/** The one definition of which priorities a filter lists, over the alias of a priority. */
export async function priorityConditions(reader: Reader, filter: PriorityFilter | null | undefined): Promise<Conditions> {
  const { area: code, set, sectorContribution: state, lead } = filter ?? {};
  const area = code == null ? null : (await areaByCode(reader, code, 'filter.area')).id;
  const setId = set == null ? null : uuidOf('PrioritySet', set, 'filter.set');
  const leadId = lead == null ? null : uuidOf('Lead', lead, 'filter.lead');
  return (row, bind) => [
    `${row}.valid @> ${bind.today()}`,
    setId === null ? `${row}.status = 'APPROVED'` : `${row}.set_id = ${bind.param(setId, 'uuid')}`,
    ...(area === null ? [] : [`${row}.area_id in (select t.ancestor_id from shown.area_tree t where t.descendant_id = ${bind.param(area, 'uuid')})`]),
    ...(leadId === null ? [] : [`${row}.lead_id = ${bind.param(leadId, 'uuid')}`]),
    ...(state == null ? [] : [`${sectorContribution(row, bind)} = ${bind.param(state, 'text')}`]),
  ];
}

/** Services that contribute to a priority: where their rows come from, and which of them a filter lists. */
export interface ContributionQuestion {
  readonly rows: (bind: Binder) => string;
  readonly where: Conditions;
}

/** The one definition of which contributing services a filter lists, over the alias of a row of `serviceContributions`. */
export async function contributionQuestion(reader: Reader, filter: ContributionFilter): Promise<ContributionQuestion> {
  const { priority, side, area: code, basis, areaNotKnown: unknown } = filter;
  const priorityId = uuidOf('Priority', priority, 'filter.priority');
  if (code == null && basis != null) throw new ArgumentError('BAD_INPUT', 'filter.basis', 'filter.basis says how they serve an area: give filter.area too.');
  const area = code == null ? null : (await areaByCode(reader, code, 'filter.area')).id;
  return {
    rows: (bind) => serviceContributions(bind.param(priorityId, 'uuid'), bind),
    where: (row, bind) => [
      ...(side == null ? [] : [`${row}.side = ${bind.param(side, 'text')}`]),
      ...(area === null ? [] : [servesArea(basis ?? ServedBasis.EITHER, bind.param(area, 'uuid'), row, bind.today())]),
      ...(unknown == null ? [] : [`${unknown ? 'not ' : ''}exists (${areasServed(row, bind.today())})`]),
    ],
  };
}
