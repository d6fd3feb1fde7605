import { CourseMutations } from './course.mutation';
import { OrganisationTrainingResolver } from './organisation-training.resolver';
import { BookingMutations, TrainingSessionMutations } from './training-session.mutation';
import './attendance.revert';
import { PassportUnitMutations } from './passport-unit.mutation';
import './training.history';
import './training.restore';
import { TrainingResolver } from './training.resolver';
import { UptakeResolver } from './uptake.resolver';
import { WorkforceMutations } from './workforce.mutation';
import { PrerequisiteResolver, WorkforceResolver } from './workforce.resolver';

export const trainingResolvers = [
  TrainingResolver, UptakeResolver, WorkforceResolver, PrerequisiteResolver, OrganisationTrainingResolver, CourseMutations, TrainingSessionMutations, BookingMutations, WorkforceMutations, PassportUnitMutations,
] as const;
