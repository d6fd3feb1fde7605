import { FlattenedSign, flattenedVerify, importJWK, type JWK } from 'jose';

/** Ed25519: small keys and signatures, and nothing to choose wrongly. */
const ALGORITHM = 'EdDSA';
const MEMBERS = ['payload', 'protected', 'signature'] as const;

export interface SigningKey {
  readonly id: string;
  readonly privateKey: JWK;
}

interface Envelope {
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
}

/** Signs bytes as a flattened JSON Web Signature (RFC 7515, 7.2.2): one file that holds what was signed, and by which key. */
export async function signed(payload: Uint8Array, key: SigningKey): Promise<Buffer> {
  const jws = await new FlattenedSign(payload).setProtectedHeader({ alg: ALGORITHM, kid: key.id, cty: 'application/json' }).sign(await importJWK(key.privateKey, ALGORITHM));
  return envelopeBytes({ payload: jws.payload, protected: jws.protected ?? '', signature: jws.signature });
}

/** The one way in which an envelope is written: no other byte stands for the same. */
function envelopeBytes(envelope: Envelope): Buffer {
  return Buffer.from(`${JSON.stringify({ payload: envelope.payload, protected: envelope.protected, signature: envelope.signature })}\n`);
}

/** A signed file taken apart, if every byte of it is as it would be written here; its signature is not checked yet. */
export function opened(bytes: Uint8Array): { readonly envelope: Envelope; readonly keyId: string } | null {
  const given = Buffer.from(bytes);
  try {
    const read = JSON.parse(given.toString('utf8')) as Record<string, unknown> | null;
    if (read === null || MEMBERS.some((name) => typeof read[name] !== 'string')) return null;
    const envelope = read as unknown as Envelope;
    // JSON has other spaces and base64url other last letters for the same: none of them is what was signed.
    const exact = MEMBERS.every((name) => Buffer.from(envelope[name], 'base64url').toString('base64url') === envelope[name]) && envelopeBytes(envelope).equals(given);
    const header = JSON.parse(Buffer.from(envelope.protected, 'base64url').toString('utf8')) as { kid?: unknown };
    return exact && typeof header.kid === 'string' ? { envelope, keyId: header.kid } : null;
  } catch {
    return null;
  }
}

/** @returns the bytes that were signed; null where the signature is not that of the key. */
export async function verified(envelope: Envelope, publicKey: JWK): Promise<Uint8Array | null> {
  return importJWK(publicKey, ALGORITHM)
    .then((key) => flattenedVerify({ ...envelope }, key, { algorithms: [ALGORITHM] }))
    .then(
      ({ payload }) => payload,
      () => null,
    );
}
