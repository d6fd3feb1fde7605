import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { askForChange, servicesWithAreas, splitForApproval } from './change-request.service';
import { deriveOrganisations } from './derived';
import { change, claim, hold, names, organisationId, requireStillKeeper, type Writing } from './entry-change';
import { areaIdsOf } from './named.lookup';
import { writeParts } from './organisation-parts.write';
import { checkDetails } from './organisation-rules';
import { OrganisationEntity } from './organisation.entity';
import type {
  AssureOrganisationInput, CloseOrganisationInput, CreateOrganisationInput, OrganisationDetails, ReopenOrganisationInput, UpdateOrganisationInput,
} from './organisation.input';

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
    await hold(manager, id);
    await writeParts(manager, id, input);
    await deriveOrganisations(manager, [id]);
    await requireStillKeeper(manager, id, 'An entry needs a directoryArea or an address within your area.', 'directoryArea');
    return id;
  });
}

export async function updateOrganisation(writing: Writing, input: UpdateOrganisationInput): Promise<string> {
  checkDetails(input);
  return change(writing, 'updateOrganisation', input, async (manager) => {
    const id = organisationId(input.id);
    const before = await claim(manager, writing.clock, id, input.expectedVersion, {});
    const columns = await columnsOf(manager, input);
    if (writing.viewer.role === 'ORGANISATION_EDITOR') requireSameDirectory(before, columns);
    const { atOnce, waits } = writing.viewer.role === 'ORGANISATION_EDITOR' ? splitForApproval(input, await servicesWithAreas(manager, id)) : { atOnce: input, waits: null };
    if (waits !== null) await askForChange(manager, writing, id, waits, input.note ?? null);
    const name = input.name?.trim() ?? before.name;
    const otherNames = input.otherNames === undefined ? before.otherNames : (input.otherNames ?? []);
    await manager.update(OrganisationEntity, { id }, { name, ...names(name, otherNames), ...columns });
    await writeParts(manager, id, atOnce);
    await deriveOrganisations(manager, [id]);
    await requireStillKeeper(manager, id, 'The change would take the entry out of your area.');
    return id;
  });
}

/** Who coordinates the directory decides what an editor asks for: an editor does not choose who that is. */
function requireSameDirectory(before: OrganisationEntity, { directoryAreaId }: Partial<OrganisationEntity>): void {
  if (directoryAreaId === undefined || directoryAreaId === before.directoryAreaId) return;
  throw new UserFault('FORBIDDEN', 'In which directory it stands, its coordinator says.', ['directoryArea']);
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
