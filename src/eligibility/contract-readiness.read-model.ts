import type { Reader } from '../graphql/read/reader';
import { AreaBasis, type OrganisationFilter, RoleFilter } from '../organisations/organisation-filter.input';
import { OrganisationStatus, SizeBand } from '../organisations/organisation.enums';
import { areaByCode } from '../places/area-lookup';
import { type ContractReadiness, type CriterionReadiness, MeasureKind, type ReadinessMeasure } from './contract-readiness.type';
import { CriterionState, EligibilityOutcome } from './eligibility.enums';
import type { GivenAssumptions } from './eligibility.read-model';
import type { EligibilityFigure } from './eligibility-figure.type';
import type { LackingInput } from './eligible-provider.input';
import { opening, type ProviderQuestion, providersSql, resolveProviders } from './eligible-provider.read-model';

export interface ReadinessArguments extends GivenAssumptions {
  readonly area: string;
  readonly set: string;
  readonly sizeBand?: readonly SizeBand[] | null | undefined;
}

/** Organisations that stand alike: the same outcome and size, the same things unmet. */
interface Alike {
  readonly outcome: EligibilityOutcome;
  readonly size_band: SizeBand;
  /** `code:STATE`. */
  readonly unmet: readonly string[];
  readonly keeping_out: readonly string[];
  readonly uncertain: readonly string[];
  readonly nothing_known: boolean;
  readonly count: number;
}

type AskedFor = Pick<CriterionReadiness, 'code' | 'name' | 'weight' | 'remedy'> & { readonly kind: string; readonly courses: readonly string[] };

const ALL = Object.values(EligibilityOutcome);
const LET_IN = [EligibilityOutcome.ELIGIBLE, EligibilityOutcome.DISCRETIONARY];
const BANDS = Object.values(SizeBand);
const SMALL: readonly SizeBand[] = [SizeBand.MICRO, SizeBand.SMALL];

/** What keeps the providers of an area out. Organisations that stand alike are counted once, in the database; the figures are sums of those. */
export async function readContractReadiness(reader: Reader, asked: ReadinessArguments): Promise<ContractReadiness> {
  const area = await areaByCode(reader, asked.area, 'area');
  const filter: OrganisationFilter = {
    area: area.code,
    basis: area.districts.length > 0 ? AreaBasis.BASED_IN_OR_SERVES : AreaBasis.SERVES_OR_COUNTY_WIDE,
    status: OrganisationStatus.ACTIVE,
    role: RoleFilter.PROVIDER,
    ownSector: true,
    ...(asked.sizeBand == null ? {} : { sizeBand: [...asked.sizeBand] }),
  };
  const question = await resolveProviders(reader, { ...asked, filter });
  const [alike, criteria] = await Promise.all([countAlike(reader, question), criteriaOf(reader, question.setId)]);
  return new Readiness(question, alike, criteria).told();
}

async function countAlike(reader: Reader, question: ProviderQuestion): Promise<Alike[]> {
  const bind = reader.binder();
  return reader.rows<Alike>(
    `select a.outcome, a.size_band, a.unmet, a.keeping_out, a.uncertain, a.nothing_known, count(*)::int as count
     from (${providersSql(question, reader, bind)}) a group by 1, 2, 3, 4, 5, 6`,
    bind,
  );
}

async function criteriaOf(reader: Reader, setId: string): Promise<AskedFor[]> {
  const bind = reader.binder();
  return reader.rows<AskedFor>(
    `select c.code, c.name, c.weight, c.remedy, c.kind,
       array(select k.code from shown.criterion_courses cc join shown.courses k on k.id = cc.course_id where cc.criterion_id = c.id order by k.code) as courses
     from shown.criteria c where c.set_id = ${bind.param(setId, 'uuid')} order by c.position`,
    bind,
  );
}

/** What is done about a state of a criterion. */
function measureFor(kind: string, state: CriterionState): MeasureKind {
  if (state === CriterionState.UNCHECKED) return MeasureKind.CHECK;
  if (kind === 'TRAINING_CURRENT') return MeasureKind.TRAINING;
  return kind === 'SAFEGUARDING_AUDIT_PASSED' ? MeasureKind.AUDIT : MeasureKind.HELP;
}

const UNMET = Object.values(CriterionState).filter((state) => state !== CriterionState.MET && state !== CriterionState.NOT_APPLICABLE);

class Readiness {
  constructor(
    private readonly question: ProviderQuestion,
    private readonly alike: readonly Alike[],
    private readonly criteria: readonly AskedFor[],
  ) {}

  told(): ContractReadiness {
    const criteria = this.criteria.map((criterion) => this.criterion(criterion));
    const rank = (one: CriterionReadiness): number => (one.weight === 'MANDATORY' ? one.unmet.count : -1);
    const letIn = (one: Alike): boolean => LET_IN.includes(one.outcome);
    return {
      asOf: this.question.assumed.asOf,
      set: this.question.setCode,
      organisations: this.figure(() => true, { outcome: ALL }),
      letIn: this.figure(letIn, { outcome: LET_IN }),
      letInBySizeBand: this.bands(letIn, { outcome: LET_IN }),
      outcomes: ALL.map((outcome) => ({ outcome, ...this.figure((one) => one.outcome === outcome, { outcome: [outcome] }) })),
      nothingKnown: this.figure((one) => one.nothing_known && one.unmet.length > 0, { outcome: ALL, lacking: { everything: true } }),
      criteria: criteria.sort((one, other) => rank(other) - rank(one)),
      keepsMostSmallOut: this.keepsMostSmallOut(),
      measures: this.measures(),
    };
  }

  private criterion({ code, name, weight, remedy }: AskedFor): CriterionReadiness {
    const lacking = { criteria: [code] };
    const unmet = (one: Alike): boolean => stateOf(one.unmet, code) !== undefined;
    const occurring = UNMET.filter((state) => this.alike.some((one) => stateOf(one.unmet, code) === state));
    return {
      code, name, weight, remedy,
      unmet: this.figure(unmet, { outcome: ALL, lacking }),
      alone: this.figure((one) => one.keeping_out.length === 1 && stateOf(one.keeping_out, code) !== undefined, { outcome: ALL, lacking: { ...lacking, alone: true } }),
      perhapsNotAsked: this.figure((one) => one.uncertain.includes(code), { outcome: ALL, lacking: { ...lacking, uncertain: true } }),
      byState: occurring.map((state) => ({ state, ...this.figure((one) => stateOf(one.unmet, code) === state, { outcome: ALL, lacking: { ...lacking, states: [state] } }) })),
      bySizeBand: this.bands(unmet, { outcome: ALL, lacking }),
    };
  }

  private keepsMostSmallOut(): string | null {
    const small = this.alike.filter((one) => SMALL.includes(one.size_band));
    const kept = this.criteria.map(({ code }) => ({ code, count: sum(small.filter((one) => stateOf(one.keeping_out, code) !== undefined)) }));
    const most = kept.reduce((one, other) => (other.count > one.count ? other : one), { code: '', count: 0 });
    return most.count === 0 ? null : most.code;
  }

  /** One criterion at a time; all of a kind together only where that lets in more than any one of them. */
  private measures(): ReadinessMeasure[] {
    const mandatory = this.criteria.filter(({ weight }) => weight === 'MANDATORY');
    const found = Object.values(MeasureKind).flatMap((kind) => {
      const single = mandatory.map((criterion) => this.measure(kind, [criterion])).filter((one) => one.helps.count > 0);
      const all = this.measure(kind, mandatory.filter(({ code }) => single.some((one) => one.criteria[0] === code)));
      return single.length > 1 && single.every((one) => one.letsIn.count < all.letsIn.count) ? [all, ...single] : single;
    });
    return found.sort((one, other) => other.letsIn.count - one.letsIn.count || other.helps.count - one.helps.count);
  }

  private measure(kind: MeasureKind, criteria: readonly AskedFor[]): ReadinessMeasure {
    const codes = criteria.map(({ code }) => code);
    const states = UNMET.filter((state) => criteria.some((criterion) => measureFor(criterion.kind, state) === kind));
    const reached = (entry: string): boolean => criteria.some(({ code, kind: of }) => states.some((state) => entry === `${code}:${state}` && measureFor(of, state) === kind));
    const lacking = { criteria: codes, states };
    return {
      kind,
      criteria: codes,
      courses: kind === MeasureKind.TRAINING ? [...new Set(criteria.flatMap(({ courses }) => courses))] : [],
      letsIn: this.figure((one) => one.keeping_out.length > 0 && one.keeping_out.every(reached), { outcome: ALL, lacking: { ...lacking, alone: true } }),
      helps: this.figure((one) => one.keeping_out.some(reached), { outcome: ALL, lacking }),
    };
  }

  private bands(which: (one: Alike) => boolean, more: { outcome: EligibilityOutcome[]; lacking?: LackingInput }): (EligibilityFigure & { band: SizeBand })[] {
    const { filter } = this.question;
    return BANDS.map((band) => ({
      band,
      ...this.figure((one) => one.size_band === band && which(one), { ...more, filter: { ...filter, sizeBand: [band].filter((one) => filter.sizeBand?.includes(one) ?? true) } }),
    }));
  }

  private figure(which: (one: Alike) => boolean, more: { outcome: EligibilityOutcome[]; lacking?: LackingInput; filter?: OrganisationFilter }): EligibilityFigure {
    return { count: sum(this.alike.filter(which)), opens: opening(this.question, more) };
  }
}

function sum(alike: readonly Alike[]): number {
  return alike.reduce((all, one) => all + one.count, 0);
}

function stateOf(entries: readonly string[], code: string): string | undefined {
  return entries.find((entry) => entry.startsWith(`${code}:`))?.slice(code.length + 1);
}
