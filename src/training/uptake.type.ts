import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { Weighs } from '../graphql/limits/weighs';
import { Money } from '../graphql/money.type';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar, JsonObjectScalar } from '../graphql/scalars';
import { Contact } from '../organisations/contact.type';
import { Organisation } from '../organisations/organisation.type';
import { TrainingStanding } from './training.enums';

@InputType({ description: 'Which organisations, by how they stand to a course. The figures of `trainingUptake` say which filter lists their rows.' })
export class TrainingFilter {
  @Field({ description: 'Code of the course.' })
  course!: string;

  @Field({ description: 'Code of the area.' })
  area!: string;

  @Field(() => [TrainingStanding], { nullable: true, description: 'Any of these; all organisations of the area when left out.' })
  standing?: TrainingStanding[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day; today when left out.' })
  asOf?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only attendance that was on record by this instant counts, for as long as the course said then, and contracts as they stood then; left out: as all now stands. Sessions, bookings, targets and facts of organisations are taken as they now stand.' })
  knownAt?: string | null;

  @Field(() => Int, { nullable: true, description: 'The year, from 1 April of it to 31 March of the next; the one of the day when left out.' })
  year?: number | null;

  @Field(() => Int, { nullable: true, description: 'Within how many months EXPIRING ends, 0 to 120; 3 when left out.' })
  months?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those based in a district of the area; false: only those not placed; both when left out.' })
  placed?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'A count of organisations that opens up into its rows.' })
export class TrainingFigure {
  @Field(() => Int, { description: 'How many organisations, each once.' })
  @Shown('SIGNED_IN')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `trainingOrganisations`.' })
  @Shown('SIGNED_IN')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'What the sessions of a course in a year cost. Of a district: those held in it; of the not placed: those online or at a place not known; of the whole: both.' })
export class TrainingCosts {
  @Field(() => Int, { description: 'Sessions of the year held by the day, without cancelled ones.' })
  @Shown('SIGNED_IN')
  sessions!: number;

  @Field(() => Int, { description: 'Of them, those for which nobody recorded who came.' })
  @Shown('SIGNED_IN')
  attendanceNotRecorded!: number;

  @Field(() => Int, { description: 'Of them, those whose cost is not known: they are in no sum.' })
  @Shown('SIGNED_IN')
  spentNotKnown!: number;

  @Field(() => Int, { description: 'Of them, those paid in another currency than the course is priced in: they are in no sum.' })
  @Shown('SIGNED_IN')
  inOtherCurrency!: number;

  @Field(() => Money, { nullable: true, description: 'What the others cost together; null where there is none.' })
  @Shown('SIGNED_IN')
  spent!: Money | null;

  @Field(() => Int, { description: 'Organisations, wherever they are based, that came to the sessions which `spent` paid for.' })
  @Shown('SIGNED_IN')
  organisations!: number;

  @Field(() => Money, { nullable: true, description: '`spent` ÷ `organisations`, to the penny; null where nobody came.' })
  @Shown('SIGNED_IN')
  perOrganisation!: Money | null;
}

@ObjectType({ simpleResolvers: true, description: 'The head counts of the sessions of the year, summed over the organisations of the row. Nobody is named, so somebody who came to two sessions counts twice: places taken up, and at most so many people.' })
export class PeopleTrained {
  @Field(() => Int, { description: 'Paid staff.' })
  @Shown('SIGNED_IN')
  staff!: number;

  @Field(() => Int, { description: 'Volunteers.' })
  @Shown('SIGNED_IN')
  volunteers!: number;

  @Field(() => Int, { description: 'Trustees.' })
  @Shown('SIGNED_IN')
  trustees!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How organisations take up a course in one district, in the whole area, or without a district.' })
export class TrainingUptakeRow {
  /** Read on by the field `area`; null for those not placed. */
  areaId!: string | null;

  @Field(() => TrainingFigure, { description: 'Those for whom every rule of the course holds.' })
  @Shown('SIGNED_IN')
  inScope!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Those of whom it cannot be told: in no share.' })
  @Shown('SIGNED_IN')
  scopeNotKnown!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Those for whom a rule fails.' })
  @Shown('SIGNED_IN')
  outOfScope!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'In scope, with an attendance that counts on the day.' })
  @Shown('SIGNED_IN')
  current!: TrainingFigure;

  @Field(() => Float, { nullable: true, description: 'Uptake: `current` ÷ `inScope`, 0 to 1, to four decimals; null where nobody is in scope.' })
  @Shown('SIGNED_IN')
  uptake!: number | null;

  @Field(() => TrainingFigure, { description: 'In scope, came once, no attendance counts any more.' })
  @Shown('SIGNED_IN')
  lapsed!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'In scope and never came.' })
  @Shown('SIGNED_IN')
  neverAttended!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Of `current`, those whose attendance ends within so many months.' })
  @Shown('SIGNED_IN')
  expiring!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Had places at a session of the year and did not come, in scope or not.' })
  @Shown('SIGNED_IN')
  bookedAndDidNotCome!: TrainingFigure;

  @Field(() => Int, { nullable: true, description: 'How many organisations the area was to reach in the year; null where nobody set a target.' })
  @Shown('SIGNED_IN')
  target!: number | null;

  @Field(() => TrainingFigure, { description: 'Organisations of which somebody came in the year, by the day, in scope or not: what the target counts.' })
  @Shown('SIGNED_IN')
  reached!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'In scope, with a session of the year, held or planned, in the district in which they are based.' })
  @Shown('SIGNED_IN')
  withSessionInOwnDistrict!: TrainingFigure;

  @Field(() => Float, { nullable: true, description: '`withSessionInOwnDistrict` ÷ `inScope`, to four decimals; null where nobody is in scope.' })
  @Shown('SIGNED_IN')
  withSessionInOwnDistrictShare!: number | null;

  @Field(() => TrainingFigure, { description: 'Reached in the year on Saturdays and never from Monday to Friday: whom weekday sessions do not get.' })
  @Shown('SIGNED_IN')
  bySaturdayOnly!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Reached in the year from Monday to Friday and never on a Saturday.' })
  @Shown('SIGNED_IN')
  byWeekdayOnly!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Reached in the year by both.' })
  @Shown('SIGNED_IN')
  bySaturdayAndWeekday!: TrainingFigure;

  @Field(() => TrainingFigure, { description: 'Reached in the year by sessions from five in the afternoon and by none earlier in the day.' })
  @Shown('SIGNED_IN')
  byEveningOnly!: TrainingFigure;

  @Field(() => PeopleTrained, { description: 'The people who came, session by session.' })
  @Shown('SIGNED_IN')
  people!: PeopleTrained;

  @Field(() => TrainingCosts, { description: 'What the sessions cost.' })
  @Shown('SIGNED_IN')
  costs!: TrainingCosts;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The uptake of a course. Counted are organisations at work on the day that offer something and are of the sector that the county declares as its own. Each stands once: in the district in which it is based, as far as the public may know, or among those not placed. The rows add up to the whole where all districts declare the same sector.',
})
export class TrainingUptake {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('SIGNED_IN')
  asOf!: string;

  @Field(() => Int, { description: 'The year, from 1 April of it to 31 March of the next.' })
  @Shown('SIGNED_IN')
  year!: number;

  @Field(() => Int, { description: 'Within how many months `expiring` ends.' })
  @Shown('SIGNED_IN')
  months!: number;

  @Weighs({ rows: 50 })
  @Field(() => [TrainingUptakeRow], { description: 'One row for each district of the area, by name.' })
  @Shown('SIGNED_IN')
  districts!: TrainingUptakeRow[];

  @Field(() => TrainingUptakeRow, { description: "Those of the area's directory, or serving it in particular, without a district that may be known." })
  @Shown('SIGNED_IN')
  notPlaced!: TrainingUptakeRow;

  @Field(() => TrainingUptakeRow, { description: 'The area as a whole, those not placed included.' })
  @Shown('SIGNED_IN')
  whole!: TrainingUptakeRow;
}

@ObjectType({ simpleResolvers: true, description: 'An organisation and how it stands to a course on a day.' })
@ReadFrom('(standings are worked out when asked for)')
export class OrganisationTraining {
  @Field(() => Organisation, { description: 'The organisation.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is in the scope of the course; null when that cannot be told.' })
  @Shown('SIGNED_IN')
  inScope!: boolean | null;

  @Field({ description: 'Whether an attendance of it counts on the day, in scope or not.' })
  @Shown('SIGNED_IN')
  current!: boolean;

  @Field(() => DateScalar, { nullable: true, description: 'When somebody of it last came, by the day; null: never.' })
  @Shown('SIGNED_IN', { column: 'last_on' })
  lastAttendedOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which an attendance of it counts or counted; null where it never came, or where it does not lapse.' })
  @Shown('SIGNED_IN', { sql: (row) => `${row}.lapses_on - 1` })
  validUntil!: string | null;

  @Field(() => [Contact], {
    description: 'Contacts that agreed to be written to about training by the day and have not withdrawn since, as far as the viewer may see them. Consents are shown to those who look after the entry, its coordinators, its own editors and administrators: to analysts, commissioners and representatives the list is empty.',
  })
  @Shown('SIGNED_IN', {
    list: {
      where: (child, parent, bind) =>
        `${child}.organisation_id = ${parent}.organisation_id and exists (select from shown.consents_cleared g where g.contact_id = ${child}.id and g.purpose = 'TRAINING'` +
        ` and g.given_on <= ${parent}.as_of and (g.withdrawn_on is null or g.withdrawn_on > greatest(${parent}.as_of, ${bind.today()})))`,
      orderBy: (child) => `${child}.id`,
    },
  })
  contactsForTraining!: Contact[];
}

@ObjectType({ simpleResolvers: true, description: 'A page of organisations and how they stand to a course, by name.' })
export class OrganisationTrainingConnection extends connectionOf(OrganisationTraining, 'OrganisationTraining') {}
