import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Weighs } from '../../graphql/limits/weighs';
import { Node } from '../../graphql/node';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../graphql/scalars';
import { Action } from '../action.type';
import { KNOWN } from '../known-rows';
import { Lead } from '../lead.type';
import { DueState, Rag } from '../plan.enums';
import { keptMeasures } from './frozen-measures.sql';
import { changesSql } from './frozen-state.sql';
import { AudienceLevel, SinceReview, ReviewKind, ReviewState } from './review.enums';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A body that reviews a plan, so many times a year.' })
@ReadFrom('shown.plan_review_bodies', { cleared: 'shown.plan_review_bodies_cleared' })
export class ReviewBody extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'The body.' })
  @Shown('PUBLIC')
  body!: string;

  @Field(() => Int, { description: 'How often in a year: 1 to 12.' })
  @Shown('PUBLIC')
  timesAYear!: number;

  @Field(() => ReviewKind, { description: 'Whether it is of the area or from outside.' })
  @Shown('PUBLIC')
  kind!: ReviewKind;

  @Field(() => DateScalar, { nullable: true, description: 'The day from which its reviews are counted; null: the first day of the plan.' })
  @Shown('PUBLIC')
  countedFrom!: string | null;

  @Field(() => String, { nullable: true, description: 'What the plan says of it.' })
  @Shown('PUBLIC')
  note!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a measure was to come to when a plan was reviewed.' })
export class ReviewedTarget {
  @Field({ description: 'The code of the area.' })
  @Shown('PUBLIC')
  areaCode!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  @Shown('PUBLIC')
  from!: string;

  @Field(() => DateScalar, { description: 'Last day.' })
  @Shown('PUBLIC')
  to!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the measure.' })
  @Shown('PUBLIC')
  target!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The latest value of a measure in an area when a plan was reviewed.' })
export class ReviewedValue {
  @Field({ description: 'The code of the area.' })
  @Shown('PUBLIC')
  areaCode!: string;

  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  observedOn!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the measure.' })
  @Shown('PUBLIC')
  value!: string;
}

@ObjectType({ simpleResolvers: true, description: 'How a measure stood when a plan was reviewed.' })
export class ReviewedMeasure {
  @Field({ description: 'As written.' })
  @Shown('PUBLIC')
  text!: string;

  @Field(() => String, { nullable: true, description: 'What is counted; null: it had no numbers.' })
  @Shown('PUBLIC')
  unit!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Where it stood at first; null: not known.' })
  @Shown('PUBLIC')
  baseline!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the baseline; null: not known.' })
  @Shown('PUBLIC')
  baselineOn!: string | null;

  @Field(() => [ReviewedTarget], { description: 'What it was to come to.' })
  @Shown('PUBLIC')
  targets!: ReviewedTarget[];

  @Field(() => [ReviewedValue], { description: 'What had been observed last, of each area.' })
  @Shown('PUBLIC')
  values!: ReviewedValue[];
}

@ObjectType({ simpleResolvers: true, description: 'How an action stood when a plan was reviewed. Never rewritten.' })
@ReadFrom('shown.plan_review_actions', { cleared: 'shown.plan_review_actions_cleared' })
export class ReviewedAction {
  @Field(() => Action, { nullable: true, description: 'The action, as it is on the day of the query.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.action_id` } })
  action!: Action | null;

  @Field({ description: 'The number that it had.' })
  @Shown('PUBLIC')
  number!: string;

  @Field({ description: 'The wording that it had.' })
  @Shown('PUBLIC')
  text!: string;

  @Field(() => Rag, { description: 'How it was rated.' })
  @Shown('PUBLIC')
  rag!: Rag;

  @Field({ description: 'Whether it was achieved.' })
  @Shown('PUBLIC')
  achieved!: boolean;

  @Field(() => DateScalar, { nullable: true, description: 'The deadline that it had; null: none.' })
  @Shown('PUBLIC')
  dueOn!: string | null;

  @Field(() => DueState, { description: 'How it stood to its deadline.' })
  @Shown('PUBLIC')
  dueState!: DueState;

  @Field(() => String, { nullable: true, description: 'Its date as it was written; null: none was given, or the review was recorded before this was kept.' })
  @Shown('PUBLIC')
  byWhen!: string | null;

  @Field(() => [Lead], { description: 'Who led it, in the order of the plan, each by its name of today; none where the review was recorded before this was kept.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.id = any(${parent}.lead_ids)`, orderBy: (child, parent) => `array_position(${parent}.lead_ids, ${child}.id)` } })
  leads!: Lead[];

  @Field(() => [ReviewedMeasure], { nullable: true, description: 'By what one was to see that it is done, and how that stood; null: the review was recorded before this was kept.' })
  @Shown('PUBLIC', { sql: (row) => keptMeasures(row) })
  measures!: ReviewedMeasure[] | null;

  @Field(() => String, { nullable: true, description: 'Where we were up to; empty: nothing was said; null: the review was recorded before this was kept.' })
  @Shown('PUBLIC')
  standsAt!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What an action has become since a review saw it.' })
@ReadFrom('shown.plan_review_actions', { cleared: 'shown.plan_review_actions_cleared' })
export class ActionChange {
  @Field(() => Action, { nullable: true, description: 'The action.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.action_id` } })
  action!: Action | null;

  @Field(() => [SinceReview], { description: 'What of it is otherwise.' })
  @Shown('PUBLIC')
  kinds!: SinceReview[];

  @Field(() => Rag, { nullable: true, description: 'How it was rated; null: it was not in the plan.' })
  @Shown('PUBLIC')
  ragThen!: Rag | null;

  @Field(() => Rag, { description: 'How it is rated.' })
  @Shown('PUBLIC')
  ragNow!: Rag;

  @Field(() => DateScalar, { nullable: true, description: 'Its deadline then; null: none.' })
  @Shown('PUBLIC')
  dueThen!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its deadline now; null: none.' })
  @Shown('PUBLIC')
  dueNow!: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A review of a plan, with the state that it saw. Never rewritten.' })
@ReadFrom('shown.plan_reviews', { cleared: 'shown.plan_reviews_cleared', known: KNOWN.plan_reviews })
export class PlanReview extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'The body that reviewed it.' })
  @Shown('PUBLIC')
  body!: string;

  @Field(() => ReviewKind, { description: 'Whether the body is of the area or from outside.' })
  @Shown('PUBLIC')
  kind!: ReviewKind;

  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  reviewedOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day for which it was due; null: it was not due.' })
  @Shown('PUBLIC')
  dueOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What it came to.' })
  @Shown('PUBLIC')
  outcome!: string | null;

  @Field(() => String, { nullable: true, description: 'What is not for the public.' })
  @Shown('SIGNED_IN')
  internalNote!: string | null;

  @Field(() => String, { nullable: true, description: 'Who recorded it.' })
  @Shown('SIGNED_IN')
  recordedBy!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded: what was known by then counted.' })
  @Shown('PUBLIC')
  recordedAt!: string;

  @Field(() => [ReviewedAction], { description: 'How each action stood on the day, in the order of the plan.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.review_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.action_id` } })
  saw!: ReviewedAction[];

  @Weighs({ flat: 200 })
  @Field(() => [ActionChange], { description: 'What is otherwise on the day of the query, in the order of the plan.' })
  @Shown('PUBLIC', { list: { rows: (parent, bind) => changesSql(`${parent}.id`, `${parent}.plan_id`, bind), where: () => 'true', orderBy: (child) => `${child}.position, ${child}.action_id` } })
  changedSince!: ActionChange[];
}

@ObjectType({ simpleResolvers: true, description: 'Somebody with whom a plan is shared.' })
@ReadFrom('shown.plan_audiences', { cleared: 'shown.plan_audiences_cleared' })
export class PlanAudience {
  @Field(() => AudienceLevel, { description: 'How far away.' })
  @Shown('PUBLIC')
  level!: AudienceLevel;

  @Field({ description: 'Who.' })
  @Shown('PUBLIC')
  audience!: string;
}

/** A review that is due, before its parts are read. */
@ObjectType({ simpleResolvers: true, description: 'A review that is due on a day.' })
export class ReviewDue {
  planId!: string;
  reviewBodyId!: string;
  reviewId!: string | null;

  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  dueOn!: string;

  @Field(() => ReviewState, { description: 'Whether it was held, on the day of the query.' })
  @Shown('PUBLIC')
  state!: ReviewState;
}
