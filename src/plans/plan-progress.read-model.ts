import { addDays } from 'date-fns/addDays';
import { endOfMonth } from 'date-fns/endOfMonth';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { ArgumentError } from '../errors';
import { toNodeId } from '../graphql/node';
import type { Reader } from '../graphql/read/reader';
import { actionConditions, resolveActionFilter } from './action-filter.conditions';
import type { ActionFilter } from './action-filter.input';
import { dueState, rag, view } from './action-state.sql';
import type { PlanProgress, ProgressPoint } from './plan-progress.type';
import { DueState, Rag } from './plan.enums';

/** Points of a trend: ten years of months. */
const MOST_POINTS = 121;

interface Counted {
  day: string;
  rags: Partial<Record<Rag, number>> | null;
  states: Partial<Record<DueState, number>> | null;
}

/** How the actions of a plan stood at the end of each month: one statement for all of them. */
export async function readPlanProgress(reader: Reader, planId: string, from: string, to: string, filter: ActionFilter | null | undefined): Promise<PlanProgress> {
  const days = monthEnds(from, to);
  if (filter?.plan != null) throw new ArgumentError('BAD_INPUT', 'filter.plan', 'The plan is named by id: leave filter.plan out.');
  if (filter?.asOf != null) throw new ArgumentError('BAD_INPUT', 'filter.asOf', 'The days are from and to: leave filter.asOf out.');
  if (filter?.knownAt != null) throw new ArgumentError('BAD_INPUT', 'filter.knownAt', 'The instant is the argument knownAt: leave filter.knownAt out.');
  if (filter?.noProgressMonths != null) throw new ArgumentError('BAD_INPUT', 'filter.noProgressMonths', 'Months without progress are counted from one day: leave filter.noProgressMonths out.');
  const given: ActionFilter = { ...filter, plan: toNodeId('Plan', planId) };
  const resolved = await resolveActionFilter(reader, given);
  const bind = reader.binder();
  const known = reader.knownAt === null ? {} : { knownAt: reader.knownAt };
  const rows = await reader.rows<Counted>(
    `with days as (select d as day from unnest(${bind.param(days, 'date[]')}) d), there as materialized (
      select days.day, ${rag('a', bind, 'days.day')} as rag, ${dueState('a', bind, 'days.day')} as state
      from days join ${view('actions', bind)} a on ${actionConditions(resolved, 'a', bind, 'days.day').join(' and ')})
    select s.day::text as day,
      (select json_object_agg(k.rag, k.n) from (select t.rag, count(*)::int as n from there t where t.day = s.day group by t.rag) k) as rags,
      (select json_object_agg(k.state, k.n) from (select t.state, count(*)::int as n from there t where t.day = s.day group by t.state) k) as states
    from days s order by s.day`,
    bind,
  );
  return { points: rows.map((row) => asPoint(row, { ...given, ...known })) };
}

function asPoint({ day, rags, states }: Counted, given: ActionFilter): ProgressPoint {
  const filter = { ...given, asOf: day };
  return {
    day,
    actions: { count: Object.values(states ?? {}).reduce((sum, n) => sum + n, 0), filter },
    byRag: Object.values(Rag).map((one) => ({ rag: one, count: rags?.[one] ?? 0, filter: { ...filter, rag: one } })),
    byDueState: Object.values(DueState).map((state) => ({ state, count: states?.[state] ?? 0, filter: { ...filter, dueState: state } })),
  };
}

function monthEnds(from: string, to: string): string[] {
  if (from > to) throw new ArgumentError('BAD_RANGE', 'to', 'to lies before from.');
  const days: string[] = [];
  for (let next = endOfMonth(parseISO(from)); days.length <= MOST_POINTS; next = endOfMonth(addDays(next, 1))) {
    const day = formatISO(next, { representation: 'date' });
    if (day >= to) break;
    days.push(day);
  }
  if (days.length >= MOST_POINTS) throw new ArgumentError('BAD_RANGE', 'to', 'from and to lie more than ten years apart.');
  return [...days, to];
}
