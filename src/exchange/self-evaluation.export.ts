import type { Reader } from '../graphql/read/reader';
import { textWorkbook } from '../intake/text-workbook';
import type { Template } from '../intake/template-file';
import { descriptorsTemplate, evaluationEvidenceTemplate, selfEvaluationTemplate } from '../plans/evaluation/self-evaluation.template';
import { sheetToImport } from './csv';

/** A file of a round, as the import takes it: its template, and its lines with the id of the round in place of ROUND. */
interface EvaluationFile {
  readonly template: Template;
  readonly lines: string;
}

const QUESTION_OF = 'left join shown.evaluation_questions_cleared q on q.id';

const FILES = {
  grades: {
    template: selfEvaluationTemplate,
    lines: `select q.section_title as section, q.number as question_no, q.text as question, e.round, g.grade
      from shown.self_evaluations_cleared e join shown.evaluation_questions_cleared q on q.tool_id = e.tool_id
      left join shown.agreed_grades_cleared g on g.round_id = e.id and g.question_id = q.id where e.id = ROUND order by q.section_position, q.position, q.id`,
  },
  evidence: {
    template: evaluationEvidenceTemplate,
    lines: `select s.title as section, q.number as question_no, e.round, v.text as evidence
      from shown.evaluation_evidence_cleared v join shown.self_evaluations_cleared e on e.id = v.round_id join shown.evaluation_sections_cleared s on s.id = v.section_id ${QUESTION_OF} = v.question_id
      where e.id = ROUND order by v.position, v.id`,
  },
  descriptors: {
    template: descriptorsTemplate,
    lines: `select q.section_title as section, q.number as question_no, d.question_written as question, d.grade, d.text as descriptor
      from shown.self_evaluations_cleared e join shown.evaluation_descriptors_cleared d on d.tool_id = e.tool_id ${QUESTION_OF} = d.question_id where e.id = ROUND order by d.position, d.id`,
  },
} satisfies Record<string, EvaluationFile>;

/** A round in the layout of its import, a file each: importing them again changes nothing. Replies are not among them: nobody may read one. */
export async function selfEvaluationSheet(reader: Reader, roundId: string, file: keyof typeof FILES, format: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const { template, lines } = FILES[file];
  const bind = reader.binder();
  const found = await reader.rows<Record<string, string | null>>(lines.replace('ROUND', bind.param(roundId, 'uuid')), bind);
  const rows = found.map((line) => template.headings.map((heading) => line[heading] ?? ''));
  return format === 'csv' ? sheetToImport(template.headings, rows) : textWorkbook(template, rows);
}
