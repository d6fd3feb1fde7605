import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../../graphql/mutation.input';
import { DateScalar } from '../../graphql/scalars';
import { AudienceLevel, ReviewKind } from './review.enums';

@InputType({ description: 'A body that reviews a plan.' })
export class ReviewBodyInput {
  @Field({ description: 'The body. One of the same name goes on with its reviews.' })
  body!: string;

  @Field(() => Int, { description: 'How often in a year: 1 to 12.' })
  timesAYear!: number;

  @Field(() => ReviewKind, { nullable: true, description: 'Whether it is of the area or from outside; INTERNAL when left out.' })
  kind?: ReviewKind | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day from which its reviews are counted: the year in equal parts, each due on its last day. The first day of the plan when left out.' })
  countedFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'What is to be said of it.' })
  about?: string | null;
}

@InputType({ description: 'Who reviews a plan, and how often.' })
export class SetReviewScheduleInput extends MutationInput {
  @Field(() => ID, { description: 'The plan.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => [ReviewBodyInput], { description: 'All of them, at most 50. What is not among them any more goes; reviews that it held stay.' })
  bodies!: ReviewBodyInput[];
}

@InputType({ description: 'Somebody with whom a plan is shared.' })
export class PlanAudienceInput {
  @Field(() => AudienceLevel, { description: 'How far away.' })
  level!: AudienceLevel;

  @Field({ description: 'Who.' })
  audience!: string;
}

@InputType({ description: 'With whom a plan is shared, and how.' })
export class SetSharingPlanInput extends MutationInput {
  @Field(() => ID, { description: 'The plan.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => [PlanAudienceInput], { description: 'All of them, at most 100.' })
  audiences!: PlanAudienceInput[];

  @Field(() => [String], { description: 'By what: all channels, at most 100.' })
  channels!: string[];
}

@InputType({ description: 'A review that was held.' })
export class RecordReviewInput extends MutationInput {
  @Field(() => ID, { description: 'The plan.' })
  plan!: string;

  @Field(() => ID, { nullable: true, description: 'Which body of the plan’s schedule held it; left out: one that is not in it.' })
  reviewBody?: string | null;

  @Field(() => String, { nullable: true, description: 'The body, where it is not in the schedule.' })
  body?: string | null;

  @Field(() => ReviewKind, { nullable: true, description: 'Of a body that is not in the schedule; INTERNAL when left out.' })
  kind?: ReviewKind | null;

  @Field(() => DateScalar, { description: 'The day: not to come, and not before the plan. How the actions stood on it, as is now on record, is kept with the review.' })
  reviewedOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day for which it was due; when left out, the nearest due day, within half a year, for which there is no review yet.' })
  dueOn?: string | null;

  @Field(() => String, { nullable: true, description: 'What it came to.' })
  outcome?: string | null;

  @Field(() => String, { nullable: true, description: 'What is not for the public.' })
  internalNote?: string | null;
}
