import { QueryFailedError, type EntityManager } from 'typeorm';
import { callerOf, type Viewer } from '../access/viewer';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { once } from '../database/idempotency';
import { UserFault } from '../errors';
import type { MutationInput } from '../graphql/mutation.input';
import { fromNodeId } from '../graphql/node';
import { foldName } from '../text/fold';
import { OrganisationEntity } from './organisation.entity';
import { searchName } from './search-name';

export interface Writing {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly clock: Clock;
}

/**
 * Takes the next version of an organisation, or fails when somebody else took it first. The row stays locked until
 * the transaction ends, so that of many changes of one version exactly one wins.
 */
export async function claim(manager: EntityManager, clock: Clock, id: string, expectedVersion: number, set: Partial<OrganisationEntity>): Promise<OrganisationEntity> {
  await requireKeeper(manager, id, 'This entry is not yours to change.');
  const result = await manager
    .createQueryBuilder()
    .update(OrganisationEntity)
    .set({ ...set, version: expectedVersion + 1, updatedAt: clock.now() })
    .where('id = :id and version = :expectedVersion and merged_into_id is null', { id, expectedVersion })
    .execute();
  const row = await manager.findOneBy(OrganisationEntity, { id });
  if (row === null || row.mergedIntoId !== null) throw new UserFault('NOT_FOUND', 'There is no such organisation.', ['id']);
  if (result.affected !== 1) {
    throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${row.version}, not ${expectedVersion}.`, ['expectedVersion'], row.version);
  }
  return row;
}

/** Coordinators change what lies in their areas, editors their own organisations. Asks for the viewer of the transaction. */
export async function requireKeeper(manager: EntityManager, id: string, otherwise: string, path = 'id'): Promise<void> {
  const [row] = (await manager.query('select viewer_keeps_organisation($1) as keeps, exists (select from organisations where id = $1) as there', [id])) as { keeps: boolean; there: boolean }[];
  if (row?.there === true && !row.keeps) throw new UserFault('FORBIDDEN', otherwise, [path]);
}

export function organisationId(id: string, path = 'id'): string {
  const parts = fromNodeId(id);
  if (parts?.type !== 'Organisation') throw new UserFault('NOT_FOUND', 'This is not the id of an organisation.', [path]);
  return parts.uuid;
}

export function names(name: string, otherNames: readonly string[]): Pick<OrganisationEntity, 'sortName' | 'searchName' | 'otherNames'> {
  return { sortName: foldName(name), searchName: searchName(name, otherNames), otherNames: [...otherNames] };
}

const CONSTRAINT_FAULTS: Record<string, () => UserFault> = {
  identifiers_scheme_value_unique: () => new UserFault('TAKEN', 'Another organisation has this registration.', ['identifiers']),
  organisations_slug_unique: () => new UserFault('TAKEN', 'Another organisation has this slug.', ['slug']),
  memberships_no_overlap: () => new UserFault('INVALID', 'Two memberships in one umbrella body overlap.', ['memberships']),
  memberships_not_self: () => new UserFault('INVALID', 'An organisation is no member of itself.', ['memberships']),
  consents_order: () => new UserFault('INVALID', 'A consent is not withdrawn before it is given.', ['contacts']),
  organisation_facts_pkey: () => new UserFault('INVALID', 'One source says one thing for a year.', ['factsByYear']),
  community_links_pkey: () => new UserFault('INVALID', 'A community is linked once in one way.', ['communities']),
};

/**
 * One transaction, under the author and note that its history will name, made once under its caller's key. What breaks a rule of the database is told
 * as what it means: read by constraint, never by text.
 */
export async function change(writing: Writing, mutation: string, input: MutationInput, work: (manager: EntityManager) => Promise<string>): Promise<string> {
  try {
    return await writing.database.write({ ...writing.viewer, note: input.note ?? undefined, at: writing.clock.now() }, (manager) => {
      const key = input.clientMutationId;
      if (key == null) return work(manager);
      return once(manager, { caller: callerOf(writing.viewer), mutation, key, input, now: writing.clock.now() }, () => work(manager));
    });
  } catch (error) {
    const constraint = error instanceof QueryFailedError ? (error.driverError as { constraint?: string }).constraint : undefined;
    throw (constraint === undefined ? undefined : CONSTRAINT_FAULTS[constraint]?.()) ?? error;
  }
}
