import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { firstDay, lastDay } from '../graphql/period';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { Organisation } from '../organisations/organisation.type';
import { Area } from '../places/area.type';
import { CourseSubject, Duty } from './training.enums';

@ObjectType({ simpleResolvers: true, description: 'A duty that an organisation took on beside its own work, and from when to when.' })
@ReadFrom('shown.organisation_duties_cleared')
export class OrganisationDuty {
  @Field(() => ID, { description: 'Names the duty when it ends.' })
  @Shown('SIGNED_IN', { column: 'id' })
  key!: string;

  @Field(() => Organisation, { description: 'Whose duty.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => Duty, { description: 'What it is.' })
  @Shown('SIGNED_IN')
  duty!: Duty;

  @Field(() => Area, { nullable: true, description: 'The area whose list or team it is; null: wherever the organisation works.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: since ever.' })
  @Shown('SIGNED_IN', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('SIGNED_IN', lastDay('valid'))
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'Who says so.' })
  @Shown('SIGNED_IN')
  source!: string | null;

  @Field(() => Int, { description: 'Counts its changes.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'That a unit of the Passport asks for another.' })
@ReadFrom('shown.passport_prerequisites')
export class PassportPrerequisite {
  @Field(() => PassportUnit, { description: 'The unit that comes first.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.required_id` } })
  unit!: object;
}

@ObjectType({ simpleResolvers: true, description: 'A unit of the Passport, the pathway by which volunteers become qualified step by step.' })
@ReadFrom('shown.passport_units')
export class PassportUnit {
  @Field({ description: 'A short readable key.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'Its name.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => Int, { description: 'Its place on the pathway, from 1.' })
  @Shown('PUBLIC')
  position!: number;

  @Field(() => String, { nullable: true, description: 'What it asks.' })
  @Shown('PUBLIC')
  description!: string | null;

  @Field(() => [PassportPrerequisite], { description: 'The units that come first.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.unit_id = ${parent}.id`, orderBy: (child) => `${child}.required_id` } })
  prerequisites!: PassportPrerequisite[];

  @Field(() => Int, { description: 'Counts its changes; a change names the version that it was made on.' })
  @Shown('PUBLIC')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How many volunteers of an organisation had completed a unit by a day. Nobody is named.' })
@ReadFrom('shown.passport_progress_cleared')
export class PassportCount {
  @Field(() => Organisation, { description: 'Whose volunteers.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => PassportUnit, { description: 'The unit.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.unit_id` } })
  unit!: PassportUnit;

  @Field(() => DateScalar, { description: 'The day of the count.' })
  @Shown('SIGNED_IN')
  countedOn!: string;

  @Field(() => Int, { description: 'How many had completed it by then.' })
  @Shown('SIGNED_IN')
  volunteers!: number;

  @Field(() => String, { nullable: true, description: 'Who counted.' })
  @Shown('SIGNED_IN')
  source!: string | null;

  @Field(() => Int, { description: 'Grows with each change of it: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What the people of an organisation need to learn, recorded over time.' })
@ReadFrom('shown.development_needs_cleared')
export class DevelopmentNeed {
  @Field(() => ID, { description: 'Names the need when it is met.' })
  @Shown('SIGNED_IN', { column: 'id' })
  key!: string;

  @Field(() => Organisation, { description: 'Whose people.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => CourseSubject, { description: 'What it is about.' })
  @Shown('SIGNED_IN')
  subject!: CourseSubject;

  @Field({ description: 'The need in words.' })
  @Shown('SIGNED_IN')
  need!: string;

  @Field(() => Int, { nullable: true, description: 'How many people need it; null: not known.' })
  @Shown('SIGNED_IN')
  people!: number | null;

  @Field(() => DateScalar, { description: 'When it was recorded.' })
  @Shown('SIGNED_IN')
  recordedOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'When it was met; null: it is not.' })
  @Shown('SIGNED_IN')
  metOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who said so.' })
  @Shown('SIGNED_IN')
  source!: string | null;

  @Field(() => Int, { description: 'Counts its changes.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A page of development needs, the earliest recorded first.' })
export class DevelopmentNeedConnection extends connectionOf(DevelopmentNeed, 'DevelopmentNeed') {}

@InputType({ description: 'Which counts of the Passport. The figures of `passportProgress` say which filter lists their rows.' })
export class PassportFilter {
  @Field({ description: 'Code of the area.' })
  area!: string;

  @Field(() => String, { nullable: true, description: 'Code of the unit; all when left out.' })
  unit?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day: the latest count of each organisation by it; today when left out.' })
  asOf?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those based in a district of the area; false: only those not placed; both when left out.' })
  placed?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'A page of counts of the Passport, by unit and name.' })
export class PassportCountConnection extends connectionOf(PassportCount, 'PassportCount') {}
