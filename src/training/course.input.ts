import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { SaidAnewInput } from '../graphql/said-anew.input';
import { DateScalar, DecimalScalar } from '../graphql/scalars';
import { CourseSubject } from './training.enums';

@InputType({ description: 'A criterion that asks for training.' })
export class NamedCriterionInput {
  @Field({ description: 'Code of its criteria set.' })
  set!: string;

  @Field({ description: 'Its code in the set.' })
  criterion!: string;
}

@InputType({ description: 'What can be said of a course.' })
export class CourseDetails extends MutationInput {
  @Field(() => String, { nullable: true, description: 'What it teaches.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Its level in words.' })
  level?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organisation that offers it, where it is one of the directory.' })
  provider?: string | null;

  @Field(() => String, { nullable: true, description: 'Who offers it, where that is nobody of the directory.' })
  providerName?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the area whose coordinators keep it; none: the administrators’.' })
  area?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'What it costs one person; 0: free; none: not known.' })
  cost?: string | null;

  @Field(() => Int, { nullable: true, description: 'For how many months an attendance counts; none: it does not lapse.' })
  validityMonths?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is part of the common core; false when left out of a new course.' })
  commonCore?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Rule: for those known to serve someone under 26.' })
  forUnder26?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Rule: for those with volunteers.' })
  forVolunteers?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Rule: for those with a contract on the day.' })
  forContracted?: boolean | null;

  @Field(() => [String], { nullable: true, description: 'Rule: for those of any of these categories or a narrower one, by code (`code` or `vocabulary:code`). Replaces what was there.' })
  forCategories?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Rule: for those based in or serving any of these areas, by code. Replaces what was there.' })
  forAreas?: string[] | null;

  @Field(() => [NamedCriterionInput], {
    nullable: true,
    description: 'The criteria that people who came to it satisfy, of the versions of their sets that are in force or to come. Replaces what was named before; what a set says itself stands. For those who keep the criteria sets, too.',
  })
  satisfies?: NamedCriterionInput[] | null;
}

@InputType({ description: 'A new course.' })
export class CreateCourseInput extends CourseDetails {
  @Field({ description: 'A short readable key that no other course has: lower case letters, digits and hyphens.' })
  code!: string;

  @Field({ description: 'Its name.' })
  name!: string;

  @Field(() => CourseSubject, { description: 'What it is about.' })
  subject!: CourseSubject;
}

@InputType({ description: 'Changes of a course. What is left out stays; null takes away.' })
export class UpdateCourseInput extends CourseDetails {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the changes were made on.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name?: string | null;

  @Field(() => CourseSubject, { nullable: true, description: 'What it is about.' })
  subject?: CourseSubject | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it is not offered any more.' })
  closedOn?: string | null;
}

@InputType({ description: 'How many organisations of an area a course is to reach in a year.' })
export class SetTrainingTargetInput extends SaidAnewInput {
  @Field(() => ID, { description: 'The course.' })
  id!: string;

  @Field({ description: 'Code of the county or district.' })
  area!: string;

  @Field(() => Int, { description: 'The year, from 1 April of it to 31 March of the next: 1990 to 2100.' })
  year!: number;

  @Field(() => Int, { nullable: true, description: 'Organisations to reach; none takes the target away.' })
  organisations?: number | null;
}
