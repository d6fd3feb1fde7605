import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { Shown } from '../graphql/read/shape';
import { JsonObjectScalar } from '../graphql/scalars';
import { EligibleProvider } from './assessment.type';
import { CriterionState, EligibilityOutcome } from './eligibility.enums';
import type { ProviderQuestion } from './eligible-provider.read-model';

@InputType({ description: 'Organisations to which a criterion among some applies and that do not meet it.' })
export class LackingInput {
  @Field(() => [String], { description: 'Codes of criteria of the set.' })
  criteria!: string[];

  @Field(() => [CriterionState], { nullable: true, description: 'How they stand to it; however, when left out.' })
  states?: CriterionState[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: no other mandatory criterion keeps them out, so that they would be let in if these were met.' })
  alone?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'A count of organisations that opens up into its rows.' })
export class EligibilityFigure {
  @Field(() => Int, { description: 'How many organisations, each once.' })
  @Shown('COMMISSIONING')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The arguments that list exactly these: pass them to `eligibleProviders`.' })
  @Shown('COMMISSIONING')
  opens!: object;
}

@ObjectType({ simpleResolvers: true, description: 'How many assessments come to an outcome.' })
export class OutcomeFigure extends EligibilityFigure {
  @Field(() => EligibilityOutcome, { description: 'The outcome.' })
  @Shown('COMMISSIONING')
  outcome!: EligibilityOutcome;
}

@ObjectType({ simpleResolvers: true, description: 'A page of organisations by name, with what their assessments come to.' })
export class EligibleProviderConnection extends connectionOf(EligibleProvider, 'EligibleProvider') {
  /** Read on by the field `outcomes`. */
  question!: ProviderQuestion;
}
