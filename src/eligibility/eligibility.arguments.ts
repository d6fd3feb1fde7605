import { ArgsType, Field } from 'type-graphql';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../graphql/scalars';

@ArgsType()
export class AssessmentArguments {
  @Field(() => String, { description: 'Code of the criteria set; the version in force on the day is taken.' })
  set!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day; today when left out. Whether the organisation is at work is as of the day; its other facts (size, ages, categories, registrations) are taken as known today.' })
  asOf?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only evidence, checks, audits, attendances and decisions of panels that were on record by then count, and attendances for as long as their course said then; left out: as all now stands. Sessions, criteria sets and facts of organisations are taken as they now stand.' })
  knownAt?: Date;

  @Field(() => DecimalScalar, { nullable: true, description: 'Value of the contract in pounds. Left out: criteria for contracts of some value do not apply, and say so.' })
  contractValue?: string;
}
