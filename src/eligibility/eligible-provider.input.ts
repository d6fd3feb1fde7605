import { Field, InputType } from 'type-graphql';
import { CriterionState } from './eligibility.enums';

@InputType({ description: 'Organisations to which a criterion among some applies and that do not meet it.' })
export class LackingInput {
  @Field(() => [String], { description: 'Codes of criteria of the set.' })
  criteria!: string[];

  @Field(() => [CriterionState], { nullable: true, description: 'How they stand to it; however, when left out.' })
  states?: CriterionState[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: no other mandatory criterion keeps them out, so that they would be let in if these were met.' })
  alone?: boolean | null;
}
