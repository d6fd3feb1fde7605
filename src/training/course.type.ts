import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Money, moneyFrom } from '../graphql/money.type';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { Organisation } from '../organisations/organisation.type';
import { Term } from '../organisations/term.type';
import { Area } from '../places/area.type';
import { CourseSubject } from './training.enums';

@ObjectType({ simpleResolvers: true, description: 'That a course is for organisations of a category.' })
@ReadFrom('shown.course_scope_terms')
export class CourseScopeTerm {
  @Field(() => Term, { description: 'The category.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.term_id` } })
  category!: Term;
}

@ObjectType({ simpleResolvers: true, description: 'That a course is for organisations of an area.' })
@ReadFrom('shown.course_scope_areas')
export class CourseScopeArea {
  @Field(() => Area, { description: 'The area.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;
}

@ObjectType({ simpleResolvers: true, description: 'How many organisations of an area a course is to reach in a year.' })
@ReadFrom('shown.training_targets')
export class TrainingTarget {
  @Field(() => Area, { description: 'The county or district.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field(() => Int, { description: 'The year, from 1 April of it to 31 March of the next.' })
  @Shown('PUBLIC')
  year!: number;

  @Field(() => Int, { description: 'Organisations to reach: those of which somebody comes.' })
  @Shown('PUBLIC')
  organisations!: number;

  @Field(() => Int, { description: 'Grows with each change of it: pass it as `expectedVersion`.' })
  @Shown('PUBLIC')
  version!: number;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A course that organisations are asked to come to. Its rules say who is in scope: all must hold; where one cannot be told and none fails, the scope is not known, which is not the same as out of scope.',
})
@ReadFrom('shown.courses')
export class Course extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'A short readable key, such as `safeguarding`.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'Its name.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => CourseSubject, { description: 'What it is about.' })
  @Shown('PUBLIC')
  subject!: CourseSubject;

  @Field(() => String, { nullable: true, description: 'What it teaches.' })
  @Shown('PUBLIC')
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Its level in words, such as “Awareness”.' })
  @Shown('PUBLIC')
  level!: string | null;

  @Field(() => Organisation, { nullable: true, description: 'The organisation that offers it, where it is one of the directory: training by the sector.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.provider_id` } })
  provider!: Organisation | null;

  @Field(() => String, { nullable: true, description: 'Who offers it, where that is nobody of the directory.' })
  @Shown('PUBLIC')
  providerName!: string | null;

  @Field(() => Area, { nullable: true, description: 'Whose course it is: the county or district whose coordinators keep it; null: the administrators’.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area | null;

  @Field(() => Money, { nullable: true, description: 'What it costs one person; 0: free; null: not known.' })
  @Shown('PUBLIC', moneyFrom('cost', (row) => `${row}.currency`))
  cost!: Money | null;

  @Field(() => Int, { nullable: true, description: 'For how many months an attendance counts; null: it does not lapse.' })
  @Shown('PUBLIC')
  validityMonths!: number | null;

  @Field({ description: 'Whether it is part of the common core of skills and knowledge.' })
  @Shown('PUBLIC')
  commonCore!: boolean;

  @Field({ description: 'Rule: in scope are those known to serve someone under 26. Not known where no ages are.' })
  @Shown('PUBLIC', { column: 'scope_under_26' })
  forUnder26!: boolean;

  @Field({ description: 'Rule: in scope are those with volunteers, by the latest figure known. Not known where there is none.' })
  @Shown('PUBLIC', { column: 'scope_volunteers' })
  forVolunteers!: boolean;

  @Field({ description: 'Rule: in scope are those with a contract on the day, by the county’s register: who is not on it is not contracted.' })
  @Shown('PUBLIC', { column: 'scope_contracted' })
  forContracted!: boolean;

  @Field(() => [CourseScopeTerm], { description: 'Rule: in scope are those of any of these categories or a narrower one; none: of any. Not known where it has no category.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.course_id = ${parent}.id`, orderBy: (child) => `${child}.term_id` } })
  forCategories!: CourseScopeTerm[];

  @Field(() => [CourseScopeArea], { description: 'Rule: in scope are those based in or serving any of these areas; none: anywhere. Not known where neither its district nor an area served is.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.course_id = ${parent}.id`, orderBy: (child) => `${child}.area_id` } })
  forAreas!: CourseScopeArea[];

  @Field(() => [TrainingTarget], { description: 'Its targets, latest year first.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.course_id = ${parent}.id`, orderBy: (child) => `${child}.year desc, ${child}.area_id` } })
  targets!: TrainingTarget[];

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it is not offered any more; null while it is.' })
  @Shown('PUBLIC')
  closedOn!: string | null;

  @Field(() => Int, { description: 'Counts its changes; a change names the version that it was made on.' })
  @Shown('PUBLIC')
  version!: number;
}
