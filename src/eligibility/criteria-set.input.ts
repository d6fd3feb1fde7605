import { Field, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { DateScalar, DecimalScalar } from '../graphql/scalars';
import { AgesInput } from '../organisations/organisation-filter.input';
import { SizeBand } from '../organisations/organisation.enums';
import { CriterionKind, CriterionWeight } from './eligibility.enums';

@InputType({ description: 'One thing that a criteria set asks for.' })
export class CriterionInput {
  @Field({ description: 'Its code, unique in the set: lower case letters, digits and single hyphens.' })
  code!: string;

  @Field({ description: 'What it asks for, in words.' })
  name!: string;

  @Field(() => CriterionKind, { description: 'What it asks for.' })
  kind!: CriterionKind;

  @Field(() => CriterionWeight, { description: 'What it means that it is not met.' })
  weight!: CriterionWeight;

  @Field(() => String, { nullable: true, description: 'What is looked at, for those who check.' })
  guidance?: string | null;

  @Field(() => String, { nullable: true, description: 'What an organisation can do that does not meet it.' })
  remedy?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the evidence that shows it; needed but for training, audits and registrations.' })
  evidenceKind?: string | null;

  @Field(() => Int, { nullable: true, description: 'How old it may be, in months; needed for POLICY_REVIEWED and ACCOUNTS_FILED.' })
  months?: number | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The least cover in pounds; needed for INSURANCE_COVER.' })
  amount?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many people, references or documents at least; 1 when left out.' })
  atLeast?: number | null;

  @Field(() => [String], { nullable: true, description: 'Of REGISTRATION_HELD: the registers of which one is needed; left out: any.' })
  schemes?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of TRAINING_CURRENT: codes of the courses of which any satisfies it. What courses name themselves of a former version is not taken over: name them here.' })
  courses?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Applies to organisations with one of these categories or a narrower one alone, by `code` or `vocabulary:code`; left out: to all.' })
  appliesToCategories?: string[] | null;

  @Field(() => [SizeBand], { nullable: true, description: 'Applies to these sizes alone; left out: to all.' })
  appliesToSizeBands?: SizeBand[] | null;

  @Field(() => AgesInput, { nullable: true, description: 'Applies to those that serve someone of these ages alone; left out: to all.' })
  appliesToAges?: AgesInput | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Applies to contracts of this value in pounds and more alone; left out: to all.' })
  appliesToContractsFrom?: string | null;
}

@InputType({ description: 'A criteria set, or the next version of one. Versions are never rewritten; the former one ends the day before the next begins.' })
export class CreateCriteriaSetInput extends MutationInput {
  @Field({ description: 'Its code, the same for all versions: lower case letters, digits and single hyphens.' })
  code!: string;

  @Field(() => Int, { nullable: true, description: 'The version that stands now, where there is one.' })
  expectedVersion?: number | null;

  @Field({ description: 'What it is called.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for and where it comes from.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the area whose coordinators keep it; left out: the administrators do.' })
  area?: string | null;

  @Field(() => DateScalar, { description: 'The first day on which it is in force.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it is in force; left out: until further notice.' })
  to?: string | null;

  @Field(() => [CriterionInput], { description: 'What it asks for, in its order; at least one.' })
  criteria!: CriterionInput[];
}
