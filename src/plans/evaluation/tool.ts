import { v7 as uuidv7 } from 'uuid';
import { nameKey } from '../name-key';

/** A grade of a scale and what it means. */
export interface Grade {
  readonly grade: string;
  readonly label: string | null;
}

/** The scale of the tools that both counties know, with their words. */
export const USUAL_SCALE: readonly Grade[] = [
  { grade: 'A', label: 'Good to best practice' }, { grade: 'B', label: 'Meets minimum standards' }, { grade: 'C', label: 'Needs significant improvement' },
];

/** Questions of a tool, in order. */
export interface GivenQuestion {
  readonly section: string;
  readonly number: string;
  readonly text: string;
}

export interface ToolRows {
  readonly scale: readonly object[];
  readonly sections: readonly { readonly id: string; readonly title: string; readonly position: number }[];
  readonly questions: readonly { readonly id: string; readonly section_id: string; readonly number: string; readonly position: number; readonly text: string; readonly lineage_id: string }[];
}

/** The rows of a new tool. @param lineageOf the question of a former edition that one goes on with. */
export function toolRows(questions: readonly GivenQuestion[], scale: readonly Grade[], lineageOf: (question: GivenQuestion) => string | undefined = () => undefined): ToolRows {
  const sections = new Map<string, { id: string; title: string; position: number }>();
  for (const { section } of questions) {
    const key = nameKey(section);
    if (!sections.has(key)) sections.set(key, { id: uuidv7(), title: section, position: sections.size + 1 });
  }
  return {
    scale: scale.map((grade, at) => ({ ...grade, position: at + 1 })),
    sections: [...sections.values()],
    questions: questions.map((question, at) => {
      const id = uuidv7();
      return { id, section_id: sections.get(nameKey(question.section))?.id ?? '', number: question.number, position: at + 1, text: question.text, lineage_id: lineageOf(question) ?? id };
    }),
  };
}

/** Statements that write a tool: a head, and then the rows of its parts. Each takes the id and JSON. */
export const WRITE_SCALE = `insert into evaluation_scale_grades (tool_id, grade, position, label) select $1, r.grade, r.position, r.label from jsonb_to_recordset($2) r (grade text, position integer, label text)`;
export const WRITE_SECTIONS = `insert into evaluation_sections (id, tool_id, position, title) select r.id, $1, r.position, r.title from jsonb_to_recordset($2) r (id uuid, position integer, title text)`;
export const WRITE_QUESTIONS = `
  insert into evaluation_questions (id, tool_id, section_id, number, position, text, lineage_id)
  select r.id, $1, r.section_id, r.number, r.position, r.text, r.lineage_id from jsonb_to_recordset($2) r (id uuid, section_id uuid, number text, position integer, text text, lineage_id uuid)
  on conflict (id) do update set text = excluded.text`;
export const WRITE_TOOL = `insert into evaluation_tools (id, area_id, title, edition, source, created_at) values ($1, $2, $3, $4, $5, $6)`;
export const WRITE_ROUND = `insert into self_evaluations (id, tool_id, area_id, round, held, source, created_at, updated_at) values ($1, $2, $3, $4, $5::daterange, $6, $7, $7)`;
