import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { OrganisationPayload } from '../organisations/organisation-payload.type';
import { TrainingBudget } from './training-budget.type';
import { TrainingBudgetPayload } from './training-payload.type';
import {
  EndDutyInput, MeetDevelopmentNeedInput, RecordDevelopmentNeedInput, RecordDutyInput, RecordPassportProgressInput, RecordTrainingBudgetInput,
} from './workforce.input';
import { endDuty, meetDevelopmentNeed, recordDevelopmentNeed, recordDuty, recordPassportProgress, recordTrainingBudget } from './workforce.service';

const payload = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ organisationId: await work() }));

@Resolver(() => TrainingBudgetPayload)
export class WorkforceMutations {
  @Mutation(() => OrganisationPayload, { description: 'Says that an organisation takes a duty on. userErrors: NOT_FOUND, FORBIDDEN, INVALID, ALREADY, CLOSED, UNKNOWN_AREA.' })
  @Shown('COORDINATOR')
  recordDuty(@Arg('input', () => RecordDutyInput) input: RecordDutyInput, @Ctx() context: RequestContext) {
    return payload(() => recordDuty(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Says on which day a duty ends. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID, ALREADY.' })
  @Shown('COORDINATOR')
  endDuty(@Arg('input', () => EndDutyInput) input: EndDutyInput, @Ctx() context: RequestContext) {
    return payload(() => endDuty(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Counts the volunteers of an organisation who completed a unit of the Passport. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID, UNKNOWN_UNIT.' })
  @Shown('KEEPER')
  recordPassportProgress(@Arg('input', () => RecordPassportProgressInput) input: RecordPassportProgressInput, @Ctx() context: RequestContext) {
    return payload(() => recordPassportProgress(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Notes what the people of an organisation need to learn. userErrors: NOT_FOUND, FORBIDDEN, INVALID.' })
  @Shown('KEEPER')
  recordDevelopmentNeed(@Arg('input', () => RecordDevelopmentNeedInput) input: RecordDevelopmentNeedInput, @Ctx() context: RequestContext) {
    return payload(() => recordDevelopmentNeed(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Says that a need was met. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('KEEPER')
  meetDevelopmentNeed(@Arg('input', () => MeetDevelopmentNeedInput) input: MeetDevelopmentNeedInput, @Ctx() context: RequestContext) {
    return payload(() => meetDevelopmentNeed(context, input));
  }

  @Mutation(() => TrainingBudgetPayload, { description: 'Adds money set aside for training. userErrors: INVALID, FORBIDDEN, UNKNOWN_AREA.' })
  @Shown('COORDINATOR')
  recordTrainingBudget(@Arg('input', () => RecordTrainingBudgetInput) input: RecordTrainingBudgetInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ budgetId: await recordTrainingBudget(context, input) }));
  }

  @FieldResolver(() => TrainingBudget, { nullable: true, description: 'The budget; null when nothing was changed.' })
  @Shown('SIGNED_IN')
  async budget(@Root() done: TrainingBudgetPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.budgetId === undefined ? null : reader.byKey(info, 'TrainingBudget', done.budgetId);
  }
}
