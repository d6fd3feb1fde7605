import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { deriveOrganisations } from './derived';
import { OrganisationEntity } from './organisation.entity';
import type { MergeOrganisationsInput, UndoMergeInput } from './organisation.input';
import { change, claim, hold, names, organisationId, requireStillKeeper, type Writing } from './entry-change';
import { type Followed, followed as allFollowed } from './merge-follows';

interface Moved {
  /** By `table.column`, the keys of the rows that moved. */
  readonly rows: Record<string, Record<string, unknown>[]>;
  readonly otherNamesBefore: readonly string[];
  readonly primaryBefore: readonly string[];
}

/** Makes two entries one. What hangs on the merged one follows; its id goes on finding the kept one. */
export async function mergeOrganisations(writing: Writing, input: MergeOrganisationsInput): Promise<string> {
  return change(writing, 'mergeOrganisations', input, async (manager) => {
    const keptId = organisationId(input.id);
    const mergedId = organisationId(input.mergedId, 'mergedId');
    if (keptId === mergedId) throw new UserFault('INVALID', 'An organisation cannot go into itself.', ['mergedId']);
    // Always in the same order, so that two merges of one pair wait for each other and do not lock each other out.
    const claims = [{ id: keptId, version: input.expectedVersion }, { id: mergedId, version: input.mergedExpectedVersion }].sort((one, other) => (one.id < other.id ? -1 : 1));
    const rows = new Map<string, OrganisationEntity>();
    for (const one of claims) rows.set(one.id, await claim(manager, writing.clock, one.id, one.version, {}));
    const kept = rows.get(keptId) as OrganisationEntity;
    const merged = rows.get(mergedId) as OrganisationEntity;

    const primary = (await manager.query('select id from identifiers where organisation_id = $1 and is_primary', [mergedId])) as { id: string }[];
    await manager.query(
      `update identifiers set is_primary = false where organisation_id = $1 and exists (select from identifiers k where k.organisation_id = $2 and k.is_primary)`,
      [mergedId, keptId],
    );
    const moved: Moved = { rows: {}, otherNamesBefore: kept.otherNames, primaryBefore: primary.map((row) => row.id) };
    for (const followed of allFollowed()) moved.rows[nameOf(followed)] = await follow(manager, followed, mergedId, keptId);
    await moveSecrets(manager, keptId);

    const otherNames = [...new Set([...kept.otherNames, merged.name, ...merged.otherNames])].filter((name) => name !== kept.name);
    await manager.update(OrganisationEntity, { id: keptId }, names(kept.name, otherNames));
    await manager.update(OrganisationEntity, { id: mergedId }, { mergedIntoId: keptId });
    await manager.query('insert into organisation_merges (id, kept_id, merged_id, moved, merged_by, merged_at) values ($1, $2, $3, $4, $5, $6)', [
      uuidv7(), keptId, mergedId, JSON.stringify(moved), writing.viewer.role, writing.clock.now(),
    ]);
    await deriveOrganisations(manager, [keptId, mergedId]);
    return keptId;
  });
}

/** Gives a merged entry back what followed the merge and is still with the kept one. Later changes of either stay. */
export async function undoMerge(writing: Writing, input: UndoMergeInput): Promise<string> {
  return change(writing, 'undoMerge', input, async (manager) => {
    const keptId = organisationId(input.id);
    const mergedId = organisationId(input.mergedId, 'mergedId');
    const kept = await claim(manager, writing.clock, keptId, input.expectedVersion, {});
    const [merge] = (await manager.query(
      'update organisation_merges set undone_at = $3 where kept_id = $1 and merged_id = $2 and undone_at is null returning moved',
      [keptId, mergedId, writing.clock.now()],
    ).then((result: [{ moved: Moved }[], number]) => result[0])) as { moved: Moved }[];
    if (merge === undefined) throw new UserFault('NOT_MERGED', 'The one did not go into the other.', ['mergedId']);
    const { moved } = merge;
    await hold(manager, mergedId);

    await manager.query('update organisations set merged_into_id = null, version = version + 1, updated_at = $2 where id = $1', [mergedId, writing.clock.now()]);
    for (const followed of allFollowed()) await giveBack(manager, followed, keptId, mergedId, moved.rows[nameOf(followed)] ?? []);
    await untiePlaces(manager, [keptId, mergedId]);
    await manager.query('update identifiers set is_primary = true where organisation_id = $1 and id = any($2::uuid[])', [mergedId, moved.primaryBefore]);
    await moveSecrets(manager, keptId);
    await moveSecrets(manager, mergedId);
    const gained = await manager.findOneByOrFail(OrganisationEntity, { id: mergedId });
    const gainedNames = new Set([gained.name, ...gained.otherNames]);
    const otherNames = kept.otherNames.filter((name) => moved.otherNamesBefore.includes(name) || !gainedNames.has(name));
    await manager.update(OrganisationEntity, { id: keptId }, names(kept.name, otherNames));
    await deriveOrganisations(manager, [keptId, mergedId]);
    await requireStillKeeper(manager, mergedId, 'The entry that would come back is not yours to change.', 'mergedId');
    return keptId;
  });
}

function nameOf(followed: Followed): string {
  return `${followed.table}.${followed.column}`;
}

async function follow(manager: EntityManager, { table, column, key, stays }: Followed, mergedId: string, keptId: string): Promise<Record<string, unknown>[]> {
  const [rows] = (await manager.query(
    `update ${table} r set ${column} = $2 where r.${column} = $1 and not (${stays}) returning ${key.map((name) => `r.${name}`).join(', ')}`,
    [mergedId, keptId],
  )) as [Record<string, unknown>[], number];
  return rows;
}

async function giveBack(manager: EntityManager, { table, column, key }: Followed, keptId: string, mergedId: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `update ${table} r set ${column} = $2 from json_populate_recordset(null::${table}, $3) k where r.${column} = $1 and ${key.map((name) => `r.${name} is not distinct from k.${name}`).join(' and ')}`,
    [keptId, mergedId, JSON.stringify(rows)],
  );
}

/** A place may have been tied to a service of the other entry since, and would go with it. */
async function untiePlaces(manager: EntityManager, ids: readonly string[]): Promise<void> {
  await manager.query('update places p set service_id = null from services s where s.id = p.service_id and s.organisation_id <> p.organisation_id and p.organisation_id = any($1::uuid[])', [ids]);
}

/** The secrets of places and contacts name their organisation too, for row-level security. */
async function moveSecrets(manager: EntityManager, ownerId: string): Promise<void> {
  await manager.query('update secrets.places s set organisation_id = p.organisation_id from places p where p.id = s.place_id and p.organisation_id = $1 and s.organisation_id <> $1', [ownerId]);
  await manager.query('update secrets.contacts s set organisation_id = c.organisation_id from contacts c where c.id = s.contact_id and c.organisation_id = $1 and s.organisation_id <> $1', [ownerId]);
}
