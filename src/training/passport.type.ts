import { Field, Int, ObjectType } from 'type-graphql';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { DateScalar, JsonObjectScalar } from '../graphql/scalars';

@ObjectType({ simpleResolvers: true, description: 'How far volunteers have come on one unit of the Passport.' })
export class PassportFigure {
  @Field({ description: 'Code of the unit.' })
  @Shown('SIGNED_IN')
  unit!: string;

  @Field({ description: 'Its name.' })
  @Shown('SIGNED_IN')
  name!: string;

  @Field(() => Int, { description: 'Organisations that counted it.' })
  @Shown('SIGNED_IN')
  organisations!: number;

  @Field(() => Int, { description: 'Volunteers who had completed it, by the latest count of each organisation.' })
  @Shown('SIGNED_IN')
  volunteers!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists the counts: pass it to `passportCounts`.' })
  @Shown('SIGNED_IN')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'A count that cannot be: more volunteers with a unit than with one that comes before it, by the latest counts of both.' })
export class PrerequisiteNotHeld {
  /** Read on by the field `organisation`. */
  organisationId!: string;

  @Field({ description: 'Code of the unit.' })
  @Shown('SIGNED_IN')
  unit!: string;

  @Field(() => Int, { description: 'Volunteers counted with it.' })
  @Shown('SIGNED_IN')
  volunteers!: number;

  @Field({ description: 'Code of the unit that it asks for.' })
  @Shown('SIGNED_IN')
  required!: string;

  @Field(() => Int, { description: 'Volunteers counted with that one.' })
  @Shown('SIGNED_IN')
  requiredVolunteers!: number;
}

@ObjectType({ simpleResolvers: true, description: 'The Passport in one district, in the whole area, or without a district.' })
export class PassportProgressRow {
  /** Read on by the field `area`; null for those not placed. */
  areaId!: string | null;

  @Field(() => [PassportFigure], { description: 'Every unit, in the order of the pathway.' })
  @Shown('SIGNED_IN')
  units!: PassportFigure[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'Progress on the Passport, by the latest count of each organisation at work on the day. Each stands once: in the district in which it is based, as far as the public may know, or among those not placed.',
})
export class PassportProgress {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('SIGNED_IN')
  asOf!: string;

  @Weighs({ rows: 50 })
  @Field(() => [PassportProgressRow], { description: 'One row for each district of the area, by name.' })
  @Shown('SIGNED_IN')
  districts!: PassportProgressRow[];

  @Field(() => PassportProgressRow, { description: "Those of the area's directory, or serving it in particular, without a district that may be known." })
  @Shown('SIGNED_IN')
  notPlaced!: PassportProgressRow;

  @Field(() => PassportProgressRow, { description: 'The area as a whole.' })
  @Shown('SIGNED_IN')
  whole!: PassportProgressRow;

  @Weighs({ rows: 20 })
  @Field(() => [PrerequisiteNotHeld], { description: 'Counts that contradict the prerequisites, by organisation. Where a prerequisite was never counted nothing is said.' })
  @Shown('SIGNED_IN')
  prerequisitesNotHeld!: PrerequisiteNotHeld[];
}
