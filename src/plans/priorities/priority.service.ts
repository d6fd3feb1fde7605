import { UserFault } from '../../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../../graphql/change';
import { claimRow, idOf } from '../plan-claim';
import { daysOf, leadOf, lineOf, textOf } from './priority-rules';
import { insertPriority, requireWithinSet } from './priority-set.service';
import type { AddPriorityInput, UpdatePriorityInput } from './priority.input';

export const faultsAt = (...path: readonly string[]): ConstraintFaults => ({ priorities_code_unique: () => new UserFault('TAKEN', 'The set has a priority of this code already.', [...path, 'code']) });

export async function addPriority(writing: Writing, input: AddPriorityInput): Promise<string> {
  const setId = idOf('PrioritySet', input.set, ['set']);
  return makeChange(writing, 'addPriority', input, faultsAt('priority'), async (manager) => {
    // Two that are added at once take their places one after the other.
    const [set] = (await manager.query('select s.area_id, viewer_keeps_area(s.area_id) as keeps from priority_sets s where s.id = $1 for update', [setId])) as { area_id: string; keeps: boolean }[];
    if (set === undefined) throw new UserFault('NOT_FOUND', 'There is no such set.', ['set']);
    if (!set.keeps) throw new UserFault('FORBIDDEN', 'Coordinators look after the priorities of their area.', ['set']);
    return insertPriority(manager, { setId, areaId: set.area_id, position: null, at: writing.clock.now() }, input.priority, ['priority']);
  });
}

interface Known {
  readonly set_id: string;
  readonly area_id: string;
  readonly code: string;
  readonly title: string;
  readonly description: string | null;
  readonly lead_id: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export async function updatePriority(writing: Writing, input: UpdatePriorityInput): Promise<string> {
  const id = idOf('Priority', input.id);
  const { code, title, description, lead, leadName, from, to, place } = input;
  if (place != null && place < 1) throw new UserFault('INVALID', 'Places are counted from 1.', ['place']);
  if ([code, title, description, lead, leadName, from, to, place].every((one) => one === undefined)) throw new UserFault('INVALID', 'Say what changes.', ['title']);
  return makeChange(writing, 'updatePriority', input, faultsAt(), async (manager) => {
    await claimRow(manager, 'priorities', id, input.expectedVersion);
    const [known] = (await manager.query(
      `select p.set_id, s.area_id, p.code, p.title, p.description, p.lead_id, lower(p.valid)::text as "from", (upper(p.valid) - 1)::text as "to" from priorities p join priority_sets s on s.id = p.set_id where p.id = $1`, [id],
    )) as Known[];
    if (known === undefined) throw new UserFault('NOT_FOUND', 'There is no such priority.', ['id']);
    const [first, last] = [from === undefined ? known.from : from, to === undefined ? known.to : to];
    await manager.query('update priorities set code = $2, title = $3, description = $4, lead_id = $5, valid = $6::daterange, updated_at = $7 where id = $1', [
      id, code === undefined ? known.code : lineOf(code, ['code']), title === undefined ? known.title : lineOf(title, ['title']), description === undefined ? known.description : textOf(description, ['description']),
      lead === undefined && leadName == null ? known.lead_id : await leadOf(manager, known.area_id, { lead, leadName }, [], writing.clock.now()),
      first === null && last === null ? null : daysOf(first, last, []), writing.clock.now(),
    ]);
    if (place != null) await manager.query(MOVE, [known.set_id, id, place]);
    await requireWithinSet(manager, known.set_id, []);
    return id;
  });
}

/** Counts the others on from 1, and leaves the place free. */
export const MOVE = `
  update priorities p set position = n.position from (
    select o.id, case when o.id = $2 then least($3, count(*) over ()) else row_number() over (order by o.id = $2, o.position, o.id) end
      + case when o.id <> $2 and row_number() over (order by o.id = $2, o.position, o.id) >= $3 then 1 else 0 end as position
    from priorities o where o.set_id = $1) n where n.id = p.id and p.position <> n.position`;
