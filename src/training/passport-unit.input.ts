import { Field, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';

@InputType({ description: 'A new unit of the Passport.' })
export class CreatePassportUnitInput extends MutationInput {
  @Field({ description: 'A short readable key: capital letters, digits and single hyphens.' })
  code!: string;

  @Field({ description: 'Its name.' })
  name!: string;

  @Field(() => Int, { nullable: true, description: 'Its place on the pathway, from 1; behind the last when left out.' })
  position?: number | null;

  @Field(() => String, { nullable: true, description: 'What it asks.' })
  description?: string | null;

  @Field(() => [String], { nullable: true, description: 'Codes of the units that come first.' })
  prerequisites?: string[] | null;
}

@InputType({ description: 'What is to be said of a unit from now on. What is left out stays.' })
export class UpdatePassportUnitInput extends MutationInput {
  @Field({ description: 'The unit, by its code.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name?: string | null;

  @Field(() => Int, { nullable: true, description: 'Its place on the pathway, from 1.' })
  position?: number | null;

  @Field(() => String, { nullable: true, description: 'What it asks; null takes it away.' })
  description?: string | null;

  @Field(() => [String], { nullable: true, description: 'Codes of all units that come first, in place of those before.' })
  prerequisites?: string[] | null;
}
