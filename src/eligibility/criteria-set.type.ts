import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Money, moneyFrom } from '../graphql/money.type';
import { Node } from '../graphql/node';
import { firstDay, lastDay } from '../graphql/period';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { SizeBand } from '../organisations/organisation.enums';
import { AgeRange, agesFrom } from '../organisations/service.type';
import { Term } from '../organisations/term.type';
import { Area } from '../places/area.type';
import { CriterionKind, CriterionWeight } from './eligibility.enums';
import { EvidenceKind } from './evidence.type';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'One thing that a criteria set asks for.' })
@ReadFrom('shown.criteria')
export class Criterion extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field(() => CriteriaSet, { description: 'The set, in one version, that asks for it.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.set_id` } })
  set!: object;

  @Field({ description: 'Its code, unique in its set.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'What it asks for, in words.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => CriterionKind, { description: 'What it asks for.' })
  @Shown('PUBLIC')
  kind!: CriterionKind;

  @Field(() => CriterionWeight, { description: 'What it means that it is not met.' })
  @Shown('PUBLIC')
  weight!: CriterionWeight;

  @Field(() => String, { nullable: true, description: 'What is looked at, for those who check.' })
  @Shown('PUBLIC')
  guidance!: string | null;

  @Field(() => String, { nullable: true, description: 'What an organisation can do that does not meet it.' })
  @Shown('PUBLIC')
  remedy!: string | null;

  @Field(() => EvidenceKind, { nullable: true, description: 'Which evidence shows it; null for training, audits and registrations.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.code = ${parent}.evidence_kind` } })
  evidenceKind!: EvidenceKind | null;

  @Field(() => Int, { nullable: true, description: 'How old it may be, in months from its day of issue to the same day of the month, included; null: as long as it is valid.' })
  @Shown('PUBLIC')
  months!: number | null;

  @Field(() => Money, { nullable: true, description: 'The least cover of an insurance.' })
  @Shown('PUBLIC', moneyFrom('amount', (row) => `${row}.currency`))
  amount!: Money | null;

  @Field(() => Int, { description: 'How many people, references or documents at least. People are the head counts of all attendances that are current, of any of the courses: nobody is named, so somebody who came to two sessions counts twice.' })
  @Shown('PUBLIC')
  atLeast!: number;

  @Field(() => [String], { description: 'The registers of which one is needed; none: any.' })
  @Shown('PUBLIC')
  schemes!: string[];

  @Field(() => [String], { description: 'Codes of the courses of which any satisfies it: those that the set names, and those that name the criterion.' })
  @Shown('PUBLIC', { sql: (row) => `array(select k.code from shown.criterion_courses cc join shown.courses k on k.id = cc.course_id where cc.criterion_id = ${row}.id order by k.code)` })
  courses!: string[];

  @Field(() => [Term], { description: 'Applies to organisations with one of these categories or a narrower one alone; none: to all.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.id in (select t.term_id from shown.criterion_terms t where t.criterion_id = ${parent}.id)`, orderBy: (child) => `${child}.vocabulary, ${child}.code` } })
  appliesToCategories!: Term[];

  @Field(() => [SizeBand], { nullable: true, description: 'Applies to these sizes alone; null: to all.' })
  @Shown('PUBLIC', { column: 'applies_size_bands' })
  appliesToSizeBands!: SizeBand[] | null;

  @Field(() => AgeRange, { nullable: true, description: 'Applies to those that serve someone of these ages alone; null: to all.' })
  @Shown('PUBLIC', agesFrom('applies_ages'))
  appliesToAges!: AgeRange | null;

  @Field(() => Money, { nullable: true, description: 'Applies to contracts of this value and more alone; null: to all.' })
  @Shown('PUBLIC', moneyFrom('applies_contract_from', (row) => `${row}.currency`))
  appliesToContractsFrom!: Money | null;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'One version of a set of criteria, such as the minimum eligibility criteria for tendering, and the days on which it is in force.' })
@ReadFrom('shown.criteria_sets')
export class CriteriaSet extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its code, the same for all versions.' })
  @Shown('PUBLIC')
  code!: string;

  @Field(() => Int, { description: 'Which version, from 1.' })
  @Shown('PUBLIC')
  version!: number;

  @Field({ description: 'What it is called.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for and where it comes from.' })
  @Shown('PUBLIC')
  description!: string | null;

  @Field(() => Area, { nullable: true, description: 'Whose set it is; null: of no area in particular.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area | null;

  @Field(() => DateScalar, { description: 'The first day on which it is in force.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it is in force; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;

  @Field(() => [Criterion], { description: 'What it asks for, in its own order.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.set_id = ${parent}.id`, orderBy: (child) => `${child}.position` } })
  criteria!: Criterion[];
}
