import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { claimRow, idOf } from './plan-claim';
import type { DescribePlanInput } from './plan.input';

const TEXTS = ['owner', 'introduction', 'summary'] as const;

/** Says what a plan is beside its actions. @returns its uuid. */
export async function describePlan(writing: Writing, input: DescribePlanInput): Promise<string> {
  const id = idOf('Plan', input.id);
  const parent = input.parent == null ? null : idOf('Plan', input.parent, ['parent']);
  const texts = TEXTS.filter((name) => input[name] !== undefined);
  return makeChange(writing, 'describePlan', input, {}, async (manager) => {
    await claimRow(manager, 'plans', id, input.expectedVersion);
    if (texts.length > 0) await manager.query(`update plans set ${texts.map((name, at) => `${name} = $${at + 2}`).join(', ')} where id = $1`, [id, ...texts.map((name) => input[name]?.trim() || null)]);
    if (input.parent !== undefined) await setParent(manager, id, parent);
    for (const [at, { title, introduction }] of (input.sections ?? []).entries()) {
      const [, changed] = (await manager.query('update plan_sections set introduction = $3 where plan_id = $1 and title_key = name_key($2)', [id, title, introduction?.trim() || null])) as [unknown, number];
      if (changed === 0) throw new UserFault('NOT_FOUND', 'The plan has no such section.', ['sections', String(at), 'title']);
    }
    await manager.query('update plans set updated_at = $2 where id = $1', [id, writing.clock.now()]);
    return id;
  });
}

async function setParent(manager: EntityManager, id: string, parent: string | null): Promise<void> {
  if (parent !== null) await requireNoCircle(manager, id, parent);
  await manager.query('update plans set parent_id = $2 where id = $1', [id, parent]);
}

/** A plan is part of another one, and of no plan that is part of it. */
export async function requireNoCircle(manager: EntityManager, id: string, parent: string): Promise<void> {
  const [found] = (await manager.query(
    `with recursive up as (select p.id, p.parent_id from plans p where p.id = $1 union select p.id, p.parent_id from plans p join up on p.id = up.parent_id) select count(*)::int as n, bool_or(up.id = $2) as circle from up`, [parent, id],
  )) as { n: number; circle: boolean | null }[];
  if (found === undefined || found.n === 0) throw new UserFault('NOT_FOUND', 'There is no such plan.', ['parent']);
  if (found.circle === true) throw new UserFault('INVALID', 'A plan cannot be part of itself, nor of one of its own parts.', ['parent']);
}
