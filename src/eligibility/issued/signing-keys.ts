import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { EntityManager } from 'typeorm';
import type { SigningKey } from './signature';

/** Any number, the same everywhere: two that issue the first list at once make one key. */
const KEY_LOCK = 7_246_003;

/** A public key as it is on record. A retired one still says whether an older list is genuine. */
export interface PublicKey {
  readonly id: string;
  readonly publicKey: JWK;
  readonly madeAt: string;
  readonly retiredAt: string | null;
}

/** Columns of `shown.list_signing_keys` in the shape of `PublicKey`. */
export const PUBLIC_KEY_COLUMNS = `id, public_key as "publicKey", to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "madeAt", to_char(retired_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "retiredAt"`;

/**
 * The key that signs what is dated at an instant; made when there is none. While a list was read its key may have been
 * retired: the next one had not begun when the list says that it was issued, and signs it only where no other did then.
 */
export async function keyAt(manager: EntityManager, instant: Date): Promise<SigningKey> {
  await manager.query('select pg_advisory_xact_lock($1)', [KEY_LOCK]);
  const [key] = (await manager.query(
    `select k.id, s.private_key as "privateKey" from list_signing_keys k join secrets.list_signing_keys s on s.key_id = k.id
     where k.retired_at is null or (k.made_at <= $1 and k.retired_at > $1) order by k.made_at <= $1 desc, k.made_at desc, k.retired_at desc nulls first limit 1`,
    [instant],
  )) as SigningKey[];
  return key ?? makeKey(manager, instant);
}

/** Retires the key that signs and makes another. @returns the new one's id. */
export async function rotateKey(manager: EntityManager, now: Date): Promise<string> {
  await manager.query('select pg_advisory_xact_lock($1)', [KEY_LOCK]);
  await manager.query('update list_signing_keys set retired_at = $1 where retired_at is null', [now]);
  return (await makeKey(manager, now)).id;
}

/** A key is called by its RFC 7638 thumbprint. */
async function makeKey(manager: EntityManager, now: Date): Promise<SigningKey> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const [publicKey, privateKey] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  const id = await calculateJwkThumbprint(publicKey);
  await manager.query('insert into list_signing_keys (id, public_key, made_at) values ($1, $2, $3)', [id, JSON.stringify(publicKey), now]);
  await manager.query('insert into secrets.list_signing_keys (key_id, private_key) values ($1, $2)', [id, JSON.stringify(privateKey)]);
  return { id, privateKey };
}
