import { ContributingActionResolver, ContributingServiceResolver, LeadingResolver } from './contributor.resolver';
import './priority.history';
import './priority.restore';
import { PriorityMutations, PrioritySetMutations } from './priority.mutation';
import { PriorityCoverageResolver, PriorityCoverageRowResolver, PriorityResolver } from './priority.resolver';

export const priorityResolvers = [
  PriorityResolver, PriorityCoverageResolver, PriorityCoverageRowResolver, ContributingServiceResolver, ContributingActionResolver, LeadingResolver, PrioritySetMutations, PriorityMutations,
] as const;
