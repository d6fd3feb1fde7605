import { Field, Int, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { JsonObjectScalar } from '../graphql/scalars';
import { EligibilityOutcome } from './eligibility.enums';

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
