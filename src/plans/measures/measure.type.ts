import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../../graphql/node';
import { firstDay, lastDay } from '../../graphql/period';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../graphql/scalars';
import { Area } from '../../places/area.type';
import { view } from '../action-state.sql';
import { KNOWN } from '../known-rows';
import { MeasureOddity } from '../plan.enums';
import { BetterWhen, TargetState } from './measure.enums';
import { latestOfTarget, targetState } from './measure.sql';

@ObjectType({ simpleResolvers: true, description: 'What was observed of a measure on a day. Never rewritten: a later value of the same day corrects it.' })
@ReadFrom('shown.measure_values', { cleared: 'shown.measure_values_cleared', known: KNOWN.measure_values })
export class MeasureValue {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  observedOn!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the measure.' })
  @Shown('PUBLIC', { column: 'value', as: 'text' })
  value!: string;

  @Field(() => Area, { description: 'Where: the area of the plan or one within it.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field({ description: 'Where it comes from, such as the register of attendance.' })
  @Shown('PUBLIC')
  source!: string;

  @Field({ description: 'Whether nothing stands behind it that this service knows: it is stated, not counted.' })
  @Shown('PUBLIC', { sql: (row, bind) => `not exists (select from ${view('measure_value_rows', bind)} k where k.value_id = ${row}.id)` })
  stated!: boolean;

  @Field(() => [ID], { description: 'What stands behind it, by id.' })
  @Shown('PUBLIC', { sql: (row, bind) => `array(select translate(encode(convert_to(k.kind || ':' || k.node_id, 'UTF8'), 'base64'), E'+/=\\n', '-_') from ${view('measure_value_rows', bind)} k where k.value_id = ${row}.id order by k.kind, k.node_id)` })
  rows!: string[];

  @Field(() => String, { nullable: true, description: 'Who observed it, as it was entered.' })
  @Shown('SIGNED_IN')
  observedBy!: string | null;

  @Field(() => Int, { description: 'The version of the plan in which it was entered.' })
  @Shown('PUBLIC', { sql: (row, bind) => `(select p.edition from ${view('plans', bind)} p where p.id = ${row}.plan_id)` })
  edition!: number;

  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  @Shown('PUBLIC')
  recordedAt!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What a measure is to come to in an area within a time.' })
@ReadFrom('shown.measure_targets', { cleared: 'shown.measure_targets_cleared' })
export class MeasureTarget {
  @Field(() => Area, { description: 'Where: the area of the plan or one within it.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field(() => DateScalar, { description: 'First day.' })
  @Shown('PUBLIC', firstDay('period'))
  from!: string;

  @Field(() => DateScalar, { description: 'Last day.' })
  @Shown('PUBLIC', lastDay('period'))
  to!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the measure.' })
  @Shown('PUBLIC', { column: 'target', as: 'text' })
  target!: string;

  @Field(() => MeasureValue, { nullable: true, description: 'The latest value of its area within its days, up to the day of the query; null: nothing was observed.' })
  @Shown('PUBLIC', { one: { where: (child, parent, bind) => `${child}.id = ${latestOfTarget(parent, bind)}` } })
  latest!: MeasureValue | null;

  @Field(() => TargetState, { description: 'How it stands on the day of the query.' })
  @Shown('PUBLIC', { sql: (row, bind) => targetState(row, bind) })
  state!: TargetState;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'By what one will see that an action is done: in words, and where it has a unit in numbers.' })
@ReadFrom('shown.action_measures', { cleared: 'shown.action_measures_cleared' })
export class Measure extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types. A measure in words alone is another one when a file of the plan words it otherwise.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'As written.' })
  @Shown('PUBLIC')
  text!: string;

  @Field(() => MeasureOddity, { nullable: true, description: 'What it rather reads as, for a person to look at; null: a measure.' })
  @Shown('PUBLIC')
  odd!: MeasureOddity | null;

  @Field(() => String, { nullable: true, description: 'What is counted; null: it has no numbers.' })
  @Shown('PUBLIC')
  unit!: string | null;

  @Field(() => BetterWhen, { nullable: true, description: 'Which way it is to go; null: it has no numbers.' })
  @Shown('PUBLIC')
  better!: BetterWhen | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Where it stood at first; null: not known.' })
  @Shown('PUBLIC', { column: 'baseline', as: 'text' })
  baseline!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the baseline; null: not known.' })
  @Shown('PUBLIC')
  baselineOn!: string | null;

  @Field(() => [MeasureTarget], { description: 'What it is to come to, by days and area.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.measure_id = ${parent}.id`, orderBy: (child) => `lower(${child}.period), ${child}.area_id, ${child}.id` } })
  targets!: MeasureTarget[];

  @Field(() => [MeasureValue], { description: 'What was observed up to the day of the query, in this version of the plan and in those before, the latest first.' })
  @Shown('PUBLIC', {
    list: { where: (child, parent, bind) => `${child}.measure_id = any(${parent}.id || ${parent}.carried_ids) and ${child}.observed_on <= ${bind.today()}`, orderBy: (child) => `${child}.observed_on desc, ${child}.recorded_at desc, ${child}.id desc` },
  })
  values!: MeasureValue[];
}
