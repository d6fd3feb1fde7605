import { Field, Int, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { KNOWN } from './known-rows';
import { WhenAmbiguity, WhenKind } from './plan.enums';

@ObjectType({ simpleResolvers: true, description: 'One of the dates that a “by when” names.' })
@ReadFrom('shown.by_when_dates', { cleared: 'shown.by_when_dates_cleared', known: KNOWN.by_when_dates })
export class ByWhenDate {
  @Field(() => WhenKind, { description: 'What it means.' })
  @Shown('PUBLIC')
  kind!: WhenKind;

  @Field(() => DateScalar, { nullable: true, description: 'First day of what PERIOD, START and REVIEW name.' })
  @Shown('PUBLIC', { column: 'first_day' })
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day: that of a deadline for PERIOD.' })
  @Shown('PUBLIC', { column: 'last_day' })
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'How RECURRING recurs: an RRULE of RFC 5545, counted from the first day of the plan.' })
  @Shown('PUBLIC')
  rrule!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a plan says of when an action is due: as written, and as understood.' })
@ReadFrom('shown.by_whens', { cleared: 'shown.by_whens_cleared', known: KNOWN.by_whens })
export class ByWhen {
  @Field({ description: 'As written.' })
  @Shown('PUBLIC')
  written!: string;

  @Field(() => Int, { description: '0: as first said; each revision counts one more.' })
  @Shown('PUBLIC')
  revision!: number;

  @Field(() => WhenAmbiguity, { nullable: true, description: 'Why a person must say what it means; null: understood. Nothing is guessed.' })
  @Shown('PUBLIC')
  ambiguity!: WhenAmbiguity | null;

  @Field(() => String, { nullable: true, description: 'The condition that it names, such as “subject to emerging guidance”.' })
  @Shown('PUBLIC')
  condition!: string | null;

  @Field(() => [ByWhenDate], { description: 'As understood: one date or several.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.by_when_id = ${parent}.id`, orderBy: (child) => `${child}.position` } })
  dates!: ByWhenDate[];

  @Field(() => DateScalar, { nullable: true, description: 'The deadline: the last day of the last PERIOD; null where there is none.' })
  @Shown('PUBLIC')
  dueOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the revision; null: as first said.' })
  @Shown('PUBLIC')
  saidOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was revised.' })
  @Shown('PUBLIC')
  reason!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which a person said what it means; null: nobody had to, or has not yet.' })
  @Shown('PUBLIC')
  confirmedOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was last said that it means something else than was confirmed; null: it never was.' })
  @Shown('PUBLIC')
  correctedOn!: string | null;
}
