import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { addYears } from 'date-fns/addYears';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { ArgumentError } from '../../errors';
import type { RequestContext } from '../../graphql/context';
import { declared } from '../../graphql/declared';
import { Weighs } from '../../graphql/limits/weighs';
import { Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { view } from '../action-state.sql';
import { Plan } from '../plan.type';
import { lastReview } from './frozen-state.sql';
import { readReviewCalendar } from './review-calendar.read-model';
import { type Rhythm, reviewDays } from './review-days';
import { PlanAudience, PlanReview, ReviewBody, ReviewDue } from './review.type';

/** Due days that are told of one body. */
const MOST_DAYS = 60;

@Resolver(() => ReviewDue)
export class ReviewCalendarResolver {
  @Weighs({ flat: 500, rows: 50 })
  @Query(() => [ReviewDue], { description: 'The reviews of plans that are due from one day to another, by day: held, overdue or to come. Of each plan the newest version. Errors: BAD_RANGE, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async reviewCalendar(
    @Arg('from', () => DateScalar, { description: 'First day.' }) from: string,
    @Arg('to', () => DateScalar, { description: 'Last day, at most five years later.' }) to: string,
    @Arg('area', () => String, { nullable: true, description: 'Code of an area: plans for it and for those within it; all when left out.' }) area: string | undefined,
    @Ctx() context: RequestContext,
  ) {
    return readReviewCalendar(context.reader, from, to, area);
  }

  @FieldResolver(() => Plan, { nullable: true, description: 'The plan.' })
  @Shown('PUBLIC')
  async plan(@Root() due: ReviewDue, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Plan', due.planId);
  }

  @FieldResolver(() => ReviewBody, { nullable: true, description: 'The body that is to review it.' })
  @Shown('PUBLIC')
  async reviewBody(@Root() due: ReviewDue, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'ReviewBody', due.reviewBodyId);
  }

  @FieldResolver(() => PlanReview, { nullable: true, description: 'The review that was held for this day; null: none is on record.' })
  @Shown('PUBLIC')
  async review(@Root() due: ReviewDue, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return due.reviewId === null ? null : context.reader.byKey(info, 'PlanReview', due.reviewId);
  }
}

@Resolver(() => ReviewBody)
export class ReviewBodyResolver {
  @FieldResolver(() => [DateScalar], { description: 'The next days on which its reviews are due, counted from `countedFrom`: the year in equal parts, each due on its last day. None where the plan has no first day, or after its last. Errors: BAD_RANGE.' })
  @Shown('PUBLIC', { columns: ['times_a_year', 'anchor', 'last_day'] })
  nextDays(
    @Root() body: Rhythm,
    @Arg('first', () => Int, { defaultValue: 1, description: 'How many: 1 to 60.' }) first: number,
    @Arg('from', () => DateScalar, { nullable: true, description: 'On or after this day; today when left out.' }) from: string | undefined,
    @Ctx() context: RequestContext,
  ): string[] {
    if (first < 1 || first > MOST_DAYS) throw new ArgumentError('BAD_RANGE', 'first', `first must be 1 to ${MOST_DAYS}, not ${first}.`);
    const begin = [from ?? context.reader.today, body.anchor ?? ''].sort().at(-1) ?? '';
    return reviewDays(body, begin, formatISO(addYears(parseISO(begin), first + 1), { representation: 'date' })).slice(0, first);
  }
}

/** What reviews add to a plan. */
@Resolver(() => Plan)
export class ReviewedPlanResolver {
  @FieldResolver(() => [ReviewBody], { description: 'Who reviews it and how often, in its order.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.plan_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  reviewBodies(): ReviewBody[] {
    return declared();
  }

  @FieldResolver(() => [PlanReview], { description: 'Its reviews up to the day of the query, the latest first.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => `${child}.plan_id = ${parent}.id and ${child}.reviewed_on <= ${bind.today()}`, orderBy: (child) => `${child}.reviewed_on desc, ${child}.recorded_at desc, ${child}.id desc` } })
  reviews(): PlanReview[] {
    return declared();
  }

  @FieldResolver(() => PlanReview, { nullable: true, description: 'Its latest review up to the day of the query; until there is one of this version, that of the version before; null: none.' })
  @Shown('PUBLIC', { one: { where: (child, parent, bind) => `${child}.id = ${lastReview(parent, bind, `<= ${bind.today()}`)}` } })
  lastReview(): PlanReview | null {
    return declared();
  }

  @FieldResolver(() => [PlanAudience], { description: 'With whom it is shared, in its order.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.plan_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  audiences(): PlanAudience[] {
    return declared();
  }

  @FieldResolver(() => [String], { description: 'By what it is shared, in its order.' })
  @Shown('PUBLIC', { sql: (row, bind) => `array(select c.channel from ${view('plan_channels', bind)} c where c.plan_id = ${row}.id order by c.position, c.id)` })
  channels(): string[] {
    return declared();
  }
}
