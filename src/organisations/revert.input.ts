import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';

@InputType({ description: 'To which version an organisation is to go back.' })
export class RevertInput extends MutationInput {
  @Field(() => ID, { description: 'Which organisation.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'The change to go back behind, by its id in the history: it and all later ones are undone.' })
  changeId!: string;
}
