import { toNodeId } from '../graphql/node';
import type { Reader } from '../graphql/read/reader';
import { currentWhen, inPlan, recursUncounted } from './action-state.sql';
import { mayBeTheSame, type NamedLead } from './alike-leads';
import type { ForAPerson } from './plan-leads.type';

interface Found {
  dates: { written: string; actions: number }[] | null;
  leads: (NamedLead & { kind_given: boolean; side: string | null; actions: number })[] | null;
  measures: { id: string; action_id: string; text: string; actionNumber: string; odd: string }[] | null;
  incomplete: number;
  uncounted: number;
  bodies: string[] | null;
}

/** What only a person can say of a plan. For those who are signed in: it names leads as they are written. */
export async function readForAPerson(reader: Reader, planId: string): Promise<ForAPerson> {
  const bind = reader.binder();
  const id = bind.param(planId, 'uuid');
  const [found] = await reader.rows<Found>(
    `with open as materialized (select a.id, a.number, a.text, a.position, a.area_id, ${currentWhen('a', bind)} as when_id from shown.actions_cleared a where a.plan_id = ${id} and ${inPlan('a', bind)})
    select
      (select json_agg(d order by d.written collate "C") from (select w.written, count(*)::int as actions from open o join shown.by_whens_cleared w on w.id = o.when_id where w.ambiguity is not null group by w.written) d) as dates,
      (select json_agg(json_build_object('id', l.id, 'name', l.name, 'kind', l.kind, 'kind_given', l.kind_given, 'side', l.side, 'actions',
          (select count(distinct x.action_id)::int from shown.action_leads_cleared x join open o on o.id = x.action_id where x.lead_id = l.id)) order by l.name collate "C", l.id)
        from shown.leads_cleared l where l.area_id in (select o.area_id from open o) and l.name <> '[erased]') as leads,
      (select json_agg(json_build_object('id', m.id, 'action_id', o.id, 'text', m.text, 'actionNumber', o.number, 'odd', m.odd) order by o.position, m.position) from open o join shown.action_measures_cleared m on m.action_id = o.id where m.odd is not null) as measures,
      (select count(*)::int from open o where o.text = '') as incomplete,
      (select count(*)::int from open o where ${recursUncounted('o', bind)}) as uncounted,
      (select json_agg(b.body order by b.position, b.id) from shown.plan_review_bodies_cleared b where b.plan_id = ${id} and b.anchor is null) as bodies`,
    bind,
  );
  const plan = toNodeId('Plan', planId);
  const asOf = reader.today;
  const leads = found?.leads ?? [];
  return {
    ambiguousDates: (found?.dates ?? []).map(({ written, actions }) => ({ written, actions: { count: actions, filter: { plan, byWhen: written, asOf } } })),
    unmatchedLeads: leads.flatMap((lead) => {
      if (lead.actions === 0 || lead.kind_given) return [];
      const mayBeIds = mayBeTheSame(lead, leads);
      if (lead.kind !== null && mayBeIds.length === 0) return [];
      return [{ leadId: lead.id, mayBeIds, actions: { count: lead.actions, filter: { plan, lead: toNodeId('Lead', lead.id), asOf } } }];
    }),
    leadsWithoutSide: leads.flatMap((lead) => (lead.actions === 0 || lead.side !== null ? [] : [{ leadId: lead.id, actions: { count: lead.actions, filter: { plan, lead: toNodeId('Lead', lead.id), asOf } } }])),
    recurringWithoutFirstDay: { count: found?.uncounted ?? 0, filter: { plan, recurringWithoutFirstDay: true, asOf } },
    reviewBodiesWithoutFirstDay: found?.bodies ?? [],
    oddMeasures: (found?.measures ?? []).map(({ id: measure, action_id: action, ...odd }) => ({ ...odd, measureId: toNodeId('Measure', measure), actionId: toNodeId('Action', action) })),
    incomplete: { count: found?.incomplete ?? 0, filter: { plan, incomplete: true, asOf } },
  };
}
