import type { EntityManager } from 'typeorm';
import { UserFault } from '../../errors';
import { areaIdsOf } from '../../organisations/named.lookup';
import { LeadRegister } from '../import/lead-register';
import { idOf } from '../plan-claim';
import { daysBetween } from './priority-days';

/** Longest texts. */
const MOST_WORDS = 5_000;
const MOST_LINE = 300;

type Path = readonly string[];

/** A text of one line that must say something. */
export function lineOf(text: string | null | undefined, path: Path): string {
  const line = (text ?? '').trim().replace(/\s+/g, ' ');
  if (line === '' || line.length > MOST_LINE || line.includes('\0')) throw new UserFault('INVALID', `Say it in 1 to ${MOST_LINE} characters.`, path);
  return line;
}

/** A text that may be left out. */
export function textOf(text: string | null | undefined, path: Path): string | null {
  const words = text?.trim() ?? '';
  if (words.length > MOST_WORDS || words.includes('\0')) throw new UserFault('INVALID', `It has at most ${MOST_WORDS.toLocaleString('en-GB')} characters.`, path);
  return words === '' ? null : words;
}

/** Days as they are stored, once they are in order. */
export function daysOf(from: string | null, to: string | null, path: Path): string {
  if (from !== null && to !== null && from > to) throw new UserFault('INVALID', 'The last day lies before the first.', [...path, 'to']);
  return daysBetween(from, to);
}

export async function keptAreaOf(manager: EntityManager, code: string): Promise<string> {
  const id = (await areaIdsOf(manager, [code], ['area'])).get(code) ?? null;
  const [row] = (await manager.query('select viewer_keeps_area($1) as keeps', [id])) as { keeps: boolean }[];
  if (id === null || row?.keeps !== true) throw new UserFault('FORBIDDEN', 'This is not an area of yours.', ['area']);
  return id;
}

export interface NamedLead {
  readonly lead?: string | null | undefined;
  readonly leadName?: string | null | undefined;
}

/** The lead that is meant, in the register of an area; one that is named and not known comes into it. Null: nobody. */
export async function leadOf(manager: EntityManager, areaId: string, { lead, leadName }: NamedLead, path: Path, at: Date): Promise<string | null> {
  if (lead != null && leadName != null) throw new UserFault('INVALID', 'Give the lead by id or by name, not both.', [...path, 'leadName']);
  if (lead != null) {
    const id = idOf('Lead', lead, [...path, 'lead']);
    const found = (await manager.query('select 1 from leads l where l.id = $1 and l.area_id = $2', [id, areaId])) as unknown[];
    if (found.length === 0) throw new UserFault('NOT_FOUND', 'There is no such lead in the register of the area.', [...path, 'lead']);
    return id;
  }
  if (leadName == null) return null;
  const name = lineOf(leadName, [...path, 'leadName']);
  const run = { query: async (sql: string, parameters: unknown[]) => ({ rows: (await manager.query(sql, parameters)) as unknown[] }) };
  const register = await LeadRegister.read(run, areaId, [name], []);
  const id = register.find(name);
  await register.write(run, areaId, at);
  return id;
}
