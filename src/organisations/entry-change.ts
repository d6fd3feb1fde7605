import type { EntityManager } from 'typeorm';
import type { Clock } from '../clock';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import type { MutationInput } from '../graphql/mutation.input';
import { fromNodeId } from '../graphql/node';
import { foldName } from '../text/fold';
import { OrganisationEntity } from './organisation.entity';
import { searchName } from './search-name';

export type { Writing } from '../graphql/change';

/**
 * Takes the next version of an organisation, or fails when somebody else took it first. The row stays locked until
 * the transaction ends, so that of many changes of one version exactly one wins.
 */
export async function claim(manager: EntityManager, clock: Clock, id: string, expectedVersion: number, set: Partial<OrganisationEntity>): Promise<OrganisationEntity> {
  await requireKeeper(manager, id, 'This entry is not yours to change.');
  const result = await manager
    .createQueryBuilder()
    .update(OrganisationEntity)
    .set({ ...set, version: () => 'version + 1', updatedAt: clock.now() })
    .where('id = :id and version = :expectedVersion and merged_into_id is null', { id, expectedVersion })
    .execute();
  const row = await manager.findOneBy(OrganisationEntity, { id });
  if (row === null || row.mergedIntoId !== null) throw new UserFault('NOT_FOUND', 'There is no such organisation.', ['id']);
  if (result.affected !== 1) {
    throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${row.version}, not ${expectedVersion}.`, ['expectedVersion'], row.version);
  }
  await hold(manager, id);
  return row;
}

/** Until the transaction ends, or asks whether it still may, its viewer looks after an entry wherever its places lie meanwhile. */
export async function hold(manager: EntityManager, id: string): Promise<void> {
  await manager.query(`select set_config('atlas.viewer_claims', concat_ws(',', nullif(current_setting('atlas.viewer_claims', true), ''), $1::text), true)`, [id]);
}

/** What a change left behind must be its viewer's without having been held. */
export async function requireStillKeeper(manager: EntityManager, id: string, otherwise: string, path?: string): Promise<void> {
  await manager.query(`select set_config('atlas.viewer_claims', '', true)`);
  await requireKeeper(manager, id, otherwise, path);
}

/** Coordinators change what lies in their areas, editors their own organisations. Asks for the viewer of the transaction. */
export async function requireKeeper(manager: EntityManager, id: string, otherwise: string, path = 'id'): Promise<void> {
  const [row] = (await manager.query('select viewer_keeps_organisation($1) as keeps, exists (select from organisations where id = $1) as there', [id])) as { keeps: boolean; there: boolean }[];
  if (row?.there === true && !row.keeps) throw new UserFault('FORBIDDEN', otherwise, [path]);
}

/** For what panels and commissioners put on record about an entry: commissioners about any, coordinators about those that they keep. Others wait until it is done. */
export async function lockForPanel(manager: EntityManager, id: string): Promise<void> {
  const [row] = (await manager.query(
    `select viewer_role() = 'COMMISSIONER' or viewer_keeps_organisation(id) as may from organisations where id = $1 and merged_into_id is null for update`,
    [id],
  )) as { may: boolean }[];
  if (row === undefined) throw new UserFault('NOT_FOUND', 'There is no such organisation.', ['id']);
  if (!row.may) throw new UserFault('FORBIDDEN', 'This entry is not yours to change.', ['id']);
}

/** Nobody begins to buy from an organisation that is not at work. */
export async function requireAtWork(manager: EntityManager, id: string, day: string): Promise<void> {
  const active = (await manager.query(`select from organisation_statuses where organisation_id = $1 and valid @> $2::date and status = 'ACTIVE'`, [id, day])) as unknown[];
  if (active.length === 0) throw new UserFault('CLOSED', 'The organisation is not at work on that day.', ['from']);
}

export function organisationId(id: string, path = 'id'): string {
  const parts = fromNodeId(id);
  if (parts?.type !== 'Organisation') throw new UserFault('NOT_FOUND', 'This is not the id of an organisation.', [path]);
  return parts.uuid;
}

export function names(name: string, otherNames: readonly string[]): Pick<OrganisationEntity, 'sortName' | 'searchName' | 'otherNames'> {
  return { sortName: foldName(name), searchName: searchName(name, otherNames), otherNames: [...otherNames] };
}

const CONSTRAINT_FAULTS: ConstraintFaults = {
  identifiers_scheme_value_unique: () => new UserFault('TAKEN', 'Another organisation has this registration.', ['identifiers']),
  organisations_slug_unique: () => new UserFault('TAKEN', 'Another organisation has this slug.', ['slug']),
  memberships_no_overlap: () => new UserFault('INVALID', 'Two memberships in one umbrella body overlap.', ['memberships']),
  memberships_not_self: () => new UserFault('INVALID', 'An organisation is no member of itself.', ['memberships']),
  supports_no_overlap: () => new UserFault('INVALID', 'What is said twice of one supported organisation overlaps.', ['supports']),
  supports_not_self: () => new UserFault('INVALID', 'An organisation does not support itself.', ['supports']),
  consents_order: () => new UserFault('INVALID', 'A consent is not withdrawn before it is given.', ['contacts']),
  organisation_facts_pkey: () => new UserFault('INVALID', 'One source says one thing for a year.', ['factsByYear']),
  community_links_pkey: () => new UserFault('INVALID', 'A community is linked once in one way.', ['communities']),
};

/** A change of an organisation and its parts. */
export async function change(writing: Writing, mutation: string, input: MutationInput, work: (manager: EntityManager) => Promise<string>): Promise<string> {
  return makeChange(writing, mutation, input, CONSTRAINT_FAULTS, work);
}
