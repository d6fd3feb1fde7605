import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { makeChange, type Writing } from '../../graphql/change';
import { nameKey } from '../name-key';
import { idOf } from '../plan-claim';
import { daysOfRound } from './round';
import { wordsOf } from './round-of';
import type { CreateSelfEvaluationInput, NewToolInput } from './self-evaluation.input';
import { type GivenQuestion, type Grade, toolRows, USUAL_SCALE, WRITE_QUESTIONS, WRITE_ROUND, WRITE_SCALE, WRITE_SECTIONS, WRITE_TOOL } from './tool';

const MOST_QUESTIONS = 200;
const MOST_GRADES = 20;
const SOURCE = 'entered';

export async function createSelfEvaluation(writing: Writing, input: CreateSelfEvaluationInput): Promise<string> {
  const days = daysOfRound(input.round.trim());
  if (days === undefined) throw new UserFault('INVALID', 'A round is a day, a month or a year: 2026-11-20, 2026-11 or 2026.', ['round']);
  if (days.from > writing.clock.today()) throw new UserFault('INVALID', 'A round cannot lie in the future.', ['round']);
  if ((input.tool == null) === (input.newTool == null)) throw new UserFault('INVALID', 'Name a tool, or give a new one.', ['tool']);
  const known = input.tool == null ? null : idOf('EvaluationTool', input.tool, ['tool']);
  const made = input.newTool == null ? null : checkedTool(input.newTool);
  const taken = {
    self_evaluations_round_unique: () => new UserFault('TAKEN', 'There is a round of these days already.', ['round']),
    evaluation_tools_edition_unique: () => new UserFault('TAKEN', 'There is a tool of this title already: name it as the tool.', ['newTool', 'title']),
  };
  return makeChange(writing, 'createSelfEvaluation', input, taken, async (manager) => {
    const areaId = await areaOf(manager, input.area);
    const toolId = known ?? uuidv7();
    if (made !== null) await writeTool(manager, toolId, areaId, made, writing.clock.now());
    else await requireTool(manager, toolId, areaId);
    const id = uuidv7();
    await manager.query(WRITE_ROUND, [id, toolId, areaId, input.round.trim(), days.range, SOURCE, writing.clock.now()]);
    return id;
  });
}

async function areaOf(manager: EntityManager, code: string): Promise<string> {
  const [area] = (await manager.query('select a.id, viewer_keeps_area(a.id) as keeps from shown.areas a where a.code = $1', [code])) as { id: string; keeps: boolean }[];
  if (area === undefined) throw new UserFault('UNKNOWN_AREA', 'There is no area with this code.', ['area']);
  if (!area.keeps) throw new UserFault('FORBIDDEN', 'This is not an area of yours.', ['area']);
  return area.id;
}

/** A tool is for its area and for those within it. */
async function requireTool(manager: EntityManager, id: string, areaId: string): Promise<void> {
  const found = (await manager.query('select 1 from evaluation_tools k join shown.area_tree t on t.ancestor_id = k.area_id where k.id = $1 and t.descendant_id = $2', [id, areaId])) as unknown[];
  if (found.length === 0) throw new UserFault('NOT_FOUND', 'There is no such tool for this area.', ['tool']);
}

interface CheckedTool {
  readonly title: string;
  readonly scale: readonly Grade[];
  readonly questions: readonly GivenQuestion[];
}

function checkedTool(given: NewToolInput): CheckedTool {
  const path = (...rest: readonly (string | number)[]): string[] => ['newTool', ...rest.map(String)];
  const scale = given.scale == null ? USUAL_SCALE : given.scale.map(({ grade, label }, at) => ({ grade: wordsOf(grade, path('scale', at, 'grade')), label: label?.trim() || null }));
  if (scale.length < 2 || scale.length > MOST_GRADES || new Set(scale.map((one) => one.grade)).size < scale.length) throw new UserFault('INVALID', `A scale has 2 to ${MOST_GRADES} different grades.`, path('scale'));
  const sections = new Set<string>();
  const questions = given.sections.flatMap(({ title, questions: of }, at) => {
    const section = wordsOf(title, path('sections', at, 'title'));
    if (sections.has(nameKey(section))) throw new UserFault('INVALID', 'There are two sections of this title.', path('sections', at, 'title'));
    sections.add(nameKey(section));
    const numbers = new Set<string>();
    return of.map((question, which) => {
      const number = wordsOf(question.number, path('sections', at, 'questions', which, 'number'));
      if (numbers.has(number)) throw new UserFault('INVALID', 'The section has two questions of this number.', path('sections', at, 'questions', which, 'number'));
      numbers.add(number);
      return { section, number, text: wordsOf(question.text, path('sections', at, 'questions', which, 'text')) };
    });
  });
  if (questions.length === 0 || questions.length > MOST_QUESTIONS) throw new UserFault('INVALID', `A tool has 1 to ${MOST_QUESTIONS} questions.`, path('sections'));
  return { title: wordsOf(given.title, path('title')), scale, questions };
}

async function writeTool(manager: EntityManager, id: string, areaId: string, tool: CheckedTool, at: Date): Promise<void> {
  const rows = toolRows(tool.questions, tool.scale);
  await manager.query(WRITE_TOOL, [id, areaId, tool.title, 1, SOURCE, at]);
  await manager.query(WRITE_SCALE, [id, JSON.stringify(rows.scale)]);
  await manager.query(WRITE_SECTIONS, [id, JSON.stringify(rows.sections)]);
  await manager.query(WRITE_QUESTIONS, [id, JSON.stringify(rows.questions)]);
}
