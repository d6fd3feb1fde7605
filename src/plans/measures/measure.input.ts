import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../../graphql/mutation.input';
import { DateScalar, DecimalScalar } from '../../graphql/scalars';
import { BetterWhen } from './measure.enums';

@InputType({ description: 'What a measure is to come to.' })
export class MeasureTargetInput {
  @Field(() => String, { nullable: true, description: 'Code of the area, the plan’s or one within it; the plan’s when left out.' })
  area?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'Last day.' })
  to!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the measure.' })
  target!: string;
}

@InputType({ description: 'The numbers of a measure.' })
export class SetMeasureInput extends MutationInput {
  @Field(() => ID, { description: 'The action.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { nullable: true, description: 'Which of its measures; left out: a new one.' })
  measure?: string | null;

  @Field(() => String, { nullable: true, description: 'The wording of a new one.' })
  text?: string | null;

  @Field({ description: 'What is counted, such as groups or people.' })
  unit!: string;

  @Field(() => BetterWhen, { nullable: true, description: 'Which way it is to go; HIGHER when left out.' })
  better?: BetterWhen | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Where it stood at first; left out: not known.' })
  baseline?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the baseline; left out: not known.' })
  baselineOn?: string | null;

  @Field(() => [MeasureTargetInput], { description: 'All its targets, at most 200, those of one area one after another.' })
  targets!: MeasureTargetInput[];
}

@InputType({ description: 'What a text among the measures is.' })
export class SettleMeasureInput extends MutationInput {
  @Field(() => ID, { description: 'The action.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'Which of its measures.' })
  measure!: string;

  @Field({ description: 'Whether it is one. What is none, such as a date that strayed into the column, is not shown among the measures any more; it is kept, so that a file of the plan does not bring it again, and can be settled otherwise.' })
  isMeasure!: boolean;

  @Field(() => String, { nullable: true, description: 'How it should read; left out: as it does. Files of the plan may go on writing it as before.' })
  text?: string | null;
}

@InputType({ description: 'What was observed of a measure.' })
export class ObserveMeasureInput extends MutationInput {
  @Field(() => ID, { description: 'The measure, which must have a unit.' })
  measure!: string;

  @Field(() => DateScalar, { description: 'The day: not to come.' })
  observedOn!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the measure.' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'Code of the area, the plan’s or one within it; the plan’s when left out.' })
  area?: string | null;

  @Field({ description: 'Where it comes from.' })
  source!: string;

  @Field(() => [ID], { nullable: true, description: 'What stands behind it, at most 500: areas, organisations, services, courses and criteria sets, by id. Where nothing does it is stated.' })
  rows?: string[] | null;
}
