import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../../graphql/change';
import { linkedNodes } from '../action-links';
import { dayRange } from '../import/plan-changes';
import { claimRow, idOf } from '../plan-claim';
import { BetterWhen } from './measure.enums';
import type { ObserveMeasureInput, SetMeasureInput, SettleMeasureInput } from './measure.input';

const MOST_TARGETS = 200;
const MOST_ROWS = 500;
/** Digits of a number that anybody counts to. */
const LONGEST = 20;

const FAULTS: ConstraintFaults = { measure_targets_no_overlap: () => new UserFault('INVALID', 'Two targets of one area lie on the same days.', ['targets']) };

export async function setMeasure(writing: Writing, input: SetMeasureInput): Promise<string> {
  const actionId = idOf('Action', input.id);
  const given = input.measure == null ? null : idOf('Measure', input.measure, ['measure']);
  const text = input.text?.trim() ?? '';
  if ((given === null) === (text === '')) throw new UserFault('INVALID', 'Name a measure of the action, or the wording of a new one.', ['text']);
  if (input.unit.trim() === '') throw new UserFault('INVALID', 'Say what is counted.', ['unit']);
  if (input.baseline == null && input.baselineOn != null) throw new UserFault('INVALID', 'Say where it stood on that day.', ['baseline']);
  if (input.targets.length > MOST_TARGETS) throw new UserFault('INVALID', `At most ${MOST_TARGETS} targets.`, ['targets']);
  if (input.baseline != null) notTooLong(input.baseline, ['baseline']);
  input.targets.forEach(({ from, to, target }, at) => {
    if (from > to) throw new UserFault('INVALID', 'The last day lies before the first.', ['targets', String(at), 'to']);
    notTooLong(target, ['targets', String(at), 'target']);
  });
  return makeChange(writing, 'setMeasure', input, FAULTS, async (manager) => {
    await claimRow(manager, 'actions', actionId, input.expectedVersion);
    const planId = await planOf(manager, actionId);
    const areas = await areasOf(manager, planId, input.targets.map((target) => target.area), (at) => ['targets', at, 'area']);
    const values = [input.unit.trim(), input.better ?? BetterWhen.HIGHER, input.baseline ?? null, input.baselineOn ?? null];
    const id = given ?? uuidv7();
    if (given === null) {
      await manager.query(
        `insert into action_measures (id, action_id, plan_id, position, text, unit, better, baseline, baseline_on)
         select $1, $2, $3, coalesce((select max(m.position) from action_measures m where m.action_id = $2), 0) + 1, $4, $5, $6, $7, $8`, [id, actionId, planId, text, ...values],
      );
    } else {
      const [, changed] = (await manager.query('update action_measures set unit = $3, better = $4, baseline = $5, baseline_on = $6 where id = $1 and action_id = $2', [id, actionId, ...values])) as [unknown, number];
      if (changed === 0) throw new UserFault('NOT_FOUND', 'The action has no such measure.', ['measure']);
    }
    await manager.query('delete from measure_targets where measure_id = $1', [id]);
    const rows = input.targets.map(({ from, to, target }, at) => ({ id: uuidv7(), area_id: areas[at], period: dayRange(from, to), target }));
    await manager.query(
      'insert into measure_targets (id, measure_id, plan_id, area_id, period, target) select r.id, $1, $2, r.area_id, r.period, r.target from jsonb_to_recordset($3) r (id uuid, area_id uuid, period daterange, target numeric)',
      [id, planId, JSON.stringify(rows)],
    );
    return actionId;
  });
}

/** @returns the uuid of the action. */
export async function settleMeasure(writing: Writing, input: SettleMeasureInput): Promise<string> {
  const actionId = idOf('Action', input.id);
  const id = idOf('Measure', input.measure, ['measure']);
  const text = input.text?.trim() ?? null;
  if (text === '') throw new UserFault('INVALID', 'Say how it should read, or leave it out.', ['text']);
  if (text !== null && !input.isMeasure) throw new UserFault('INVALID', 'What is no measure need not read otherwise.', ['text']);
  return makeChange(writing, 'settleMeasure', input, {}, async (manager) => {
    await claimRow(manager, 'actions', actionId, input.expectedVersion);
    const [[measure]] = (await manager.query(
      `update action_measures set odd = null, settled = $3, written = case when $4::text is null then written else coalesce(written, text) end, text = coalesce($4, text) where id = $1 and action_id = $2 returning unit`,
      [id, actionId, input.isMeasure ? 'MEASURE' : 'NOT_A_MEASURE', text],
    )) as [{ unit: string | null }[], number];
    if (measure === undefined) throw new UserFault('NOT_FOUND', 'The action has no such measure.', ['measure']);
    if (measure.unit !== null && !input.isMeasure) throw new UserFault('INVALID', 'It has numbers: it is a measure.', ['isMeasure']);
    return actionId;
  });
}

/** @returns the uuid of the measure. */
export async function observeMeasure(writing: Writing, input: ObserveMeasureInput): Promise<string> {
  const id = idOf('Measure', input.measure, ['measure']);
  const { observedOn, rows } = input;
  if (observedOn > writing.clock.today()) throw new UserFault('INVALID', 'Nothing is observed of days to come.', ['observedOn']);
  if (input.source.trim() === '') throw new UserFault('INVALID', 'Say where it comes from.', ['source']);
  if ((rows?.length ?? 0) > MOST_ROWS) throw new UserFault('INVALID', `At most ${MOST_ROWS}.`, ['rows']);
  notTooLong(input.value, ['value']);
  return makeChange(writing, 'observeMeasure', input, {}, async (manager) => {
    const [measure] = (await manager.query(
      `select m.plan_id, m.unit, viewer_keeps_area(p.area_id) or viewer_leads_action(m.action_id) as may from action_measures m join plans p on p.id = m.plan_id where m.id = $1`, [id],
    )) as { plan_id: string; unit: string | null; may: boolean }[];
    if (measure === undefined) throw new UserFault('NOT_FOUND', 'There is no such measure.', ['measure']);
    if (!measure.may) throw new UserFault('FORBIDDEN', 'Those who lead report on their own actions, coordinators on those of their area.', ['measure']);
    if (measure.unit === null) throw new UserFault('INVALID', 'It has no unit yet: set the measure first.', ['measure']);
    const [area] = await areasOf(manager, measure.plan_id, [input.area], () => ['area']);
    const nodes = await linkedNodes(manager, rows ?? [], 'rows');
    const valueId = uuidv7();
    await manager.query(
      `insert into measure_values (id, measure_id, plan_id, area_id, observed_on, value, source, observed_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [valueId, id, measure.plan_id, area, observedOn, input.value, input.source.trim(), writing.viewer.subject ?? null, writing.clock.now()],
    );
    await manager.query(
      'insert into measure_value_rows (id, value_id, plan_id, kind, node_id) select n.id, $1, $2, n.kind, n.node_id from jsonb_to_recordset($3) n (id uuid, kind text, node_id uuid)',
      [valueId, measure.plan_id, JSON.stringify(nodes.map((node) => ({ ...node, id: uuidv7() })))],
    );
    return id;
  });
}

async function planOf(manager: EntityManager, actionId: string): Promise<string> {
  const [action] = (await manager.query('select plan_id from actions where id = $1', [actionId])) as { plan_id: string }[];
  return action?.plan_id ?? '';
}

/** The areas behind codes, each the plan's or one within it. */
async function areasOf(manager: EntityManager, planId: string, codes: readonly (string | null | undefined)[], path: (at: string) => string[]): Promise<string[]> {
  const found = (await manager.query(
    `select coalesce(a.id, case when g.code is null then p.area_id end) as id, a.id is null or exists (select from shown.area_tree t where t.ancestor_id = p.area_id and t.descendant_id = a.id) as within
     from unnest($2::text[]) with ordinality g (code, at) join plans p on p.id = $1 left join areas a on a.code = g.code order by g.at`, [planId, codes.map((code) => code ?? null)],
  )) as { id: string | null; within: boolean }[];
  return found.map(({ id, within }, at) => {
    if (id === null) throw new UserFault('UNKNOWN_AREA', `No area has the code ${(codes[at] ?? '').slice(0, 40)}.`, path(String(at)));
    if (!within) throw new UserFault('INVALID', 'It does not lie in the area of the plan.', path(String(at)));
    return id;
  });
}

function notTooLong(number: string, path: readonly string[]): void {
  if (number.length > LONGEST) throw new UserFault('INVALID', `A number has at most ${LONGEST} characters.`, path);
}
