import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { UserFault } from '../errors';
import { notThereAnyMore } from '../history/not-there-any-more';
import { change, claim, organisationId, requireStillKeeper, type Writing } from './entry-change';
import { RESTORED, restoreOrganisations } from './organisation.restore';
import type { RevertInput } from './revert.input';

/** Brings an organisation back to how it stood before a change; what was done since stays in the history. */
export async function revertOrganisation(writing: Writing, input: RevertInput): Promise<string> {
  try {
    return await change(writing, 'revert', input, async (manager) => {
      const id = organisationId(input.id);
      await manager.query(`select set_config('atlas.change_kind', 'REVERT', true)`);
      await claim(manager, writing.clock, id, input.expectedVersion, {});
      const from = await numberOf(manager, id, input.changeId);
      // The claimed row is this change's first record, and nothing can come in between while it is held.
      const [own] = (await manager.query('select history.change_of_transaction()::float8 as number')) as { number: number }[];
      const to = (own?.number ?? 0) - 1;
      await requireRevertible(manager, id, from, to);
      await restoreOrganisations((sql, params = []) => manager.query(sql, [...params]), { nodeIds: [id], from, to });
      await requireStillKeeper(manager, id, 'The former version lay outside your area.');
      return id;
    });
  } catch (error) {
    throw notThereAnyMore(error, 'changeId') ?? error;
  }
}

async function numberOf(manager: EntityManager, id: string, changeId: string): Promise<number> {
  const [found] = isUuid(changeId)
    ? ((await manager.query(
        `select c.number::float8 as number from shown.changes_cleared c where c.id = $2 and exists (
           select from shown.change_records_cleared r where r.change_number = c.number and r.node_id = $1)`,
        [id, changeId],
      )) as { number: number }[])
    : [];
  if (found === undefined && (await isOfMerged(manager, id, changeId))) throw new UserFault('INVALID', 'This change is of an entry that went into this one: take the merger back with undoMerge first.', ['changeId']);
  if (found === undefined) throw new UserFault('NOT_FOUND', 'The history of this organisation has no such change.', ['changeId']);
  return found.number;
}

async function isOfMerged(manager: EntityManager, id: string, changeId: string): Promise<boolean> {
  if (!isUuid(changeId)) return false;
  const found = (await manager.query(
    `select from shown.changes_cleared c join shown.change_records_cleared r on r.change_number = c.number join shown.merged_organisations m on m.id = r.node_id and m.kept_id = $1 where c.id = $2 limit 1`,
    [id, changeId],
  )) as unknown[];
  return found.length > 0;
}

async function requireRevertible(manager: EntityManager, id: string, from: number, to: number): Promise<void> {
  const [found] = (await manager.query(
    `select bool_or(r.table_name = 'organisations' and r.operation = 'INSERT') as made, bool_or(r.table_name = 'organisation_merges') as merged, bool_or(c.kind = 'ERASURE') as erased,
       bool_or(r.change_number = $2 and r.table_name = any($4::text[])) as of_entry
     from shown.change_records_cleared r join shown.changes_cleared c on c.number = r.change_number
     where r.node_id = $1 and r.change_number between $2 and $3`,
    [id, from, to, RESTORED],
  )) as { made: boolean | null; merged: boolean | null; erased: boolean | null; of_entry: boolean | null }[];
  if (found?.made === true) throw new UserFault('INVALID', 'This change made the entry, and before it there was none: close the organisation instead.', ['changeId']);
  if (found?.erased === true) throw new UserFault('INVALID', 'Personal data were erased since; what was there before does not come back.', ['changeId']);
  if (found?.of_entry !== true && found?.merged !== true) throw new UserFault('INVALID', 'This change is of something recorded of the organisation that is no part of the entry, such as a booking, an attendance, a duty or a need: change it there.', ['changeId']);
  if (found?.merged === true) throw new UserFault('INVALID', 'A merger lies in between: take it back with undoMerge.', ['changeId']);
}
