import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock';
import type { Database } from '../../database/database';
import { SetUpError } from '../../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import type { ImportOutcome } from '../../intake/outcome';
import { areaIdOf } from '../import/known-plan';
import { COMPANIONS } from './import/companions';
import type { EvaluationDraft, StagedFile } from './import/evaluation-draft';
import { knownEvaluation, type KnownTool } from './import/known-evaluation';
import { fileRows, QUESTION_HEADINGS } from './import/question-rows';
import { type Agreed, goodRows, questionIn, readResults } from './import/results';
import { editionFor, ToolDraft } from './import/tool-draft';
import { daysOfRound } from './round';
import { type Grade, USUAL_SCALE, WRITE_QUESTIONS, WRITE_ROUND, WRITE_SCALE, WRITE_SECTIONS, WRITE_TOOL } from './tool';

export interface SelfEvaluationImportOptions extends ImportOptions {
  /** Code of the area whose partners evaluate themselves. */
  readonly area: string;
  /** The title of the tool; `Self-evaluation` when left out. */
  readonly tool?: string | undefined;
  /** The grades of a new tool, best first, apart by `;`; A, B and C when left out. */
  readonly scale?: string | undefined;
  /** The files beside the first one, by the names of their options. */
  readonly companions?: Readonly<Record<string, string | undefined>> | undefined;
}

const USUAL_TITLE = 'Self-evaluation';

/**
 * Imports a round of self-evaluation, whole: a row a question with its agreed grade, and what stands in the files beside
 * it. Replies come by an import of their own. An empty cell leaves alone what is known; nothing is taken away.
 */
export async function importSelfEvaluation(database: Database, clock: Clock, options: SelfEvaluationImportOptions): Promise<ImportOutcome> {
  const { area, tool, scale } = options;
  return runImport(database, clock, options, { kind: 'self-evaluation', settings: { area, tool, scale }, stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: SelfEvaluationImportOptions): Promise<Publish | undefined> {
  const areaId = await areaIdOf(context.client, options.area);
  const source = await openRows(options.file, { guarded: true });
  const rows = await fileRows(context, source, QUESTION_HEADINGS, QUESTION_HEADINGS).finally(() => source.close());
  const first = rows.find((row) => daysOfRound(row.cell('round')) !== undefined);
  const round = first?.cell('round') ?? '';
  const range = daysOfRound(round)?.range ?? 'empty';
  const title = options.tool?.trim() || USUAL_TITLE;
  const known = await knownEvaluation(context.client, areaId, title, range);
  const edition = editionFor(rows.map(questionIn).filter((one) => Object.values(one).every((cell) => cell !== '')), known);
  const scale = scaleOf(options.scale, edition ?? known.tools[0]);
  const grades = scale.map((one) => one.grade);
  const good = goodRows(context, rows, { round, range, grades });
  const tool = new ToolDraft(edition, known, good.map(questionIn), scale);
  const draft: EvaluationDraft = {
    context, areaId, roundId: known.round?.id ?? uuidv7(), round, range, scale: grades, tool, knownTool: edition, knownRound: known.round,
  };
  const results = readResults(draft, good);
  const staged: StagedFile[] = [];
  for (const companion of COMPANIONS) {
    const path = options.companions?.[companion.option];
    if (path !== undefined) staged.push(await companion.stage(draft, path));
  }
  context.notes.push(...staged.flatMap((one) => one.notes));
  if (context.doomed || results.taken === 0) return undefined;
  if (!results.changed && staged.every((one) => one.publish === undefined)) return undefined;
  return async (client) => {
    const at = context.clock.now();
    await writeRound(client, { draft, title, edition: known.nextEdition, source: source.name, grades: results.grades, at });
    for (const { publish } of staged) await publish?.(client, at);
  };
}

function scaleOf(given: string | undefined, tool: KnownTool | undefined): readonly Grade[] {
  const there = tool?.scale;
  const wanted = given?.split(';').map((grade) => grade.trim()).filter((grade) => grade !== '');
  if (wanted !== undefined && (wanted.length < 2 || new Set(wanted).size < wanted.length)) throw new SetUpError('--scale names two different grades or more, best first: --scale "A;B;C".');
  const asWanted = (scale: readonly Grade[]): boolean => wanted === undefined || wanted.join(';') === scale.map((one) => one.grade).join(';');
  if (there === undefined) return asWanted(USUAL_SCALE) ? USUAL_SCALE : (wanted ?? []).map((grade) => ({ grade, label: null }));
  if (!asWanted(there)) throw new SetUpError(`The tool has the scale ${there.map((one) => one.grade).join(', ')}: another scale is another tool. Give it another name (--tool).`);
  return there;
}

interface Writing {
  readonly draft: EvaluationDraft;
  readonly title: string;
  readonly edition: number;
  readonly source: string;
  readonly grades: readonly Agreed[];
  readonly at: Date;
}

async function writeRound(client: PoolClient, { draft, title, edition, source, grades, at }: Writing): Promise<void> {
  const { tool, knownRound, areaId, roundId, round, range } = draft;
  const write = async (statement: string, rows: readonly object[]): Promise<void> => void (rows.length > 0 && (await client.query(statement, [tool.id, JSON.stringify(rows)])));
  if (tool.isNew) await client.query(WRITE_TOOL, [tool.id, areaId, title, edition, source, at]);
  await write(WRITE_SCALE, tool.scaleRows);
  await write(WRITE_SECTIONS, tool.sectionRows);
  await write(WRITE_QUESTIONS, tool.questionRows);
  if (knownRound === undefined) await client.query(WRITE_ROUND, [roundId, tool.id, areaId, round, range, source, at]);
  else if (grades.length > 0) {
    const done = await client.query('update self_evaluations set version = version + 1, updated_at = $3 where id = $1 and version = $2', [roundId, knownRound.version, at]);
    if (done.rowCount !== 1) throw new SetUpError('Somebody else changed the round meanwhile: nothing was written.', 'Run the same command again');
  }
  await client.query(
    `insert into agreed_grades (id, round_id, tool_id, question_id, grade, recorded_at) select r.id, $2, $3, r.question_id, r.grade, $4 from jsonb_to_recordset($1) r (id uuid, question_id uuid, grade text)
     on conflict on constraint agreed_grades_question_unique do update set grade = excluded.grade, agreed_on = null, reason = null, recorded_at = excluded.recorded_at`,
    [JSON.stringify(grades), roundId, tool.id, at],
  );
}
