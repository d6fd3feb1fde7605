import type { EntityManager } from 'typeorm';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { UserFault } from '../errors';
import { fromNodeId } from '../graphql/node';
import type { ApproveChangeRequestInput, RefuseChangeRequestInput } from './change-request.type';
import { deriveOrganisations } from './derived';
import type { UpdateOrganisationInput } from './organisation.input';
import { writeParts } from './organisation-parts.write';
import { change, claim, requireKeeper, type Writing } from './entry-change';

type ReliedOn = Pick<UpdateOrganisationInput, 'identifiers' | 'areasServed' | 'services'>;

/** The tables that a part replaces. */
const REPLACED: Readonly<Record<keyof ReliedOn, readonly string[]>> = {
  identifiers: ['identifiers'],
  areasServed: ['areas_served'],
  services: ['services', 'areas_served', 'categorisations'],
};

const WORDS: Readonly<Record<keyof ReliedOn, string>> = { identifiers: 'registrations', areasServed: 'areas served', services: 'services' };

/** The services of an organisation, by uuid, that say which areas they serve. */
export async function servicesWithAreas(manager: EntityManager, organisationId: string): Promise<string[]> {
  const rows = (await manager.query('select distinct service_id as id from areas_served where organisation_id = $1 and service_id is not null', [organisationId])) as { id: string }[];
  return rows.map(({ id }) => id);
}

/**
 * Splits an editor's change into what is made at once and what commissioners rely on, which waits. Services wait when
 * they say which areas they serve, say it no longer, or when one that did is left out.
 * @param withAreas the services that say it today.
 */
export function splitForApproval(input: UpdateOrganisationInput, withAreas: readonly string[]): { atOnce: UpdateOrganisationInput; waits: ReliedOn | null } {
  const atOnce = { ...input };
  const waits: ReliedOn = {};
  if (input.identifiers != null) waits.identifiers = input.identifiers;
  if (input.areasServed != null) waits.areasServed = input.areasServed;
  if (input.services != null && changesAreas(input.services, withAreas)) waits.services = input.services;
  for (const part of Object.keys(waits) as (keyof ReliedOn)[]) delete atOnce[part];
  return { atOnce, waits: Object.keys(waits).length === 0 ? null : waits };
}

function changesAreas(services: NonNullable<ReliedOn['services']>, withAreas: readonly string[]): boolean {
  const listed = new Set(listedIds(services));
  return services.some((service) => service.areasServed !== undefined) || withAreas.some((id) => !listed.has(id));
}

/** The services, by uuid, that a list keeps. */
function listedIds(services: NonNullable<ReliedOn['services']>): string[] {
  return services.flatMap(({ id }) => (id == null ? [] : [fromNodeId(id)?.uuid ?? id]));
}

export async function askForChange(manager: EntityManager, writing: Writing, organisationId: string, asked: ReliedOn, note: string | null): Promise<void> {
  await manager.query('insert into change_requests (id, organisation_id, asked, requested_by, requested_at, note, asked_after) values ($1, $2, $3, $4, $5, $6, history.change_of_transaction())', [
    uuidv7(), organisationId, JSON.stringify(asked), nameOf(writing), writing.clock.now(), note,
  ]);
}

/** Makes the change as it was asked for, on the version that the coordinator looked at. */
export async function approveChangeRequest(writing: Writing, input: ApproveChangeRequestInput): Promise<string> {
  return change(writing, 'approveChangeRequest', input, async (manager) => {
    const request = await decide(manager, writing, input.id, 'APPROVED', null);
    const { version } = await claim(manager, writing.clock, request.organisation_id, input.expectedVersion, {});
    await requireAsItWas(manager, request, version);
    await writeParts(manager, request.organisation_id, request.asked);
    await deriveOrganisations(manager, [request.organisation_id]);
    return request.organisation_id;
  });
}

/** A part is asked for as a whole: what came to it since would be gone. */
async function requireAsItWas(manager: EntityManager, request: Decided, version: number): Promise<void> {
  const since = (await changedSince(manager, request)) ?? (await placesSince(manager, request)) ?? (await mergedSince(manager, request));
  if (since !== null) throw new UserFault('CONFLICT', `${since}: refuse it, and have it asked for anew.`, ['id'], version - 1);
}

async function changedSince(manager: EntityManager, { organisation_id, asked, asked_after }: Decided): Promise<string | null> {
  const parts = (Object.keys(asked) as (keyof ReliedOn)[]).filter((part) => asked[part] != null);
  const changed = (await manager.query(
    'select distinct r.table_name as "table" from shown.change_records_cleared r where r.node_id = $1 and r.change_number > $2 and r.table_name = any($3::text[])',
    [organisation_id, asked_after, parts.flatMap((part) => REPLACED[part])],
  )) as { table: string }[];
  const part = parts.find((one) => changed.some(({ table }) => REPLACED[one].includes(table)));
  return part === undefined ? null : `The ${WORDS[part]} were changed since this was asked for, and would be as they were then`;
}

/** A place that is tied to a service goes with it: whoever left the service out did not know of it. */
async function placesSince(manager: EntityManager, { organisation_id, asked, asked_after }: Decided): Promise<string | null> {
  if (asked.services == null) return null;
  const tied = (await manager.query(
    `select from places p where p.organisation_id = $1 and p.service_id <> all($3::uuid[]) and exists (
       select from shown.change_records_cleared r where r.node_id = $1 and r.change_number > $2 and r.table_name = 'places' and r.key->>'id' = p.id::text) limit 1`,
    [organisation_id, asked_after, listedIds(asked.services).filter(isUuid)],
  )) as unknown[];
  return tied.length === 0 ? null : 'A place of a service that is left out was changed since this was asked for, and would be gone';
}

/** A request that followed its organisation into another was asked for without regard to what that one has. */
async function mergedSince(manager: EntityManager, { organisation_id, asked_after }: Decided): Promise<string | null> {
  const mergers = (await manager.query(
    `select from organisation_merges g where g.kept_id = $1 and g.undone_at is null and exists (
       select from shown.change_records_cleared r where r.node_id = $1 and r.change_number > $2 and r.table_name = 'organisation_merges' and r.key->>'id' = g.id::text) limit 1`,
    [organisation_id, asked_after],
  )) as unknown[];
  return mergers.length === 0 ? null : 'Another entry was made one with this since it was asked for, and what it replaces may be of either';
}

export async function refuseChangeRequest(writing: Writing, input: RefuseChangeRequestInput): Promise<string> {
  if (input.reason.trim() === '') throw new UserFault('INVALID', 'Say why, for whoever asked.', ['reason']);
  return change(writing, 'refuseChangeRequest', input, async (manager) => {
    const request = await decide(manager, writing, input.id, 'REFUSED', input.reason.trim());
    await requireKeeper(manager, request.organisation_id, 'This request is not yours to decide.');
    return request.organisation_id;
  });
}

interface Decided {
  readonly organisation_id: string;
  readonly asked: ReliedOn;
  /** The number of the change with which it was asked. */
  readonly asked_after: string;
}

async function decide(manager: EntityManager, writing: Writing, id: string, state: 'APPROVED' | 'REFUSED', reason: string | null): Promise<Decided> {
  const parts = fromNodeId(id);
  if (parts?.type !== 'ChangeRequest') throw new UserFault('NOT_FOUND', 'This is not the id of a change request.', ['id']);
  const [rows] = (await manager.query(
    `update change_requests set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1 and state = 'PENDING' returning organisation_id, asked, asked_after`,
    [parts.uuid, state, nameOf(writing), writing.clock.now(), reason],
  )) as [Decided[], number];
  if (rows[0] === undefined) throw new UserFault('ALREADY', 'There is no such request that still waits.', ['id']);
  return rows[0];
}

function nameOf({ viewer }: Writing): string {
  return viewer.subject ?? viewer.role;
}
