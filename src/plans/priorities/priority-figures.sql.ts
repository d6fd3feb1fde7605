import { nodeIdSql } from '../../graphql/node';
import type { Binder } from '../../graphql/read/binder';
import { view } from '../action-state.sql';
import { ActionSide } from '../plan.enums';
import { contributingActions, sectorContribution, serviceContributions } from './contribution.sql';
import { ContributorSide, SectorContribution } from './priority.enums';

/** A figure that opens into its rows: `filter` are pairs of SQL. */
function figure(count: string, bind: Binder, ...filter: readonly string[]): string {
  return `json_build_object('count', ${count}, 'filter', json_build_object(${[...filter, `'asOf', ${bind.today()}`].join(', ')}))`;
}

/** What contributes to a priority, in figures: one pass over services and one over actions. `row` is its alias. */
export function priorityFiguresSql(row: string, bind: Binder): string {
  const priority = `'priority', ${nodeIdSql('Priority', `${row}.id`)}`;
  const linked = `'linkedTo', ${nodeIdSql('Priority', `${row}.id`)}`;
  const of = (what: string, side: ContributorSide): string => figure(`count(${what}) filter (where v.side = '${side}')`, bind, priority, `'side', '${side}'`);
  const led = (side: ActionSide): string => `jsonb_build_object('side', '${side}') || ${figure(`count(*) filter (where w.side = '${side}')`, bind, linked, `'side', '${side}'`)}::jsonb`;
  return `(select json_build_object('services', s.own, 'organisations', s.organisations, 'servicesOfOthers', s.others, 'servicesSectorNotKnown', s.unknown, 'actions', d.actions, 'actionsBySide', d.sides)
    from (select ${of('distinct v.service_id', ContributorSide.SECTOR)} as own, ${of('distinct v.organisation_id', ContributorSide.SECTOR)} as organisations,
        ${of('distinct v.service_id', ContributorSide.OTHERS)} as others, ${of('distinct v.service_id', ContributorSide.NOT_KNOWN)} as unknown
      from (${serviceContributions(`${row}.id`, bind)}) v) s,
    (select ${figure('count(*)', bind, linked)} as actions, json_build_array(${Object.values(ActionSide).map(led).join(', ')}) as sides from (${contributingActions(`${row}.id`, bind)}) w) d)`;
}

/** The priorities of a set by whether the sector contributes: one pass. `set` is SQL for its id. */
export function prioritySetFiguresSql(set: string, bind: Binder): string {
  const named = `'set', ${nodeIdSql('PrioritySet', set)}`;
  const of = (state: SectorContribution): string => figure(`count(*) filter (where x.state = '${state}')`, bind, named, `'sectorContribution', '${state}'`);
  return `(select json_build_object('priorities', ${figure('count(*)', bind, named)}, 'withSectorContribution', ${of(SectorContribution.CONTRIBUTES)},
      'withoutSectorContribution', ${of(SectorContribution.NONE)}, 'notKnown', ${of(SectorContribution.NOT_KNOWN)})
    from (select ${sectorContribution('f', bind)} as state from ${view('priorities', bind)} f where f.set_id = ${set} and f.valid @> ${bind.today()}) x)`;
}
