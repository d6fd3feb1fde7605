import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Money, moneyFrom } from '../graphql/money.type';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';

@ObjectType({ simpleResolvers: true, description: 'What one source says of an organisation for one year. Each figure may be unknown.' })
@ReadFrom('shown.organisation_facts')
export class FactsByYear {
  @Field(() => Int, { description: 'The year in which the reporting year ended.' })
  @Shown('PUBLIC')
  year!: number;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the reporting year, where it is known.' })
  @Shown('PUBLIC')
  yearEnd!: string | null;

  @Field(() => Money, { nullable: true, description: 'Income of the year.' })
  @Shown('PUBLIC', moneyFrom('income', (row) => `${row}.currency`))
  income!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Spending of the year.' })
  @Shown('PUBLIC', moneyFrom('spending', (row) => `${row}.currency`))
  spending!: Money | null;

  @Field(() => Float, { nullable: true, description: 'Paid staff, full-time equivalents or heads as the source has it.' })
  @Shown('PUBLIC')
  paidStaff!: number | null;

  @Field(() => Float, { nullable: true, description: 'Volunteers, heads.' })
  @Shown('PUBLIC')
  volunteers!: number | null;

  @Field(() => Float, { nullable: true, description: 'Trustees, heads.' })
  @Shown('PUBLIC')
  trustees!: number | null;

  @Field({ description: 'Who says so.' })
  @Shown('PUBLIC')
  source!: string;
}
