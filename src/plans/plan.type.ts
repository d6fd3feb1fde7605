import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { Weighs } from '../graphql/limits/weighs';
import { Node } from '../graphql/node';
import { firstDay, lastDay } from '../graphql/period';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { Area } from '../places/area.type';
import { figure, inPlan, view } from './action-state.sql';
import { Action } from './action.type';
import { planFiguresSql } from './plan-figures.sql';
import { ActionFigure, PlanFigures } from './plan-figures.type';
import { isPart } from './plan-parts.sql';
import { PlanStatus, Rag } from './plan.enums';
import { recommendationIds, recommendationRag } from './recommendation.sql';
import { PositionStatement } from './position-statement.type';
import { ProgressReport } from './progress.type';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What a section of a plan recommends, with the actions that are to bring it about.' })
@ReadFrom('shown.recommendations', { cleared: 'shown.recommendations_cleared' })
export class Recommendation extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its number as printed: text.' })
  @Shown('PUBLIC')
  number!: string;

  @Field({ description: 'Its wording.' })
  @Shown('PUBLIC')
  text!: string;

  @Field(() => [PositionStatement], { description: 'Where it stood, in the order of the plan and then of the days.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind) => `${child}.recommendation_id = ${parent}.id and (${child}.stated_on is null or ${child}.stated_on <= ${bind.today()})`,
      orderBy: (child) => `${child}.action_position, ${child}.stated_on nulls first, ${child}.id`,
    },
  })
  positions!: PositionStatement[];

  @Field(() => [Action], { description: 'Its actions, in the order of the plan.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => `${child}.recommendation_id = ${parent}.id and ${inPlan(child, bind)}`, orderBy: (child) => `${child}.position, ${child}.id` } })
  actions!: Action[];

  @Field(() => Rag, { description: 'How it goes as a whole, by the latest report of it that rates it and is about none of its actions alone. Its actions have ratings of their own.' })
  @Shown('PUBLIC', { sql: (row, bind) => recommendationRag(row, bind) })
  rag!: Rag;

  @Field(() => [ProgressReport], { description: 'What was reported of it, in this version of the plan and in those before, the latest first.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => `${child}.recommendation_id = any(${recommendationIds(parent, bind)}) and ${child}.reported_on <= ${bind.today()}`, orderBy: (child) => `${child}.reported_on desc, ${child}.recorded_at desc, ${child}.id` } })
  progress!: ProgressReport[];
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A section of a plan. Actions stand under its recommendations, or right under it.' })
@ReadFrom('shown.plan_sections', { cleared: 'shown.plan_sections_cleared' })
export class PlanSection extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types. A file of the plan that gives it another title makes another section.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its title.' })
  @Shown('PUBLIC')
  title!: string;

  @Field(() => String, { nullable: true, description: 'Its introduction.' })
  @Shown('PUBLIC')
  introduction!: string | null;

  @Field(() => [Recommendation], { description: 'Its recommendations, in the order of the plan.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.section_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  recommendations!: Recommendation[];

  @Field(() => [Action], { description: 'Its actions that stand under no recommendation.' })
  @Shown('PUBLIC', {
    list: { where: (child, parent, bind) => `${child}.section_id = ${parent}.id and ${child}.recommendation_id is null and ${inPlan(child, bind)}`, orderBy: (child) => `${child}.position, ${child}.id` },
  })
  actions!: Action[];
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A plan: sections, recommendations, actions and what was reported of them. The public sees approved ones.' })
@ReadFrom('shown.plans', { cleared: 'shown.plans_cleared' })
export class Plan extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its title.' })
  @Shown('PUBLIC')
  title!: string;

  @Field(() => Area, { description: 'The area that it is for.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field(() => String, { nullable: true, description: 'The body that owns it.' })
  @Shown('PUBLIC')
  owner!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day; null: not said.' })
  @Shown('PUBLIC', firstDay('period'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day; null: not said.' })
  @Shown('PUBLIC', lastDay('period'))
  to!: string | null;

  @Field(() => Int, { description: 'Which version of the plan it is, counted from 1.' })
  @Shown('PUBLIC')
  edition!: number;

  @Field(() => PlanStatus, { description: 'Whether it is for everyone.' })
  @Shown('PUBLIC')
  status!: PlanStatus;

  @Field(() => DateScalar, { nullable: true, description: 'When it was approved.' })
  @Shown('PUBLIC')
  approvedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Its introduction.' })
  @Shown('PUBLIC')
  introduction!: string | null;

  @Field(() => String, { nullable: true, description: 'Its summary.' })
  @Shown('PUBLIC')
  summary!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the plan that it is part of.' })
  @Shown('PUBLIC', { sql: (row) => `case when ${row}.parent_id is not null then translate(encode(convert_to('Plan:' || ${row}.parent_id, 'UTF8'), 'base64'), E'+/=\\n', '-_') end` })
  parentId!: string | null;

  @Field(() => [PlanSection], { description: 'Its sections, in its order.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.plan_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  sections!: PlanSection[];

  @Weighs({ flat: 200 })
  @Field(() => PlanFigures, { description: 'Its actions in figures, each of which opens up into its rows.' })
  @Shown('PUBLIC', { sql: (row, bind) => planFiguresSql(`${row}.id`, bind) })
  figures!: PlanFigures;

  @Weighs({ flat: 400 })
  @Field(() => PlanFigures, { description: 'The actions of it and of all plans that are part of it, however far below, in figures: each action once. The same as `figures` where it has no parts.' })
  @Shown('PUBLIC', { sql: (row, bind) => planFiguresSql(`${row}.id`, bind, true) })
  rolledUp!: PlanFigures;

  @Field(() => [Plan], { description: 'The plans that are part of it, or of another version of it, by title: of each the newest version.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => isPart(child, parent, bind), orderBy: (child) => `${child}.title_key collate "C", ${child}.id` } })
  parts!: Plan[];

  @Field(() => ActionFigure, { description: 'Its actions that are closed.' })
  @Shown('PUBLIC', { sql: (row, bind) => `(select ${figure('count(*)', bind, `${row}.id`, `'closed', true`)} from ${view('actions', bind)} f where f.plan_id = ${row}.id and not ${inPlan('f', bind)})` })
  closedActions!: ActionFigure;

  @Field(() => Int, { description: 'Counts its changes: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A page of plans.' })
export class PlanConnection extends connectionOf(Plan, 'Plan') {}
