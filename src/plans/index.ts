import { MeasureMutations } from './measures/measure.mutation';
import './plan.history';
import { ActionMutations, LeadMutations, PlanMutations, ProgressMutations } from './plan.mutation';
import { ByWhenDateResolver, LeadLoadResolver, PlanResolver, UnmatchedLeadResolver } from './plan.resolver';
import { reviewResolvers } from './review';

export const planResolvers = [
  PlanResolver, LeadLoadResolver, UnmatchedLeadResolver, ByWhenDateResolver, PlanMutations, ActionMutations, ProgressMutations, LeadMutations, ...reviewResolvers, MeasureMutations,
] as const;
