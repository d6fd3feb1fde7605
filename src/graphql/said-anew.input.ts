import { Field, InputType, Int } from 'type-graphql';
import { MutationInput } from './mutation.input';

@InputType({ description: 'What every change carries that replaces as a whole what stands.' })
export class SaidAnewInput extends MutationInput {
  @Field(() => Int, { nullable: true, description: 'The version of what is replaced; left out: nothing stands there yet. What is said again as it stands needs none.' })
  expectedVersion?: number | null;
}
