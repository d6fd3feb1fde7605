import type { EntityManager } from 'typeorm';
import { UserFault } from '../../errors';
import { idOf } from '../plan-claim';

/** A round with its tool, as a change needs it. */
export interface Round {
  readonly id: string;
  readonly toolId: string;
  readonly areaId: string;
  readonly from: string;
  readonly scale: readonly string[];
  readonly questions: ReadonlyMap<string, { readonly sectionId: string }>;
  readonly sections: ReadonlySet<string>;
}

interface Row {
  readonly tool_id: string;
  readonly area_id: string;
  readonly begins: string;
  readonly keeps: boolean;
  readonly scale: string[];
  readonly questions: { id: string; section_id: string }[];
  readonly sections: string[];
}

/** The round, for who looks after its area. */
export async function roundOf(manager: EntityManager, id: string): Promise<Round> {
  const [row] = (await manager.query(
    `select e.tool_id, e.area_id, lower(e.held)::text as begins, viewer_keeps_area(e.area_id) as keeps,
       array(select s.grade from evaluation_scale_grades s where s.tool_id = e.tool_id order by s.position) as scale,
       (select json_agg(json_build_object('id', q.id, 'section_id', q.section_id)) from evaluation_questions q where q.tool_id = e.tool_id) as questions,
       array(select s.id from evaluation_sections s where s.tool_id = e.tool_id) as sections
     from self_evaluations e where e.id = $1`, [id],
  )) as Row[];
  if (row === undefined) throw new UserFault('NOT_FOUND', 'There is no such round.', ['id']);
  if (!row.keeps) throw new UserFault('FORBIDDEN', 'This is not yours to change.', ['id']);
  return {
    id, toolId: row.tool_id, areaId: row.area_id, from: row.begins, scale: row.scale, sections: new Set(row.sections),
    questions: new Map(row.questions.map((question) => [question.id, { sectionId: question.section_id }])),
  };
}

/** What an input says that it is about: a question with its section, or a section, of the tool of the round. */
export function placeIn(round: Round, input: { readonly section?: string | null; readonly question?: string | null }): { readonly questionId: string | null; readonly sectionId: string | null } {
  if (input.section != null && input.question != null) throw new UserFault('INVALID', 'Name the section or the question, not both.', ['question']);
  if (input.question != null) {
    const questionId = idOf('EvaluationQuestion', input.question, ['question']);
    return { questionId, sectionId: questionOf(round, questionId, ['question']).sectionId };
  }
  if (input.section == null) return { questionId: null, sectionId: null };
  const sectionId = idOf('EvaluationSection', input.section, ['section']);
  if (!round.sections.has(sectionId)) throw new UserFault('NOT_FOUND', 'The tool of the round has no such section.', ['section']);
  return { questionId: null, sectionId };
}

export function questionOf(round: Round, id: string, path: readonly string[]): { readonly sectionId: string } {
  const question = round.questions.get(id);
  if (question === undefined) throw new UserFault('NOT_FOUND', 'The tool of the round has no such question.', path);
  return question;
}

export function gradeOf(round: Round, grade: string, path: readonly string[]): string {
  const found = round.scale.find((one) => one === grade.trim());
  if (found === undefined) throw new UserFault('INVALID', `The grade is one of ${round.scale.join(', ')}.`, path);
  return found;
}

/** A text that says something. */
export function wordsOf(text: string, path: readonly string[]): string {
  if (text.trim() === '') throw new UserFault('INVALID', 'Say something.', path);
  return text.trim();
}

/** A day of or after a round, not to come. */
export function dayIn(round: Round, day: string, today: string, path: readonly string[]): string {
  if (day > today) throw new UserFault('INVALID', 'It cannot lie in the future.', path);
  if (day < round.from) throw new UserFault('INVALID', `The round begins on ${round.from}.`, path);
  return day;
}
