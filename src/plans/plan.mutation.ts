import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { Action } from './action.type';
import { addLeadAlias, describeLead, removeLeadAlias } from './lead.service';
import { Lead } from './lead.type';
import { ActionPayload, LeadPayload, PlanPayload, ProgressPayload } from './plan-payload.type';
import { AddLeadAliasInput, ApprovePlanInput, BeginEditionInput, ConfirmDueDateInput, DescribeLeadInput, DescribePlanInput, LinkActionInput, RecordProgressInput, RemoveLeadAliasInput, ReviseDueDateInput, SplitUpdateInput, StatePositionInput } from './plan.input';
import { beginEdition } from './begin-edition.service';
import { describePlan } from './describe-plan.service';
import { approvePlan, confirmDueDate, linkAction, reviseDueDate } from './plan.service';
import { Plan } from './plan.type';
import { recordProgress, statePosition } from './progress.service';
import { splitUpdate } from './split-update.service';
import { ProgressReport } from './progress.type';

@Resolver(() => PlanPayload)
export class PlanMutations {
  @Mutation(() => PlanPayload, { description: 'Shows a plan to everyone. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, ALREADY, INVALID.' })
  @Shown('COORDINATOR')
  approvePlan(@Arg('input', () => ApprovePlanInput) input: ApprovePlanInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await approvePlan(context, input) }));
  }

  @Mutation(() => PlanPayload, { description: 'Says, once for a plan, what a date that may mean several things means; said again, it corrects what was confirmed, which stays on record. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  confirmDueDate(@Arg('input', () => ConfirmDueDateInput) input: ConfirmDueDateInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await confirmDueDate(context, input) }));
  }

  @Mutation(() => PlanPayload, { description: 'Begins a new version of a plan, a draft, and carries actions over with their leads, dates, measures, links and what they contribute to priorities. What was reported and observed of them goes on counting until there is something newer. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  beginEdition(@Arg('input', () => BeginEditionInput) input: BeginEditionInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await beginEdition(context, input) }));
  }

  @Mutation(() => PlanPayload, { description: 'Says what a plan is, beside its actions: owner, introduction, summary, the plan that it is part of, introductions of its sections. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  describePlan(@Arg('input', () => DescribePlanInput) input: DescribePlanInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await describePlan(context, input) }));
  }

  @Mutation(() => PlanPayload, { description: 'Says of which actions an update that stands at a recommendation speaks, and what of each: it covers no other any more. The update stays. userErrors: NOT_FOUND, FORBIDDEN, ALREADY, INVALID.' })
  @Shown('COORDINATOR')
  splitUpdate(@Arg('input', () => SplitUpdateInput) input: SplitUpdateInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await splitUpdate(context, input) }));
  }

  @FieldResolver(() => Plan, { nullable: true, description: 'The plan as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async plan(@Root() done: PlanPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.planId === undefined ? null : context.reader.byKey(info, 'Plan', done.planId);
  }
}

@Resolver(() => ActionPayload)
export class ActionMutations {
  @Mutation(() => ActionPayload, { description: 'Moves the date of an action; the former ones stay, with their reasons. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  reviseDueDate(@Arg('input', () => ReviseDueDateInput) input: ReviseDueDateInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ actionId: await reviseDueDate(context, input) }));
  }

  @Mutation(() => ActionPayload, { description: 'Says what an action is to move. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  linkAction(@Arg('input', () => LinkActionInput) input: LinkActionInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ actionId: await linkAction(context, input) }));
  }

  @Mutation(() => ActionPayload, { description: 'Says where a recommendation, or an action, is up to; what was said before stays. userErrors: NOT_FOUND, FORBIDDEN, INVALID.' })
  @Shown('COORDINATOR')
  statePosition(@Arg('input', () => StatePositionInput) input: StatePositionInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ actionId: await statePosition(context, input) }));
  }

  @FieldResolver(() => Action, { nullable: true, description: 'The action as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async action(@Root() done: ActionPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.actionId === undefined ? null : context.reader.byKey(info, 'Action', done.actionId);
  }
}

@Resolver(() => ProgressPayload)
export class ProgressMutations {
  @Mutation(() => ProgressPayload, { description: 'Reports how actions, or a recommendation, go: those who lead report on their own actions, and on a recommendation whose actions they all lead, coordinators on those of their area. Nothing reported before is changed. userErrors: NOT_FOUND, FORBIDDEN, INVALID.' })
  @Shown('ACTION_LEAD')
  recordProgress(@Arg('input', () => RecordProgressInput) input: RecordProgressInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ reportId: await recordProgress(context, input) }));
  }

  @FieldResolver(() => ProgressReport, { nullable: true, description: 'The report; null when nothing was recorded.' })
  @Shown('PUBLIC')
  async report(@Root() done: ProgressPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.reportId === undefined ? null : context.reader.byKey(info, 'ProgressReport', done.reportId);
  }
}

@Resolver(() => LeadPayload)
export class LeadMutations {
  @Mutation(() => LeadPayload, { description: 'Gives a lead another name; a lead that is called so goes into it, with its actions. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, ALREADY, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  addLeadAlias(@Arg('input', () => AddLeadAliasInput) input: AddLeadAliasInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ leadId: await addLeadAlias(context, input) }));
  }

  @Mutation(() => LeadPayload, { description: 'Takes another name from a lead; actions that the plan gives to that name have a lead of their own again. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  removeLeadAlias(@Arg('input', () => RemoveLeadAliasInput) input: RemoveLeadAliasInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ leadId: await removeLeadAlias(context, input) }));
  }

  @Mutation(() => LeadPayload, { description: 'Says what a lead is and what it is called, and who signs in as it. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  describeLead(@Arg('input', () => DescribeLeadInput) input: DescribeLeadInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ leadId: await describeLead(context, input) }));
  }

  @FieldResolver(() => Lead, { nullable: true, description: 'The lead as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async lead(@Root() done: LeadPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.leadId === undefined ? null : context.reader.byKey(info, 'Lead', done.leadId);
  }
}
