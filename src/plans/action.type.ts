import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { achieved, currentReport, currentWhen, dueOn, dueState, firstDueOn, lastProgressOn, nodeId, ofAction as said, periodsSql, rag, side, slippage, view } from './action-state.sql';
import { ByWhen } from './by-when.type';
import { ActionLead } from './lead.type';
import { Measure } from './measures/measure.type';
import { ActionSide, DueState, Rag } from './plan.enums';
import { PositionStatement } from './position-statement.type';
import { ProgressReport } from './progress.type';

const ofAction = (child: string, parent: string): string => `${child}.action_id = ${parent}.id`;

@ObjectType({ simpleResolvers: true, description: 'A period of an action that recurs.' })
@ReadFrom('shown.by_when_dates', { cleared: 'shown.by_when_dates_cleared' })
export class ActionPeriod {
  @Field(() => DateScalar, { description: 'First day.' })
  @Shown('PUBLIC', { column: 'first_day' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: none, as it does not recur any more.' })
  @Shown('PUBLIC', { column: 'last_day' })
  to!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was achieved in the period, by the latest report of its days that says so either way; null: none says.' })
  @Shown('PUBLIC')
  achieved!: boolean | null;
}

@ObjectType({
  implements: Node, simpleResolvers: true,
  description: 'Something that a plan says is to be done. Whatever is said of a day holds on the day of the query: today, or its `asOf`.',
})
@ReadFrom('shown.actions', { cleared: 'shown.actions_cleared' })
export class Action extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its number as printed. Text: 2.10 is the tenth of 2.' })
  @Shown('PUBLIC')
  number!: string;

  @Field({ description: 'Its wording; empty where the plan has a row without one.' })
  @Shown('PUBLIC')
  text!: string;

  @Field({ description: 'Whether it has no wording.' })
  @Shown('PUBLIC', { sql: (row) => `${row}.text = ''` })
  incomplete!: boolean;

  @Field({ description: 'The title of its plan.' })
  @Shown('PUBLIC')
  planTitle!: string;

  @Field({ description: 'The title of its section.' })
  @Shown('PUBLIC', { sql: (row, bind) => `(select s.title from ${view('plan_sections', bind)} s where s.id = ${row}.section_id)` })
  sectionTitle!: string;

  @Field(() => [PositionStatement], { description: 'Where we are up to, as was said on its row of the plan, in the order of the days.' })
  @Shown('PUBLIC', {
    list: { where: (child, parent, bind) => `${ofAction(child, parent)} and (${child}.stated_on is null or ${child}.stated_on <= ${bind.today()})`, orderBy: (child) => `${child}.stated_on nulls first, ${child}.recorded_at, ${child}.id` },
  })
  positions!: PositionStatement[];

  @Field(() => [ActionLead], { description: 'Who leads it, in the order of the plan.' })
  @Shown('PUBLIC', { list: { where: ofAction, orderBy: (child) => `${child}.position` } })
  leads!: ActionLead[];

  @Field(() => ActionSide, { description: 'Who leads it, sector against statutory.' })
  @Shown('PUBLIC', { sql: (row, bind) => side(row, bind) })
  side!: ActionSide;

  @Field(() => ByWhen, { nullable: true, description: 'When it is due; null: no date is given.' })
  @Shown('PUBLIC', { one: { where: (child, parent, bind) => `${child}.id = ${currentWhen(parent, bind)}` } })
  byWhen!: ByWhen | null;

  @Field(() => [ByWhen], { description: 'All that was ever said of when it is due, the first one leading.' })
  @Shown('PUBLIC', { list: { where: ofAction, orderBy: (child) => `${child}.revision` } })
  byWhens!: ByWhen[];

  @Field(() => DateScalar, { nullable: true, description: 'Its deadline; null: none, or not understood.' })
  @Shown('PUBLIC', { sql: (row, bind) => dueOn(row, bind) })
  dueOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first deadline.' })
  @Shown('PUBLIC', { sql: (row, bind) => firstDueOn(row, bind) })
  firstDueOn!: string | null;

  @Field(() => Int, { nullable: true, description: 'Calendar months from the first deadline to the current one; negative: it was brought forward; null: no deadline.' })
  @Shown('PUBLIC', { sql: (row, bind) => slippage(row, bind) })
  slippageMonths!: number | null;

  @Field(() => DueState, { description: 'How it stands to its deadline.' })
  @Shown('PUBLIC', { sql: (row, bind) => dueState(row, bind) })
  dueState!: DueState;

  @Field(() => [Measure], { description: 'By what one will see that it is done.' })
  @Shown('PUBLIC', { list: { where: ofAction, orderBy: (child) => `${child}.position, ${child}.id` } })
  measures!: Measure[];

  @Field(() => Rag, { description: 'How it goes, by the latest report that is certainly about it and rates it: a report without a rating leaves the last one standing, also one of the version of the plan before.' })
  @Shown('PUBLIC', { sql: (row, bind) => rag(row, bind) })
  rag!: Rag;

  @Field({ description: 'Whether it was achieved, by the latest report that says so either way, of this version of the plan or of one before: of one that recurs, in the period in which the day of the query lies.' })
  @Shown('PUBLIC', { sql: (row, bind) => achieved(row, bind) })
  achieved!: boolean;

  @Field(() => [ActionPeriod], { description: 'Of an action that recurs, counted from the first day of the plan, its last 60 periods up to the day of the query, the latest first: each begins on a day on which it recurs, and the first one with the plan. None of any other action, of one that recurs within a day, and, where it recurs by more than a number of days, weeks, months or years, none after 30 years.' })
  @Shown('PUBLIC', { list: { rows: (parent, bind) => periodsSql(parent, bind), where: () => 'true', orderBy: (child) => `${child}.first_day desc` } })
  periods!: ActionPeriod[];

  @Field(() => ProgressReport, { nullable: true, description: 'The latest report that is certainly about it; null: none. Where nothing is reported in this version of the plan yet, that of the version before: its `edition` says so.' })
  @Shown('PUBLIC', { one: { where: (child, parent, bind) => `${child}.id = ${currentReport(parent, bind)}` } })
  current!: ProgressReport | null;

  @Field(() => [ProgressReport], { description: 'All reports that are certainly about it, in this version of the plan and in those before, the latest first: their `edition` says in which.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => covering(child, parent, bind.today(), view('progress_report_actions', bind), true), orderBy: (child) => `${child}.reported_on desc, ${child}.recorded_at desc, ${child}.id desc` } })
  progress!: ProgressReport[];

  @Field(() => [ProgressReport], { description: 'Reports of its recommendation that may cover it as well, until a person says so: it is not without progress.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => covering(child, parent, bind.today(), view('progress_report_actions', bind), false), orderBy: (child) => `${child}.reported_on desc, ${child}.recorded_at desc, ${child}.id desc` } })
  mayBeCoveredBy!: ProgressReport[];

  @Field(() => DateScalar, { nullable: true, description: 'The day of the latest report that covers it or may do so, in this version of the plan or in one before; null: none.' })
  @Shown('PUBLIC', { sql: (row, bind) => lastProgressOn(row, bind) })
  lastProgressOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'From when it is not in the plan any more; null: it is.' })
  @Shown('PUBLIC')
  closedOn!: string | null;

  @Field(() => Action, { nullable: true, description: 'The action of the version of the plan before that it was carried over from, with all that was reported of it; null: it began in this version.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.carried_from_id` } })
  carriedFrom!: Action | null;

  @Field(() => Action, { nullable: true, description: 'The action of the next version of the plan that it was carried over to; null: it was not.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.carried_from_id = ${parent}.id` } })
  carriedTo!: Action | null;

  @Field(() => [ID], { description: 'What it is to move, by id: areas, organisations, services and whatever else has one.' })
  @Shown('PUBLIC', {
    sql: (row, bind) => `array(select translate(encode(convert_to(k.kind || ':' || k.node_id, 'UTF8'), 'base64'), E'+/=\\n', '-_') from ${view('action_links', bind)} k where k.action_id = ${row}.id order by k.kind, k.node_id)`,
  })
  linkedTo!: string[];

  @Field(() => ID, { description: 'The id of its plan.' })
  @Shown('PUBLIC', { sql: (row) => nodeId('Plan', `${row}.plan_id`) })
  planId!: string;

  @Field(() => Int, { description: 'Counts its changes: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A page of actions.' })
export class ActionConnection extends connectionOf(Action, 'Action') {}

function covering(report: string, action: string, day: string, covered: string, certain: boolean): string {
  return `${report}.reported_on <= ${day} and exists (select from ${covered} c where c.report_id = ${report}.id and ${said('c', action)} and ${certain ? '' : 'not '}c.certain)`;
}
