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
  const [plan] = (await manager.query('select parent_id from plans where id = $1', [id])) as { parent_id: string | null }[];
  if (parent === plan?.parent_id) return;
  if (parent !== null) {
    await requireNoCircle(manager, id, parent);
    await requireMayBePart(manager, id, parent, 'parent');
  }
  await manager.query('update plans set parent_id = $2 where id = $1', [id, parent]);
}

/** Whoever keeps the other plan has its actions counted there and cannot part them: it is of an area that contains the plan's, or the viewer keeps it too. */
export async function requireMayBePart(manager: EntityManager, id: string, parent: string, path: string): Promise<void> {
  const [found] = (await manager.query(
    `select viewer_keeps_area(w.area_id) or exists (select from shown.area_tree t where t.ancestor_id = w.area_id and t.descendant_id = p.area_id) as may from plans p, plans w where p.id = $1 and w.id = $2`, [id, parent],
  )) as { may: boolean }[];
  if (found?.may !== true) throw new UserFault('FORBIDDEN', 'It is another area’s plan: a plan is part of one of its own area, or of an area around it.', [path]);
}

/** A plan is part of another one, and of no plan that is part of it. */
export async function requireNoCircle(manager: EntityManager, id: string, parent: string): Promise<void> {
  const [found] = (await manager.query(
    `with recursive up as (select p.id, p.parent_id from plans p where p.id = $1 union select p.id, p.parent_id from plans p join up on p.id = up.parent_id) select count(*)::int as n, bool_or(up.id = $2) as circle from up`, [parent, id],
  )) as { n: number; circle: boolean | null }[];
  if (found === undefined || found.n === 0) throw new UserFault('NOT_FOUND', 'There is no such plan.', ['parent']);
  if (found.circle === true) throw new UserFault('INVALID', 'A plan cannot be part of itself, nor of one of its own parts.', ['parent']);
}
