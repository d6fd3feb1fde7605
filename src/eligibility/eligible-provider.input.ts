import { Field, InputType } from 'type-graphql';
import { CriterionState } from './eligibility.enums';

@InputType({ description: 'Organisations that lack something: every condition that is given must hold.' })
export class LackingInput {
  @Field(() => [String], { nullable: true, description: 'A criterion among these applies to them and is not met, by code; any of the set when left out.' })
  criteria?: string[] | null;

  @Field(() => [CriterionState], { nullable: true, description: 'How they stand to it; however, when left out.' })
  states?: CriterionState[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: they are at work, and no other mandatory criterion keeps them out, so that they would be let in if these were met.' })
  alone?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: one of `criteria` that is not met applies only because a fact of theirs is not known.' })
  uncertain?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: nothing is on record for any criterion that applies.' })
  everything?: boolean | null;
}
