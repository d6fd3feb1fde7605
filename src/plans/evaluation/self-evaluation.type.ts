import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.type';
import { Node, nodeIdSql } from '../../graphql/node';
import { firstDay, lastDay } from '../../graphql/period';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../../graphql/scalars';
import { Area } from '../../places/area.type';
import { EvaluationQuestion, EvaluationTool } from './evaluation-tool.type';
import { GradeMove } from './evaluation.enums';
import { EvaluationEvidence, EvaluationFinding, QuestionResult } from './question-result.type';

@ObjectType({ simpleResolvers: true, description: 'A section of a tool in a round.' })
@ReadFrom('shown.evaluation_round_sections_cleared')
export class SelfEvaluationSection {
  @Field(() => ID, { description: 'The id of the section, for evidence and findings.' })
  @Shown('SIGNED_IN', { sql: (row) => nodeIdSql('EvaluationSection', `${row}.id`) })
  id!: string;

  @Field({ description: 'Its title.' })
  @Shown('SIGNED_IN')
  title!: string;

  @Field(() => [EvaluationEvidence], { description: 'All evidence of the section, what names a question with it, as it was given.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.round_id and ${child}.section_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  evidence!: EvaluationEvidence[];

  @Field(() => [EvaluationFinding], { description: 'What the discussion found about the section as a whole, the oldest first.' })
  @Shown('SIGNED_IN', {
    list: { where: (child, parent) => `${child}.round_id = ${parent}.round_id and ${child}.section_id = ${parent}.id and ${child}.question_id is null`, orderBy: (child) => `${child}.found_on, ${child}.recorded_at, ${child}.id` },
  })
  findings!: EvaluationFinding[];

  @Field(() => [QuestionResult], { description: 'Its questions, in order.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.round_id and ${child}.section_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.question_id` } })
  questions!: QuestionResult[];
}

@ObjectType({ simpleResolvers: true, description: 'That a reply was withdrawn, or all that an import had brought were taken back with it. Nothing says which, nor what they said.' })
@ReadFrom('shown.reply_withdrawals_cleared')
export class ReplyWithdrawal {
  @Field({ description: 'Why.' })
  @Shown('SIGNED_IN')
  reason!: string;

  @Field(() => Int, { description: 'How many replies: 1, or all that an import had brought and that still counted.' })
  @Shown('SIGNED_IN')
  replies!: number;

  @Field(() => String, { nullable: true, description: 'Who withdrew it.' })
  @Shown('SIGNED_IN')
  withdrawnBy!: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  @Shown('SIGNED_IN')
  recordedAt!: string;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A round of self-evaluation: what the partners of an area replied to the questions of a tool, and what they agreed on.' })
@ReadFrom('shown.self_evaluations_cleared')
export class SelfEvaluation extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('SIGNED_IN', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'When it was held, as written: a day, a month or a year.' })
  @Shown('SIGNED_IN')
  round!: string;

  @Field(() => DateScalar, { description: 'The first day of that.' })
  @Shown('SIGNED_IN', firstDay('held'))
  from!: string;

  @Field(() => DateScalar, { description: 'The last day of that.' })
  @Shown('SIGNED_IN', lastDay('held'))
  to!: string;

  @Field(() => Area, { description: 'The area whose partners evaluate themselves.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field(() => EvaluationTool, { description: 'With what.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.tool_id` } })
  tool!: EvaluationTool;

  @Field(() => Int, { description: 'Replies to it that count. They are anonymous.' })
  @Shown('SIGNED_IN', { sql: (row) => `(select g.replies from shown.reply_groups_cleared g where g.round_id = ${row}.id and g.grouped_by = 'ALL')` })
  replies!: number;

  @Field(() => [ReplyWithdrawal], { description: 'Replies that were withdrawn and do not count, the oldest first.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.id`, orderBy: (child) => `${child}.recorded_at, ${child}.id` } })
  withdrawals!: ReplyWithdrawal[];

  @Field(() => [SelfEvaluationSection], { description: 'Its sections, in the order of the tool.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  sections!: SelfEvaluationSection[];

  @Field(() => [EvaluationFinding], { description: 'What the discussion found about the round as a whole, the oldest first.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.id and ${child}.section_id is null`, orderBy: (child) => `${child}.found_on, ${child}.recorded_at, ${child}.id` } })
  findings!: EvaluationFinding[];

  @Field(() => Int, { description: 'Counts the changes of its agreed grades: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A page of self-evaluations.' })
export class SelfEvaluationConnection extends connectionOf(SelfEvaluation, 'SelfEvaluation') {}

@ObjectType({ simpleResolvers: true, description: 'A question over several rounds, in whichever editions of the tool they asked it.' })
@ReadFrom('shown.evaluation_questions_cleared')
export class QuestionComparison {
  @Field(() => EvaluationQuestion, { description: 'The question, as it was asked last.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.question_id` } })
  question!: EvaluationQuestion;

  @Field(() => [QuestionResult], { description: 'It in each of the rounds that asked it, the oldest first.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.lineage_id = ${parent}.lineage_id and ${child}.round_id = any(${parent}.round_ids)`, orderBy: (child) => `${child}.held, ${child}.round_id` } })
  rounds!: QuestionResult[];

  @Field(() => [SelfEvaluation], { description: 'The rounds that did not ask it, the oldest first.' })
  @Shown('SIGNED_IN', {
    list: {
      where: (child, parent) => `${child}.id = any(${parent}.round_ids) and not exists (select from shown.evaluation_results_cleared r where r.round_id = ${child}.id and r.lineage_id = ${parent}.lineage_id)`,
      orderBy: (child) => `${child}.held, ${child}.id`,
    },
  })
  notAskedIn!: SelfEvaluation[];

  @Field(() => GradeMove, { description: 'Where its agreed grade went, from the first to the last round of the area itself that has one.' })
  @Shown('SIGNED_IN', { sql: (row) => `case when ${row}.steps > 0 then 'BETTER' when ${row}.steps < 0 then 'WORSE' when ${row}.steps = 0 then 'SAME' else 'NOT_KNOWN' end` })
  move!: GradeMove;

  @Field(() => Int, { nullable: true, description: 'By how many steps of the scale: above 0 it is better; null: not known.' })
  @Shown('SIGNED_IN')
  steps!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Rounds of self-evaluation side by side: round over round, partner against partner, district by district.' })
@ReadFrom('shown.self_evaluations_cleared')
export class SelfEvaluationComparison {
  @Field(() => [SelfEvaluation], { description: 'The rounds, the oldest first.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.id = any(${parent}.round_ids)`, orderBy: (child) => `${child}.held, ${child}.id` } })
  rounds!: SelfEvaluation[];

  @Field(() => [QuestionComparison], { description: 'Every question that one of them asks, in the order of the latest tool; those that it asks no more come last.' })
  @Shown('SIGNED_IN', {
    list: {
      where: () => 'true',
      rows: (parent) => `
        select latest.*, ${parent}.round_ids, ends.steps
        from (
          select distinct on (r.lineage_id) r.lineage_id, r.question_id, r.held, r.round_id, q.section_position, r.position
          from shown.evaluation_results_cleared r join shown.evaluation_questions_cleared q on q.id = r.question_id where r.round_id = any(${parent}.round_ids) order by r.lineage_id, r.held desc, r.round_id desc
        ) latest
        left join lateral (
          select case when count(*) > 1 and count(distinct g.scale) = 1 then (array_agg(g.agreed_position order by g.held, g.round_id))[1] - (array_agg(g.agreed_position order by g.held desc, g.round_id desc))[1] end as steps
          from shown.evaluation_results_cleared g where g.lineage_id = latest.lineage_id and g.round_id = any(${parent}.round_ids) and g.area_id = ${parent}.area_id and g.agreed_position is not null
        ) ends on true`,
      orderBy: (child) => `${child}.held desc, ${child}.round_id desc, ${child}.section_position, ${child}.position, ${child}.question_id`,
    },
  })
  questions!: QuestionComparison[];
}
