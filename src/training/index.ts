import { OrganisationTrainingResolver } from './organisation-training.resolver';
import { TrainingResolver } from './training.resolver';
import { UptakeResolver } from './uptake.resolver';
import { PrerequisiteResolver, WorkforceResolver } from './workforce.resolver';

export const trainingResolvers = [TrainingResolver, UptakeResolver, WorkforceResolver, PrerequisiteResolver, OrganisationTrainingResolver] as const;
