import { Field, ObjectType } from 'type-graphql';
import { Shown, type FieldSource } from './read/shape';
import { DecimalScalar } from './scalars';

@ObjectType({ simpleResolvers: true, description: 'An amount in one currency. Amounts of different currencies are never added.' })
export class Money {
  @Field(() => DecimalScalar, { description: 'The amount, in units of the currency.' })
  @Shown('PUBLIC')
  amount!: string;

  @Field({ description: 'ISO 4217 code.' })
  @Shown('PUBLIC')
  currency!: string;
}

/** Money from a numeric column; null where the amount is not known. `currency` is SQL over the row. */
export function moneyFrom(column: string, currency: (row: string) => string = () => `'GBP'`): FieldSource {
  return { sql: (row) => `case when ${row}.${column} is not null then json_build_object('amount', ${row}.${column}::text, 'currency', ${currency(row)}) end` };
}
