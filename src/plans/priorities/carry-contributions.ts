import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

interface Carried {
  readonly id: string;
  readonly priority_id: string;
  readonly set_id: string;
  readonly kind: string;
  readonly node_id: string;
  readonly how: string | null;
  readonly until: string | null;
}

/** What holds on the first day of a new version of a set goes on with the priorities of the same code. The version before ends when the new one is approved, and with it what contributed to it. */
export async function carryContributions(manager: EntityManager, { from, to, day, at }: { readonly from: string; readonly to: string; readonly day: string; readonly at: Date }): Promise<void> {
  const held = (await manager.query(
    `select n.id as priority_id, n.set_id, c.kind, c.node_id, c.how, upper(c.valid)::text as until
     from priority_contributions c join priorities p on p.id = c.priority_id join priorities n on n.set_id = $2 and n.code = p.code
     where c.set_id = $1 and c.withdrawn_at is null and c.valid @> $3::date`, [from, to, day],
  )) as Omit<Carried, 'id'>[];
  await insert(manager, held, day, at);
}

/** What an action contributes goes on with the action that it was carried over to, from the first day of the new version of its plan. */
export async function carryWithActions(manager: EntityManager, { plan, day, at }: { readonly plan: string; readonly day: string; readonly at: Date }): Promise<void> {
  const held = (await manager.query(
    `select c.id as was, c.priority_id, c.set_id, c.kind, n.id as node_id, c.how, upper(c.valid)::text as until
     from priority_contributions c join actions n on n.carried_from_id = c.node_id where n.plan_id = $1 and c.kind = 'Action' and c.withdrawn_at is null and c.valid @> $2::date`, [plan, day],
  )) as (Omit<Carried, 'id'> & { was: string })[];
  await insert(manager, held, day, at);
  await manager.query(`update priority_contributions c set valid = daterange(lower(c.valid), $2::date), version = c.version + 1, updated_at = $3 where c.id = any($1::uuid[]) and lower(c.valid) < $2::date`, [held.map((one) => one.was), day, at]);
}

async function insert(manager: EntityManager, held: readonly Omit<Carried, 'id'>[], day: string, at: Date): Promise<void> {
  await manager.query(
    `insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, how, created_at, updated_at)
     select r.id, r.priority_id, r.set_id, r.kind, r.node_id, daterange($2::date, r.until), r.how, $3, $3 from jsonb_to_recordset($1) r (id uuid, priority_id uuid, set_id uuid, kind text, node_id uuid, until date, how text)`,
    [JSON.stringify(held.map((one) => ({ ...one, id: uuidv7() }))), day, at],
  );
}
