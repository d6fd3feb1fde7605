import { ArgsType, Field, ObjectType } from 'type-graphql';
import { Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../graphql/scalars';
import { AccreditationState } from './panel.enums';

@ArgsType()
export class AccreditationArguments {
  @Field(() => DateScalar, { nullable: true, description: 'The day; today when left out.' })
  asOf?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By which instant a decision must have been on record to count; contracts are taken as they stood on record then. Left out: as all now stands. What is said of the organisations themselves is taken as it now stands.' })
  knownAt?: Date;
}

@ObjectType({ simpleResolvers: true, description: 'How an organisation stands on a day by the decisions of panels on one criteria set: of the decisions that cover the day, the one taken last counts.' })
export class Accreditation {
  @Field({ description: 'Code of the criteria set.' })
  @Shown('PUBLIC')
  set!: string;

  @Field({ description: 'Name of the criteria set, in the version that was decided by.' })
  @Shown('PUBLIC')
  setName!: string;

  @Field(() => AccreditationState, { description: 'How it stands.' })
  @Shown('PUBLIC')
  state!: AccreditationState;

  @Field(() => DateScalar, { description: 'Since when, by the decision that counts.' })
  @Shown('PUBLIC')
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day of the accreditation, as far as has been decided: of one that lapsed the day on which it did. Null: until further notice; and where it is suspended, withdrawn or refused.' })
  @Shown('PUBLIC')
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'Under which conditions it is accredited.' })
  @Shown('PUBLIC')
  conditions!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'For contracts of which value in pounds it is accredited: what was assessed. A greater one may ask for more. Null: no value was said, and criteria for contracts of some value were left aside; and where it is not accredited.' })
  @Shown('PUBLIC')
  contractValue!: string | null;

  @Field(() => DateScalar, { description: 'The day on which that was decided.' })
  @Shown('PUBLIC')
  decidedOn!: string;
}
