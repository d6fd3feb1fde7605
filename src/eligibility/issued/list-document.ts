import type { AccreditationBasis } from '../panel/panel.enums';

/** What an issued list says, in the order in which it is written. Days and instants are text, as in the API. */
export interface ListDocument {
  readonly list: 'accredited-list';
  /** Of this form; a reader that does not know it says so. */
  readonly version: 1;
  readonly id: string;
  readonly asOf: string;
  readonly issuedAt: string;
  readonly asked: { readonly filter: object; readonly set: string | null; readonly basis: readonly AccreditationBasis[] };
  readonly organisations: number;
  readonly rows: readonly ListRow[];
}

export interface ListRow {
  readonly id: string;
  readonly name: string;
  /** As org-id.guide writes them: scheme, hyphen, number. */
  readonly registrations: readonly string[];
  readonly basis: readonly AccreditationBasis[];
  /** `contractValue`: for contracts of which value in pounds; lists that were issued before it was told have none. */
  readonly accreditations: readonly { readonly set: string; readonly setName: string; readonly from: string; readonly to: string | null; readonly conditions: string | null; readonly contractValue?: string | null }[];
  readonly contracts: readonly { readonly by: string; readonly title: string | null; readonly from: string; readonly to: string | null; readonly source: string }[];
}

/** The bytes that are signed. */
export function documentBytes(document: ListDocument): Buffer {
  return Buffer.from(JSON.stringify(document));
}

/** What the bytes of a list say; null where they are no list of a form that is known. */
export function readDocument(bytes: Uint8Array): ListDocument | null {
  try {
    const read = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<ListDocument> | null;
    return read?.list === 'accredited-list' && read.version === 1 && Array.isArray(read.rows) ? (read as ListDocument) : null;
  } catch {
    return null;
  }
}
