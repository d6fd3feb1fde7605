import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../graphql/context';
import { Shown } from '../../graphql/read/shape';
import { orUserErrors } from '../../graphql/user-error.type';
import { PlanPayload } from '../plan-payload.type';
import { ReviewPayload } from './review-payload.type';
import { RecordReviewInput, SetReviewScheduleInput, SetSharingPlanInput } from './review.input';
import { recordReview, setReviewSchedule, setSharingPlan } from './review.service';
import { PlanReview } from './review.type';

@Resolver(() => ReviewPayload)
export class ReviewMutations {
  @Mutation(() => PlanPayload, { description: 'Says who reviews a plan and how often. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  setReviewSchedule(@Arg('input', () => SetReviewScheduleInput) input: SetReviewScheduleInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await setReviewSchedule(context, input) }));
  }

  @Mutation(() => PlanPayload, { description: 'Says with whom a plan is shared, and how. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  setSharingPlan(@Arg('input', () => SetSharingPlanInput) input: SetSharingPlanInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ planId: await setSharingPlan(context, input) }));
  }

  @Mutation(() => ReviewPayload, { description: 'Records that a plan was reviewed, and keeps how its actions stood on the day. userErrors: NOT_FOUND, FORBIDDEN, INVALID, ALREADY.' })
  @Shown('COORDINATOR')
  recordReview(@Arg('input', () => RecordReviewInput) input: RecordReviewInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ reviewId: await recordReview(context, input) }));
  }

  @FieldResolver(() => PlanReview, { nullable: true, description: 'The review; null when nothing was recorded.' })
  @Shown('PUBLIC')
  async review(@Root() done: ReviewPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.reviewId === undefined ? null : context.reader.byKey(info, 'PlanReview', done.reviewId);
  }
}
