import './plan.history';
import { ByWhenDateResolver, LeadLoadResolver, PlanResolver, UnmatchedLeadResolver } from './plan.resolver';

export const planResolvers = [PlanResolver, LeadLoadResolver, UnmatchedLeadResolver, ByWhenDateResolver] as const;
