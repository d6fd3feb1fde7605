import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { fromNodeId } from '../graphql/node';
import { otherwiseOf, type Restorable, restorableOf, type RestoredPart } from './restorable';
import { notThereAnyMore } from './not-there-any-more';
import { Restoration, type RunSql } from './restore';
import type { RevertRecordInput } from './revert-record.type';

/** What a version is not: it goes on being counted. */
const NOT_OF_A_VERSION = ['version', 'created_at', 'updated_at'] as const;

/** Of the node's history, from the change that is gone back behind to the last one before this one. */
interface Between {
  readonly node: string;
  readonly from: number;
  readonly to: number;
}

/** A row that was changed since. */
interface Changed {
  readonly table: string;
  readonly key: object;
  /** By the change that is gone back behind. */
  readonly then: boolean;
  readonly made: boolean;
  readonly erased: boolean;
}

/** Brings a record back to how it stood before a change; what was done since stays in the history. */
export async function revertRecord(writing: Writing, input: RevertRecordInput): Promise<{ type: string; uuid: string }> {
  const { kind, id } = kindOf(input.id);
  try {
    await makeChange(writing, 'revertRecord', input, kind.faults ?? {}, async (manager) => {
      await manager.query(`select set_config('atlas.change_kind', 'REVERT', true)`);
      await kind.claim(manager, writing, id, input.expectedVersion);
      const between = await betweenOf(manager, kind, id, input.changeId);
      const parts = [{ ...kind.root, of: `r.key->>'id' = $5` }, ...(kind.parts ?? [])];
      const changed = await changedSince(manager, parts, id, between);
      requireRevertible(kind, changed);
      await kind.refuse?.(manager, id, between);
      const before = await standing(manager, changed);
      await restore(manager, parts, changed, between);
      if ((await standing(manager, changed)) === before) throw new UserFault('ALREADY', `What goes back of ${kind.noun} stands as it did before this change. ${kind.stays}`, ['changeId']);
      await kind.settle?.(manager, writing, id);
      return id;
    });
  } catch (error) {
    throw notThereAnyMore(error, 'changeId') ?? error;
  }
  return { type: kind.type, uuid: id };
}

function kindOf(nodeId: string): { kind: Restorable; id: string } {
  const parts = fromNodeId(nodeId);
  if (parts === null) throw new UserFault('NOT_FOUND', 'This is not an id of this service.', ['id']);
  const kind = restorableOf(parts.type);
  if (kind === undefined) throw new UserFault('INVALID', otherwiseOf(parts.type) ?? 'Records of this kind are not brought back: they are set right by the changes that make them.', ['id']);
  return { kind, id: parts.uuid };
}

/** The claimed row is this change's first record, and nothing can come in between while it is held. */
async function betweenOf(manager: EntityManager, kind: Restorable, id: string, changeId: string): Promise<Between> {
  const node = kind.historyOf === undefined ? id : await kind.historyOf(manager, id);
  const [found] = isUuid(changeId)
    ? ((await manager.query(
        `select c.number::float8 as "from", history.change_of_transaction()::float8 - 1 as "to" from shown.changes_cleared c
         where c.id = $2 and c.number < history.change_of_transaction() and exists (select from shown.change_records_cleared r where r.change_number = c.number and r.node_id = $1)`,
        [node, changeId],
      )) as { from: number; to: number }[])
    : [];
  if (node === undefined || found === undefined) throw new UserFault('NOT_FOUND', `The history of ${kind.noun} has no such change.`, ['changeId']);
  return { node, ...found };
}

async function changedSince(manager: EntityManager, parts: readonly RestoredPart[], id: string, { node, from, to }: Between): Promise<Changed[]> {
  const all: Changed[] = [];
  for (const { table, of } of parts) {
    const rows = (await manager.query(
      `select r.table_name as "table", r.key, bool_or(r.change_number = $2) as "then", bool_or(r.operation = 'INSERT') as made, bool_or(c.kind = 'ERASURE') as erased
       from shown.change_records_cleared r join shown.changes_cleared c on c.number = r.change_number
       where r.node_id = $1 and r.change_number between $2 and $3 and r.table_name = $4 and $5::text is not null and ${of ?? 'true'} group by r.table_name, r.key`,
      [node, from, to, table, id],
    )) as Changed[];
    all.push(...rows);
  }
  return all;
}

function requireRevertible({ noun, root, stays }: Restorable, changed: readonly Changed[]): void {
  if (changed.some(({ table, made }) => made && table === root.table)) throw new UserFault('INVALID', `This change made it, or lies before it was made: there was no ${noun.replace(/^an? /, '')} then.`, ['changeId']);
  if (changed.some(({ erased }) => erased)) throw new UserFault('INVALID', 'Personal data were erased since; what was there before does not come back.', ['changeId']);
  if (!changed.some(({ then }) => then)) throw new UserFault('INVALID', `This change is of something else that the same history tells. ${stays}`, ['changeId']);
}

/** The rows as they are, but for what counts and dates changes. */
async function standing(manager: EntityManager, changed: readonly Changed[]): Promise<string | null> {
  const [row] = (await manager.query(
    `select jsonb_agg(history.live_record(k.table, k.key) - $2::text[] order by k.at)::text as rows
     from (select x.row->>'table' as table, x.row->'key' as key, x.at from jsonb_array_elements($1::jsonb) with ordinality x (row, at)) k`,
    [JSON.stringify(changed.map(({ table, key }) => ({ table, key }))), NOT_OF_A_VERSION],
  )) as { rows: string | null }[];
  return row?.rows ?? null;
}

async function restore(manager: EntityManager, parts: readonly RestoredPart[], changed: readonly Changed[], { node, from, to }: Between): Promise<void> {
  const run: RunSql = (sql, params = []) => manager.query(sql, [...params]);
  const rows = parts.map((part) => ({ part, restoration: new Restoration(run, { nodeIds: [node], from, to, keys: changed.filter(({ table }) => table === part.table).map(({ key }) => key) }) }));
  for (const { part, restoration } of rows) if (part.leaves === true) await restoration.remove(part.table, true);
  for (const { part, restoration } of rows) if (part.leaves !== true) await restoration.setBack(part.table, [...NOT_OF_A_VERSION, ...(part.except ?? [])]);
  for (const { part, restoration } of rows) if (part.leaves === true) await restoration.putBack(part.table);
}
