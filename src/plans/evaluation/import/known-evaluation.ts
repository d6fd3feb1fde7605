import type { ClientBase } from 'pg';
import type { Grade } from '../tool';

export interface KnownQuestion {
  readonly id: string;
  readonly section_id: string;
  readonly section: string;
  readonly number: string;
  readonly position: number;
  readonly text: string;
  readonly lineage_id: string;
}

export interface KnownDescriptor {
  readonly question_id: string | null;
  readonly question_written: string | null;
  readonly grade: string;
  readonly text: string;
  readonly position: number;
}

/** An edition of a tool, held in memory to be compared with a file. */
export interface KnownTool {
  readonly id: string;
  readonly edition: number;
  readonly scale: readonly Grade[];
  readonly sections: readonly { readonly id: string; readonly title: string; readonly position: number }[];
  readonly questions: readonly KnownQuestion[];
  readonly descriptors: readonly KnownDescriptor[];
  /** How many rounds use it. */
  readonly rounds: number;
}

export interface KnownRound {
  readonly id: string;
  readonly version: number;
  readonly tool: KnownTool;
  readonly grades: readonly { readonly question_id: string; readonly grade: string }[];
  readonly evidence: readonly { readonly id: string; readonly section_id: string; readonly question_id: string | null; readonly text: string; readonly position: number }[];
}

export interface KnownEvaluation {
  /** The editions of the tool for the area: its own before those of the areas that it lies in, the newest first. */
  readonly tools: readonly KnownTool[];
  /** The round of those days, with the edition that it uses. */
  readonly round: KnownRound | undefined;
  /** What the next edition of the area itself will be. */
  readonly nextEdition: number;
}

const list = (select: string): string => `coalesce((${select}), '[]')`;
const TOOL = (id: string): string => `(select json_build_object('id', k.id, 'edition', k.edition,
  'scale', ${list(`select json_agg(json_build_object('grade', s.grade, 'label', s.label) order by s.position) from evaluation_scale_grades s where s.tool_id = k.id`)},
  'sections', ${list(`select json_agg(json_build_object('id', s.id, 'title', s.title, 'position', s.position) order by s.position) from evaluation_sections s where s.tool_id = k.id`)},
  'questions', ${list(`select json_agg(json_build_object('id', q.id, 'section_id', q.section_id, 'section', s.title, 'number', q.number, 'position', q.position, 'text', q.text, 'lineage_id', q.lineage_id) order by q.position)
    from evaluation_questions q join evaluation_sections s on s.id = q.section_id where q.tool_id = k.id`)},
  'descriptors', ${list(`select json_agg(json_build_object('question_id', d.question_id, 'question_written', d.question_written, 'grade', d.grade, 'text', d.text, 'position', d.position) order by d.position) from evaluation_descriptors d where d.tool_id = k.id`)},
  'rounds', (select count(*)::int from self_evaluations e where e.tool_id = k.id)) from evaluation_tools k where k.id = ${id})`;

const ROUND = `select json_build_object('id', e.id, 'version', e.version, 'tool', ${TOOL('e.tool_id')},
    'grades', ${list(`select json_agg(json_build_object('question_id', g.question_id, 'grade', g.grade)) from agreed_grades g where g.round_id = e.id`)},
    'evidence', ${list(`select json_agg(json_build_object('id', v.id, 'section_id', v.section_id, 'question_id', v.question_id, 'text', v.text, 'position', v.position) order by v.position) from evaluation_evidence v where v.round_id = e.id`)})
  from self_evaluations e join evaluation_tools t on t.id = e.tool_id where e.area_id = $1 and t.title_key = name_key($2) and e.held = $3::daterange order by t.edition desc limit 1`;

/** @param range the days of the round, as PostgreSQL writes them. */
export async function knownEvaluation(client: ClientBase, areaId: string, title: string, range: string): Promise<KnownEvaluation> {
  const found = await client.query(
    `select (select coalesce(json_agg(${TOOL('o.id')} order by t.depth, o.edition desc), '[]') from evaluation_tools o join shown.area_tree t on t.ancestor_id = o.area_id
        where t.descendant_id = $1 and o.title_key = name_key($2)) as tools,
      (${ROUND}) as round,
      (select coalesce(max(k.edition), 0) + 1 from evaluation_tools k where k.area_id = $1 and k.title_key = name_key($2))::int as next`,
    [areaId, title, range],
  );
  const [row] = found.rows as { tools: KnownTool[]; round: KnownRound | null; next: number }[];
  return { tools: row?.tools ?? [], round: row?.round ?? undefined, nextEdition: row?.next ?? 1 };
}
