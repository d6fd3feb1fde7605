import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../../errors';
import type { Binder } from '../../graphql/read/binder';
import type { PageArgs } from '../../graphql/read/page';
import type { Connection, Reader } from '../../graphql/read/reader';
import { organisationConditions } from '../../organisations/organisation-filter.conditions';
import { AreaBasis, type OrganisationFilter } from '../../organisations/organisation-filter.input';
import { resolveFilter, type ResolvedFilter } from '../../organisations/organisation-filter.resolve';
import { OrganisationStatus } from '../../organisations/organisation.enums';
import { distanceSql, OrganisationOrder, orderTerms } from '../../organisations/organisation-order';
import { type AskedDay, askedSql } from './accreditation.sql';
import { AccreditationBasis } from './panel.enums';

export interface ListArguments {
  readonly filter?: OrganisationFilter | null | undefined;
  readonly set?: string | null | undefined;
  readonly basis?: readonly AccreditationBasis[] | null | undefined;
  readonly asOf?: string | null | undefined;
  readonly knownAt?: Date | null | undefined;
}

/** What is asked of the accredited list, its names looked up and its values checked. */
export interface ListQuestion extends AskedDay {
  /** As it was asked, the basis of the area filled in. */
  readonly filter: OrganisationFilter;
  readonly listed: ResolvedFilter;
  readonly set: string | null;
  readonly basis: readonly AccreditationBasis[];
}

/**
 * Who is not at work on the day is not on the list, whatever was decided. A school needs those that serve its area, be they
 * based there or not, and those based there of whom nobody said whom they serve.
 */
export async function resolveList(reader: Reader, asked: ListArguments): Promise<ListQuestion> {
  const { asOf: filterDay, status, ...filter } = asked.filter ?? {};
  if (filterDay != null) throw new ArgumentError('BAD_INPUT', 'filter.asOf', 'The day is said by asOf: leave filter.asOf out.');
  if (status != null && status !== OrganisationStatus.ACTIVE) throw new ArgumentError('BAD_INPUT', 'filter.status', 'Only organisations at work are on the list: leave filter.status out.');
  const day = asked.asOf ?? reader.today;
  const set = asked.set ?? null;
  if (set !== null) await requireSet(reader, set);
  const withDay = (basis: AreaBasis | null | undefined): OrganisationFilter => ({ ...filter, ...(basis == null ? {} : { basis }), status: OrganisationStatus.ACTIVE, asOf: day });
  const ownBasis = filter.area != null && filter.basis == null && filter.notPlaced !== true;
  let listed = await resolveFilter(reader, withDay(ownBasis ? AreaBasis.SERVES_OR_COUNTY_WIDE : filter.basis));
  // Where an area holds no whole district, who is based in it is not known.
  if (ownBasis && (listed.area?.districts.length ?? 0) > 0) listed = { ...listed, given: withDay(AreaBasis.BASED_IN_OR_SERVES) };
  const given = ownBasis ? { ...filter, basis: listed.given.basis ?? null } : filter;
  // A contract says nothing of criteria: asked for a set, the list is the panels' own.
  const basis = asked.basis ?? (set === null ? [AccreditationBasis.PANEL, AccreditationBasis.CONTRACT] : [AccreditationBasis.PANEL]);
  if (basis.length === 0) throw new ArgumentError('BAD_INPUT', 'basis', 'Name a basis, or leave basis out.');
  return { filter: given, listed, set, basis, day, knownAt: asked.knownAt ?? null };
}

async function requireSet(reader: Reader, code: string): Promise<void> {
  const bind = reader.binder();
  const found = await reader.rows(`select from shown.criteria_sets s where s.code = ${bind.param(code, 'text')} limit 1`, bind);
  if (found.length === 0) throw new ArgumentError('UNKNOWN_SET', 'set', `No criteria set has the code ${code.slice(0, 40)}.`);
}

/** Organisations with what is asked of them, for the fields that read on from a row. */
export function askedOrganisations(asked: AskedDay, set: string | null, bind: Binder): string {
  const known = asked.knownAt === null ? 'null::timestamptz' : bind.param(asked.knownAt.toISOString(), 'timestamptz');
  return `select o.*, ${bind.param(asked.day, 'date')} as as_of, ${known} as known_at, ${bind.param(set, 'text')} as asked_set from shown.organisations o`;
}

export const accreditedSql = (asked: AskedDay, set: string | null, a: string, bind: Binder): string =>
  `exists (select from shown.accreditations(${askedSql(asked, bind)}) s where s.organisation_id = ${a}.id${set === null ? '' : ` and s.set_code = ${bind.param(set, 'text')}`})`;

export const contractedSql = ({ day, knownAt }: AskedDay, a: string, bind: Binder): string =>
  `exists (select from ${knownAt === null ? 'shown.contracts' : `shown.contracts_known(${bind.param(knownAt.toISOString(), 'timestamptz')})`} c where c.organisation_id = ${a}.id and c.valid @> ${bind.param(day, 'date')})`;

/** Who is on the list, as conditions over a row of `shown.organisations`. */
export function listConditions(question: ListQuestion, a: string, bind: Binder): string[] {
  const { listed, basis, set } = question;
  const on = (o: string): string =>
    `(${[...(basis.includes(AccreditationBasis.PANEL) ? [accreditedSql(question, set, o, bind)] : []), ...(basis.includes(AccreditationBasis.CONTRACT) ? [contractedSql(question, o, bind)] : [])].join(' or ')})`;
  if (listed.area === null) return [...organisationConditions(listed, a, bind), on(a)];
  // Of an area those on the list are few, and found first: whether each is at work is then looked up for them alone.
  const { given } = listed;
  const inArea = organisationConditions({ ...listed, text: null, near: null, category: null, community: null, memberOf: null, given: { basis: given.basis ?? null, notPlaced: given.notPlaced ?? null, ownSector: given.ownSector ?? null } }, 'l', bind);
  return [
    `${a}.id in (with listed as materialized (select l.id from shown.organisations l where ${[...inArea, on('l')].join(' and ')}) select listed.id from listed)`,
    ...organisationConditions({ ...listed, area: null, given: { ...given, basis: null, notPlaced: null, ownSector: null } }, a, bind),
  ];
}

/** A page of the accredited list: nearest first where a spot is given, best match where words are searched for, by name otherwise. */
export async function listAccredited(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, asked: ListArguments): Promise<Connection> {
  const question = await resolveList(reader, asked);
  const { listed } = question;
  const order = listed.near !== null ? OrganisationOrder.DISTANCE : listed.text !== null ? OrganisationOrder.RELEVANCE : OrganisationOrder.NAME;
  return reader.connection(info, {
    type: 'AccreditedProvider',
    rows: (bind) => askedOrganisations(question, question.set, bind),
    where: (bind) => listConditions(question, 'a', bind),
    orderName: order,
    order: (bind) => orderTerms(order, listed, bind),
    page,
    countsAlong: true,
    added: (bind): Record<string, string> => (listed.near === null ? {} : { distanceKm: distanceSql(listed, 'a', bind) }),
  });
}

/** Who is bought from without being accredited by any set, by name. */
export async function listContractedNotAccredited(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, area: string | null | undefined, asOf: string | null | undefined): Promise<Connection> {
  const question = await resolveList(reader, { filter: area == null ? null : { area }, basis: [AccreditationBasis.CONTRACT], asOf });
  return reader.connection(info, {
    type: 'ContractedProvider',
    rows: (bind) => askedOrganisations(question, null, bind),
    where: (bind) => [...listConditions(question, 'a', bind), `not ${accreditedSql(question, null, 'a', bind)}`],
    orderName: OrganisationOrder.NAME,
    order: (bind) => orderTerms(OrganisationOrder.NAME, question.listed, bind),
    page,
  });
}
