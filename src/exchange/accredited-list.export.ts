import type { Reader } from '../graphql/read/reader';
import { readNearestFirst, type SheetRow } from '../eligibility/issued/accredited-list.read-model';
import { type ListArguments, resolveList } from '../eligibility/panel/accredited-provider.read-model';
import { ArgumentError } from '../errors';
import { sheet } from './csv';

const COLUMNS = ['as_of', 'organisation', 'id', 'registrations', 'basis', 'criteria_set', 'contracted_by', 'from', 'to_last_day', 'conditions', 'contract', 'source', 'km', 'assessed_for_contract_value'];

export interface ListSheet {
  readonly day: string;
  readonly csv: string;
}

/**
 * The accredited list as a sheet: a line for each accreditation and each contract. Nearest first where a spot is given, by
 * name otherwise. `most`: of how many organisations at the most.
 */
export async function accreditedListSheet(reader: Reader, asked: ListArguments, most?: number): Promise<ListSheet> {
  const question = await resolveList(reader, asked);
  const rows = await readNearestFirst(reader, question, most === undefined ? undefined : most + 1);
  if (most !== undefined && rows.length > most) throw new ArgumentError('BAD_RANGE', 'area', `More than ${most} organisations are on it: narrow it, such as by area.`);
  return { day: question.day, csv: sheet(COLUMNS, rows.flatMap((row) => linesOf(row, question.day))) };
}

function linesOf({ id, name, registrations, accreditations, contracts, km }: SheetRow, as_of: string): Record<string, unknown>[] {
  const organisation = { as_of, organisation: name, id, registrations: registrations.join('; '), km };
  return [
    ...accreditations.map((one) => ({ ...organisation, basis: 'PANEL', criteria_set: one.set, from: one.from, to_last_day: one.to, conditions: one.conditions, assessed_for_contract_value: one.contractValue })),
    ...contracts.map((one) => ({ ...organisation, basis: 'CONTRACT', contracted_by: one.by, from: one.from, to_last_day: one.to, contract: one.title, source: one.source })),
  ];
}
