import { toNodeId } from '../graphql/node';
import type { Reader } from '../graphql/read/reader';
import { type ExpiryArguments, readExpiring } from '../eligibility/expiring/expiring.read-model';
import { sheet } from './csv';

const COLUMNS = ['last_day', 'days_left', 'band', 'kind', 'what', 'detail', 'people', 'organisation', 'id', 'reach'];

/** What ends soon as a sheet, a line each; the headings alone where nothing does. */
export async function expiringSheet(reader: Reader, asked: ExpiryArguments): Promise<string> {
  const lines = await readExpiring(reader, asked);
  return sheet(COLUMNS, lines.map(({ organisation_id, ...line }) => ({ ...line, id: toNodeId('Organisation', organisation_id) })));
}
