import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../../graphql/change';
import { CONTRIBUTORS, type LinkedNode, linkedNodes } from '../action-links';
import { idOf } from '../plan-claim';
import { daysOf, lineOf, textOf } from './priority-rules';
import type { CheckPriorityInput, ContributeToPriorityInput, EndContributionInput } from './priority.input';

const MOST_CONTRIBUTORS = 100;

const FAULTS: ConstraintFaults = { priority_contributions_once: () => new UserFault('ALREADY', 'One of these contributes to it already in these days.', ['contributors']) };

interface Target {
  readonly set_id: string;
  readonly keeps: boolean;
}

async function targetOf(manager: EntityManager, id: string): Promise<Target> {
  const [found] = (await manager.query('select p.set_id, viewer_keeps_area(s.area_id) as keeps from priorities p join priority_sets s on s.id = p.set_id where p.id = $1 for share of p', [id])) as Target[];
  if (found === undefined) throw new UserFault('NOT_FOUND', 'There is no such priority.', ['priority']);
  return found;
}

/** Whether the viewer looks after all of these: the organisations of services, the areas of the plans of actions. */
async function keepsAll(manager: EntityManager, nodes: readonly LinkedNode[]): Promise<boolean> {
  const [row] = (await manager.query(
    `select bool_and(coalesce(case n.kind when 'Service' then (select viewer_keeps_organisation(s.organisation_id) from services s where s.id = n.node_id)
       when 'Action' then (select viewer_keeps_area(p.area_id) from actions a join plans p on p.id = a.plan_id where a.id = n.node_id) end, false)) as keeps
     from jsonb_to_recordset($1) n (kind text, node_id uuid)`, [JSON.stringify(nodes)],
  )) as { keeps: boolean | null }[];
  return row?.keeps === true;
}

/** Says what contributes. Coordinators do so for the priorities of their area, and for what they look after themselves. @returns the uuid of the priority. */
export async function contributeToPriority(writing: Writing, input: ContributeToPriorityInput): Promise<string> {
  const id = idOf('Priority', input.priority, ['priority']);
  if (input.contributors.length === 0 || input.contributors.length > MOST_CONTRIBUTORS) throw new UserFault('INVALID', `Name 1 to ${MOST_CONTRIBUTORS} that contribute.`, ['contributors']);
  const valid = daysOf(input.from ?? writing.clock.today(), input.to ?? null, []);
  const how = textOf(input.how, ['how']);
  return makeChange(writing, 'contributeToPriority', input, FAULTS, async (manager) => {
    const target = await targetOf(manager, id);
    const nodes = await linkedNodes(manager, input.contributors, 'contributors', CONTRIBUTORS);
    if (!target.keeps && !(await keepsAll(manager, nodes))) throw new UserFault('FORBIDDEN', 'Coordinators say what contributes to the priorities of their area, and to what those contribute whom they look after.', ['priority']);
    const [held] = (await manager.query('select $2::daterange && p.valid as holds from shown.priorities_cleared p where p.id = $1', [id, valid])) as { holds: boolean }[];
    if (held?.holds !== true) throw new UserFault('INVALID', 'The priority holds on none of these days.', ['from']);
    await manager.query(
      `insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, how, created_at, updated_at)
       select n.id, $2, $3, n.kind, n.node_id, $4::daterange, $5, $6, $6 from jsonb_to_recordset($1) n (id uuid, kind text, node_id uuid)`,
      [JSON.stringify(nodes.map((node) => ({ ...node, id: uuidv7() }))), id, target.set_id, valid, how, writing.clock.now()],
    );
    return id;
  });
}

interface Standing extends LinkedNode {
  readonly priority_id: string;
  readonly version: number;
  readonly begins: string;
  readonly withdrawn: boolean;
  readonly keeps: boolean;
}

/** @returns the uuid of the priority. */
export async function endContribution(writing: Writing, input: EndContributionInput): Promise<string> {
  const id = idOf('PriorityContribution', input.id);
  const { lastDay, mistaken, expectedVersion } = input;
  if ((lastDay == null) === (mistaken !== true)) throw new UserFault('INVALID', 'Say its last day, or that it was a mistake.', ['lastDay']);
  return makeChange(writing, 'endContribution', input, FAULTS, async (manager) => {
    const [row] = (await manager.query(
      `select c.priority_id, c.kind, c.node_id, c.version, lower(c.valid)::text as begins, c.withdrawn_at is not null as withdrawn, viewer_keeps_area(s.area_id) as keeps
       from priority_contributions c join priority_sets s on s.id = c.set_id where c.id = $1 for update of c`, [id],
    )) as Standing[];
    if (row === undefined) throw new UserFault('NOT_FOUND', 'There is no such contribution.', ['id']);
    if (!row.keeps && !(await keepsAll(manager, [row]))) throw new UserFault('FORBIDDEN', 'This is not yours to change.', ['id']);
    if (row.version !== expectedVersion) throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${row.version}, not ${expectedVersion}.`, ['expectedVersion'], row.version);
    if (row.withdrawn) throw new UserFault('ALREADY', 'It was taken back as a mistake.', ['id']);
    if (lastDay != null && lastDay < row.begins) throw new UserFault('INVALID', `It begins on ${row.begins}: a contribution that never held is a mistake.`, ['lastDay']);
    if (lastDay == null) await manager.query('update priority_contributions set withdrawn_at = $2, version = version + 1, updated_at = $2 where id = $1', [id, writing.clock.now()]);
    else await manager.query(`update priority_contributions set valid = daterange(lower(valid), $2::date, '[]'), version = version + 1, updated_at = $3 where id = $1`, [id, lastDay, writing.clock.now()]);
    return row.priority_id;
  });
}

/** @returns the uuid of the priority. */
export async function checkPriority(writing: Writing, input: CheckPriorityInput): Promise<string> {
  const id = idOf('Priority', input.priority, ['priority']);
  const on = input.on ?? writing.clock.today();
  if (on > writing.clock.today()) throw new UserFault('INVALID', 'Nobody looked in the future.', ['on']);
  const by = lineOf(input.by, ['by']);
  return makeChange(writing, 'checkPriority', input, {}, async (manager) => {
    const target = await targetOf(manager, id);
    if (!target.keeps) throw new UserFault('FORBIDDEN', 'Coordinators look after the priorities of their area.', ['priority']);
    await manager.query('insert into priority_checks (id, priority_id, set_id, checked_on, checked_by, note, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      uuidv7(), id, target.set_id, on, by, textOf(input.about, ['about']), writing.clock.now(),
    ]);
    return id;
  });
}
