import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { uuidOf } from '../graphql/node';
import { Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { OrganisationFilter } from '../organisations/organisation-filter.input';
import { SizeBand } from '../organisations/organisation.enums';
import { Eligibility } from './assessment.type';
import { readContractReadiness } from './contract-readiness.read-model';
import { ContractReadiness } from './contract-readiness.type';
import { CriteriaSet } from './criteria-set.type';
import { AssessmentArguments } from './eligibility.arguments';
import { EligibilityOutcome } from './eligibility.enums';
import { readEligibility } from './eligibility.read-model';
import { listProviders, outcomeFigures } from './eligible-provider.read-model';
import { OutcomeFigure } from './eligibility-figure.type';
import { LackingInput } from './eligible-provider.input';
import { EligibleProviderConnection } from './eligible-provider.type';

@Resolver(() => EligibleProviderConnection)
export class EligibilityResolver {
  @Query(() => [CriteriaSet], { description: 'The criteria sets in force on a day, by code.' })
  @Shown('PUBLIC')
  async criteriaSets(
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reader.list(info, 'CriteriaSet', (row, bind) => `${row}.valid @> ${bind.param(asOf ?? reader.today, 'date')}`, 'a.code, a.version');
  }

  @Weighs({ flat: 100 })
  @Query(() => Eligibility, { description: 'Whether one organisation may be bought from by a criteria set, and why. Editors ask for their own. Errors: BAD_ID, UNKNOWN_SET, BAD_INPUT, FORBIDDEN.' })
  @Shown('COMMISSIONING')
  async eligibility(
    @Arg('organisation', () => ID, { description: 'The organisation; the id of a merged one finds the one that was kept.' }) organisation: string,
    @Args(() => AssessmentArguments) { set, ...given }: AssessmentArguments,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readEligibility(reader, info, uuidOf('Organisation', organisation, 'organisation'), set, given);
  }

  @Weighs({ flat: 1_000 })
  @Query(() => EligibleProviderConnection, {
    description: 'Organisations by what their assessment comes to, by name: the same definition as `eligibility`. Editors find their own. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_SET, BAD_INPUT, and those of the filter.',
  })
  @Shown('COMMISSIONING')
  async eligibleProviders(
    @Args(() => PageArguments) page: PageArguments,
    @Args(() => AssessmentArguments) asked: AssessmentArguments,
    @Arg('filter', () => OrganisationFilter, { nullable: true, description: 'Which organisations; left out: all at work that provide something, as is also taken where it names no status or role. Whoever is not at work on the day comes to NOT_ELIGIBLE. The day is that of `asOf`.' }) filter: OrganisationFilter | undefined,
    @Arg('outcome', () => [EligibilityOutcome], { defaultValue: [EligibilityOutcome.ELIGIBLE], description: 'Which outcomes.' }) outcome: EligibilityOutcome[],
    @Arg('lacking', () => LackingInput, { nullable: true, description: 'Only those that lack something in particular.' }) lacking: LackingInput | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listProviders(reader, info, page, { ...asked, filter, outcome, lacking });
  }

  @Weighs({ flat: 2_000 })
  @Query(() => ContractReadiness, {
    description: 'Which criteria keep the providers of an area out, whom each keeps out alone, and which training or help would let how many in. Editors find their own. Errors: UNKNOWN_AREA, UNKNOWN_SET, BAD_INPUT.',
  })
  @Shown('COMMISSIONING')
  async contractReadiness(
    @Arg('area', () => String, { description: 'Code of the area.' }) area: string,
    @Args(() => AssessmentArguments) asked: AssessmentArguments,
    @Arg('sizeBand', () => [SizeBand], { nullable: true, description: 'Only organisations of these sizes.' }) sizeBand: SizeBand[] | undefined,
    @Ctx() { reader }: RequestContext,
  ) {
    return readContractReadiness(reader, { ...asked, area, sizeBand });
  }

  @Weighs({ flat: 1_000 })
  @FieldResolver(() => [OutcomeFigure], { description: 'How many of the organisations that the filter lists come to each outcome, those asked for or not.' })
  @Shown('COMMISSIONING')
  outcomes(@Root() page: EligibleProviderConnection) {
    return outcomeFigures(page.question, page.counts);
  }
}
