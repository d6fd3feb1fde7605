import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../errors';
import type { Binder } from '../graphql/read/binder';
import type { PageArgs } from '../graphql/read/page';
import { type Connection, type Reader, whereSql } from '../graphql/read/reader';
import { organisationConditions } from '../organisations/organisation-filter.conditions';
import { type OrganisationFilter, RoleFilter } from '../organisations/organisation-filter.input';
import { resolveFilter, type ResolvedFilter } from '../organisations/organisation-filter.resolve';
import { OrganisationStatus } from '../organisations/organisation.enums';
import { setInForce } from './criteria-set.read-model';
import { CriterionState, EligibilityOutcome } from './eligibility.enums';
import { type Assumed, assume, assumedColumns, boundAssumptions, type GivenAssumptions } from './eligibility.read-model';
import type { OutcomeFigure } from './eligibility-figure.type';
import type { LackingInput } from './eligible-provider.input';
import { outcomesSql } from './outcome.sql';

export interface ProviderArguments extends GivenAssumptions {
  readonly set: string;
  readonly filter?: OrganisationFilter | null | undefined;
  readonly outcome?: readonly EligibilityOutcome[] | null | undefined;
  readonly lacking?: LackingInput | null | undefined;
}

/** A list of assessed organisations whose names have been looked up and whose values have been checked. */
export interface ProviderQuestion {
  readonly setCode: string;
  readonly setId: string;
  /** The codes of its criteria. */
  readonly codes: readonly string[];
  readonly assumed: Assumed;
  readonly filter: OrganisationFilter;
  readonly listed: ResolvedFilter;
  readonly outcome: readonly EligibilityOutcome[];
  readonly lacking: LackingInput | null;
}

export type EligibleProviderPage = Connection & { question: ProviderQuestion };

/** Left out, a filter means organisations at work that provide something. */
export async function resolveProviders(reader: Reader, asked: ProviderArguments): Promise<ProviderQuestion> {
  if (asked.filter?.asOf != null) throw new ArgumentError('BAD_INPUT', 'filter.asOf', 'The day is said by asOf: leave filter.asOf out.');
  const assumed = assume(reader, asked);
  const filter = { ...asked.filter, status: asked.filter?.status ?? OrganisationStatus.ACTIVE, role: asked.filter?.role ?? RoleFilter.PROVIDER };
  const [set, listed] = await Promise.all([setInForce(reader, asked.set, assumed.asOf), resolveFilter(reader, { ...filter, asOf: assumed.asOf })]);
  const unknown = asked.lacking?.criteria?.find((code) => !set.codes.includes(code));
  if (unknown !== undefined) throw new ArgumentError('BAD_INPUT', 'lacking.criteria', `The criteria set has no criterion ${unknown.slice(0, 40)}.`);
  return { setCode: asked.set, setId: set.id, codes: set.codes, assumed, filter, listed, outcome: asked.outcome ?? [EligibilityOutcome.ELIGIBLE], lacking: asked.lacking ?? null };
}

/** The outcome of every organisation that the filter lists: the rows that are paged, counted and grouped. */
export function providersSql({ setId, assumed, listed }: ProviderQuestion, reader: Reader, bind: Binder): string {
  const bound = boundAssumptions(assumed, bind);
  const set = bind.param(setId, 'uuid');
  const conditions = [...organisationConditions(listed, 'a', bind), ...ownOnly(reader, bind)];
  const organisations = `select a.id from shown.organisations a${whereSql(conditions)}`;
  return `select x.*, p.sort_name, p.size_band, ${set} as set_id, ${assumedColumns(bound)}
    from (${outcomesSql({ organisations, set, ...bound })}) x join shown.organisations p on p.id = x.organisation_id`;
}

/** What others hold is not for an editor, who would read its absence as a gap. */
function ownOnly({ viewer }: Reader, bind: Binder): string[] {
  return viewer.role === 'ORGANISATION_EDITOR' ? [`a.id = any(${bind.param(viewer.organisationIds ?? [], 'uuid[]')})`] : [];
}

const ALL_STATES = Object.values(CriterionState);

function lackingConditions({ lacking, codes }: Pick<ProviderQuestion, 'lacking' | 'codes'>, bind: Binder): string[] {
  if (lacking === null) return [];
  const criteria = lacking.criteria ?? codes;
  const named = bind.param(criteria.flatMap((code) => (lacking.states ?? ALL_STATES).map((state) => `${code}:${state}`)), 'text[]');
  return [
    `a.unmet && ${named}`,
    ...(lacking.alone === true ? [`a.keeping_out <> '{}' and a.keeping_out <@ ${named}`] : []),
    ...(lacking.uncertain === true ? [`a.uncertain && ${bind.param(criteria, 'text[]')}`] : []),
    ...(lacking.everything === true ? ['a.nothing_known'] : []),
  ];
}

export async function listProviders(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, asked: ProviderArguments): Promise<EligibleProviderPage> {
  const question = await resolveProviders(reader, asked);
  const connection = await reader.connection(info, {
    type: 'EligibleProvider',
    rows: (bind) => providersSql(question, reader, bind),
    where: (bind) => [`a.outcome = any(${bind.param(question.outcome, 'text[]')})`, ...lackingConditions(question, bind)],
    orderName: 'NAME',
    order: () => [{ sql: 'a.sort_name', type: 'text' }, { sql: 'a.organisation_id', type: 'uuid' }],
    page,
  });
  return { ...connection, question };
}

/** All outcomes of what the filter lists, those asked for or not. */
export async function countOutcomes(reader: Reader, question: ProviderQuestion): Promise<OutcomeFigure[]> {
  const bind = reader.binder();
  const rows = await reader.rows<{ outcome: EligibilityOutcome; count: number }>(
    `select a.outcome, count(*)::int as count from (${providersSql(question, reader, bind)}) a${whereSql(lackingConditions(question, bind))} group by a.outcome`,
    bind,
  );
  return Object.values(EligibilityOutcome).map((outcome) => ({ outcome, count: rows.find((row) => row.outcome === outcome)?.count ?? 0, opens: opening(question, { outcome: [outcome] }) }));
}

/** The arguments that list what a figure counted. */
export function opening({ setCode, filter, assumed, lacking }: ProviderQuestion, more: Pick<ProviderArguments, 'outcome' | 'lacking' | 'filter'>): object {
  return {
    set: setCode,
    filter,
    asOf: assumed.asOf,
    ...(assumed.knownAt === null ? {} : { knownAt: assumed.knownAt.toISOString() }),
    ...(assumed.contractValue === null ? {} : { contractValue: assumed.contractValue }),
    ...(lacking === null ? {} : { lacking }),
    ...more,
  };
}
