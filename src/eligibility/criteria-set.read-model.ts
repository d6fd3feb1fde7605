import { ArgumentError } from '../errors';
import type { Reader } from '../graphql/read/reader';

/** The version of a set that is in force on a day. A code that no set has is the caller's mistake, and so is a day before its first. */
export async function setInForce(reader: Reader, code: string, day: string): Promise<string> {
  const bind = reader.binder();
  const rows = await reader.rows<{ id: string; in_force: boolean }>(
    `select s.id, s.valid @> ${bind.param(day, 'date')} as in_force from shown.criteria_sets s where s.code = ${bind.param(code, 'text')} order by 2 desc limit 1`,
    bind,
  );
  const [found] = rows;
  if (found === undefined) throw new ArgumentError('UNKNOWN_SET', 'set', `No criteria set has the code ${code.slice(0, 40)}.`);
  if (!found.in_force) throw new ArgumentError('UNKNOWN_SET', 'set', `No version of ${code.slice(0, 40)} is in force on ${day}.`);
  return found.id;
}
