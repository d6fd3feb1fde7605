import { ArgumentError } from '../errors';
import type { Reader } from '../graphql/read/reader';

export interface SetInForce {
  readonly id: string;
  /** The codes of its criteria, in their order. */
  readonly codes: readonly string[];
}

/** The version of a set that is in force on a day. A code that no set has is the caller's mistake, and so is a day before its first. */
export async function setInForce(reader: Reader, code: string, day: string): Promise<SetInForce> {
  const bind = reader.binder();
  const [found] = await reader.rows<SetInForce & { in_force: boolean }>(
    `select s.id, s.valid @> ${bind.param(day, 'date')} as in_force, array(select c.code from shown.criteria c where c.set_id = s.id order by c.position) as codes
     from shown.criteria_sets s where s.code = ${bind.param(code, 'text')} order by 2 desc limit 1`,
    bind,
  );
  if (found === undefined) throw new ArgumentError('UNKNOWN_SET', 'set', `No criteria set has the code ${code.slice(0, 40)}.`);
  if (!found.in_force) throw new ArgumentError('UNKNOWN_SET', 'set', `No version of ${code.slice(0, 40)} is in force on ${day}.`);
  return found;
}
