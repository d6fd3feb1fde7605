import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { Sector } from './sector.enum';

@InputType({ description: 'What an area counts as its own voluntary sector.' })
export class DeclareSectorInput extends MutationInput {
  @Field(() => ID, { description: 'The area: a county, or any other. What lies in it follows it, unless it declares its own.' })
  id!: string;

  @Field(() => Int, { description: 'The version that this is a change of.' })
  expectedVersion!: number;

  @Field(() => [Sector], { nullable: true, description: 'The sectors that it counts as its own. Null: it declares none and follows the next area above it that does; where none does, every sector but STATUTORY counts.' })
  sector?: Sector[] | null;
}
