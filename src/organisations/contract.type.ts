import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Money, moneyFrom } from '../graphql/money.type';
import { firstDay, lastDay } from '../graphql/period';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';

@ObjectType({
  simpleResolvers: true,
  description: 'That somebody buys from an organisation: a fact with its days and its source, which anyone may know. It says nothing of whether the organisation meets any criteria.',
})
@ReadFrom('shown.contracts')
export class Contract {
  @Field(() => ID, { description: 'Names the contract when it is ended.' })
  @Shown('PUBLIC', { column: 'id' })
  key!: string;

  @Field({ description: 'Who buys, such as "Derbyshire Children’s Trust".' })
  @Shown('PUBLIC', { column: 'awarded_by' })
  by!: string;

  @Field(() => String, { nullable: true, description: 'What is bought.' })
  @Shown('PUBLIC')
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'The buyer’s reference, such as its number in a contracts register.' })
  @Shown('PUBLIC')
  reference!: string | null;

  @Field(() => Money, { nullable: true, description: 'What it is worth over its whole term; null when not known.' })
  @Shown('PUBLIC', moneyFrom('value', (row) => `${row}.currency`))
  value!: Money | null;

  @Field(() => DateScalar, { description: 'First day.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;

  @Field({ description: 'Where it is on record.' })
  @Shown('PUBLIC')
  source!: string;

  @Field(() => Int, { description: 'Counts the changes of the contract; ending it names the version that it was made on.' })
  @Shown('PUBLIC')
  version!: number;
}
