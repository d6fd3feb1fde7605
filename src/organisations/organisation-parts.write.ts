import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { UserFault } from '../errors';
import { fromNodeId } from '../graphql/node';
import { CommunityLinkEntity, FactsEntity, IdentifierEntity, MembershipEntity, SupportEntity } from './organisation-parts.entity';
import { ConsentEntity, ContactEntity, ContactSecretEntity } from './contact.entity';
import { areaIdsOf, termIdsOf } from './named.lookup';
import type { OrganisationDetails } from './organisation.input';
import type { AreaServedInput, ContactInput, MembershipInput, PlaceInput, ServiceInput, SupportInput } from './organisation-parts.input';
import { agesOf, periodOf } from './organisation-rules';
import { TRUTH_COLUMNS, writePlaces } from './place-writing';
import { AreaServedEntity, CategorisationEntity, ServiceEntity } from './service.entity';

/** Replaces the lists that were given; those left out stay as they are. Within the transaction of the change. */
export async function writeParts(manager: EntityManager, organisationId: string, given: OrganisationDetails): Promise<void> {
  if (given.identifiers != null) {
    await manager.delete(IdentifierEntity, { organisationId });
    await manager.insert(IdentifierEntity, given.identifiers.map((one) => ({ id: uuidv7(), organisationId, scheme: one.scheme, value: one.value.trim(), isPrimary: one.primary === true })));
  }
  if (given.services != null) await writeServices(manager, organisationId, given.services);
  if (given.categories != null) {
    await manager.delete(CategorisationEntity, { organisationId, serviceId: IsNull() });
    await categorise(manager, organisationId, null, given.categories, ['categories']);
  }
  if (given.areasServed != null) {
    await manager.delete(AreaServedEntity, { organisationId, serviceId: IsNull() });
    await serve(manager, organisationId, null, given.areasServed, ['areasServed']);
  }
  if (given.places != null) await replacePlaces(manager, organisationId, given.places);
  if (given.contacts != null) await writeContacts(manager, organisationId, given.contacts);
  if (given.communities != null) {
    const terms = await termIdsOf(manager, given.communities.map((one) => one.community), 'COMMUNITY', ['communities']);
    await manager.delete(CommunityLinkEntity, { organisationId });
    await manager.insert(CommunityLinkEntity, given.communities.map((one) => ({ organisationId, termId: found(terms, one.community), link: one.link, isPrimary: one.primary === true })));
  }
  if (given.factsByYear != null) {
    await manager.delete(FactsEntity, { organisationId });
    await manager.insert(FactsEntity, given.factsByYear.map((facts) => ({ ...facts, organisationId })));
  }
  if (given.memberships != null) await writeMemberships(manager, organisationId, given.memberships);
  if (given.supports != null) await writeSupports(manager, organisationId, given.supports);
}

async function writeServices(manager: EntityManager, organisationId: string, services: readonly ServiceInput[]): Promise<void> {
  const ids = await keptIds(manager, 'services', organisationId, services.map((one) => (one.id == null ? null : (fromNodeId(one.id)?.uuid ?? one.id))), 'services');
  await manager.delete(ServiceEntity, { organisationId, id: Not(In(ids)) });
  await manager.save(
    ServiceEntity,
    services.map((one, at) => ({
      id: idAt(ids, at),
      organisationId,
      name: one.name,
      description: one.description ?? null,
      tier: one.tier ?? null,
      ages: agesOf(one.ages),
      referralRoute: one.referralRoute ?? null,
      cost: one.cost ?? null,
    })),
  );
  for (const [at, service] of services.entries()) {
    const serviceId = idAt(ids, at);
    if (service.categories !== undefined) {
      await manager.delete(CategorisationEntity, { organisationId, serviceId });
      await categorise(manager, organisationId, serviceId, service.categories ?? [], ['services', String(at), 'categories']);
    }
    if (service.areasServed !== undefined) {
      await manager.delete(AreaServedEntity, { organisationId, serviceId });
      await serve(manager, organisationId, serviceId, service.areasServed ?? [], ['services', String(at), 'areasServed']);
    }
  }
}

async function categorise(manager: EntityManager, organisationId: string, serviceId: string | null, codes: readonly string[], path: string[]): Promise<void> {
  const terms = await termIdsOf(manager, codes, 'CATEGORY', path);
  const ids = [...new Set(terms.values())];
  if (ids.length > 0) await manager.insert(CategorisationEntity, ids.map((termId) => ({ organisationId, serviceId, termId })));
}

async function serve(manager: EntityManager, organisationId: string, serviceId: string | null, served: readonly AreaServedInput[], path: string[]): Promise<void> {
  if (served.length === 0) return;
  const areas = await areaIdsOf(manager, served.map((one) => one.area), path);
  await manager.insert(AreaServedEntity, served.map((one) => ({ id: uuidv7(), organisationId, serviceId, areaId: found(areas, one.area), valid: periodOf(one) })));
}

async function replacePlaces(manager: EntityManager, organisationId: string, places: readonly PlaceInput[]): Promise<void> {
  const ids = await keptIds(manager, 'places', organisationId, places.map((one) => one.key ?? null), 'places');
  await manager.query('delete from places where organisation_id = $1 and id <> all($2::uuid[])', [organisationId, ids]);
  const services = new Set(await ownIds(manager, 'services', organisationId));
  const truth = places.map((one, at) => ({
    id: ids[at],
    organisation_id: organisationId,
    service_id: one.service == null ? null : serviceOf(one.service, services, ['places', String(at), 'service']),
    kind: one.kind,
    visibility: one.visibility,
    name: one.name ?? null,
    address: one.address ?? null,
    postcode: one.postcode ?? null,
    longitude: one.point?.longitude ?? null,
    latitude: one.point?.latitude ?? null,
  }));
  const relation = `(select ${TRUTH_COLUMNS} from json_to_recordset($1) as r (id uuid, organisation_id uuid, service_id uuid, kind text, visibility text,
    name text, address text, postcode text, longitude float8, latitude float8))`;
  if (truth.length > 0) await writePlaces(manager, relation, [JSON.stringify(truth)]);
}

async function writeContacts(manager: EntityManager, organisationId: string, contacts: readonly ContactInput[]): Promise<void> {
  const ids = await keptIds(manager, 'contacts', organisationId, contacts.map((one) => one.key ?? null), 'contacts');
  await manager.delete(ContactEntity, { organisationId, id: Not(In(ids)) });
  for (const [at, contact] of contacts.entries()) {
    const id = idAt(ids, at);
    const open = contact.audience === 'PUBLIC';
    const said = { roleTitle: contact.roleTitle ?? null, value: contact.value.trim() };
    await manager.save(ContactEntity, { id, organisationId, kind: contact.kind, audience: contact.audience, roleTitle: open ? said.roleTitle : null, value: open ? said.value : null });
    await manager.delete(ContactSecretEntity, { contactId: id });
    if (!open) await manager.insert(ContactSecretEntity, { contactId: id, organisationId, audience: contact.audience, ...said });
    if (contact.consents == null) continue;
    await manager.delete(ConsentEntity, { contactId: id });
    await manager.insert(ConsentEntity, contact.consents.map((one) => ({ ...one, contactId: id, withdrawnOn: one.withdrawnOn ?? null })));
  }
}

async function writeMemberships(manager: EntityManager, memberId: string, memberships: readonly MembershipInput[]): Promise<void> {
  const umbrellas = await linkedIds(manager, memberships.map((one) => one.umbrella), (at) => new UserFault('NOT_FOUND', 'There is no such umbrella body.', ['memberships', at, 'umbrella']));
  await manager.delete(MembershipEntity, { memberId });
  await manager.insert(MembershipEntity, memberships.map((one, at) => ({ id: uuidv7(), umbrellaId: idAt(umbrellas, at), memberId, valid: periodOf(one) })));
}

async function writeSupports(manager: EntityManager, supporterId: string, supports: readonly SupportInput[]): Promise<void> {
  const supported = await linkedIds(manager, supports.map((one) => one.supported), (at) => new UserFault('NOT_FOUND', 'There is no such organisation.', ['supports', at, 'supported']));
  await manager.delete(SupportEntity, { supporterId });
  await manager.insert(SupportEntity, supports.map((one, at) => ({ id: uuidv7(), supporterId, supportedId: idAt(supported, at), valid: periodOf(one), note: one.note ?? null })));
}

/** Organisations at the other end of links: of one that went into another, the one that was kept. */
async function linkedIds(manager: EntityManager, nodeIds: readonly string[], fault: (at: string) => UserFault): Promise<string[]> {
  const ids = nodeIds.map((nodeId) => fromNodeId(nodeId)?.uuid ?? '');
  const rows = (await manager.query(
    'select o.id, coalesce(m.kept_id, o.id) as standing_id from organisations o left join shown.merged_organisations m on m.id = o.id where o.id = any($1::uuid[])',
    [ids.filter(isUuid)],
  )) as { id: string; standing_id: string }[];
  const standing = new Map(rows.map((row) => [row.id, row.standing_id]));
  return ids.map((id, at) => {
    const standingId = standing.get(id);
    if (standingId === undefined) throw fault(String(at));
    return standingId;
  });
}

/** The ids that parts keep, checked to be the organisation's own, and new ones for those without. */
async function keptIds(manager: EntityManager, table: 'services' | 'places' | 'contacts', organisationId: string, keys: readonly (string | null)[], path: string): Promise<string[]> {
  const own = new Set(await ownIds(manager, table, organisationId));
  return keys.map((key, at) => {
    if (key === null) return uuidv7();
    if (keys.indexOf(key) < at) throw new UserFault('INVALID', 'The same part stands here twice.', [path, String(at)]);
    if (!own.has(key)) throw new UserFault('NOT_FOUND', 'The organisation has no such part.', [path, String(at)]);
    return key;
  });
}

async function ownIds(manager: EntityManager, table: 'services' | 'places' | 'contacts', organisationId: string): Promise<string[]> {
  return ((await manager.query(`select id from ${table} where organisation_id = $1`, [organisationId])) as { id: string }[]).map((row) => row.id);
}

function serviceOf(id: string, services: ReadonlySet<string>, path: string[]): string {
  const uuid = fromNodeId(id)?.uuid ?? id;
  if (!services.has(uuid)) throw new UserFault('NOT_FOUND', 'The organisation has no such service.', path);
  return uuid;
}

function found(ids: ReadonlyMap<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`${code} was not looked up.`);
  return id;
}

function idAt(ids: readonly string[], at: number): string {
  const id = ids[at];
  if (id === undefined) throw new Error(`There is no part ${at}.`);
  return id;
}
