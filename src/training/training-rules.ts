import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { UserFault } from '../errors';
import { fromNodeId } from '../graphql/node';
import { areaIdsOf } from '../organisations/named.lookup';

/** numeric(10, 2) and larger. */
const AMOUNT = /^\d{1,8}(\.\d{1,2})?$/;
const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST_WORDS = 2_000;

export function uuidFrom(type: string, id: string, path: string): string {
  const parts = fromNodeId(id);
  if (parts?.type !== type) throw new UserFault('NOT_FOUND', `This is not the id of a ${type}.`, [path]);
  return parts.uuid;
}

/** Of rows that are named by a key of their own: a text that is no uuid names none. */
export function keyFrom(id: string, path = 'id'): string {
  if (!isUuid(id)) throw new UserFault('NOT_FOUND', 'There is none with this key.', [path]);
  return id;
}

export function checkAmount(amount: string | null | undefined, path: string): void {
  if (amount != null && !AMOUNT.test(amount)) throw new UserFault('INVALID', 'An amount is not negative, below 100,000,000, and has two decimals at most.', [path]);
}

export function checkCount(count: number | null | undefined, least: number, path: string): void {
  if (count != null && (count < least || count > 1_000_000)) throw new UserFault('INVALID', `${path} is a number from ${least} to 1,000,000.`, [path]);
}

export function checkHour(text: string | null | undefined, path: string): void {
  if (text != null && !HOUR.test(text)) throw new UserFault('INVALID', 'An hour is HH:MM, such as 09:30.', [path]);
}

export function checkWords(text: string | null | undefined, path: string): void {
  if (text != null && (text.trim() === '' || text.length > MOST_WORDS || text.includes('\0'))) throw new UserFault('INVALID', `${path} has 1 to ${MOST_WORDS.toLocaleString('en-GB')} characters.`, [path]);
}

/** The id of an area that the viewer keeps; what belongs to no area is the administrators'. */
export async function keptAreaId(manager: EntityManager, code: string | null | undefined, path: string): Promise<string | null> {
  const id = code == null ? null : ((await areaIdsOf(manager, [code], [path])).get(code) ?? null);
  await requireKeptArea(manager, id, path);
  return id;
}

export async function requireKeptArea(manager: EntityManager, areaId: string | null, path: string): Promise<void> {
  const [row] = (await manager.query(`select case when $1::uuid is null then viewer_role() = 'ADMIN' else viewer_keeps_area($1) end as keeps`, [areaId])) as { keeps: boolean }[];
  if (row?.keeps !== true) throw new UserFault('FORBIDDEN', areaId === null ? 'What belongs to no area is for administrators: name yours.' : 'This area is not yours to look after.', [path]);
}

/** Locks an organisation against being closed or merged meanwhile. */
export async function lockOrganisation(manager: EntityManager, id: string, path: string, lock: 'share' | 'no key update' = 'share'): Promise<{ readonly kept: boolean }> {
  const [row] = (await manager.query(`select viewer_keeps_organisation(id) as kept from organisations where id = $1 and merged_into_id is null for ${lock}`, [id])) as { kept: boolean }[];
  if (row === undefined) throw new UserFault('NOT_FOUND', 'There is no such organisation.', [path]);
  return row;
}

export async function requireOpen(manager: EntityManager, id: string, day: string, path: string): Promise<void> {
  const active = (await manager.query(`select from organisation_statuses where organisation_id = $1 and valid @> $2::date and status = 'ACTIVE'`, [id, day])) as unknown[];
  if (active.length === 0) throw new UserFault('CLOSED', 'The organisation is not at work on that day.', [path]);
}

export function requireVersion(expected: number, version: number): void {
  if (version !== expected) throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${version}, not ${expected}.`, ['expectedVersion'], version);
}

/** `column = $n` for what an input speaks of; what is left out is not among it. */
export function assignments(columns: Readonly<Record<string, unknown>>, from: number): { readonly sql: string; readonly values: unknown[] } {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  return { sql: given.map(([column], at) => `, ${column} = $${from + at}`).join(''), values: given.map(([, value]) => value) };
}
