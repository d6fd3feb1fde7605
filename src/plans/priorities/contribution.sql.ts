import type { Binder } from '../../graphql/read/binder';
import { ownSectorCondition } from '../../organisations/organisation-filter.conditions';
import { OrganisationStatus } from '../../organisations/organisation.enums';
import { inPlan, side, view } from '../action-state.sql';
import { ActionSide } from '../plan.enums';
import { ContributorSide, SectorContribution, ServedBasis } from './priority.enums';

/*
 * What contributes to a priority on a day. Figures, lists and the state of a priority share these conditions, so that
 * every figure opens up into the rows that it counted.
 */

/**
 * Contributions to a priority by services, with whose they are: a row for each service of an organisation that is at work
 * on the day. `priority` is SQL for its id. What its county declares is looked up once (hence `offset 0`), not for each row.
 */
export function serviceContributions(priority: string, bind: Binder, day = bind.today()): string {
  const own = ownSectorCondition('p.sector', 'o.sector');
  return `select c.*, c.node_id as service_id, o.sort_name as organisation_sort_name, lower(c.name) as service_sort_name,
      case when o.sector is null then '${ContributorSide.NOT_KNOWN}' when ${own} then '${ContributorSide.SECTOR}' else '${ContributorSide.OTHERS}' end as side
    from (select i.id, i.sector from ${view('priorities', bind)} i where i.id = ${priority} offset 0) p join ${view('priority_contributions', bind)} c on c.priority_id = p.id join shown.organisations o on o.id = c.organisation_id
    where c.kind = 'Service' and c.valid @> ${day}
      and exists (select from shown.organisation_statuses t where t.organisation_id = o.id and t.valid @> ${day} and t.status = '${OrganisationStatus.ACTIVE}')`;
}

/** The areas that a service serves on a day: its own where it has any, those of its organisation otherwise. `c` is the alias of a row of `serviceContributions`. */
export function areasServed(c: string, day: string): string {
  const served = (more: string): string => `from shown.areas_served s where s.organisation_id = ${c}.organisation_id and s.valid @> ${day} and ${more}`;
  return `select s.area_id ${served(`(s.service_id = ${c}.service_id or (s.service_id is null and not exists (select ${served(`s.service_id = ${c}.service_id`)})))`)}`;
}

/** Whether a service serves an area so. `area` is SQL for its id. */
export function servesArea(basis: ServedBasis, area: string, c: string, day: string): string {
  const reaches = (more: string): string => `exists (select from (${areasServed(c, day)}) v join shown.area_reach r on r.served_id = v.area_id and r.target_id = ${area}${more})`;
  const dedicated = reaches(' and r.dedicated');
  switch (basis) {
    case ServedBasis.SERVES:
      return dedicated;
    case ServedBasis.COUNTY_WIDE:
      return `(${reaches('')} and not ${dedicated})`;
    case ServedBasis.EITHER:
      return reaches('');
  }
}

/** Whether an action contributes to a priority. `priority` is SQL for its id. */
export function actionContributes(row: string, priority: string, bind: Binder, day = bind.today()): string {
  return `exists (select from ${view('priority_contributions', bind)} k where k.priority_id = ${priority} and k.kind = 'Action' and k.node_id = ${row}.id and k.valid @> ${day})`;
}

/** The actions that contribute to a priority and stand in their plan, with the side that leads each: told once for each (hence `offset 0`), however often it is asked. */
export function contributingActions(priority: string, bind: Binder): string {
  return `select f.id, ${side('f', bind)} as side from ${view('actions', bind)} f where ${inPlan('f', bind)} and f.id in (
    select k.node_id from ${view('priority_contributions', bind)} k where k.priority_id = ${priority} and k.kind = 'Action' and k.valid @> ${bind.today()}) offset 0`;
}

/** Whether somebody looked for contributions by the day. */
export function checkedBy(priority: string, bind: Binder): string {
  return `exists (select from ${view('priority_checks', bind)} h where h.priority_id = ${priority} and h.checked_on <= ${bind.today()})`;
}

/** One of SectorContribution. `row` is the alias of a priority. */
export function sectorContribution(row: string, bind: Binder): string {
  const service = (of: ContributorSide): string => `exists (select from (${serviceContributions(`${row}.id`, bind)}) v where v.side = '${of}')`;
  const action = (...sides: readonly ActionSide[]): string => `exists (select from (${contributingActions(`${row}.id`, bind)}) v where v.side in (${sides.map((one) => `'${one}'`).join(', ')}))`;
  return `case when ${service(ContributorSide.SECTOR)} or ${action(ActionSide.SECTOR, ActionSide.BOTH)} then '${SectorContribution.CONTRIBUTES}'
    when ${service(ContributorSide.NOT_KNOWN)} or ${action(ActionSide.NOT_KNOWN)} or not ${checkedBy(`${row}.id`, bind)} then '${SectorContribution.NOT_KNOWN}' else '${SectorContribution.NONE}' end`;
}
