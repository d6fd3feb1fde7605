import { ReviewMutations } from './review.mutation';
import { ReviewBodyResolver, ReviewCalendarResolver, ReviewedPlanResolver } from './review.resolver';

export const reviewResolvers = [ReviewCalendarResolver, ReviewBodyResolver, ReviewedPlanResolver, ReviewMutations] as const;
