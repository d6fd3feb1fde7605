import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { SaidAnewInput } from '../graphql/said-anew.input';
import { DateScalar, DecimalScalar } from '../graphql/scalars';
import { CourseSubject, Duty } from './training.enums';

@InputType({ description: 'That an organisation takes a duty on.' })
export class RecordDutyInput extends MutationInput {
  @Field(() => ID, { description: 'The organisation.' })
  id!: string;

  @Field(() => Duty, { description: 'What it is.' })
  duty!: Duty;

  @Field(() => String, { nullable: true, description: 'Code of the area whose list or team it is: where the organisation is or serves, unless the caller keeps the area. MAT_LIST and MAST need one.' })
  area?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; none: until further notice.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'Who says so.' })
  source?: string | null;
}

@InputType({ description: 'On which day a duty ends, or ended.' })
export class EndDutyInput extends MutationInput {
  @Field(() => ID, { description: 'The duty, by its `key`.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: 'Its last day, not before its first.' })
  lastDay!: string;
}

@InputType({ description: 'How many volunteers of an organisation had completed a unit of the Passport by a day. A count of the same day is replaced.' })
export class RecordPassportProgressInput extends SaidAnewInput {
  @Field(() => ID, { description: 'The organisation.' })
  id!: string;

  @Field({ description: 'Code of the unit.' })
  unit!: string;

  @Field(() => DateScalar, { description: 'The day of the count.' })
  countedOn!: string;

  @Field(() => Int, { description: 'How many, 0 or more.' })
  volunteers!: number;

  @Field(() => String, { nullable: true, description: 'Who counted.' })
  source?: string | null;
}

@InputType({ description: 'What the people of an organisation need to learn.' })
export class RecordDevelopmentNeedInput extends MutationInput {
  @Field(() => ID, { description: 'The organisation.' })
  id!: string;

  @Field(() => CourseSubject, { description: 'What it is about.' })
  subject!: CourseSubject;

  @Field({ description: 'The need in words. Name nobody.' })
  need!: string;

  @Field(() => Int, { nullable: true, description: 'How many people need it; none: not known.' })
  people?: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it was said; today when left out, never later.' })
  recordedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Who said so.' })
  source?: string | null;
}

@InputType({ description: 'That a need was met.' })
export class MeetDevelopmentNeedInput extends MutationInput {
  @Field(() => ID, { description: 'The need, by its `key`.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { nullable: true, description: 'On which day; today when left out, never later.' })
  metOn?: string | null;
}

@InputType({ description: 'Money set aside for training.' })
export class RecordTrainingBudgetInput extends MutationInput {
  @Field({ description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Code of the area that it is for; none: the administrators’.' })
  area?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; none: until further notice.' })
  to?: string | null;

  @Field(() => DecimalScalar, { description: 'How much it is.' })
  amount!: string;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code; GBP when left out.' })
  currency?: string | null;

  @Field({ description: 'Who gave it, and who says so.' })
  source!: string;
}
