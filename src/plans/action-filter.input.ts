import { Field, ID, InputType, Int } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { ActionSide, DueState, Rag } from './plan.enums';

/** What is said of every `knownAt` of plans. */
export const KNOWN_AT = 'Only progress, positions, dates, splits, values and reviews that were on record by this instant count; all when left out. Wording, leads, links and what is closed are told as now known.';

@InputType({ description: 'Which actions. All that is given must hold; what is closed is left out unless asked for.' })
export class ActionFilter {
  @Field(() => ID, { nullable: true, description: 'Of this plan.' })
  plan?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this section of a plan, under its recommendations or right under it.' })
  section?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Also of the plans that are part of `plan`, however far below.' })
  withParts?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Of plans for the area of this code or for one within it.' })
  area?: string | null;

  @Field(() => ID, { nullable: true, description: 'Led by this lead, alone or with others.' })
  lead?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it has one lead and no other.' })
  ledAlone?: boolean | null;

  @Field(() => String, { nullable: true, description: 'With a lead of this agency, as it is written.' })
  agency?: string | null;

  @Field(() => ActionSide, { nullable: true, description: 'Led by the sector, by statutory bodies, by both.' })
  side?: ActionSide | null;

  @Field(() => Rag, { nullable: true, description: 'Rated so in the latest report that rates it.' })
  rag?: Rag | null;

  @Field(() => DueState, { nullable: true, description: 'How it stands to its deadline.' })
  dueState?: DueState | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its deadline has passed and it is not achieved.' })
  overdue?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its deadline is later than the first one.' })
  slipped?: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: 'Due before this day.' })
  dueBefore?: string | null;

  @Field(() => Int, { nullable: true, description: 'Not achieved, without a report that covers it or may do so for so many months, and in its plan, or in a version before, for longer than that: 1 to 600.' })
  noProgressMonths?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether no report covers it or may do so, ever.' })
  withoutProgress?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether no date is given.' })
  noDate?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it recurs and its plan has no first day to count from.' })
  recurringWithoutFirstDay?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it has no wording.' })
  incomplete?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is reported as achieved.' })
  achieved?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Whose date now reads so, to the letter.' })
  byWhen?: string | null;

  @Field(() => String, { nullable: true, description: 'All these words stand in its wording, in any case, or in that of its recommendation.' })
  text?: string | null;

  @Field(() => ID, { nullable: true, description: 'It is to move this: an area, organisation, service or whatever else has an id; of a priority: it contributes to it on the day.' })
  linkedTo?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is closed: not in the plan any more. Left out: it is not.' })
  closed?: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which all of this holds, as is now known; today when left out.' })
  asOf?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: KNOWN_AT })
  knownAt?: Date | string | null;
}
