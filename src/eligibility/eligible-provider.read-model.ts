import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../errors';
import type { Binder } from '../graphql/read/binder';
import { beyondCursorSql, orderBySql, type OrderTerm, type PageArgs, readPage } from '../graphql/read/page';
import { type Connection, type Reader, whereSql } from '../graphql/read/reader';
import { organisationConditions } from '../organisations/organisation-filter.conditions';
import { type OrganisationFilter, RoleFilter } from '../organisations/organisation-filter.input';
import { resolveFilter, type ResolvedFilter } from '../organisations/organisation-filter.resolve';
import { OrganisationStatus } from '../organisations/organisation.enums';
import type { AssessedSql } from './assessment.sql';
import { setInForce } from './criteria-set.read-model';
import { CriterionState, EligibilityOutcome } from './eligibility.enums';
import { type Assumed, assume, assumedColumns, boundAssumptions, type GivenAssumptions } from './eligibility.read-model';
import type { OutcomeFigure } from './eligibility-figure.type';
import type { LackingInput } from './eligible-provider.input';
import { outcomesAloneSql, outcomesSql } from './outcome.sql';

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

/** How many come to each outcome. */
export type OutcomeCounts = Readonly<Partial<Record<EligibilityOutcome, number>>>;

export type EligibleProviderPage = Connection & { question: ProviderQuestion; counts: OutcomeCounts };

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

/** The organisations that the filter lists, by the set. */
function assessedBy({ setId, assumed, listed }: ProviderQuestion, reader: Reader, bind: Binder): AssessedSql {
  const conditions = [...organisationConditions(listed, 'a', bind), ...ownOnly(reader, bind)];
  return {
    ...boundAssumptions(assumed, bind),
    organisations: `select a.* from shown.organisations a${whereSql(conditions)}`,
    set: bind.param(setId, 'uuid'),
    allAtWork: listed.given.status === OrganisationStatus.ACTIVE,
    most: listed.area === null && listed.near === null && listed.text === null && reader.viewer.role !== 'ORGANISATION_EDITOR',
  };
}

/** The outcome of every organisation that the filter lists, and what it lacks. */
export function providersSql(question: ProviderQuestion, reader: Reader, bind: Binder): string {
  return `select x.*, p.sort_name, p.size_band from (${outcomesSql(assessedBy(question, reader, bind))}) x join shown.organisations p on p.id = x.organisation_id`;
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
    ...(lacking.alone === true ? [`a.at_work and a.keeping_out <> '{}' and a.keeping_out <@ ${named}`] : []),
    ...(lacking.uncertain === true ? [`a.uncertain && ${bind.param(criteria, 'text[]')}`] : []),
    ...(lacking.everything === true ? ['a.nothing_known'] : []),
  ];
}

interface Listed {
  readonly counts: OutcomeCounts;
  readonly page: readonly { readonly id: string; readonly outcome: EligibilityOutcome }[];
}

const ORDER: readonly OrderTerm[] = [{ sql: 'a.sort_name', type: 'text' }, { sql: 'a.organisation_id', type: 'uuid' }];
const ORDER_NAME = 'NAME';

/** Who stands on the page and how many come to each outcome, from one assessment of all; then what is asked of the page's rows. */
export async function listProviders(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, asked: ProviderArguments): Promise<EligibleProviderPage> {
  const question = await resolveProviders(reader, asked);
  const { counts, page: rows } = await assessListed(reader, question, page);
  const connection = await reader.connection(info, {
    type: 'EligibleProvider',
    rows: (bind) => {
      const ids = bind.param(rows.map(({ id }) => id), 'uuid[]');
      const outcomes = bind.param(rows.map(({ outcome }) => outcome), 'text[]');
      return `select x.organisation_id, x.outcome, p.sort_name, ${bind.param(question.setId, 'uuid')} as set_id, ${assumedColumns(boundAssumptions(question.assumed, bind))}
        from unnest(${ids}, ${outcomes}) x (organisation_id, outcome) join shown.organisations p on p.id = x.organisation_id`;
    },
    where: () => [],
    orderName: ORDER_NAME,
    order: () => ORDER,
    page,
    total: question.outcome.reduce((total, outcome) => total + (counts[outcome] ?? 0), 0),
  });
  return { ...connection, question, counts };
}

async function assessListed(reader: Reader, question: ProviderQuestion, given: PageArgs): Promise<Listed> {
  const page = readPage(given, ORDER, ORDER_NAME);
  const bind = reader.binder();
  // Only what a list asks of it is worked out: what is lacked takes each criterion's own state.
  const all = question.lacking === null ? outcomesAloneSql(assessedBy(question, reader, bind)) : providersSql(question, reader, bind);
  const beyond = beyondCursorSql(ORDER, page, bind);
  const onPage = [`a.outcome = any(${bind.param(question.outcome, 'text[]')})`, ...(beyond === null ? [] : [beyond])];
  const order = orderBySql(ORDER, page.backwards);
  const [listed] = await reader.rows<Listed>(
    `with found as materialized (select a.organisation_id, a.sort_name, a.outcome from (${all}) a${whereSql(lackingConditions(question, bind))})
     select (select coalesce(json_object_agg(c.outcome, c.n), '{}') from (select a.outcome, count(*) as n from found a group by a.outcome) c) as counts,
       (select coalesce(json_agg(json_build_object('id', a.organisation_id, 'outcome', a.outcome) order by ${order}), '[]')
        from (select a.* from found a${whereSql(onPage)} order by ${order} limit ${page.size + 1}) a) as page`,
    bind,
  );
  return listed ?? { counts: {}, page: [] };
}

/** All outcomes of what the filter lists, those asked for or not. */
export function outcomeFigures(question: ProviderQuestion, counts: OutcomeCounts): OutcomeFigure[] {
  return Object.values(EligibilityOutcome).map((outcome) => ({ outcome, count: counts[outcome] ?? 0, opens: opening(question, { outcome: [outcome] }) }));
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
