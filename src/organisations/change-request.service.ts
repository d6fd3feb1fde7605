import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { fromNodeId } from '../graphql/node';
import type { ApproveChangeRequestInput, RefuseChangeRequestInput } from './change-request.type';
import { deriveOrganisations } from './derived';
import type { UpdateOrganisationInput } from './organisation.input';
import { writeParts } from './organisation-parts.write';
import { change, claim, requireKeeper, type Writing } from './entry-change';

type ReliedOn = Pick<UpdateOrganisationInput, 'identifiers' | 'areasServed' | 'services'>;

/** Splits an editor's change into what is made at once and what commissioners rely on, which waits. */
export function splitForApproval(input: UpdateOrganisationInput): { atOnce: UpdateOrganisationInput; waits: ReliedOn | null } {
  const atOnce = { ...input };
  const waits: ReliedOn = {};
  if (input.identifiers != null) waits.identifiers = input.identifiers;
  if (input.areasServed != null) waits.areasServed = input.areasServed;
  if (input.services?.some((service) => service.areasServed != null) === true) waits.services = input.services;
  for (const part of Object.keys(waits) as (keyof ReliedOn)[]) delete atOnce[part];
  return { atOnce, waits: Object.keys(waits).length === 0 ? null : waits };
}

export async function askForChange(manager: EntityManager, writing: Writing, organisationId: string, asked: ReliedOn, note: string | null): Promise<void> {
  await manager.query('insert into change_requests (id, organisation_id, asked, requested_by, requested_at, note) values ($1, $2, $3, $4, $5, $6)', [
    uuidv7(), organisationId, JSON.stringify(asked), nameOf(writing), writing.clock.now(), note,
  ]);
}

/** Makes the change as it was asked for, on the version that the coordinator looked at. */
export async function approveChangeRequest(writing: Writing, input: ApproveChangeRequestInput): Promise<string> {
  return change(writing, 'approveChangeRequest', input, async (manager) => {
    const request = await decide(manager, writing, input.id, 'APPROVED', null);
    await claim(manager, writing.clock, request.organisation_id, input.expectedVersion, {});
    await writeParts(manager, request.organisation_id, request.asked);
    await deriveOrganisations(manager, [request.organisation_id]);
    return request.organisation_id;
  });
}

export async function refuseChangeRequest(writing: Writing, input: RefuseChangeRequestInput): Promise<string> {
  if (input.reason.trim() === '') throw new UserFault('INVALID', 'Say why, for whoever asked.', ['reason']);
  return change(writing, 'refuseChangeRequest', input, async (manager) => {
    const request = await decide(manager, writing, input.id, 'REFUSED', input.reason.trim());
    await requireKeeper(manager, request.organisation_id, 'This request is not yours to decide.');
    return request.organisation_id;
  });
}

async function decide(manager: EntityManager, writing: Writing, id: string, state: 'APPROVED' | 'REFUSED', reason: string | null): Promise<{ organisation_id: string; asked: ReliedOn }> {
  const parts = fromNodeId(id);
  if (parts?.type !== 'ChangeRequest') throw new UserFault('NOT_FOUND', 'This is not the id of a change request.', ['id']);
  const [rows] = (await manager.query(
    `update change_requests set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1 and state = 'PENDING' returning organisation_id, asked`,
    [parts.uuid, state, nameOf(writing), writing.clock.now(), reason],
  )) as [{ organisation_id: string; asked: ReliedOn }[], number];
  if (rows[0] === undefined) throw new UserFault('ALREADY', 'There is no such request that still waits.', ['id']);
  return rows[0];
}

function nameOf({ viewer }: Writing): string {
  return viewer.subject ?? viewer.role;
}
