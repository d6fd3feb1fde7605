import { monthsBefore } from '../day';
import { ArgumentError } from '../errors';
import { fromNodeId, uuidOf } from '../graphql/node';
import type { Binder } from '../graphql/read/binder';
import type { Reader } from '../graphql/read/reader';
import { areaByCode } from '../places/area-lookup';
import type { ActionFilter } from './action-filter.input';
import { achieved, currentWhen, dueOn, dueState, inPlan, rag, recursUncounted, side, slipped, unreported, view, withoutProgressSince } from './action-state.sql';
import { onlyOnce, plansUnder } from './plan-parts.sql';
import { actionContributes } from './priorities/contribution.sql';

/** Words of `text` that are looked for. */
const MOST_WORDS = 20;

/** A filter whose arguments were checked. */
export interface ResolvedActionFilter {
  readonly given: ActionFilter;
  readonly planId: string | null;
  readonly sectionId: string | null;
  readonly leadId: string | null;
  readonly linked: { readonly type: string; readonly uuid: string } | null;
  readonly areaId: string | null;
  readonly noProgressSince: string | null;
}

/** @param reader of the day that the filter asks about. */
export async function resolveActionFilter(reader: Reader, filter: ActionFilter | null | undefined): Promise<ResolvedActionFilter> {
  const given = filter ?? {};
  const months = given.noProgressMonths;
  if (months === 0) throw new ArgumentError('BAD_RANGE', 'filter.noProgressMonths', 'filter.noProgressMonths must be 1 to 600.');
  const linked = given.linkedTo == null ? null : fromNodeId(given.linkedTo);
  if (given.linkedTo != null && linked === null) throw new ArgumentError('BAD_ID', 'filter.linkedTo', 'filter.linkedTo is not an id of this service.');
  return {
    given,
    planId: given.plan == null ? null : uuidOf('Plan', given.plan, 'filter.plan'),
    sectionId: given.section == null ? null : uuidOf('PlanSection', given.section, 'filter.section'),
    leadId: given.lead == null ? null : uuidOf('Lead', given.lead, 'filter.lead'),
    linked,
    areaId: given.area == null ? null : (await areaByCode(reader, given.area, 'filter.area')).id,
    noProgressSince: months == null ? null : monthsBefore(reader.today, months),
  };
}

/** The one definition of which actions a filter lists, over the alias of an action. */
export function actionConditions(filter: ResolvedActionFilter, row: string, bind: Binder, day = bind.today()): string[] {
  const { given, planId, sectionId, leadId, linked, areaId, noProgressSince } = filter;
  const text = (value: string): string => bind.param(value, 'text');
  const led = (condition: string): string => `exists (select from ${view('action_leads', bind)} o join ${view('leads', bind)} l on l.id = o.lead_id where o.action_id = ${row}.id and ${condition})`;
  // Made only where it is asked for: what is bound must be used.
  const when = (wanted: boolean | null | undefined, condition: () => string): string[] => (wanted == null ? [] : [wanted ? condition() : `not ${condition()}`]);
  return [
    ...(planId === null || given.withParts === true ? [onlyOnce(row, day)] : []),
    given.closed === true ? `not ${inPlan(row, bind, day)}` : inPlan(row, bind, day),
    ...(planId === null ? [] : [given.withParts === true ? `${row}.plan_id in (${plansUnder(bind.param(planId, 'uuid'), bind)})` : `${row}.plan_id = ${bind.param(planId, 'uuid')}`]),
    ...(sectionId === null ? [] : [`${row}.section_id = ${bind.param(sectionId, 'uuid')}`]),
    ...(areaId === null ? [] : [`${row}.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(areaId, 'uuid')})`]),
    ...(leadId === null ? [] : [led(`l.id = ${bind.param(leadId, 'uuid')}`)]),
    ...when(given.ledAlone, () => `((select count(distinct o.lead_id) from ${view('action_leads', bind)} o where o.action_id = ${row}.id) = 1)`),
    ...(given.agency == null ? [] : [led(`l.agency = ${text(given.agency)}`)]),
    ...(given.side == null ? [] : [`${side(row, bind)} = ${text(given.side)}`]),
    ...(given.rag == null ? [] : [`${rag(row, bind, day)} = ${text(given.rag)}`]),
    ...(given.dueState == null ? [] : [`${dueState(row, bind, day)} = ${text(given.dueState)}`]),
    ...when(given.overdue, () => `(${dueState(row, bind, day)} = 'OVERDUE')`),
    ...when(given.slipped, () => slipped(row, bind, day)),
    ...(given.dueBefore == null ? [] : [`${dueOn(row, bind, day)} < ${bind.param(given.dueBefore, 'date')}`]),
    ...(noProgressSince === null ? [] : [`case when ${withoutProgressSince(bind.param(noProgressSince, 'date'), row, bind, day)} then not ${achieved(row, bind, day)} else false end`]),
    ...when(given.withoutProgress, () => `(${unreported(row, bind, day)})`),
    ...when(given.noDate, () => `(${currentWhen(row, bind, day)} is null)`),
    ...when(given.recurringWithoutFirstDay, () => recursUncounted(row, bind, day)),
    ...when(given.incomplete, () => `(${row}.text = '')`),
    ...when(given.achieved, () => achieved(row, bind, day)),
    ...(given.byWhen == null ? [] : [`(select w.written from ${view('by_whens', bind)} w where w.id = ${currentWhen(row, bind, day)}) = ${text(given.byWhen)}`]),
    ...(linked === null ? [] : [linkedTo(linked, row, bind, day)]),
    ...wordsOf(given.text).map((word) => `(position(${text(word)} in lower(${row}.text)) > 0 or exists (select from ${view('recommendations', bind)} x where x.id = ${row}.recommendation_id and position(${text(word)} in lower(x.text)) > 0))`),
  ];
}

/** What contributes to a priority does so from day to day; any other link has no days. */
function linkedTo({ type, uuid }: { readonly type: string; readonly uuid: string }, row: string, bind: Binder, day: string): string {
  const node = bind.param(uuid, 'uuid');
  return type === 'Priority' ? actionContributes(row, node, bind, day) : `exists (select from ${view('action_links', bind)} k where k.action_id = ${row}.id and k.node_id = ${node})`;
}

function wordsOf(text: string | null | undefined): string[] {
  return (text ?? '').toLowerCase().replaceAll('\0', '').split(/\s+/).filter((word) => word !== '').slice(0, MOST_WORDS);
}
