import './evaluation/self-evaluation.history';
import { SelfEvaluationMutations } from './evaluation/self-evaluation.mutation';
import { SelfEvaluationResolver } from './evaluation/self-evaluation.resolver';
import { MeasureMutations } from './measures/measure.mutation';
import './plan.history';
import { ActionMutations, LeadMutations, PlanMutations, ProgressMutations } from './plan.mutation';
import { AgencyLoadResolver, ByWhenDateResolver, LeadLoadResolver, LeadWithoutSideResolver, PlanResolver, UnmatchedLeadResolver } from './plan.resolver';
import { priorityResolvers } from './priorities';
import { reviewResolvers } from './review';
import { takingBackResolvers } from './taking-back';

export const planResolvers = [
  PlanResolver, LeadLoadResolver, AgencyLoadResolver, LeadWithoutSideResolver, UnmatchedLeadResolver, ByWhenDateResolver, PlanMutations, ActionMutations, ProgressMutations, LeadMutations, ...reviewResolvers, MeasureMutations,
  SelfEvaluationResolver, SelfEvaluationMutations, ...priorityResolvers, ...takingBackResolvers,
] as const;
