import { QueryFailedError, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Viewer } from '../access/viewer';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { UserFault } from '../errors';
import type { MutationInput } from '../graphql/mutation.input';
import { fromNodeId } from '../graphql/node';
import { foldName } from '../text/fold';
import { deriveOrganisations } from './derived';
import { areaIdsOf } from './named.lookup';
import { writeParts } from './organisation-parts.write';
import { checkDetails } from './organisation-rules';
import { OrganisationEntity } from './organisation.entity';
import type {
  AssureOrganisationInput, CloseOrganisationInput, CreateOrganisationInput, OrganisationDetails, ReopenOrganisationInput, UpdateOrganisationInput,
} from './organisation.input';
import { searchName } from './search-name';

export interface Writing {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly clock: Clock;
}

/** Every change returns the uuid of the organisation that it leaves behind. */
export async function createOrganisation(writing: Writing, input: CreateOrganisationInput): Promise<string> {
  checkDetails(input);
  return change(writing, 'createOrganisation', input, async (manager) => {
    const id = uuidv7();
    const now = writing.clock.now();
    await manager.insert(OrganisationEntity, {
      id, name: input.name.trim(), isProvider: true, version: 1, createdAt: now, updatedAt: now,
      ...names(input.name, input.otherNames ?? []), ...(await columnsOf(manager, input)),
    });
    await manager.query(`insert into organisation_statuses (organisation_id, status, valid) values ($1, 'ACTIVE', daterange($2::date, null))`, [id, input.foundedOn ?? null]);
    await writeParts(manager, id, input);
    await deriveOrganisations(manager, [id]);
    await requireKeeper(manager, id, 'An entry needs a directoryArea or an address within your area.');
    return id;
  });
}

export async function updateOrganisation(writing: Writing, input: UpdateOrganisationInput): Promise<string> {
  checkDetails(input);
  return change(writing, 'updateOrganisation', input, async (manager) => {
    const id = organisationId(input.id);
    const before = await claim(manager, writing.clock, id, input.expectedVersion, {});
    const name = input.name?.trim() ?? before.name;
    const otherNames = input.otherNames === undefined ? before.otherNames : (input.otherNames ?? []);
    await manager.update(OrganisationEntity, { id }, { name, ...names(name, otherNames), ...(await columnsOf(manager, input)) });
    await writeParts(manager, id, input);
    await deriveOrganisations(manager, [id]);
    await requireKeeper(manager, id, 'The change would take the entry out of your area.');
    return id;
  });
}

export async function closeOrganisation(writing: Writing, input: CloseOrganisationInput): Promise<string> {
  return changeStatus(writing, input, 'INACTIVE', `$2::date + 1`, input.lastDay, input.reason ?? null);
}

export async function reopenOrganisation(writing: Writing, input: ReopenOrganisationInput): Promise<string> {
  return changeStatus(writing, input, 'ACTIVE', `$2::date`, input.firstDay, input.reason ?? null);
}

export async function assureOrganisation(writing: Writing, input: AssureOrganisationInput): Promise<string> {
  const on = input.on ?? writing.clock.today();
  if (on > writing.clock.today()) throw new UserFault('INVALID', 'A check cannot lie in the future.', ['on']);
  if (input.by.trim() === '') throw new UserFault('INVALID', 'Say in which role it was checked.', ['by']);
  return change(writing, 'assureOrganisation', input, async (manager) => {
    const id = organisationId(input.id);
    await claim(manager, writing.clock, id, input.expectedVersion, { assuredOn: on, assuredBy: input.by.trim() });
    return id;
  });
}

async function changeStatus(writing: Writing, input: CloseOrganisationInput | ReopenOrganisationInput, status: 'ACTIVE' | 'INACTIVE', fromSql: string, day: string, reason: string | null): Promise<string> {
  return change(writing, status === 'ACTIVE' ? 'reopenOrganisation' : 'closeOrganisation', input, async (manager) => {
    const id = organisationId(input.id);
    await claim(manager, writing.clock, id, input.expectedVersion, {});
    const [now] = (await manager.query(`select status from organisation_statuses where organisation_id = $1 and valid @> (${fromSql})`, [id, day])) as { status: string }[];
    if (now?.status === status) throw new UserFault('ALREADY', `It is ${status} on that day already.`, ['id']);
    await manager.query(`delete from organisation_statuses where organisation_id = $1 and lower(valid) >= (${fromSql})`, [id, day]);
    await manager.query(`update organisation_statuses set valid = daterange(lower(valid), (${fromSql})) where organisation_id = $1 and valid @> (${fromSql})`, [id, day]);
    await manager.query(`insert into organisation_statuses (organisation_id, valid, status, reason) values ($1, daterange((${fromSql}), null), $3, $4)`, [id, day, status, reason]);
    return id;
  });
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
async function requireKeeper(manager: EntityManager, id: string, otherwise: string): Promise<void> {
  const [row] = (await manager.query('select viewer_keeps_organisation($1) as keeps, exists (select from organisations where id = $1) as there', [id])) as { keeps: boolean; there: boolean }[];
  if (row?.there === true && !row.keeps) throw new UserFault('FORBIDDEN', otherwise, ['id']);
}

export function organisationId(id: string, path = 'id'): string {
  const parts = fromNodeId(id);
  if (parts?.type !== 'Organisation') throw new UserFault('NOT_FOUND', 'This is not the id of an organisation.', [path]);
  return parts.uuid;
}

export function names(name: string, otherNames: readonly string[]): Pick<OrganisationEntity, 'sortName' | 'searchName' | 'otherNames'> {
  return { sortName: foldName(name), searchName: searchName(name, otherNames), otherNames: [...otherNames] };
}

/** The columns that the input speaks of; what is left out is not among them. */
async function columnsOf(manager: EntityManager, given: OrganisationDetails): Promise<Partial<OrganisationEntity>> {
  const plain = ['slug', 'legalForm', 'sector', 'infrastructure', 'description', 'website', 'foundedOn'] as const;
  const columns: Partial<OrganisationEntity> = {};
  for (const name of plain) if (given[name] !== undefined) columns[name] = given[name];
  if (given.provider != null) columns.isProvider = given.provider;
  if (given.directoryArea === null) columns.directoryAreaId = null;
  else if (given.directoryArea !== undefined) {
    columns.directoryAreaId = (await areaIdsOf(manager, [given.directoryArea], ['directoryArea'])).get(given.directoryArea) ?? null;
  }
  return columns;
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
 * One transaction, under the author and note that its history will name. What breaks a rule of the database is told
 * as what it means: read by constraint, never by text.
 */
export async function change(writing: Writing, _mutation: string, input: MutationInput, work: (manager: EntityManager) => Promise<string>): Promise<string> {
  try {
    return await writing.database.write({ ...writing.viewer, note: input.note ?? undefined }, work);
  } catch (error) {
    const constraint = error instanceof QueryFailedError ? (error.driverError as { constraint?: string }).constraint : undefined;
    throw (constraint === undefined ? undefined : CONSTRAINT_FAULTS[constraint]?.()) ?? error;
  }
}
