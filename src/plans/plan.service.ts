import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { linkedNodes } from './action-links';
import { readByWhen, type WhenDate } from './by-when';
import { isRule } from './recurrence-rule';
import { dayRange } from './import/plan-changes';
import { claimRow, idOf } from './plan-claim';
import { WhenKind } from './plan.enums';
import type { ApprovePlanInput, ConfirmDueDateInput, LinkActionInput, ReviseDueDateInput, WhenDateInput } from './plan.input';
import { keepRecurrences } from './recurrences';

const MOST_LINKS = 50;

const LONGEST_BY_WHEN = 500;

export async function approvePlan(writing: Writing, input: ApprovePlanInput): Promise<string> {
  const on = input.on ?? writing.clock.today();
  if (on > writing.clock.today()) throw new UserFault('INVALID', 'An approval cannot lie in the future.', ['on']);
  if (input.by.trim() === '') throw new UserFault('INVALID', 'Say who approved it.', ['by']);
  const id = idOf('Plan', input.id);
  return makeChange(writing, 'approvePlan', input, {}, async (manager) => {
    await claimRow(manager, 'plans', id, input.expectedVersion);
    const [, changed] = (await manager.query(`update plans set status = 'APPROVED', approved_on = $2, approved_by = $3, updated_at = $4 where id = $1 and status = 'DRAFT'`, [id, on, input.by.trim(), writing.clock.now()])) as [unknown, number];
    if (changed === 0) throw new UserFault('ALREADY', 'It is approved already.', ['id']);
    return id;
  });
}

export async function reviseDueDate(writing: Writing, input: ReviseDueDateInput): Promise<string> {
  const id = idOf('Action', input.id);
  const saidOn = input.saidOn ?? writing.clock.today();
  const written = input.byWhen.trim();
  if (saidOn > writing.clock.today()) throw new UserFault('INVALID', 'A decision cannot lie in the future.', ['saidOn']);
  if (input.reason.trim() === '') throw new UserFault('INVALID', 'Say why it is revised.', ['reason']);
  if (written.length > LONGEST_BY_WHEN) throw new UserFault('INVALID', `Say it in at most ${LONGEST_BY_WHEN} characters.`, ['byWhen']);
  const read = readByWhen(written);
  if (read.ambiguity !== undefined) throw new UserFault('INVALID', 'It does not have one meaning: say a month and a year, or a day.', ['byWhen']);
  return makeChange(writing, 'reviseDueDate', input, {}, async (manager) => {
    await claimRow(manager, 'actions', id, input.expectedVersion);
    const [known] = (await manager.query(
      `select a.plan_id, lower(p.period)::text as begins, (select max(w.revision) from by_whens w where w.action_id = a.id and w.withdrawn_at is null) as revision,
         (select max(w.said_on)::text from by_whens w where w.action_id = a.id and w.withdrawn_at is null) as said_on
       from actions a join plans p on p.id = a.plan_id where a.id = $1`, [id],
    )) as { plan_id: string; begins: string | null; revision: number | null; said_on: string | null }[];
    if (known === undefined) throw new UserFault('NOT_FOUND', 'There is no such action.', ['id']);
    const earliest = [known.begins, known.said_on].filter((day) => day !== null).sort().at(-1);
    if (earliest !== undefined && saidOn < earliest) throw new UserFault('INVALID', `The plan, or the last revision, is of ${earliest}.`, ['saidOn']);
    const whenId = uuidv7();
    await manager.query(
      `insert into by_whens (id, action_id, plan_id, revision, written, condition, said_on, reason, source, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'REVISION', $9)`,
      // A first date that comes late is a revision of none.
      [whenId, id, known.plan_id, (known.revision ?? 0) + 1, written, read.condition ?? null, saidOn, input.reason.trim(), writing.clock.now()],
    );
    await insertDates(manager, [whenId], known.plan_id, read.dates);
    return id;
  });
}

export async function confirmDueDate(writing: Writing, input: ConfirmDueDateInput): Promise<string> {
  const id = idOf('Plan', input.id);
  if (input.dates.length === 0 || input.dates.length > 10) throw new UserFault('INVALID', 'Say what it means: 1 to 10 dates.', ['dates']);
  const dates = input.dates.map((date, at) => checkedDate(date, ['dates', String(at)]));
  return makeChange(writing, 'confirmDueDate', input, {}, async (manager) => {
    await claimRow(manager, 'plans', id, input.expectedVersion);
    const [confirmed] = (await manager.query(
      `update by_whens set doubt = ambiguity, ambiguity = null, confirmed_on = $3, confirmed_by = $4, confirmed_at = $5 where plan_id = $1 and written = $2 and ambiguity is not null and withdrawn_at is null returning id`,
      [id, input.written, writing.clock.today(), writing.viewer.subject ?? writing.viewer.role, writing.clock.now()],
    )) as [{ id: string }[], number];
    const ids = confirmed.length === 0 ? await takeBack(manager, writing, id, input.written) : confirmed.map((row) => row.id);
    if (ids.length === 0) throw new UserFault('INVALID', 'No date of the plan that may mean several things reads so.', ['written']);
    await insertDates(manager, ids, id, dates, confirmed.length === 0 ? writing.clock.now() : null);
    await keepRecurrences(manager, id);
    return id;
  });
}

/** Takes back what was confirmed of a date; it stays on record. @returns what is said of it anew. */
async function takeBack(manager: EntityManager, { viewer, clock }: Writing, planId: string, written: string): Promise<string[]> {
  const [again] = (await manager.query(
    `update by_whens set corrected_on = $3, corrected_by = $4, corrected_at = $5 where plan_id = $1 and written = $2 and confirmed_on is not null and withdrawn_at is null returning id`,
    [planId, written, clock.today(), viewer.subject ?? viewer.role, clock.now()],
  )) as [{ id: string }[], number];
  const ids = again.map((row) => row.id);
  await manager.query('update by_when_dates set withdrawn_at = $2 where by_when_id = any($1::uuid[]) and withdrawn_at is null', [ids, clock.now()]);
  return ids;
}

export async function linkAction(writing: Writing, input: LinkActionInput): Promise<string> {
  const id = idOf('Action', input.id);
  if (input.linkedTo.length > MOST_LINKS) throw new UserFault('INVALID', `An action is linked to at most ${MOST_LINKS}.`, ['linkedTo']);
  return makeChange(writing, 'linkAction', input, {}, async (manager) => {
    await claimRow(manager, 'actions', id, input.expectedVersion);
    const nodes = await linkedNodes(manager, input.linkedTo, 'linkedTo');
    await manager.query('delete from action_links where action_id = $1 and node_id <> all($2::uuid[])', [id, nodes.map((node) => node.node_id)]);
    await manager.query(
      `insert into action_links (id, action_id, plan_id, kind, node_id) select n.id, a.id, a.plan_id, n.kind, n.node_id from actions a, jsonb_to_recordset($2) n (id uuid, kind text, node_id uuid)
       where a.id = $1 on conflict on constraint action_links_unique do nothing`,
      [id, JSON.stringify(nodes.map((node) => ({ ...node, id: uuidv7() })))],
    );
    return id;
  });
}

function checkedDate({ kind, from, to, rrule }: WhenDateInput, path: readonly string[]): WhenDate {
  if (kind === WhenKind.OPEN_ENDED) return { kind };
  if (kind === WhenKind.RECURRING) {
    if (rrule == null || !isRule(rrule)) throw new UserFault('INVALID', 'RECURRING needs an RRULE of RFC 5545 by days, weeks, months or years, such as FREQ=MONTHLY;INTERVAL=2.', [...path, 'rrule']);
    return { kind, rrule };
  }
  if (from == null || to == null || from > to) throw new UserFault('INVALID', `${kind} needs a first and a last day.`, [...path, 'to']);
  return { kind, from, to };
}

async function insertDates(manager: EntityManager, whenIds: readonly string[], planId: string, dates: readonly WhenDate[], at: Date | null = null): Promise<void> {
  const rows = dates.map(({ kind, from, to, rrule }, at) => ({ position: at + 1, kind, days: from === undefined || to === undefined ? null : dayRange(from, to), rrule: rrule ?? null }));
  await manager.query(
    `insert into by_when_dates (by_when_id, plan_id, position, kind, days, rrule, recorded_at)
     select w, $2, coalesce((select max(b.position) from by_when_dates b where b.by_when_id = w), 0) + d.position, d.kind, d.days, d.rrule, $4 from unnest($1::uuid[]) w, jsonb_to_recordset($3) d (position integer, kind text, days daterange, rrule text)`,
    [whenIds, planId, JSON.stringify(rows), at],
  );
}
