import { documentBytes, type ListDocument, type ListRow, readDocument } from './list-document';
import { opened, verified } from './signature';
import type { PublicKey } from './signing-keys';

export type Verdict = { readonly genuine: true; readonly key: PublicKey; readonly document: ListDocument } | { readonly genuine: false; readonly why: string };

const not = (why: string): Verdict => ({ genuine: false, why });

/** Whether a file is a list that was issued under one of the keys, not a byte of it changed. */
export async function verifyList(bytes: Uint8Array, keyOf: (id: string) => Promise<PublicKey | undefined>): Promise<Verdict> {
  const file = opened(bytes);
  if (file === null) return not('It is not written as an issued list is: something in it was changed, or it is another kind of file.');
  const key = await keyOf(file.keyId);
  if (key === undefined) return not(`It names the signing key ${file.keyId}, which is not known here.`);
  const payload = await verified(file.envelope, key.publicKey);
  if (payload === null) return not(`Its signature is not that of the key ${key.id}: something in it was changed.`);
  const document = readDocument(payload);
  if (document === null || !documentBytes(document).equals(Buffer.from(payload))) return not('It is signed, but it is no accredited list of a form that is known here.');
  if (key.retiredAt !== null && document.issuedAt > key.retiredAt) return not(`The key ${key.id} had been retired when it says that it was issued.`);
  return { genuine: true, key, document };
}

/** The row of an organisation, by its id or a registration: `GB-CHC-1234567`, or the number alone where it is one organisation's. */
export function rowOf(document: ListDocument, organisation: string): ListRow | null {
  const named = organisation.trim();
  const exact = document.rows.find((row) => row.id === named || row.registrations.some((one) => one.toUpperCase() === named.toUpperCase()));
  if (exact !== undefined) return exact;
  const byNumber = document.rows.filter((row) => row.registrations.some((one) => one.toUpperCase().endsWith(`-${named.toUpperCase()}`)));
  return byNumber.length === 1 ? (byNumber[0] ?? null) : null;
}
