import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { ArgumentError } from '../errors';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { uuidOf } from '../graphql/node';
import type { Reader } from '../graphql/read/reader';
import { Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { areaByCode } from '../places/area-lookup';
import { actionConditions, resolveActionFilter } from './action-filter.conditions';
import { ActionFilter, KNOWN_AT } from './action-filter.input';
import { view } from './action-state.sql';
import { Action, ActionConnection } from './action.type';
import { recurringDays } from './recurrence-rule';
import { ByWhenDate } from './by-when.type';
import { readForAPerson } from './for-a-person.read-model';
import { Lead } from './lead.type';
import { readPlanLeads } from './plan-leads.read-model';
import { AgencyLoad, ForAPerson, LeadLoad, LeadWithoutSide, PlanLeads, UnmatchedLead } from './plan-leads.type';
import { readPlanProgress } from './plan-progress.read-model';
import { PlanProgress } from './plan-progress.type';
import { Plan, PlanConnection } from './plan.type';

const MOST_DAYS = 100;

@Resolver(() => Plan)
export class PlanResolver {
  @Query(() => Plan, { nullable: true, description: 'A plan by its id; null when there is none, or when it is a draft and the caller is not signed in. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async plan(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day on which progress and deadlines are told; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: KNOWN_AT }) knownAt: Date | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const uuid = uuidOf('Plan', id, 'id');
    return context.reader.asOf(asOf, knownAt).one(info, 'Plan', (row, bind) => `${row}.id = ${bind.param(uuid, 'uuid')}`);
  }

  @Query(() => PlanConnection, { description: 'Plans for an area and for those within it, by title and edition. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async plans(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { nullable: true, description: 'Code of the area; all when left out.' }) code: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const area = code === undefined ? null : await areaByCode(context.reader, code, 'area');
    return context.reader.connection(info, {
      type: 'Plan',
      where: (bind) => (area === null ? [] : [`a.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(area.id, 'uuid')})`]),
      orderName: 'TITLE',
      order: () => [{ sql: 'a.title_key collate "C"', type: 'text' }, { sql: 'a.edition', type: 'integer' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Query(() => ActionConnection, { description: 'Actions that a filter lists, by plan and in its order. Errors: BAD_PAGE, BAD_CURSOR, BAD_ID, BAD_RANGE, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async actions(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ActionFilter, { nullable: true, description: 'Which; all that are not closed when left out.' }) filter: ActionFilter | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const reader = context.reader.asOf(filter?.asOf, filter?.knownAt);
    const resolved = await resolveActionFilter(reader, filter);
    return reader.connection(info, {
      type: 'Action',
      where: (bind) => actionConditions(resolved, 'a', bind),
      orderName: 'PLAN',
      order: () => [{ sql: 'a.plan_title collate "C"', type: 'text' }, { sql: 'a.plan_id', type: 'uuid' }, { sql: 'a.position', type: 'integer' }, { sql: 'a.id', type: 'uuid' }],
      page,
      // What is derived of each action is derived once.
      countsAlong: true,
    });
  }

  @Query(() => Action, { nullable: true, description: 'An action by its id; null when there is none that the caller may see. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async action(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day on which progress and deadlines are told; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: KNOWN_AT }) knownAt: Date | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const uuid = uuidOf('Action', id, 'id');
    return context.reader.asOf(asOf, knownAt).one(info, 'Action', (row, bind) => `${row}.id = ${bind.param(uuid, 'uuid')}`);
  }

  @Weighs({ flat: 500 })
  @Query(() => PlanLeads, { nullable: true, description: 'Who leads the actions of a plan, by lead, agency and side; null when there is no such plan. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async leads(
    @Arg('plan', () => ID, { description: 'The id of the plan.' }) plan: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: KNOWN_AT }) knownAt: Date | undefined,
    @Arg('withParts', () => Boolean, { defaultValue: false, description: 'Also of all plans that are part of it, however far below.' }) withParts: boolean,
    @Ctx() context: RequestContext,
  ) {
    return ofPlan(context.reader.asOf(asOf, knownAt), plan, 'plan', (reader, uuid) => readPlanLeads(reader, uuid, withParts));
  }

  @Weighs({ flat: 2_000 })
  @Query(() => PlanProgress, {
    nullable: true,
    description: 'How the actions of a plan stood at the end of each month, as is now known; null when there is no such plan. Errors: BAD_ID, BAD_RANGE, BAD_INPUT, and those of the filter, which may name neither plan nor asOf nor knownAt.',
  })
  @Shown('PUBLIC')
  async planProgress(
    @Arg('id', () => ID, { description: 'The id of the plan.' }) id: string,
    @Arg('from', () => DateScalar, { description: 'First day.' }) from: string,
    @Arg('to', () => DateScalar, { description: 'Last day, at most ten years later.' }) to: string,
    @Arg('filter', () => ActionFilter, { nullable: true, description: 'Which of its actions, such as those of one section, lead, area or side; with `withParts` also those of all plans that are part of it.' }) filter: ActionFilter | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: KNOWN_AT }) knownAt: Date | undefined,
    @Ctx() context: RequestContext,
  ) {
    return ofPlan(context.reader.asOf(undefined, knownAt), id, 'id', (reader, uuid) => readPlanProgress(reader, uuid, from, to, filter));
  }

  @Weighs({ flat: 500 })
  @Query(() => ForAPerson, { nullable: true, description: 'What only a person can say of a plan; null when there is no such plan. Errors: BAD_ID.' })
  @Shown('SIGNED_IN')
  async forAPerson(@Arg('plan', () => ID, { description: 'The id of the plan.' }) plan: string, @Ctx() context: RequestContext) {
    return ofPlan(context.reader, plan, 'plan', readForAPerson);
  }
}

/** What is asked of a plan that is there for the viewer. */
async function ofPlan<Answer>(reader: Reader, id: string, argument: string, read: (reader: Reader, uuid: string) => Promise<Answer>): Promise<Answer | null> {
  const uuid = uuidOf('Plan', id, argument);
  const bind = reader.binder();
  const found = await reader.rows(`select 1 from ${view('plans', bind)} p where p.id = ${bind.param(uuid, 'uuid')}`, bind);
  return found.length === 0 ? null : read(reader, uuid);
}

@Resolver(() => LeadLoad)
export class LeadLoadResolver {
  @FieldResolver(() => Lead, { description: 'The lead.' })
  @Shown('PUBLIC')
  async lead(@Root() load: LeadLoad, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Lead', load.leadId);
  }
}

@Resolver(() => AgencyLoad)
export class AgencyLoadResolver {
  @FieldResolver(() => [Lead], { description: 'Its leads in the plan, by name.' })
  @Shown('PUBLIC')
  async ledBy(@Root() load: AgencyLoad, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return Promise.all(load.leadIds.map((id) => context.reader.byKey(info, 'Lead', id)));
  }
}

@Resolver(() => LeadWithoutSide)
export class LeadWithoutSideResolver {
  @FieldResolver(() => Lead, { description: 'The lead.' })
  @Shown('SIGNED_IN')
  async lead(@Root() open: LeadWithoutSide, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Lead', open.leadId);
  }
}

@Resolver(() => UnmatchedLead)
export class UnmatchedLeadResolver {
  @FieldResolver(() => Lead, { description: 'The lead.' })
  @Shown('SIGNED_IN')
  async lead(@Root() unmatched: UnmatchedLead, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Lead', unmatched.leadId);
  }

  @FieldResolver(() => [Lead], { description: 'Leads that it may be another name of, the most alike first: a suggestion, nothing more.' })
  @Shown('SIGNED_IN')
  async mayBe(@Root() unmatched: UnmatchedLead, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return Promise.all(unmatched.mayBeIds.map((id) => context.reader.byKey(info, 'Lead', id)));
  }
}

@Resolver(() => ByWhenDate)
export class ByWhenDateResolver {
  @FieldResolver(() => [DateScalar], { description: 'The next days on which it recurs, counted from the first day of the plan; none where it does not recur or the plan has no first day. Of rules with parts such as BYDAY they are told for 30 years. Errors: BAD_RANGE.' })
  @Shown('PUBLIC', { columns: ['rrule', 'anchor'] })
  nextDays(
    @Root() date: { rrule: string | null; anchor: string | null },
    @Arg('first', () => Int, { defaultValue: 1, description: 'How many: 1 to 100.' }) first: number,
    @Arg('from', () => DateScalar, { nullable: true, description: 'On or after this day; today when left out.' }) from: string | undefined,
    @Ctx() context: RequestContext,
  ): string[] {
    if (first < 1 || first > MOST_DAYS) throw new ArgumentError('BAD_RANGE', 'first', `first must be 1 to ${MOST_DAYS}, not ${first}.`);
    return date.rrule === null || date.anchor === null ? [] : recurringDays(date.rrule, date.anchor, from ?? context.reader.today, first);
  }
}
