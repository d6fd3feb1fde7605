import './evaluation/self-evaluation.history';
import './plan.history';
import { SelfEvaluationMutations } from './evaluation/self-evaluation.mutation';
import { SelfEvaluationResolver } from './evaluation/self-evaluation.resolver';
import { ActionMutations, LeadMutations, PlanMutations, ProgressMutations } from './plan.mutation';
import { ByWhenDateResolver, LeadLoadResolver, PlanResolver, UnmatchedLeadResolver } from './plan.resolver';

export const planResolvers = [
  PlanResolver, LeadLoadResolver, UnmatchedLeadResolver, ByWhenDateResolver, PlanMutations, ActionMutations, ProgressMutations, LeadMutations,
  SelfEvaluationResolver, SelfEvaluationMutations,
] as const;
