import type { Reader } from '../graphql/read/reader';
import { readAccreditedList } from '../eligibility/issued/accredited-list.read-model';
import type { ListRow } from '../eligibility/issued/list-document';
import { type ListArguments, resolveList } from '../eligibility/panel/accredited-provider.read-model';
import { sheet } from './csv';

const COLUMNS = ['as_of', 'organisation', 'id', 'registrations', 'basis', 'criteria_set', 'contracted_by', 'from', 'to_last_day', 'conditions', 'contract', 'source'];

/** The accredited list as a sheet: a line for each accreditation and each contract. */
export async function accreditedListSheet(reader: Reader, asked: ListArguments): Promise<string> {
  const question = await resolveList(reader, asked);
  const rows = await readAccreditedList(reader, question);
  return sheet(COLUMNS, rows.flatMap((row) => linesOf(row, question.day)));
}

function linesOf({ id, name, registrations, accreditations, contracts }: ListRow, as_of: string): Record<string, unknown>[] {
  const organisation = { as_of, organisation: name, id, registrations: registrations.join('; ') };
  return [
    ...accreditations.map((one) => ({ ...organisation, basis: 'PANEL', criteria_set: one.set, from: one.from, to_last_day: one.to, conditions: one.conditions })),
    ...contracts.map((one) => ({ ...organisation, basis: 'CONTRACT', contracted_by: one.by, from: one.from, to_last_day: one.to, contract: one.title, source: one.source })),
  ];
}
