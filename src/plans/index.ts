import './plan.history';
import { ActionMutations, LeadMutations, PlanMutations, ProgressMutations } from './plan.mutation';
import { ByWhenDateResolver, LeadLoadResolver, PlanResolver, UnmatchedLeadResolver } from './plan.resolver';

export const planResolvers = [
  PlanResolver, LeadLoadResolver, UnmatchedLeadResolver, ByWhenDateResolver, PlanMutations, ActionMutations, ProgressMutations, LeadMutations,
] as const;
