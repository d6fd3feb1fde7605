import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { SaidAnewInput } from '../graphql/said-anew.input';
import { DateScalar, DecimalScalar, PostcodeScalar } from '../graphql/scalars';
import { AttendanceKind, Subsidy } from './training.enums';

@InputType({ description: 'What can be said of a session.' })
export class SessionDetails extends MutationInput {
  @Field(() => String, { nullable: true, description: 'When it begins, HH:MM.' })
  starts?: string | null;

  @Field(() => String, { nullable: true, description: 'When it ends, HH:MM.' })
  ends?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether people take part from where they are; false when left out of a new session.' })
  online?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Where it is held.' })
  placeName?: string | null;

  @Field(() => PostcodeScalar, { nullable: true, description: 'Postcode of the place, which tells its district.' })
  postcode?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many people it holds; none: not limited. Places that come free go to those who wait.' })
  capacity?: number | null;

  @Field(() => [Subsidy], { nullable: true, description: 'What is paid to those who come.' })
  subsidies?: Subsidy[] | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'What it cost altogether, in the currency of the budget, otherwise of the course; none: not known.' })
  spent?: string | null;

  @Field(() => ID, { nullable: true, description: 'The budget that pays for it, by its `key`.' })
  budget?: string | null;
}

@InputType({ description: 'A new session of a course.' })
export class ScheduleSessionInput extends SessionDetails {
  @Field(() => ID, { description: 'The course.' })
  course!: string;

  @Field(() => DateScalar, { description: 'The day.' })
  heldOn!: string;

  @Field(() => String, { nullable: true, description: 'Code of the area whose coordinators keep it: of a course of an area, one within that, unless the caller keeps the course; none: the administrators’.' })
  area?: string | null;
}

@InputType({ description: 'Changes of a session. What is left out stays; null takes away.' })
export class UpdateSessionInput extends SessionDetails {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the changes were made on.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The day.' })
  heldOn?: string | null;
}

@InputType({ description: 'That a session does not take place.' })
export class CancelSessionInput extends MutationInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;
}

@InputType({ description: 'That an organisation asks for places.' })
export class BookPlacesInput extends MutationInput {
  @Field(() => ID, { description: 'The session.' })
  session!: string;

  @Field(() => ID, { description: 'The organisation.' })
  organisation!: string;

  @Field(() => Int, { description: 'For how many people.' })
  places!: number;
}

@InputType({ description: 'That an organisation gives its places up, or waits no longer.' })
export class CancelBookingInput extends MutationInput {
  @Field(() => ID, { description: 'The booking, by its `key`.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;
}

@InputType({ description: 'How many people of one kind came.' })
export class PeopleInput {
  @Field(() => AttendanceKind, { description: 'As what.' })
  kind!: AttendanceKind;

  @Field(() => Int, { description: 'How many, 1 or more.' })
  people!: number;
}

@InputType({ description: 'Who came from an organisation to a session. Replaces what was on record of both; an empty list: nobody.' })
export class RecordAttendanceInput extends SaidAnewInput {
  @Field(() => ID, { description: 'The session.' })
  session!: string;

  @Field(() => ID, { description: 'The organisation.' })
  organisation!: string;

  @Field(() => [PeopleInput], { description: 'The people by kind, each kind once. Nobody is named.' })
  came!: PeopleInput[];

  @Field(() => String, { nullable: true, description: 'Where it is on record, such as a signing-in sheet.' })
  source?: string | null;
}
