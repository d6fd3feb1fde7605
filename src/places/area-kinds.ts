import type { PoolClient } from 'pg';
import { SetUpError } from '../errors';

/** Beside partnership areas, below districts: kinds that a county adds need not fit any level. */
const RANK = 4;

/** Kinds that an import adds, by code. */
export type NewKinds = Readonly<Record<string, string>>;

/** Fails for a kind that is neither there nor added. @returns the codes of all that there will be. */
export async function requireKinds(client: PoolClient, kinds: readonly string[], added: NewKinds = {}): Promise<ReadonlySet<string>> {
  const found = await client.query<{ code: string }>('select code from area_kinds order by rank, code');
  const known = new Set([...found.rows.map((row) => row.code), ...Object.keys(added)]);
  const wrong = Object.keys(added).find((code) => !/^[A-Z][A-Z0-9_]{0,62}$/.test(code));
  if (wrong !== undefined) throw new SetUpError(`"${wrong}" cannot be the code of a kind: capital letters, digits and _.`);
  const unknown = kinds.find((kind) => !known.has(kind));
  if (unknown !== undefined) throw new SetUpError(`${unknown} is not a kind of area; the kinds are ${[...known].join(', ')}.`, `--new-kind ${unknown}="What it is called" adds it`);
  return known;
}

/** Adds kinds that are not there yet; what those that are there are called stays. */
export async function publishKinds(client: PoolClient, added: NewKinds): Promise<void> {
  if (Object.keys(added).length === 0) return;
  await client.query(`insert into area_kinds (code, name, rank) select k.code, k.name, ${RANK} from unnest($1::text[], $2::text[]) k (code, name) on conflict do nothing`, [
    Object.keys(added), Object.values(added),
  ]);
}
