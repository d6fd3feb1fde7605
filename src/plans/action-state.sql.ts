import type { Binder } from '../graphql/read/binder';
import type { KnownRows } from '../graphql/read/known';
import { KNOWN } from './known-rows';

/** Days before a deadline from which on an action is due soon. */
export const SOON_DAYS = 90;

const BY_VIEW: Readonly<Record<string, KnownRows | undefined>> = KNOWN;

/** A masked view of plans, as the viewer may read it; of what is only added to, what was known at the instant of the request. */
export function view(name: string, bind: Binder): string {
  const all = `shown.${name}${bind.cleared ? '_cleared' : ''}`;
  return (bind.knownAt === null ? undefined : BY_VIEW[name]?.(all, bind)) ?? all;
}

/*
 * What is derived of an action on a day, as SQL over the alias of its row. The day is that of the request unless a series
 * asks for many.
 */

/** The id of what is said of its date. */
export function currentWhen(row: string, bind: Binder, day = bind.today()): string {
  return `(select w.id from ${view('by_whens', bind)} w where w.action_id = ${row}.id and (w.said_on is null or w.said_on <= ${day}) order by w.revision desc limit 1)`;
}

export function dueOn(row: string, bind: Binder, day = bind.today()): string {
  return `(select d.due_on from ${view('by_whens', bind)} d where d.id = ${currentWhen(row, bind, day)})`;
}

/** The first deadline that was ever said. */
export function firstDueOn(row: string, bind: Binder, day = bind.today()): string {
  return `(select d.due_on from ${view('by_whens', bind)} d where d.action_id = ${row}.id and d.due_on is not null and (d.said_on is null or d.said_on <= ${day}) order by d.revision limit 1)`;
}

/** Whole calendar months from the first deadline to the current one. */
export function slippage(row: string, bind: Binder, day = bind.today()): string {
  const months = (due: string): string => `(extract(year from ${due}) * 12 + extract(month from ${due}))`;
  return `(${months(dueOn(row, bind, day))} - ${months(firstDueOn(row, bind, day))})::int`;
}

/** Whether its deadline is later than the first that was said, be it by a day. */
export function slipped(row: string, bind: Binder, day = bind.today()): string {
  return `coalesce(${dueOn(row, bind, day)} > ${firstDueOn(row, bind, day)}, false)`;
}

const LATEST = 'order by r.reported_on desc, r.recorded_at desc, r.id desc limit 1';

/** What was said of an action: of itself, or of what it was carried over from in the versions of the plan before. */
export function ofAction(said: string, row: string): string {
  return `${said}.action_id = any(${row}.id || ${row}.carried_ids)`;
}

function reported(what: string, row: string, bind: Binder, day: string, more: string): string {
  return `(select ${what} from ${view('progress_report_actions', bind)} c join ${view('progress_reports', bind)} r on r.id = c.report_id where ${ofAction('c', row)} and r.reported_on <= ${day}${more}`;
}

/** The id of the latest report that is certainly about it. */
export function currentReport(row: string, bind: Binder, day = bind.today()): string {
  return `${reported('r.id', row, bind, day, ' and c.certain')} ${LATEST})`;
}

/** It says something to everyone: an internal note alone changes neither a rating nor what the public sees. */
const SAID = `and (r.rag <> 'NOT_RATED' or r.unrated or r.achieved is not null or r.note is not null)`;

/** The id of the latest report that is certainly about it and says something to everyone. */
export function lastSaid(row: string, bind: Binder, day = bind.today()): string {
  return `${reported('r.id', row, bind, day, ` and c.certain ${SAID}`)} ${LATEST})`;
}

/** By the latest report that rates it, or takes its rating back: one that says nothing of it leaves the last rating standing. */
export function rag(row: string, bind: Binder, day = bind.today()): string {
  return `coalesce(${reported('r.rag', row, bind, day, ` and c.certain and (r.rag <> 'NOT_RATED' or r.unrated)`)} ${LATEST}), 'NOT_RATED')`;
}

/** Of an action that recurs, what SQL says of its rule and its anchor on a day; nothing of one that does not. */
export function recurring(what: string, row: string, bind: Binder, day = bind.today()): string {
  return `(select ${what} from ${view('by_when_dates', bind)} p where p.by_when_id = ${currentWhen(row, bind, day)} and p.kind = 'RECURRING' order by p.position limit 1)`;
}

/** Whether it recurs and there is no day to count from: then no period of it is known, and no next day. */
export function recursUncounted(row: string, bind: Binder, day = bind.today()): string {
  return `coalesce(${recurring('p.anchor is null', row, bind, day)}, false)`;
}

/** Whether it is achieved: of what recurs, in the period in which the day lies. */
export function achieved(row: string, bind: Binder, day = bind.today()): string {
  const kept = `(select max(k.first_day) from shown.recurrence_periods k where k.rrule = p.rrule and k.anchor = p.anchor and k.first_day <= ${day} and ${day} <= k.known_until)`;
  const period = ` and c.certain and r.achieved is not null and r.reported_on >= coalesce(${recurring(`coalesce(recurrence_start(p.rrule, p.anchor, ${day}), ${kept})`, row, bind, day)}, '-infinity')`;
  return `coalesce(${reported('r.achieved', row, bind, day, period)} ${LATEST}), false)`;
}

/** Periods that are told of one action. */
const MOST_PERIODS = 60;

/** The periods of an action that recurs, up to the day of the request: first and last day, and whether it was achieved. */
export function periodsSql(row: string, bind: Binder): string {
  const day = bind.today();
  return `select w.first_day, w.last_day, ${reported('r.achieved', row, bind, day, ' and c.certain and r.achieved is not null and r.reported_on >= w.first_day and (r.reported_on <= w.last_day or w.last_day is null)')} ${LATEST}) as achieved
    from (select b.rrule, b.anchor, recurrence_step(b.rrule) as step, recurrence_number(b.rrule, b.anchor, ${day}) as latest, ${day} as until from ${view('by_when_dates', bind)} b where b.by_when_id = ${currentWhen(row, bind)} and b.kind = 'RECURRING' order by b.position limit 1) rule,
      lateral (select (rule.anchor + k * rule.step)::date as first_day, (rule.anchor + (k + 1) * rule.step)::date - 1 as last_day from generate_series(greatest(rule.latest - ${MOST_PERIODS - 1}, 0), rule.latest) k
        union all select k.first_day, k.last_day from shown.recurrence_periods k where k.rrule = rule.rrule and k.anchor = rule.anchor and k.first_day <= rule.until and rule.until <= k.known_until
        order by first_day desc limit ${MOST_PERIODS}) w`;
}

/** The day of the latest report that covers it or may do so. */
export function lastProgressOn(row: string, bind: Binder, day = bind.today()): string {
  return `${reported('max(r.reported_on)', row, bind, day, '')})`;
}

/** Whether no report covers it or may do so. */
export function unreported(row: string, bind: Binder, day = bind.today()): string {
  return `not exists ${reported('', row, bind, day, '')})`;
}

/** Whether it is older than a day, and the latest report that covers it or may do so is older too: the first that is not ends the search. */
export function withoutProgressSince(since: string, row: string, bind: Binder, day = bind.today()): string {
  const begun = `(select min(b.begun_on) from ${view('actions', bind)} b where b.id = any(${row}.id || ${row}.carried_ids))`;
  return `(not exists ${reported('', row, bind, day, ` and r.reported_on >= ${since}`)}) and (${begun} < ${since} or exists ${reported('', row, bind, day, '')})))`;
}

/** Whether it is in the plan. */
export function inPlan(row: string, bind: Binder, day = bind.today()): string {
  return `(${row}.closed_on is null or ${row}.closed_on > ${day})`;
}

/** One of DueState. */
export function dueState(row: string, bind: Binder, day = bind.today()): string {
  return `(select case when ${achieved(row, bind, day)} then 'ACHIEVED' when s.id is null then 'NO_DATE' when s.ambiguity is not null then 'AMBIGUOUS' when s.due_on is null then 'NO_DEADLINE'
    when s.due_on < ${day} then 'OVERDUE' when s.due_on <= ${day} + ${SOON_DAYS} then 'DUE_SOON' else 'DUE_LATER' end
    from (select 1) one left join ${view('by_whens', bind)} s on s.id = ${currentWhen(row, bind, day)})`;
}

/** One of ActionSide. */
export function side(row: string, bind: Binder): string {
  return `(select case when count(*) = 0 then 'NO_LEAD' when bool_or(l.side = 'SECTOR') and bool_or(l.side = 'STATUTORY') then 'BOTH' when bool_or(l.side is null) then 'NOT_KNOWN' else min(l.side) end
    from ${view('action_leads', bind)} o join ${view('leads', bind)} l on l.id = o.lead_id where o.action_id = ${row}.id)`;
}

/** The id that callers know a row by, as `toNodeId` makes it. */
export function nodeId(type: string, id: string): string {
  return `translate(encode(convert_to('${type}:' || ${id}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`;
}

/** A figure that opens into its rows: how many, and the filter that lists them. `filter` are pairs of SQL. */
export function figure(count: string, bind: Binder, plan: string, ...filter: readonly string[]): string {
  return `json_build_object('count', ${count}, 'filter', json_build_object('plan', ${nodeId('Plan', plan)}, 'asOf', ${bind.today()}${bind.knownAt === null ? '' : `, 'knownAt', ${bind.param(bind.knownAt, 'text')}`}${filter.map((pair) => `, ${pair}`).join('')}))`;
}
