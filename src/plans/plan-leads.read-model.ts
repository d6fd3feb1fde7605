import type { Reader } from '../graphql/read/reader';
import { toNodeId } from '../graphql/node';
import { achieved, dueState, inPlan, side, view } from './action-state.sql';
import type { ActionFilter } from './action-filter.input';
import type { AgencyLoad, LeadLoad, PlanLeads, SideFigure } from './plan-leads.type';
import { onlyOnce, plansUnder } from './plan-parts.sql';
import { ActionSide } from './plan.enums';

interface Loads {
  leads: { lead_id: string; actions: number; alone: number; overdue: number; achieved: number }[] | null;
  agencies: { agency: string; leads: string[]; actions: number }[] | null;
  sides: Partial<Record<ActionSide, number>> | null;
}

/** Who leads the actions of a plan, or of it and all that are part of it: one statement, whatever there is. */
export async function readPlanLeads(reader: Reader, planId: string, withParts: boolean): Promise<PlanLeads> {
  const bind = reader.binder();
  const id = bind.param(planId, 'uuid');
  const [found] = await reader.rows<Loads>(
    `with open as materialized (
      select a.id, ${dueState('a', bind)} = 'OVERDUE' as overdue, ${achieved('a', bind)} as achieved, ${side('a', bind)} as side from ${view('actions', bind)} a where ${withParts ? `a.plan_id in (${plansUnder(id, bind)}) and ${onlyOnce('a', bind.today())}` : `a.plan_id = ${id}`} and ${inPlan('a', bind)}
    ), led as materialized (
      select distinct o.action_id, o.lead_id, l.name, l.agency, open.overdue, open.achieved from ${view('action_leads', bind)} o join open on open.id = o.action_id join ${view('leads', bind)} l on l.id = o.lead_id
    ), loads as (
      select d.lead_id, d.name, count(*)::int as actions, count(*) filter (where not exists (select from led x where x.action_id = d.action_id and x.lead_id <> d.lead_id))::int as alone,
        count(*) filter (where d.overdue)::int as overdue, count(*) filter (where d.achieved)::int as achieved
      from led d group by d.lead_id, d.name
    ), agencies as (
      select d.agency, array(select e.lead_id from led e where e.agency = d.agency group by e.lead_id, e.name order by e.name collate "C", e.lead_id) as leads, count(distinct d.action_id)::int as actions from led d where d.agency is not null group by d.agency
    )
    select (select json_agg(l order by l.actions desc, l.name collate "C", l.lead_id) from loads l) as leads,
      (select json_agg(a order by a.actions desc, a.agency collate "C") from agencies a) as agencies,
      (select json_object_agg(s.side, s.n) from (select side, count(*)::int as n from open group by side) s) as sides`,
    bind,
  );
  const plan = toNodeId('Plan', planId);
  const figure = (count: number, filter: ActionFilter): { count: number; filter: ActionFilter } => ({ count, filter: { plan, ...(withParts ? { withParts } : {}), ...filter, asOf: reader.today, ...(reader.knownAt === null ? {} : { knownAt: reader.knownAt }) } });
  return {
    leads: (found?.leads ?? []).map((load): LeadLoad => {
      const lead = toNodeId('Lead', load.lead_id);
      return { leadId: load.lead_id, actions: figure(load.actions, { lead }), alone: figure(load.alone, { lead, ledAlone: true }), overdue: figure(load.overdue, { lead, overdue: true }), achieved: figure(load.achieved, { lead, achieved: true }) };
    }),
    agencies: (found?.agencies ?? []).map(({ agency, leads, actions }): AgencyLoad => ({ agency, leads: leads.length, leadIds: leads, actions: figure(actions, { agency }) })),
    sides: Object.values(ActionSide).map((one): SideFigure => ({ side: one, ...figure(found?.sides?.[one] ?? 0, { side: one }) })),
  };
}
