import { Field, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { KNOWN } from './known-rows';

@ObjectType({ simpleResolvers: true, description: 'Where a recommendation stands, as was said on a day: “where we are up to”.' })
@ReadFrom('shown.position_statements', { cleared: 'shown.position_statements_cleared', known: KNOWN.position_statements })
export class PositionStatement {
  @Field({ description: 'As written.' })
  @Shown('PUBLIC')
  text!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day; null: when the plan was written.' })
  @Shown('PUBLIC')
  statedOn!: string | null;
}
