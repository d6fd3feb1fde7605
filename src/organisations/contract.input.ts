import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { DateScalar, DecimalScalar } from '../graphql/scalars';

@InputType({ description: 'That somebody buys from an organisation.' })
export class RecordContractInput extends MutationInput {
  @Field(() => ID, { description: 'The organisation that is bought from.' })
  id!: string;

  @Field({ description: 'Who buys.' })
  by!: string;

  @Field(() => String, { nullable: true, description: 'What is bought.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The buyer’s reference. The same buyer has one contract of a reference on a day.' })
  reference?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'What it is worth over its whole term; left out: not known.' })
  value?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of the currency of `value`; GBP when left out.' })
  currency?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; left out: until further notice.' })
  to?: string | null;

  @Field({ description: 'Where it is on record, such as a register and its date.' })
  source!: string;
}

@InputType({ description: 'On which day a contract ends, or ended.' })
export class EndContractInput extends MutationInput {
  @Field(() => ID, { description: 'The contract, by its `key`.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the contract that was looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: 'Its last day, not before its first.' })
  lastDay!: string;
}
