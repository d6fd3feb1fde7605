import { v7 as uuidv7 } from 'uuid';
import { noCounts } from '../../../intake/outcome';
import { openRows } from '../../../intake/open-rows';
import { ALIKE, likeness } from '../../likeness';
import type { CompanionFile, EvaluationDraft, StagedFile } from './evaluation-draft';
import { DESCRIPTOR_HEADINGS, type FileRow, fileRows } from './question-rows';
import type { DraftQuestion } from './tool-draft';

type Row = FileRow<(typeof DESCRIPTOR_HEADINGS)[number]>;
interface Descriptor {
  readonly question_id: string | null;
  readonly question_written: string | null;
  readonly grade: string;
  readonly text: string;
}

/**
 * What grades look like: grade,descriptor, and the question where it is of one: by section and number, or by its wording.
 * A question that is worded a little otherwise is found, and said to be so.
 */
export const descriptorsFile: CompanionFile = {
  option: 'descriptors',
  async stage(draft, path): Promise<StagedFile> {
    const source = await openRows(path, { guarded: true });
    const { refused, progress } = draft.context;
    const rows = await fileRows({ refused, progress, counts: noCounts() }, source, DESCRIPTOR_HEADINGS, ['grade', 'descriptor'], source.name).finally(() => source.close());
    const keyOf = (one: Descriptor): string => JSON.stringify([one.question_id, one.grade, one.text]);
    const known = draft.knownTool?.descriptors ?? [];
    const there = new Set(known.map(keyOf));
    const seen = new Map<string, number>();
    const taken = new Map<string, string>();
    const added: Descriptor[] = [];
    for (const row of rows) {
      const before = refused.count;
      const refuse = (column: (typeof DESCRIPTOR_HEADINGS)[number], reason: string): void => refused.add({ line: row.line, file: source.name, column, value: row.cell(column), reason });
      const grade = draft.scale.find((one) => one === row.cell('grade'));
      if (grade === undefined) refuse('grade', `is not one of ${draft.scale.join(', ')}`);
      const question = questionOf(draft, row, refuse);
      if (row.cell('descriptor') === '') refuse('descriptor', 'is empty');
      if (refused.count > before || grade === undefined) continue;
      const written = question === undefined ? null : row.cell('question') || question.text;
      const descriptor = { question_id: question?.id ?? null, question_written: written, grade, text: row.cell('descriptor') };
      const first = seen.get(keyOf(descriptor));
      if (first !== undefined) refuse('descriptor', `stands in the file twice (line ${first})`);
      seen.set(keyOf(descriptor), row.line);
      if (question !== undefined && written !== null && written !== question.text) taken.set(written, `“${written}” is taken for question ${question.number} of ${question.section}: “${question.text}”.`);
      if (first === undefined && !there.has(keyOf(descriptor))) added.push(descriptor);
    }
    const notes = [`${source.name}: ${rows.length} descriptors, ${added.length} new.`, ...taken.values()];
    if (added.length === 0) return { notes };
    const from = Math.max(0, ...known.map((one) => one.position));
    return {
      notes,
      publish: async (client) => void (await client.query(
        `insert into evaluation_descriptors (id, tool_id, question_id, question_written, grade, position, text)
         select r.id, $2, r.question_id, r.question_written, r.grade, r.position, r.text from jsonb_to_recordset($1) r (id uuid, question_id uuid, question_written text, grade text, position integer, text text)`,
        [JSON.stringify(added.map((one, n) => ({ ...one, id: uuidv7(), position: from + n + 1 }))), draft.tool.id],
      )),
    };
  },
};

/** The question that a descriptor is of; undefined: of the scale, or refused. */
function questionOf({ tool }: EvaluationDraft, row: Row, refuse: (column: 'section' | 'question_no' | 'question', reason: string) => void): DraftQuestion | undefined {
  const [section, number, wording] = [row.cell('section'), row.cell('question_no'), row.cell('question')];
  if (number !== '' || section !== '') {
    const question = tool.question(section, number);
    if (question === undefined) refuse('question_no', 'is no question of the section');
    return question;
  }
  if (wording === '') return undefined;
  const [best, second] = tool.questions.map((question) => ({ question, how: likeness(question.text, wording) })).sort((a, b) => b.how - a.how);
  if (best === undefined || best.how < ALIKE) refuse('question', 'is worded like no question of the tool');
  else if (second?.how === best.how) refuse('question', 'is worded like two questions of the tool: say section and question_no');
  else return best.question;
  return undefined;
}
