import { Arg, Field, ID, Int, ObjectType } from 'type-graphql';
import { declared } from '../graphql/declared';
import { Money, moneyFrom } from '../graphql/money.type';
import { firstDay, lastDay } from '../graphql/period';
import { ReadFrom, Shown, type Args } from '../graphql/read/shape';
import type { Binder } from '../graphql/read/binder';
import { DateScalar } from '../graphql/scalars';
import { Area } from '../places/area.type';

/** Sessions that a budget pays for, held by a day. A cancelled one can have cost something. */
const held = (row: string, bind: Binder, { asOf }: Args): string =>
  `from shown.training_sessions s where s.budget_id = ${row}.id and s.held_on <= ${asOf == null ? bind.today() : bind.param(asOf, 'date')}`;

const ASOF = { nullable: true, description: 'The day; today when left out.' };

@ObjectType({ simpleResolvers: true, description: 'Money set aside for training: for sessions, and for the back-fill, travel and childcare of those who come.' })
@ReadFrom('shown.training_budgets')
export class TrainingBudget {
  @Field(() => ID, { description: 'Names the budget where a session is paid from it.' })
  @Shown('SIGNED_IN', { column: 'id' })
  key!: string;

  @Field({ description: 'Its name.' })
  @Shown('SIGNED_IN')
  name!: string;

  @Field(() => Area, { nullable: true, description: 'The area that it is for.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: since ever.' })
  @Shown('SIGNED_IN', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('SIGNED_IN', lastDay('valid'))
  to!: string | null;

  @Field(() => Money, { description: 'How much it is.' })
  @Shown('SIGNED_IN', moneyFrom('amount', (row) => `${row}.currency`))
  amount!: Money;

  @Field({ description: 'Who gave it, and who says so.' })
  @Shown('SIGNED_IN')
  source!: string;

  @Field(() => Money, { description: 'What its sessions held by the day cost, cancelled ones included, as far as it is known and in the currency of the budget.' })
  @Shown('SIGNED_IN', {
    sql: (row, bind, args) => `json_build_object('amount', (select coalesce(sum(s.spent), 0)::numeric(14, 2)::text ${held(row, bind, args)} and s.currency = ${row}.currency), 'currency', ${row}.currency)`,
  })
  spent(@Arg('asOf', () => DateScalar, ASOF) _asOf?: string): Money {
    return declared();
  }

  @Field(() => Int, { description: 'Its sessions held by the day.' })
  @Shown('SIGNED_IN', { sql: (row, bind, args) => `(select count(*)::int ${held(row, bind, args)})` })
  sessions(@Arg('asOf', () => DateScalar, ASOF) _asOf?: string): number {
    return declared();
  }

  @Field(() => Int, { description: 'Of them, those whose cost is not known, or in another currency: they are not in `spent`.' })
  @Shown('SIGNED_IN', { sql: (row, bind, args) => `(select count(*)::int ${held(row, bind, args)} and (s.spent is null or s.currency <> ${row}.currency))` })
  spentNotKnown(@Arg('asOf', () => DateScalar, ASOF) _asOf?: string): number {
    return declared();
  }
}
