import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../../graphql/mutation.input';
import { DateScalar } from '../../graphql/scalars';

@InputType({ description: 'A priority of a new set.' })
export class PriorityInput {
  @Field({ description: 'Its code as printed, once in the set.' })
  code!: string;

  @Field({ description: 'Its title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What is meant by it.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who leads it, of the register of leads of the area. Give this or `leadName`, or neither.' })
  lead?: string | null;

  @Field(() => String, { nullable: true, description: 'Who leads it, by name or another name of a lead; one of whom the register does not know comes into it.' })
  leadName?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; that of the set when left out.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; that of the set when left out.' })
  to?: string | null;
}

@InputType({ description: 'A new set of priorities, or a new version of one. It comes as a draft.' })
export class CreatePrioritySetInput extends MutationInput {
  @Field({ description: 'Code of the area that it is for.' })
  area!: string;

  @Field({ description: 'The title of the plan that sets them. Where the area has a set of this title, this is its next version.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'The body that owns the plan.' })
  owner?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; left out: none is said.' })
  to?: string | null;

  @Field(() => [PriorityInput], { description: 'Its priorities in their order, at most 200.' })
  priorities!: PriorityInput[];

  @Field(() => Boolean, { nullable: true, description: 'Whether what contributes to priorities of the version before on the first day goes on with those of the same code. It does not when left out.' })
  carryOver?: boolean | null;
}

@InputType({ description: 'What is said of a set of priorities. What is left out stays as it is.' })
export class UpdatePrioritySetInput extends MutationInput {
  @Field(() => ID, { description: 'The set.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'The title of the plan that sets them.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The body that owns the plan; null: not said.' })
  owner?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: none is said.' })
  to?: string | null;
}

@InputType({ description: 'That a set of priorities is for everyone.' })
export class ApprovePrioritySetInput extends MutationInput {
  @Field(() => ID, { description: 'The set.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The day of approval; today when left out.' })
  on?: string | null;

  @Field({ description: 'Who approved it: a role or a board.' })
  by!: string;
}

@InputType({ description: 'A further priority of a set.' })
export class AddPriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The set.' })
  set!: string;

  @Field(() => PriorityInput, { description: 'The priority. It stands last until it is moved.' })
  priority!: PriorityInput;
}

@InputType({ description: 'What is said of a priority. What is left out stays as it is.' })
export class UpdatePriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Its code as printed.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Its title.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What is meant by it; null: not said.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who leads it, of the register of leads of the area; null: nobody is named.' })
  lead?: string | null;

  @Field(() => String, { nullable: true, description: 'Who leads it, by name or another name of a lead; one of whom the register does not know comes into it.' })
  leadName?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: that of the set.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: that of the set.' })
  to?: string | null;

  @Field(() => Int, { nullable: true, description: 'Which place in the set it takes, counted from 1; those from there on move one on.' })
  place?: number | null;
}

@InputType({ description: 'What contributes to a priority.' })
export class ContributeToPriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  priority!: string;

  @Field(() => [ID], { description: 'What contributes, 1 to 100: services and actions of plans, by id.' })
  contributors!: string[];

  @Field(() => DateScalar, { nullable: true, description: 'First day; today when left out.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; left out: until further notice.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'How they contribute, for everyone to read.' })
  how?: string | null;
}

@InputType({ description: 'That something contributes to a priority no more, or never did. It stays on record.' })
export class EndContributionInput extends MutationInput {
  @Field(() => ID, { description: 'The contribution.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day. Give this, or say that it was a mistake.' })
  lastDay?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was a mistake: it is taken back and held on no day.' })
  mistaken?: boolean | null;
}

@InputType({ description: 'That somebody looked for all that contributes to a priority: where the sector makes no contribution then, it makes none.' })
export class CheckPriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  priority!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day; today when left out.' })
  on?: string | null;

  @Field({ description: 'Who looked: a role or a body.' })
  by!: string;

  @Field(() => String, { nullable: true, description: 'What is to be said of it, for those who are signed in.' })
  about?: string | null;
}
