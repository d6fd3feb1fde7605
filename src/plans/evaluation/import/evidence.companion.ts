import { v7 as uuidv7 } from 'uuid';
import { noCounts } from '../../../intake/outcome';
import { openRows } from '../../../intake/open-rows';
import { daysOfRound } from '../round';
import type { CompanionFile, EvaluationDraft, StagedFile } from './evaluation-draft';
import { EVIDENCE_HEADINGS, type FileRow, fileRows } from './question-rows';

type Row = FileRow<(typeof EVIDENCE_HEADINGS)[number]>;
interface Item {
  readonly id: string;
  readonly section_id: string;
  readonly question_id: string | null;
  readonly text: string;
}

/** Evidence of a round: section,evidence, and as far as it is for a question question_no. What is there and not in the file stays. */
export const evidenceFile: CompanionFile = {
  option: 'evidence',
  async stage(draft, path): Promise<StagedFile> {
    const source = await openRows(path, { guarded: true });
    const { context } = draft;
    const rows = await fileRows({ ...pick(context), counts: noCounts() }, source, EVIDENCE_HEADINGS, ['section', 'evidence'], source.name).finally(() => source.close());
    const known = draft.knownRound?.evidence ?? [];
    const seen = new Map<string, number>();
    const added: Item[] = [];
    const named: Item[] = [];
    let unchanged = 0;
    for (const row of rows) {
      const item = readItem(draft, row, seen, source.name);
      if (item === undefined) continue;
      const before = known.filter((one) => one.section_id === item.section_id && one.text === item.text);
      const same = before.find((one) => one.question_id === item.question_id || item.question_id === null);
      const unnamed = before.find((one) => one.question_id === null);
      if (same !== undefined) unchanged += 1;
      else if (unnamed !== undefined) named.push({ ...item, id: unnamed.id });
      else added.push(item);
    }
    const staying = known.length - unchanged - named.length;
    const notes = [`${source.name}: ${rows.length} items of evidence, ${added.length} new.`, ...(staying > 0 ? [`${staying} items of evidence are not in the file and stay.`] : [])];
    if (added.length + named.length === 0) return { notes };
    return {
      notes,
      publish: async (client, at) => {
        await client.query(
          `insert into evaluation_evidence (id, round_id, tool_id, section_id, question_id, position, text, recorded_at)
           select r.id, $2, $3, r.section_id, r.question_id, r.position, r.text, $4 from jsonb_to_recordset($1) r (id uuid, section_id uuid, question_id uuid, position integer, text text)`,
          [JSON.stringify(added.map((item, n) => ({ ...item, position: Math.max(0, ...known.map((one) => one.position)) + n + 1 }))), draft.roundId, draft.tool.id, at],
        );
        await client.query('update evaluation_evidence v set question_id = r.question_id from jsonb_to_recordset($1) r (id uuid, question_id uuid) where v.id = r.id', [JSON.stringify(named)]);
      },
    };
  },
};

const pick = ({ refused, progress }: EvaluationDraft['context']): Pick<EvaluationDraft['context'], 'refused' | 'progress'> => ({ refused, progress });

function readItem({ context, round, range, tool }: EvaluationDraft, row: Row, seen: Map<string, number>, file: string): Item | undefined {
  const before = context.refused.count;
  const refuse = (column: (typeof EVIDENCE_HEADINGS)[number], reason: string): void => context.refused.add({ line: row.line, file, column, value: row.cell(column), reason });
  const [section, number, text] = [row.cell('section'), row.cell('question_no'), row.cell('evidence')];
  const sectionId = tool.sectionId(section);
  const question = number === '' ? undefined : tool.question(section, number);
  if (sectionId === undefined) refuse('section', section === '' ? 'is empty' : 'is no section of the tool');
  else if (number !== '' && question === undefined) refuse('question_no', 'is no question of the section');
  if (text === '') refuse('evidence', 'is empty');
  if (row.cell('round') !== '' && daysOfRound(row.cell('round'))?.range !== range) refuse('round', `is another round than ${round}`);
  const key = JSON.stringify([sectionId, number, text]);
  const first = seen.get(key);
  if (first !== undefined && text !== '') refuse('evidence', `stands in the file twice (line ${first})`);
  seen.set(key, row.line);
  if (sectionId === undefined || context.refused.count > before) return undefined;
  return { id: uuidv7(), section_id: sectionId, question_id: question?.id ?? null, text };
}
