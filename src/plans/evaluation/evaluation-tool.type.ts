import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node, nodeIdSql } from '../../graphql/node';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { Area } from '../../places/area.type';

@ObjectType({ simpleResolvers: true, description: 'A grade of a scale.' })
@ReadFrom('shown.evaluation_scale_grades_cleared')
export class ScaleGrade {
  @Field({ description: 'The grade, such as A.' })
  @Shown('SIGNED_IN')
  grade!: string;

  @Field(() => String, { nullable: true, description: 'What it means, such as “Good to best practice”; null: not said.' })
  @Shown('SIGNED_IN')
  label!: string | null;

  @Field(() => [String], { description: 'What describes it for all questions.' })
  @Shown('SIGNED_IN', {
    sql: (row) => `array(select d.text from shown.evaluation_descriptors_cleared d where d.tool_id = ${row}.tool_id and d.grade = ${row}.grade and d.question_id is null order by d.position)`,
  })
  descriptors!: string[];
}

@ObjectType({ simpleResolvers: true, description: 'What a grade looks like for one question.' })
@ReadFrom('shown.evaluation_descriptors_cleared')
export class GradeDescriptor {
  @Field({ description: 'The grade.' })
  @Shown('SIGNED_IN')
  grade!: string;

  @Field({ description: 'What would be seen.' })
  @Shown('SIGNED_IN')
  text!: string;

  @Field({ description: 'The question as the list of descriptors words it, which may be a little otherwise than the tool.' })
  @Shown('SIGNED_IN')
  questionWritten!: string;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A question of a tool. An action can be linked to it: this question, these actions.' })
@ReadFrom('shown.evaluation_questions_cleared')
export class EvaluationQuestion extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('SIGNED_IN', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its number as printed: text, counted anew in each section.' })
  @Shown('SIGNED_IN')
  number!: string;

  @Field({ description: 'Its wording.' })
  @Shown('SIGNED_IN')
  text!: string;

  @Field({ description: 'The title of its section.' })
  @Shown('SIGNED_IN')
  sectionTitle!: string;

  @Field(() => [GradeDescriptor], { description: 'What each grade looks like for it, as far as the tool says, the best one leading.' })
  @Shown('SIGNED_IN', {
    list: {
      where: (child, parent) => `${child}.question_id = ${parent}.id`,
      orderBy: (child) => `(select s.position from shown.evaluation_scale_grades_cleared s where s.tool_id = ${child}.tool_id and s.grade = ${child}.grade), ${child}.position, ${child}.id`,
    },
  })
  descriptors!: GradeDescriptor[];
}

@ObjectType({ simpleResolvers: true, description: 'A section of a tool.' })
@ReadFrom('shown.evaluation_sections_cleared')
export class EvaluationSection {
  @Field(() => ID, { description: 'Its id, for evidence and findings.' })
  @Shown('SIGNED_IN', { sql: (row) => nodeIdSql('EvaluationSection', `${row}.id`) })
  id!: string;

  @Field({ description: 'Its title.' })
  @Shown('SIGNED_IN')
  title!: string;

  @Field(() => [EvaluationQuestion], { description: 'Its questions, in order.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.section_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  questions!: EvaluationQuestion[];
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'With what partners evaluate themselves: questions in sections, and a scale. One that a second round uses is not changed any more; other questions make another edition.' })
@ReadFrom('shown.evaluation_tools_cleared')
export class EvaluationTool extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('SIGNED_IN', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its title.' })
  @Shown('SIGNED_IN')
  title!: string;

  @Field(() => Int, { description: 'Which edition of it, counted from 1.' })
  @Shown('SIGNED_IN')
  edition!: number;

  @Field(() => Area, { description: 'The area that it is for: with all that lies in it.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field(() => [ScaleGrade], { description: 'Its grades, the best one leading.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.tool_id = ${parent}.id`, orderBy: (child) => `${child}.position` } })
  scale!: ScaleGrade[];

  @Field(() => [EvaluationSection], { description: 'Its sections, in order.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.tool_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  sections!: EvaluationSection[];
}
