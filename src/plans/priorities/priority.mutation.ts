import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../graphql/context';
import { Shown } from '../../graphql/read/shape';
import { orUserErrors } from '../../graphql/user-error.type';
import { checkPriority, contributeToPriority, endContribution } from './contribution.service';
import { PriorityPayload, PrioritySetPayload } from './priority-payload.type';
import { approvePrioritySet, createPrioritySet, updatePrioritySet } from './priority-set.service';
import { AddPriorityInput, ApprovePrioritySetInput, CheckPriorityInput, ContributeToPriorityInput, CreatePrioritySetInput, EndContributionInput, UpdatePriorityInput, UpdatePrioritySetInput } from './priority.input';
import { addPriority, updatePriority } from './priority.service';
import { Priority, PrioritySet } from './priority.type';

@Resolver(() => PrioritySetPayload)
export class PrioritySetMutations {
  @Mutation(() => PrioritySetPayload, { description: 'Makes a set of priorities for an area, or its next version: a draft. userErrors: FORBIDDEN, UNKNOWN_AREA, NOT_FOUND (a lead), TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  createPrioritySet(@Arg('input', () => CreatePrioritySetInput) input: CreatePrioritySetInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ setId: await createPrioritySet(context, input) }));
  }

  @Mutation(() => PrioritySetPayload, { description: 'Changes what is said of a set of priorities. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  updatePrioritySet(@Arg('input', () => UpdatePrioritySetInput) input: UpdatePrioritySetInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ setId: await updatePrioritySet(context, input) }));
  }

  @Mutation(() => PrioritySetPayload, { description: 'Shows a set of priorities to everyone. The version before ends the day before this one begins. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, ALREADY, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  approvePrioritySet(@Arg('input', () => ApprovePrioritySetInput) input: ApprovePrioritySetInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ setId: await approvePrioritySet(context, input) }));
  }

  @FieldResolver(() => PrioritySet, { nullable: true, description: 'The set as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async prioritySet(@Root() done: PrioritySetPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.setId === undefined ? null : context.reader.byKey(info, 'PrioritySet', done.setId);
  }
}

@Resolver(() => PriorityPayload)
export class PriorityMutations {
  @Mutation(() => PriorityPayload, { description: 'Adds a priority to a set. userErrors: NOT_FOUND, FORBIDDEN, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  addPriority(@Arg('input', () => AddPriorityInput) input: AddPriorityInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ priorityId: await addPriority(context, input) }));
  }

  @Mutation(() => PriorityPayload, { description: 'Changes what is said of a priority, its lead too. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  updatePriority(@Arg('input', () => UpdatePriorityInput) input: UpdatePriorityInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ priorityId: await updatePriority(context, input) }));
  }

  @Mutation(() => PriorityPayload, {
    description: 'Says what contributes to a priority: for coordinators of its area, and for those of the area of what contributes. userErrors: NOT_FOUND, FORBIDDEN, ALREADY, INVALID.',
  })
  @Shown('COORDINATOR')
  contributeToPriority(@Arg('input', () => ContributeToPriorityInput) input: ContributeToPriorityInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ priorityId: await contributeToPriority(context, input) }));
  }

  @Mutation(() => PriorityPayload, { description: 'Ends a contribution to a priority, or takes one back that was a mistake. It stays on record. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, ALREADY, INVALID.' })
  @Shown('COORDINATOR')
  endContribution(@Arg('input', () => EndContributionInput) input: EndContributionInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ priorityId: await endContribution(context, input) }));
  }

  @Mutation(() => PriorityPayload, { description: 'Records that somebody looked for all that contributes to a priority. userErrors: NOT_FOUND, FORBIDDEN, INVALID.' })
  @Shown('COORDINATOR')
  checkPriority(@Arg('input', () => CheckPriorityInput) input: CheckPriorityInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ priorityId: await checkPriority(context, input) }));
  }

  @FieldResolver(() => Priority, { nullable: true, description: 'The priority as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async priority(@Root() done: PriorityPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.priorityId === undefined ? null : context.reader.byKey(info, 'Priority', done.priorityId);
  }
}
