import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../../graphql/change';
import { claimRow, idOf } from '../plan-claim';
import { carryContributions } from './carry-contributions';
import { daysOf, keptAreaOf, leadOf, lineOf, textOf } from './priority-rules';
import type { ApprovePrioritySetInput, CreatePrioritySetInput, PriorityInput, UpdatePrioritySetInput } from './priority.input';

const MOST_PRIORITIES = 200;

export const SET_FAULTS: ConstraintFaults = {
  priority_sets_edition_unique: () => new UserFault('TAKEN', 'The area has a set of this title and version already.', ['title']),
  priority_sets_in_force_once: () => new UserFault('TAKEN', 'Another version of the set is in force in these days.', ['from']),
};

/** Makes a set with its priorities, a draft. @returns its uuid. */
export async function createPrioritySet(writing: Writing, input: CreatePrioritySetInput): Promise<string> {
  const title = lineOf(input.title, ['title']);
  const period = daysOf(input.from, input.to ?? null, []);
  if (input.priorities.length > MOST_PRIORITIES) throw new UserFault('INVALID', `A set has at most ${MOST_PRIORITIES} priorities.`, ['priorities']);
  return makeChange(writing, 'createPrioritySet', input, SET_FAULTS, async (manager) => {
    const areaId = await keptAreaOf(manager, input.area);
    const [before] = (await manager.query('select s.id, s.edition from priority_sets s where s.area_id = $1 and s.title_key = name_key($2) order by s.edition desc limit 1', [areaId, title])) as { id: string; edition: number }[];
    if (input.carryOver === true && before === undefined) throw new UserFault('INVALID', 'There is no version before from which anything could be carried over.', ['carryOver']);
    const id = uuidv7();
    const at = writing.clock.now();
    await manager.query(
      `insert into priority_sets (id, area_id, title, edition, owner, period, source, created_at, updated_at) values ($1, $2, $3, $4, $5, $6::daterange, 'entered', $7, $7)`,
      [id, areaId, title, (before?.edition ?? 0) + 1, textOf(input.owner, ['owner']), period, at],
    );
    const codes = new Set<string>();
    for (const [n, priority] of input.priorities.entries()) {
      const path = ['priorities', String(n)];
      const code = lineOf(priority.code, [...path, 'code']);
      if (codes.has(code)) throw new UserFault('INVALID', 'The set has two priorities of this code.', [...path, 'code']);
      codes.add(code);
      await insertPriority(manager, { setId: id, areaId, position: n + 1, at }, priority, path);
    }
    if (input.carryOver === true && before !== undefined) await carryContributions(manager, { from: before.id, to: id, day: input.from, at });
    return id;
  });
}

export interface Inserting {
  readonly setId: string;
  readonly areaId: string;
  /** Null: last. */
  readonly position: number | null;
  readonly at: Date;
}

/** @returns its uuid. */
export async function insertPriority(manager: EntityManager, { setId, areaId, position, at }: Inserting, given: PriorityInput, path: readonly string[]): Promise<string> {
  const id = uuidv7();
  const valid = given.from == null && given.to == null ? null : daysOf(given.from ?? null, given.to ?? null, path);
  await manager.query(
    `insert into priorities (id, set_id, code, title, description, position, lead_id, valid, created_at, updated_at)
     values ($1, $2, $3, $4, $5, coalesce($6, (select coalesce(max(o.position), 0) + 1 from priorities o where o.set_id = $2)), $7, $8::daterange, $9, $9)`,
    [id, setId, lineOf(given.code, [...path, 'code']), lineOf(given.title, [...path, 'title']), textOf(given.description, [...path, 'description']), position, await leadOf(manager, areaId, given, path, at), valid, at],
  );
  await requireWithinSet(manager, setId, path);
  return id;
}

/** A priority that holds on no day of its set is a slip of the pen. */
export async function requireWithinSet(manager: EntityManager, setId: string, path: readonly string[]): Promise<void> {
  const [outside] = (await manager.query('select p.code from priorities p join priority_sets s on s.id = p.set_id where s.id = $1 and not p.valid && s.period limit 1', [setId])) as { code: string }[];
  if (outside !== undefined) throw new UserFault('INVALID', `Priority ${outside.code} would hold on no day of its set.`, [...path, 'from']);
}

export async function updatePrioritySet(writing: Writing, input: UpdatePrioritySetInput): Promise<string> {
  const id = idOf('PrioritySet', input.id);
  const { from, to } = input;
  if (input.title === undefined && input.owner === undefined && from == null && to === undefined) throw new UserFault('INVALID', 'Say what changes.', ['title']);
  return makeChange(writing, 'updatePrioritySet', input, SET_FAULTS, async (manager) => {
    await claimRow(manager, 'priority_sets', id, input.expectedVersion);
    const [known] = (await manager.query(`select s.title, s.owner, lower(s.period)::text as "from", (upper(s.period) - 1)::text as "to" from priority_sets s where s.id = $1`, [id])) as { title: string; owner: string | null; from: string; to: string | null }[];
    if (known === undefined) throw new UserFault('NOT_FOUND', 'There is no such set.', ['id']);
    await manager.query('update priority_sets set title = $2, owner = $3, period = $4::daterange, updated_at = $5 where id = $1', [
      id, input.title === undefined ? known.title : lineOf(input.title, ['title']), input.owner === undefined ? known.owner : textOf(input.owner, ['owner']),
      daysOf(from ?? known.from, to === undefined ? known.to : to, []), writing.clock.now(),
    ]);
    await requireWithinSet(manager, id, []);
    return id;
  });
}

/** Shows a set to everyone; an approved version that began before ends where this one begins. */
export async function approvePrioritySet(writing: Writing, input: ApprovePrioritySetInput): Promise<string> {
  const on = input.on ?? writing.clock.today();
  if (on > writing.clock.today()) throw new UserFault('INVALID', 'An approval cannot lie in the future.', ['on']);
  const by = lineOf(input.by, ['by']);
  const id = idOf('PrioritySet', input.id);
  return makeChange(writing, 'approvePrioritySet', input, SET_FAULTS, async (manager) => {
    await claimRow(manager, 'priority_sets', id, input.expectedVersion);
    await manager.query(
      `update priority_sets o set period = daterange(lower(o.period), lower(s.period)), version = o.version + 1, updated_at = $2 from priority_sets s
       where s.id = $1 and s.status = 'DRAFT' and o.id <> s.id and o.area_id = s.area_id and o.title_key = s.title_key and o.status = 'APPROVED' and lower(o.period) < lower(s.period) and o.period && s.period`,
      [id, writing.clock.now()],
    );
    const [, changed] = (await manager.query(`update priority_sets set status = 'APPROVED', approved_on = $2, approved_by = $3, updated_at = $4 where id = $1 and status = 'DRAFT'`, [id, on, by, writing.clock.now()])) as [unknown, number];
    if (changed === 0) throw new UserFault('ALREADY', 'It is approved already.', ['id']);
    return id;
  });
}
