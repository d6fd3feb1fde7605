import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { makeChange, type Writing } from '../../graphql/change';
import { claimRow, idOf } from '../plan-claim';
import { dayIn, gradeOf, placeIn, questionOf, roundOf, wordsOf } from './round-of';
import type { AgreeGradeInput, RecordEvaluationEvidenceInput, RecordFindingInput } from './self-evaluation.input';

export async function agreeGrade(writing: Writing, input: AgreeGradeInput): Promise<string> {
  const id = idOf('SelfEvaluation', input.id);
  const questionId = idOf('EvaluationQuestion', input.question, ['question']);
  return makeChange(writing, 'agreeGrade', input, {}, async (manager) => {
    await claimRow(manager, 'self_evaluations', id, input.expectedVersion);
    const round = await roundOf(manager, id);
    questionOf(round, questionId, ['question']);
    const grade = gradeOf(round, input.grade, ['grade']);
    const agreedOn = input.agreedOn == null ? null : dayIn(round, input.agreedOn, writing.clock.today(), ['agreedOn']);
    await manager.query(
      `insert into agreed_grades (id, round_id, tool_id, question_id, grade, agreed_on, reason, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint agreed_grades_question_unique do update set grade = excluded.grade, agreed_on = excluded.agreed_on, reason = excluded.reason, recorded_at = excluded.recorded_at`,
      [uuidv7(), id, round.toolId, questionId, grade, agreedOn, input.reason?.trim() || null, writing.clock.now()],
    );
    await manager.query('update self_evaluations set updated_at = $2 where id = $1', [id, writing.clock.now()]);
    return id;
  });
}

export async function recordEvidence(writing: Writing, input: RecordEvaluationEvidenceInput): Promise<string> {
  const id = idOf('SelfEvaluation', input.id);
  const text = wordsOf(input.text, ['text']);
  return makeChange(writing, 'recordEvaluationEvidence', input, {}, async (manager) => {
    const round = await roundOf(manager, id);
    const { sectionId, questionId } = placeIn(round, input);
    if (sectionId === null) throw new UserFault('INVALID', 'Name the section or the question that it is for.', ['section']);
    await manager.query(
      `insert into evaluation_evidence (id, round_id, tool_id, section_id, question_id, position, text, recorded_at)
       select $1, $2, $3, $4, $5, coalesce(max(v.position), 0) + 1, $6, $7 from evaluation_evidence v where v.round_id = $2`,
      [uuidv7(), id, round.toolId, sectionId, questionId, text, writing.clock.now()],
    );
    return id;
  });
}

export async function recordFinding(writing: Writing, input: RecordFindingInput): Promise<string> {
  const id = idOf('SelfEvaluation', input.id);
  const text = wordsOf(input.text, ['text']);
  const { contradicts = null } = input;
  return makeChange(writing, 'recordFinding', input, {}, async (manager) => {
    const round = await roundOf(manager, id);
    const { sectionId, questionId } = placeIn(round, input);
    if (questionId === null && (input.grade != null || contradicts !== null)) throw new UserFault('INVALID', 'A grade is that of a question: name it.', ['question']);
    if (input.grade != null && contradicts !== null) throw new UserFault('INVALID', 'Give the grade, or say whether it contradicts the agreed one, not both.', ['contradicts']);
    const grade = input.grade == null ? null : gradeOf(round, input.grade, ['grade']);
    const foundOn = dayIn(round, input.foundOn ?? writing.clock.today(), writing.clock.today(), ['foundOn']);
    await manager.query(
      `insert into evaluation_findings (id, round_id, tool_id, section_id, question_id, text, grade, contradicts, found_on, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [uuidv7(), id, round.toolId, sectionId, questionId, text, grade, contradicts, foundOn, writing.clock.now()],
    );
    return id;
  });
}
