import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { Binder } from '../graphql/read/binder';
import { achieved, inPlan } from './action-state.sql';
import { dayRange } from './import/plan-changes';
import { claimRow, idOf } from './plan-claim';
import { carryWithActions } from './priorities/carry-contributions';
import type { BeginEditionInput } from './plan.input';
import { keepRecurrences } from './recurrences';

const MOST_ACTIONS = 1_000;
const FAULTS: ConstraintFaults = { plans_edition_unique: () => new UserFault('TAKEN', 'There is a newer version of the plan already.', ['id']) };

/** What is copied, in the order in which rows name one another: columns that name copied rows, and those that go as they are. */
const COPIED: readonly { readonly table: string; readonly of: string; readonly named: readonly string[]; readonly columns: readonly string[] }[] = [
  { table: 'plan_sections', of: 'r.plan_id = $3', named: [], columns: ['position', 'title', 'introduction'] },
  { table: 'recommendations', of: 'r.plan_id = $3', named: ['section_id'], columns: ['number', 'position', 'text'] },
  { table: 'actions', of: 'r.id = any($4::uuid[])', named: ['section_id', 'recommendation_id'], columns: ['number', 'position', 'text'] },
  { table: 'by_whens', of: 'r.action_id = any($4::uuid[]) and r.withdrawn_at is null', named: ['action_id'], columns: ['revision', 'written', 'ambiguity', 'condition', 'said_on', 'reason', 'source', 'confirmed_on', 'confirmed_by', 'doubt', 'confirmed_at', 'corrected_on', 'corrected_by', 'corrected_at', 'recorded_at'] },
  { table: 'action_measures', of: 'r.action_id = any($4::uuid[])', named: ['action_id'], columns: ['position', 'text', 'odd', 'unit', 'better', 'baseline', 'baseline_on', 'written', 'settled'] },
  { table: 'measure_targets', of: 'r.measure_id in (select m.id from action_measures m where m.action_id = any($4::uuid[]))', named: ['measure_id'], columns: ['area_id', 'period', 'target'] },
  { table: 'action_links', of: 'r.action_id = any($4::uuid[])', named: ['action_id'], columns: ['kind', 'node_id'] },
  { table: 'plan_review_bodies', of: 'r.plan_id = $3', named: [], columns: ['position', 'body', 'times_a_year', 'kind', 'note'] },
  { table: 'plan_audiences', of: 'r.plan_id = $3', named: [], columns: ['position', 'level', 'audience'] },
  { table: 'plan_channels', of: 'r.plan_id = $3', named: [], columns: ['position', 'channel'] },
];

interface Old {
  readonly begins: string | null;
  readonly newest: boolean;
}

/** Begins a new version of a plan and carries actions over. @returns the uuid of the new version. */
export async function beginEdition(writing: Writing, input: BeginEditionInput): Promise<string> {
  const old = idOf('Plan', input.id);
  const { from, to } = input;
  if (to != null && from > to) throw new UserFault('INVALID', 'The last day lies before the first.', ['to']);
  const chosen = input.actions?.map((id, at) => idOf('Action', id, ['actions', String(at)])) ?? null;
  if (chosen !== null && chosen.length > MOST_ACTIONS) throw new UserFault('INVALID', `At most ${MOST_ACTIONS}.`, ['actions']);
  return makeChange(writing, 'beginEdition', input, FAULTS, async (manager) => {
    await claimRow(manager, 'plans', old, input.expectedVersion);
    const [plan] = (await manager.query(
      `select lower(p.period)::text as begins, not exists (select from plans n where n.area_id = p.area_id and n.title_key = p.title_key and n.edition > p.edition) as newest from plans p where p.id = $1`, [old],
    )) as Old[];
    if (plan?.newest !== true) throw new UserFault('TAKEN', 'There is a newer version of the plan already.', ['id']);
    if (plan.begins !== null && from <= plan.begins) throw new UserFault('INVALID', `The version before begins on ${plan.begins}.`, ['from']);
    const carried = await toCarry(manager, writing, old, chosen);
    const id = uuidv7();
    await manager.query(
      `insert into plans (id, title, area_id, owner, period, edition, introduction, summary, parent_id, source, created_at, updated_at)
       select $1, p.title, p.area_id, p.owner, $2::daterange, p.edition + 1, p.introduction, p.summary, p.parent_id, 'the version before', $3, $3 from plans p where p.id = $4`,
      [id, to == null ? `[${from},)` : dayRange(from, to), writing.clock.now(), old],
    );
    await copyParts(manager, { old, id, carried, at: writing.clock.now() });
    await carryWithActions(manager, { plan: id, day: from, at: writing.clock.now() });
    await keepRecurrences(manager, id);
    await manager.query('update actions set closed_on = $2, version = version + 1, updated_at = $3 where id = any($1::uuid[])', [carried, from, writing.clock.now()]);
    await manager.query(`update plans set period = daterange(lower(period), $2::date), updated_at = $3 where id = $1 and coalesce(upper(period) > $2::date, true)`, [old, from, writing.clock.now()]);
    return id;
  });
}

async function toCarry(manager: EntityManager, writing: Writing, plan: string, chosen: readonly string[] | null): Promise<string[]> {
  const bind = new Binder(writing.viewer, writing.clock.today());
  const wanted = chosen === null ? `not ${achieved('open', bind)}` : `open.id = any(${bind.param(chosen, 'uuid[]')})`;
  const rows = (await manager.query(`select open.id from shown.actions_cleared open where open.plan_id = ${bind.param(plan, 'uuid')} and ${inPlan('open', bind)} and ${wanted}`, bind.values)) as { id: string }[];
  if (chosen !== null && rows.length < new Set(chosen).size) throw new UserFault('NOT_FOUND', 'Not all of these are actions that stand in the plan.', ['actions']);
  return rows.map((row) => row.id);
}

interface Copying {
  readonly old: string;
  readonly id: string;
  readonly carried: readonly string[];
  readonly at: Date;
}

/** Copies the parts set by set; each row gets an id of its own, by which those that name it are mended. */
async function copyParts(manager: EntityManager, { old, id, carried, at }: Copying): Promise<void> {
  const ids: { old: string; id: string }[] = [];
  for (const { table, of, named, columns } of COPIED) {
    const found = (await manager.query(`select r.id from ${table} r where ${of.replace('$3', '$1').replace('$4', '$2')} and ($1::uuid, $2::uuid[]) is not null`, [old, carried])) as { id: string }[];
    ids.push(...found.map((row) => ({ old: row.id, id: uuidv7() })));
    const stamps = table === 'actions' ? { columns: ['carried_from_id', 'carried_ids', 'created_at', 'updated_at'], values: ['r.id', 'r.id || r.carried_ids', '$5', '$5'] }
      : table === 'action_measures' ? { columns: ['carried_ids'], values: ['r.id || r.carried_ids'] } : { columns: [], values: [] };
    const renamed = (column: string): string => `(select x.id from ids x where x.old = r.${column})`;
    await manager.query(
      `with ids as (select * from jsonb_to_recordset($1) x (old uuid, id uuid))
       insert into ${table} (id, plan_id, ${[...named, ...columns, ...stamps.columns].join(', ')})
       select n.id, $2, ${[...named.map(renamed), ...columns.map((column) => `r.${column}`), ...stamps.values].join(', ')} from ${table} r join ids n on n.old = r.id
       where ${of} and ($3::uuid, $4::uuid[], $5::timestamptz) is not null`,
      [JSON.stringify(ids), id, old, carried, at],
    );
  }
  const given = [JSON.stringify(ids), id, carried];
  const mapped = `with ids as (select * from jsonb_to_recordset($1) x (old uuid, id uuid))`;
  await manager.query(`${mapped} insert into by_when_dates (by_when_id, plan_id, position, kind, days, rrule, recorded_at)
    select n.id, $2, d.position, d.kind, d.days, d.rrule, d.recorded_at from by_when_dates d join ids n on n.old = d.by_when_id where d.withdrawn_at is null and $3::uuid[] is not null`, given);
  await manager.query(`${mapped} insert into action_leads (action_id, plan_id, position, lead_id, as_written)
    select n.id, $2, l.position, l.lead_id, l.as_written from action_leads l join ids n on n.old = l.action_id where l.action_id = any($3::uuid[])`, given);
  const positions = (await manager.query(
    `select distinct on (s.action_id) s.recommendation_id, s.action_id, s.text from position_statements s where s.action_id = any($1::uuid[]) and s.withdrawn_at is null order by s.action_id, s.recorded_at desc, s.id desc`, [carried],
  )) as { recommendation_id: string | null; action_id: string; text: string }[];
  const of = new Map(ids.map((one) => [one.old, one.id]));
  const rows = positions.map((row) => ({ id: uuidv7(), text: row.text, action_id: of.get(row.action_id), recommendation_id: row.recommendation_id === null ? null : (of.get(row.recommendation_id) ?? null) }));
  await manager.query(
    `insert into position_statements (id, plan_id, recommendation_id, action_id, text, recorded_at)
     select r.id, $2, r.recommendation_id, r.action_id, r.text, $3 from jsonb_to_recordset($1) r (id uuid, recommendation_id uuid, action_id uuid, text text)`, [JSON.stringify(rows), id, at],
  );
}
