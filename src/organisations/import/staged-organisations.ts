import type { LoadColumn, LoadValue } from '../../intake/bulk-loader';
import { idOfMonth } from '../../intake/id-of-month';
import { foldName } from '../../text/fold';
import { searchName } from '../search-name';
import type { ImportedOrganisation } from './imported-organisation';

/** Everything that a row says, as one wide row: lists stand in arrays and are taken apart in the database. */
export interface StagedRow {
  /** Counted from 1 over the good rows; slices of the work go by it. */
  readonly n: number;
  readonly line: number;
  readonly given: ImportedOrganisation;
}

interface StagedColumn extends LoadColumn {
  value(row: StagedRow, names: FoldedNames): LoadValue;
}

interface FoldedNames {
  readonly sortName: string;
  readonly searchName: string;
}

const whenSaid = (said: unknown): string | undefined => (said === undefined ? undefined : idOfMonth());
const column = (name: string, type: string, value: StagedColumn['value']): StagedColumn => ({ name, type, value });
const text = (name: string, value: (given: ImportedOrganisation) => LoadValue): StagedColumn => column(name, 'text', ({ given }) => value(given));

const COLUMNS: readonly StagedColumn[] = [
  column('n', 'integer', (row) => row.n),
  column('line', 'integer', (row) => row.line),
  column('id', 'uuid', idOfMonth),
  text('name', (given) => given.name),
  column('sort_name', 'text', (_, names) => names.sortName),
  column('search_name', 'text', (_, names) => names.searchName),
  column('other_names', 'text[]', ({ given }) => arrayText(given.otherNames)),
  column('source_key', 'text', ({ given }, names) => given.sourceKey ?? `${names.sortName}|${given.place?.postcode ?? ''}`),
  column('key_given', 'boolean', ({ given }) => given.sourceKey !== undefined),
  text('legal_form', (given) => given.legalForm),
  text('sector', (given) => given.sector),
  column('is_provider', 'boolean', ({ given }) => given.provider),
  text('infrastructure', (given) => given.infrastructure),
  text('description', (given) => given.description),
  text('website', (given) => given.website),
  column('founded_on', 'date', ({ given }) => given.foundedOn),
  column('assured_on', 'date', ({ given }) => given.assuredOn),
  text('assured_by', (given) => given.assuredBy),
  text('status', (given) => (given.active === undefined ? undefined : given.active ? 'ACTIVE' : 'INACTIVE')),
  column('identifier_ids', 'uuid[]', ({ given }) => arrayText(given.identifiers.map(idOfMonth))),
  column('schemes', 'text[]', ({ given }) => arrayText(given.identifiers.map((one) => one.scheme))),
  column('numbers', 'text[]', ({ given }) => arrayText(given.identifiers.map((one) => one.value))),
  column('place_id', 'uuid', ({ given }) => whenSaid(given.place?.address ?? given.place?.postcode ?? given.place?.longitude)),
  text('address', (given) => given.place?.address),
  text('postcode', (given) => given.place?.postcode),
  text('visibility', (given) => given.place?.visibility),
  column('longitude', 'float8', ({ given }) => given.place?.longitude),
  column('latitude', 'float8', ({ given }) => given.place?.latitude),
  column('year', 'integer', ({ given }) => given.figures?.year),
  column('year_end', 'date', ({ given }) => given.figures?.yearEnd),
  column('income', 'numeric(14, 2)', ({ given }) => given.figures?.income),
  column('spending', 'numeric(14, 2)', ({ given }) => given.figures?.spending),
  column('paid_staff', 'numeric', ({ given }) => given.figures?.paidStaff),
  column('volunteers', 'numeric', ({ given }) => given.figures?.volunteers),
  column('trustees', 'numeric', ({ given }) => given.figures?.trustees),
  column('service_id', 'uuid', ({ given }) => whenSaid(given.service)),
  text('service_name', (given) => given.service?.name),
  text('service_description', (given) => given.service?.description),
  text('tier', (given) => given.service?.tier),
  column('ages', 'numrange', ({ given }) => given.service?.ages),
  column('term_ids', 'uuid[]', ({ given }) => arrayText(given.terms?.map((term) => term.termId))),
  column('term_vocabularies', 'text[]', ({ given }) => arrayText(given.terms === undefined ? undefined : [...new Set(given.terms.map((term) => term.vocabulary))])),
  column('community_ids', 'uuid[]', ({ given }) => arrayText(given.communities?.map((one) => one.termId))),
  column('community_links', 'text[]', ({ given }) => arrayText(given.communities?.map((one) => one.link))),
  column('area_ids', 'uuid[]', ({ given }) => arrayText(given.areasServed)),
  column('area_served_ids', 'uuid[]', ({ given }) => arrayText(given.areasServed?.map(idOfMonth))),
  column('email_id', 'uuid', ({ given }) => whenSaid(given.email)),
  text('email', (given) => given.email),
  column('phone_id', 'uuid', ({ given }) => whenSaid(given.phone)),
  text('phone', (given) => given.phone),
  text('audience', (given) => given.audience),
  column('membership_id', 'uuid', ({ given }) => whenSaid(given.umbrella)),
  text('umbrella', (given) => given.umbrella),
];

export const STAGED_COLUMNS: readonly LoadColumn[] = COLUMNS;

export function stagedValues(row: StagedRow): LoadValue[] {
  const { name, otherNames = [] } = row.given;
  const names = { sortName: foldName(name), searchName: searchName(name, otherNames) };
  return COLUMNS.map((one) => one.value(row, names));
}

/** A list as PostgreSQL reads an array; an empty one says nothing. */
function arrayText(parts: readonly string[] | undefined): string | undefined {
  if (parts === undefined || parts.length === 0) return undefined;
  return `{${parts.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
