import type { SqlRunner } from '../organisations/place-writing';
import { daysOfRound } from '../plans/evaluation/round';
import { USUAL_SCALE } from '../plans/evaluation/tool';
import { orNull, readSampleRows, type SampleRow } from './sample-files';
import { overRows, SAMPLE_INSTANT, SAMPLE_SOURCE, sampleId } from './sample-rows';

export const roundId = (key: string | undefined): string => sampleId('self-evaluation', key ?? '');
const toolId = (key: string | undefined): string => sampleId('evaluation-tool', key ?? '');
const sectionId = (tool: string, row: SampleRow): string => sampleId('evaluation-section', `${tool} ${row.section ?? ''}`);
const questionId = (tool: string, row: SampleRow): string => sampleId('evaluation-question', `${tool} ${row.section ?? ''} ${row.question_no ?? ''}`);

/** A tool in two editions, and a round with each. One that was removed with the sample comes again; one that somebody went on with is still there. */
export async function loadSelfEvaluations(run: SqlRunner): Promise<void> {
  const there = new Set(((await run.query('select id from self_evaluations union all select id from evaluation_tools')) as { id: string }[]).map((row) => row.id));
  const tools = readSampleRows('evaluation-tools').filter((row) => !there.has(toolId(row.key)));
  await loadTools(run, tools);
  const rounds = readSampleRows('self-evaluations').filter((row) => !there.has(roundId(row.key)));
  const heads = rounds.map((row) => ({ id: roundId(row.key), tool_id: toolId(row.tool), area_code: row.area_code, round: row.round, held: daysOfRound(row.round ?? '')?.range }));
  await overRows(run, heads, 'id uuid, tool_id uuid, area_code text, round text, held daterange', (r) => `
    insert into self_evaluations (id, tool_id, area_id, round, held, source, created_at, updated_at)
    select r.id, r.tool_id, a.id, r.round, r.held, '${SAMPLE_SOURCE}', '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${r} join areas a on a.code = r.area_code`);
  const toolOf = new Map(rounds.map((row) => [row.key, row.tool ?? '']));
  const ofRounds = (file: string): SampleRow[] => readSampleRows(file).filter((row) => toolOf.has(row.round));
  await loadResults(run, ofRounds, toolOf);
  await loadReplies(run, ofRounds('evaluation-replies'), toolOf);
}

async function loadTools(run: SqlRunner, tools: readonly SampleRow[]): Promise<void> {
  const keys = new Set(tools.map((row) => row.key));
  const heads = tools.map((row) => ({ ...row, id: toolId(row.key) }));
  await overRows(run, heads, 'id uuid, title text, edition integer, area_code text', (r) => `
    insert into evaluation_tools (id, area_id, title, edition, source, created_at) select r.id, a.id, r.title, r.edition, '${SAMPLE_SOURCE}', '${SAMPLE_INSTANT}' from ${r} join areas a on a.code = r.area_code`);
  const scale = tools.flatMap((row) => USUAL_SCALE.map((grade, at) => ({ ...grade, tool_id: toolId(row.key), position: at + 1 })));
  await overRows(run, scale, 'tool_id uuid, grade text, position integer, label text', (r) => `insert into evaluation_scale_grades (tool_id, grade, position, label) select r.tool_id, r.grade, r.position, r.label from ${r}`);
  const questions = readSampleRows('evaluation-questions').filter((row) => keys.has(row.tool)).map((row, at) => {
    const tool = row.tool ?? '';
    return {
      id: questionId(tool, row), tool_id: toolId(tool), section_id: sectionId(tool, row), section: row.section, number: row.question_no, position: at + 1, text: row.question,
      lineage_id: questionId(orNull(row.goes_on_from) ?? tool, row),
    };
  });
  const sections = [...new Map([...questions].reverse().map((row) => [row.section_id, row])).values()];
  await overRows(run, sections, 'section_id uuid, tool_id uuid, section text, position integer', (r) => `insert into evaluation_sections (id, tool_id, position, title) select r.section_id, r.tool_id, r.position, r.section from ${r}`);
  await overRows(run, questions, 'id uuid, tool_id uuid, section_id uuid, number text, position integer, text text, lineage_id uuid', (r) => `
    insert into evaluation_questions (id, tool_id, section_id, number, position, text, lineage_id) select r.id, r.tool_id, r.section_id, r.number, r.position, r.text, r.lineage_id from ${r}`);
  const descriptors = readSampleRows('evaluation-descriptors').filter((row) => keys.has(row.tool)).map((row, at) => {
    const question_id = questionId(row.tool ?? '', row);
    return { id: sampleId('evaluation-descriptor', Object.values(row).join(' ')), tool_id: toolId(row.tool), question_id, written: questions.find((one) => one.id === question_id)?.text, grade: row.grade, position: at + 1, text: row.descriptor };
  });
  await overRows(run, descriptors, 'id uuid, tool_id uuid, question_id uuid, written text, grade text, position integer, text text', (r) => `
    insert into evaluation_descriptors (id, tool_id, question_id, question_written, grade, position, text) select r.id, r.tool_id, r.question_id, r.written, r.grade, r.position, r.text from ${r}`);
}

async function loadResults(run: SqlRunner, ofRounds: (file: string) => SampleRow[], toolOf: ReadonlyMap<string | undefined, string>): Promise<void> {
  const placed = (file: string, kind: string) => ofRounds(file).map((row, at) => {
    const tool = toolOf.get(row.round) ?? '';
    return {
      ...Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, orNull(cell)])), id: sampleId(kind, kind === 'agreed-grade' ? `${row.round} ${row.section} ${row.question_no}` : `${row.round} ${at}`),
      round_id: roundId(row.round), tool_id: toolId(tool), position: at + 1, section_id: orNull(row.section) === null ? null : sectionId(tool, row), question_id: orNull(row.question_no) === null ? null : questionId(tool, row),
    };
  });
  const columns = 'id uuid, round_id uuid, tool_id uuid, section_id uuid, question_id uuid, position integer';
  await overRows(run, placed('agreed-grades', 'agreed-grade'), `${columns}, grade text, agreed_on date`, (r) => `
    insert into agreed_grades (id, round_id, tool_id, question_id, grade, agreed_on, recorded_at) select r.id, r.round_id, r.tool_id, r.question_id, r.grade, r.agreed_on, '${SAMPLE_INSTANT}' from ${r}`);
  await overRows(run, placed('evaluation-evidence', 'evaluation-evidence'), `${columns}, evidence text`, (r) => `
    insert into evaluation_evidence (id, round_id, tool_id, section_id, question_id, position, text, recorded_at) select r.id, r.round_id, r.tool_id, r.section_id, r.question_id, r.position, r.evidence, '${SAMPLE_INSTANT}' from ${r}`);
  await overRows(run, placed('evaluation-findings', 'evaluation-finding'), `${columns}, finding text, grade text, contradicts boolean, found_on date`, (r) => `
    insert into evaluation_findings (id, round_id, tool_id, section_id, question_id, text, grade, contradicts, found_on, recorded_at)
    select r.id, r.round_id, r.tool_id, r.section_id, r.question_id, r.finding, r.grade, r.contradicts, r.found_on, '${SAMPLE_INSTANT}' from ${r}`);
}

/** A cell of answers has a sign for each question of the tool, in order: its grade, ? for “don't know”, - for none. */
async function loadReplies(run: SqlRunner, rows: readonly SampleRow[], toolOf: ReadonlyMap<string | undefined, string>): Promise<void> {
  const questions = readSampleRows('evaluation-questions');
  const replies = rows.map((row, at) => ({ id: sampleId('evaluation-reply', `${row.round} ${at}`), round_id: roundId(row.round), tool: toolOf.get(row.round) ?? '', kind: row.kind, partner: row.partner, area: orNull(row.area_code), answers: row.answers ?? '' }));
  await overRows(run, replies.map(({ tool, ...row }) => ({ ...row, tool_id: toolId(tool) })), 'id uuid, round_id uuid, tool_id uuid, kind text, partner text, area text', (r) => `
    insert into evaluation_replies (id, round_id, tool_id, kind, partner, area_id, recorded_at) select r.id, r.round_id, r.tool_id, r.kind, r.partner, a.id, '${SAMPLE_INSTANT}' from ${r} left join areas a on a.code = r.area`);
  const answers = replies.flatMap(({ id, tool, answers: signs }) =>
    questions.filter((row) => row.tool === tool).flatMap((row, at) => (signs[at] === '-' ? [] : [{ reply_id: id, tool_id: toolId(tool), question_id: questionId(tool, row), grade: signs[at] === '?' ? null : signs[at] }])),
  );
  await overRows(run, answers, 'reply_id uuid, tool_id uuid, question_id uuid, grade text', (r) => `insert into evaluation_answers (reply_id, tool_id, question_id, grade) select r.reply_id, r.tool_id, r.question_id, r.grade from ${r}`);
}
