import type { JWK } from 'jose';
import type { Database } from '../../database/database';
import type { Reader } from '../../graphql/read/reader';
import type { RunSql } from '../../history/restore';
import { PUBLIC_KEY_COLUMNS, type PublicKey } from './signing-keys';

export interface KeptFile {
  readonly content: Buffer;
  readonly sha256: string;
}

/** An issued list, byte for byte. */
export async function readIssuedFile(database: Database, id: string): Promise<KeptFile | undefined> {
  return (await database.readPublic<KeptFile>('select content, sha256 from shown.issued_lists where id = $1', [id]))[0];
}

/** The same for who issued it: from where it was written, for a replica may not have it yet. */
export async function readKeptFile(reader: Reader, id: string): Promise<Buffer> {
  const bind = reader.binder();
  const [kept] = await reader.rows<KeptFile>(`select l.content from shown.issued_lists l where l.id = ${bind.param(id, 'uuid')}`, bind);
  if (kept === undefined) throw new Error(`The issued list ${id} is not there.`);
  return kept.content;
}

/** Whether a file is one of the lists that this database keeps. */
export async function isKept(run: RunSql, sha256: string): Promise<boolean> {
  return (await run('select from shown.issued_lists where sha256 = $1', [sha256])).length > 0;
}

/** All keys that ever signed, the one that signs first. */
export async function readPublicKeys(run: RunSql): Promise<PublicKey[]> {
  return run<PublicKey>(`select ${PUBLIC_KEY_COLUMNS} from shown.list_signing_keys order by retired_at desc nulls first, made_at desc, id`);
}

/** As a JSON Web Key Set (RFC 7517), for those who verify without this service; `retiredAt` beside what the standard knows. */
export function asKeySet(keys: readonly PublicKey[]): object {
  return { keys: keys.map(({ id, publicKey, retiredAt }) => ({ ...publicKey, kid: id, use: 'sig', alg: 'EdDSA', ...(retiredAt === null ? {} : { retiredAt }) })) };
}

/** The keys of a set as `asKeySet` writes it, or of one key alone; none where it is neither. */
export function keysOfSet(given: unknown): PublicKey[] {
  const entries: unknown[] = typeof given === 'object' && given !== null && 'keys' in given && Array.isArray(given.keys) ? given.keys : [given];
  return entries.flatMap((entry) => {
    if (!isPublicKey(entry)) return [];
    const { kid, retiredAt, ...publicKey } = entry;
    return [{ id: kid, publicKey, madeAt: '', retiredAt: retiredAt ?? null }];
  });
}

type Entry = JWK & { readonly kid: string; readonly retiredAt?: string };

function isPublicKey(entry: unknown): entry is Entry {
  return typeof entry === 'object' && entry !== null && 'kty' in entry && 'kid' in entry && typeof entry.kid === 'string' && !('d' in entry);
}
