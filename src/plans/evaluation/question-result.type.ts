import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Weighs } from '../../graphql/limits/weighs';
import { Node, nodeIdSql } from '../../graphql/node';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { Area } from '../../places/area.type';
import { inPlan } from '../action-state.sql';
import { Action } from '../action.type';
import { EvaluationQuestion } from './evaluation-tool.type';
import { GradeFlag, RespondentKind } from './evaluation.enums';
import { apart, figuresOf, flags, groups, leadsTo } from './question-result.sql';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'The grade that partners agreed on. It stands beside the replies and never in their place. An action can be linked to it: this grade, these actions.' })
@ReadFrom('shown.agreed_grades_cleared')
export class AgreedGrade extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('SIGNED_IN', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'The grade, of the scale of the tool.' })
  @Shown('SIGNED_IN')
  grade!: string;

  @Field(() => String, { nullable: true, description: 'What the grade means.' })
  @Shown('SIGNED_IN')
  label!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it was agreed; null: in the round, no day is said.' })
  @Shown('SIGNED_IN')
  agreedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, as far as it is said.' })
  @Shown('SIGNED_IN')
  reason!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'How often a grade was given.' })
@ReadFrom('shown.evaluation_scale_grades_cleared')
export class GradeCount {
  @Field({ description: 'The grade.' })
  @Shown('SIGNED_IN')
  grade!: string;

  @Field(() => String, { nullable: true, description: 'What it means.' })
  @Shown('SIGNED_IN')
  label!: string | null;

  @Field(() => Int, { description: 'How many replies gave it.' })
  @Shown('SIGNED_IN')
  count!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a group replied to a question. Replies are anonymous: of a group of fewer than three nothing is told but how many they are, nor of another one from which the first could be worked out; and no single reply can be read.',
})
@ReadFrom('shown.reply_figures_cleared')
export class ReplyFigures {
  @Field(() => String, { nullable: true, description: 'The partner that replied; null where it is not asked by partner.' })
  @Shown('SIGNED_IN')
  partner!: string | null;

  @Field(() => RespondentKind, { nullable: true, description: 'As what they replied; null where it is not asked by kind.' })
  @Shown('SIGNED_IN')
  kind!: RespondentKind | null;

  @Field(() => Area, { nullable: true, description: 'The district for which they spoke; null: not said, or not asked by district.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area | null;

  @Field(() => Int, { description: 'Replies of the group to the round, whether or not they answer this question. 0: none is on record.' })
  @Shown('SIGNED_IN')
  replies!: number;

  @Field({ description: 'Whether the answers are withheld so that nobody is known by them: what follows is empty or null then.' })
  @Shown('SIGNED_IN')
  withheld!: boolean;

  @Field(() => [GradeCount], { description: 'How often each grade was given, the best one leading; empty where it is withheld.' })
  @Shown('SIGNED_IN', {
    list: {
      rows: (parent) => `select g.grade, g.label, g.position, g.count from jsonb_to_recordset(${parent}.grades) g (grade text, label text, position integer, count integer)`,
      where: () => 'true', orderBy: (child) => `${child}.position`,
    },
  })
  grades!: GradeCount[];

  @Field(() => Int, { nullable: true, description: 'Replies that say “don’t know”.' })
  @Shown('SIGNED_IN')
  dontKnow!: number | null;

  @Field(() => Int, { nullable: true, description: 'Replies that leave the question out.' })
  @Shown('SIGNED_IN')
  noAnswer!: number | null;

  @Field(() => Float, { nullable: true, description: 'The share of “don’t know” in the answers, 0 to 1, those left out not counted; null: nobody answered, or withheld.' })
  @Shown('SIGNED_IN')
  dontKnowShare!: number | null;

  @Field(() => String, { nullable: true, description: 'The grade in the middle of those given, the better one of two; null: no grade was given, or withheld.' })
  @Shown('SIGNED_IN')
  middle!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What partners point to for a grade. It stays as it was given.' })
@ReadFrom('shown.evaluation_evidence_cleared')
export class EvaluationEvidence {
  @Field({ description: 'As written.' })
  @Shown('SIGNED_IN')
  text!: string;

  @Field(() => EvaluationQuestion, { nullable: true, description: 'The question that it names; null: it is for its section as a whole.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.question_id` } })
  question!: EvaluationQuestion | null;
}

@ObjectType({ simpleResolvers: true, description: 'What the discussion of a round came to. It may contradict the agreed grade, and both stay.' })
@ReadFrom('shown.evaluation_findings_cleared')
export class EvaluationFinding {
  @Field({ description: 'As written.' })
  @Shown('SIGNED_IN')
  text!: string;

  @Field(() => DateScalar, { description: 'The day of the discussion.' })
  @Shown('SIGNED_IN')
  foundOn!: string;

  @Field(() => String, { nullable: true, description: 'The grade that the discussion would give; null: not said.' })
  @Shown('SIGNED_IN')
  grade!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it contradicts the agreed grade: by its own grade, else as it was said; null: not said, or nothing is agreed.' })
  @Shown('SIGNED_IN')
  contradictsGrade!: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'A question in a round: what was agreed, what was replied, on what evidence, and what is to be done about it.' })
@ReadFrom('shown.evaluation_results_cleared')
export class QuestionResult {
  @Field(() => ID, { description: 'The id of the round.' })
  @Shown('SIGNED_IN', { sql: (row) => nodeIdSql('SelfEvaluation', `${row}.round_id`) })
  selfEvaluationId!: string;

  @Field(() => EvaluationQuestion, { description: 'The question, as the round asked it.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.question_id` } })
  question!: EvaluationQuestion;

  @Field(() => AgreedGrade, { nullable: true, description: 'The agreed grade; null: none is agreed.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.agreed_id` } })
  agreed!: AgreedGrade | null;

  @Field(() => ReplyFigures, { description: 'What all replied.' })
  @Shown('SIGNED_IN', { one: { where: figuresOf('ALL') } })
  replies!: ReplyFigures;

  @Weighs({ rows: 5 })
  @Field(() => [ReplyFigures], { description: 'What each partner replied, by name: together they are all replies.' })
  @Shown('SIGNED_IN', { list: groups('PARTNER') })
  byPartner!: ReplyFigures[];

  @Weighs({ rows: 10 })
  @Field(() => [ReplyFigures], { description: 'What each kind of respondent replied, by partner and kind: together they are all replies.' })
  @Shown('SIGNED_IN', { list: groups('KIND') })
  byKind!: ReplyFigures[];

  @Weighs({ rows: 10 })
  @Field(() => [ReplyFigures], { description: 'The spread across districts, and those that speak for none last: together they are all replies.' })
  @Shown('SIGNED_IN', { list: groups('DISTRICT') })
  byDistrict!: ReplyFigures[];

  @Field(() => Int, { nullable: true, description: 'Steps of the scale between the partner whose middle grade is best and the one whose is worst; null: fewer than two are known.' })
  @Shown('SIGNED_IN', { sql: (row) => apart(row, 'PARTNER') })
  partnersApartBy!: number | null;

  @Field(() => Int, { nullable: true, description: 'The same between districts.' })
  @Shown('SIGNED_IN', { sql: (row) => apart(row, 'DISTRICT') })
  districtsApartBy!: number | null;

  @Field(() => [EvaluationEvidence], { description: 'The evidence that names it, as it was given. What is for the section as a whole stands there.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.round_id and ${child}.question_id = ${parent}.question_id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  evidence!: EvaluationEvidence[];

  @Field(() => [EvaluationFinding], { description: 'What the discussion found about it, the oldest first.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.round_id = ${parent}.round_id and ${child}.question_id = ${parent}.question_id`, orderBy: (child) => `${child}.found_on, ${child}.recorded_at, ${child}.id` } })
  findings!: EvaluationFinding[];

  @Field(() => [GradeFlag], { description: 'What to look at before one relies on the grade.' })
  @Shown('SIGNED_IN', { sql: (row) => flags(row) })
  flags!: GradeFlag[];

  @Field(() => [Action], { description: 'The actions that it leads to: linked to the question, in whichever edition, or to the agreed grade; by plan and in its order. Closed ones are left out.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent, bind) => `${leadsTo(child, parent)} and ${inPlan(child, bind)}`, orderBy: (child) => `${child}.plan_title collate "C", ${child}.plan_id, ${child}.position, ${child}.id` } })
  actions!: Action[];
}
