import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { Money, moneyFrom } from '../graphql/money.type';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { Organisation } from '../organisations/organisation.type';
import { Area } from '../places/area.type';
import { Course } from './course.type';
import { AttendanceKind, BookingState, Subsidy } from './training.enums';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'One meeting of a course: a day, hours, a place or online, and what is paid to those who come.' })
@ReadFrom('shown.training_sessions')
export class TrainingSession extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field(() => Course, { description: 'The course.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.course_id` } })
  course!: Course;

  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  heldOn!: string;

  @Field(() => String, { nullable: true, description: 'When it begins, HH:MM; null: not known.' })
  @Shown('PUBLIC', { sql: (row) => `left(${row}.starts::text, 5)` })
  starts!: string | null;

  @Field(() => String, { nullable: true, description: 'When it ends, HH:MM; null: not known.' })
  @Shown('PUBLIC', { sql: (row) => `left(${row}.ends::text, 5)` })
  ends!: string | null;

  @Field({ description: 'Whether it is on a Saturday.' })
  @Shown('PUBLIC', { column: 'is_saturday' })
  saturday!: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Whether it begins at five in the afternoon or later; null: not known.' })
  @Shown('PUBLIC', { column: 'is_evening' })
  evening!: boolean | null;

  @Field({ description: 'Whether people take part from where they are.' })
  @Shown('PUBLIC')
  online!: boolean;

  @Field(() => String, { nullable: true, description: 'Where it is held.' })
  @Shown('PUBLIC')
  placeName!: string | null;

  @Field(() => String, { nullable: true, description: 'Postcode of the place.' })
  @Shown('PUBLIC')
  postcode!: string | null;

  @Field(() => Area, { nullable: true, description: 'The district of the place; null: online, or not known.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.district_id` } })
  district!: Area | null;

  @Field(() => Area, { nullable: true, description: 'The area whose coordinators keep it.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area | null;

  @Field(() => Int, { nullable: true, description: 'How many people it holds; null: not limited.' })
  @Shown('PUBLIC')
  capacity!: number | null;

  @Field(() => Int, { nullable: true, description: 'Places that nobody has booked; null where it is not limited.' })
  @Shown('PUBLIC', { sql: (row) => `greatest(${row}.capacity - ${row}.booked_places, 0)` })
  freePlaces!: number | null;

  @Field(() => [Subsidy], { description: 'What is paid to those who come.' })
  @Shown('PUBLIC')
  subsidies!: Subsidy[];

  @Field(() => DateScalar, { nullable: true, description: 'When it was cancelled; null: it was not.' })
  @Shown('PUBLIC')
  cancelledOn!: string | null;

  @Field(() => Money, { nullable: true, description: 'What it cost altogether; null: not known.' })
  @Shown('SIGNED_IN', moneyFrom('spent', (row) => `${row}.currency`))
  spent!: Money | null;

  @Field(() => [Booking], { description: 'Who booked, in the order of booking.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.session_id = ${parent}.id`, orderBy: (child) => `${child}.booked_at, ${child}.id` } })
  bookings!: Booking[];

  @Field(() => [Attendance], { description: 'Who came, by organisation and kind of person.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.session_id = ${parent}.id`, orderBy: (child) => `${child}.organisation_id, ${child}.kind` } })
  attendances!: Attendance[];

  @Field(() => Int, { description: 'Counts its changes; a change names the version that it was made on.' })
  @Shown('PUBLIC')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A page of sessions, the earliest first.' })
export class TrainingSessionConnection extends connectionOf(TrainingSession, 'TrainingSession') {}

@ObjectType({ simpleResolvers: true, description: 'Places of a session that an organisation asked for.' })
@ReadFrom('shown.bookings_cleared')
export class Booking {
  @Field(() => ID, { description: 'Names the booking when it is cancelled.' })
  @Shown('SIGNED_IN', { column: 'id' })
  key!: string;

  @Field(() => TrainingSession, { description: 'The session.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.session_id` } })
  session!: object;

  @Field(() => Organisation, { description: 'Who booked.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => Int, { description: 'For how many people.' })
  @Shown('SIGNED_IN')
  places!: number;

  @Field(() => BookingState, { description: 'What became of it.' })
  @Shown('SIGNED_IN')
  state!: BookingState;

  @Field(() => DateTimeScalar, { description: 'When it was booked: the order of the waiting list.' })
  @Shown('SIGNED_IN')
  bookedAt!: string;

  @Field(() => Int, { description: 'Counts its changes.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How many people of one kind came from an organisation to a session. Nobody is named.' })
@ReadFrom('shown.attendances_cleared')
export class Attendance {
  @Field(() => TrainingSession, { description: 'The session.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.session_id` } })
  session!: object;

  @Field(() => Organisation, { description: 'Whose people.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => AttendanceKind, { description: 'As what they came.' })
  @Shown('SIGNED_IN')
  kind!: AttendanceKind;

  @Field(() => Int, { description: 'How many.' })
  @Shown('SIGNED_IN')
  people!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it counts; null: it does not lapse.' })
  @Shown('SIGNED_IN', { sql: (row) => `${row}.lapses_on - 1` })
  validUntil!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is on record.' })
  @Shown('SIGNED_IN')
  source!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was recorded, which can be long after the day. Of an organisation that shows nowhere where it lies it is told to those who look after it alone, null for others: what else was recorded at that instant came in the same file.' })
  @Shown('SIGNED_IN', { sql: (row) => `case when shown.keepers_are_told(${row}.organisation_id) then ${row}.recorded_at end` })
  recordedAt!: string | null;

  @Field(() => Int, { description: 'Grows with each change of what is on record of the organisation and the session together: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}
