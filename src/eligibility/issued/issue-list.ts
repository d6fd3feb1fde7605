import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { callerOf } from '../../access/viewer';
import { ArgumentError, UserFault } from '../../errors';
import { makeChange, type Writing } from '../../graphql/change';
import type { Reader } from '../../graphql/read/reader';
import { type ListArguments, type ListQuestion, resolveList } from '../panel/accredited-provider.read-model';
import { readAccreditedList } from './accredited-list.read-model';
import type { IssueAccreditedListInput } from './issued-list.input';
import { documentBytes, type ListDocument } from './list-document';
import { signed } from './signature';
import { keyAt } from './signing-keys';

/** Signs the accredited list of a day as it is now on record, and keeps it byte for byte. @returns the uuid of the issued list. */
export async function issueAccreditedList(writing: Writing & { readonly reader: Reader }, input: IssueAccreditedListInput): Promise<string> {
  if (input.asOf != null && input.asOf > writing.clock.today()) throw new UserFault('INVALID', 'What will hold on a day to come cannot be issued yet.', ['asOf']);
  // Read by what was on record at the instant that it will bear: what is decided while it is read is for the next list.
  const issuedAt = writing.clock.now();
  const question = await asked(writing.reader, { ...input, knownAt: issuedAt });
  const rows = await readAccreditedList(writing.reader, question);
  return makeChange(writing, 'issueAccreditedList', input, {}, async (manager) => {
    const id = uuidv7();
    const { filter, set, basis, day } = question;
    const document: ListDocument = { list: 'accredited-list', version: 1, id, asOf: day, issuedAt: issuedAt.toISOString(), asked: { filter, set, basis }, organisations: rows.length, rows };
    const key = await keyAt(manager, issuedAt);
    const content = await signed(documentBytes(document), key);
    await manager.query(
      `insert into issued_lists (id, kind, as_of, filter, organisations, content, sha256, key_id, issued_by, issued_at) values ($1, 'accredited-list', $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, day, JSON.stringify(document.asked), rows.length, content, createHash('sha256').update(content).digest('hex'), key.id, callerOf(writing.viewer), issuedAt],
    );
    return id;
  });
}

const SAME_CODE = ['UNKNOWN_AREA', 'UNKNOWN_TERM', 'UNKNOWN_SET'] as const;

/** What is wrong with the arguments is told as data, as for every change. */
async function asked(reader: Reader, input: ListArguments): Promise<ListQuestion> {
  try {
    return await resolveList(reader, input);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new UserFault(SAME_CODE.find((code) => code === error.code) ?? 'INVALID', error.message, error.argument.split('.'));
  }
}
