import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

interface Carried {
  readonly priority_id: string;
  readonly set_id: string;
  readonly kind: string;
  readonly node_id: string;
  readonly how: string | null;
  readonly from: string;
  readonly until: string | null;
}

/**
 * What holds on the first day of a new version of a set goes on with the priorities of the same code, unless these had
 * ended. The version before ends when the new one is approved, and with it what contributed to it.
 */
export async function carryContributions(manager: EntityManager, { from, to, day, at }: { readonly from: string; readonly to: string; readonly day: string; readonly at: Date }): Promise<void> {
  const held = (await manager.query(
    `select n.id as priority_id, n.set_id, c.kind, c.node_id, c.how, $3::date::text as "from", upper(c.valid)::text as until
     from priority_contributions c join priorities p on p.id = c.priority_id join priority_sets s on s.id = p.set_id join priorities n on n.set_id = $2 and n.code = p.code
     where c.set_id = $1 and c.withdrawn_at is null and c.valid @> $3::date and coalesce(p.valid @> least($3::date, upper(s.period) - 1), true)`, [from, to, day],
  )) as Carried[];
  await insert(manager, held, at);
}

/** What an action contributes goes on with the action that it was carried over to, from the first day of the new version of its plan. */
export async function carryWithActions(manager: EntityManager, { plan, day, at }: { readonly plan: string; readonly day: string; readonly at: Date }): Promise<void> {
  const held = (await manager.query(
    `select c.id as was, c.priority_id, c.set_id, c.kind, n.id as node_id, c.how, greatest(lower(c.valid), $2::date)::text as "from", upper(c.valid)::text as until
     from priority_contributions c join actions n on n.carried_from_id = c.node_id where n.plan_id = $1 and c.kind = 'Action' and c.withdrawn_at is null and coalesce(upper(c.valid) > $2::date, true)`, [plan, day],
  )) as (Carried & { was: string })[];
  await insert(manager, held, at);
  // One that was to begin later never held of the former action.
  await manager.query(
    `update priority_contributions c set valid = case when lower(c.valid) < $2::date then daterange(lower(c.valid), $2::date) else c.valid end, withdrawn_at = case when lower(c.valid) >= $2::date then $3::timestamptz end,
       version = c.version + 1, updated_at = $3 where c.id = any($1::uuid[])`, [held.map((one) => one.was), day, at],
  );
}

async function insert(manager: EntityManager, held: readonly Carried[], at: Date): Promise<void> {
  await manager.query(
    `insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, how, created_at, updated_at)
     select r.id, r.priority_id, r.set_id, r.kind, r.node_id, daterange(r."from", r.until), r.how, $2, $2 from jsonb_to_recordset($1) r (id uuid, priority_id uuid, set_id uuid, kind text, node_id uuid, "from" date, until date, how text)`,
    [JSON.stringify(held.map((one) => ({ ...one, id: uuidv7() }))), at],
  );
}
