import type { Statements } from '../../../intake/batch';
import { SetUpError } from '../../../errors';
import { foldName } from '../../../text/fold';
import { CellFault } from '../../../organisations/import/cell-values';
import { nameKey } from '../../name-key';

interface Question {
  readonly id: string;
  readonly section: string;
  readonly number: string;
}

interface Row {
  readonly tool_id: string;
  readonly area: string;
  readonly scale: string[];
  readonly questions: Question[];
  readonly districts: { id: string; code: string; name: string }[];
}

/** “Don't know” as forms and sheets write it; the sign that is kept is none. */
const DONT_KNOW = new Set(['dontknow', 'dk', '?']);

/** A round as its returned forms are read: what its questions, grades and districts are called. */
export class ReplyRound {
  private constructor(
    readonly id: string,
    private readonly row: Row,
  ) {}

  static async read(client: Statements, id: string): Promise<ReplyRound> {
    const { rows } = await client.query(
      `select e.tool_id, a.name as area, array(select s.grade from evaluation_scale_grades s where s.tool_id = e.tool_id order by s.position) as scale,
         (select json_agg(json_build_object('id', q.id, 'section', s.title, 'number', q.number) order by q.position) from evaluation_questions q join evaluation_sections s on s.id = q.section_id where q.tool_id = e.tool_id) as questions,
         (select coalesce(json_agg(json_build_object('id', d.id, 'code', d.code, 'name', d.name) order by d.code), '[]') from shown.areas d join shown.area_tree t on t.descendant_id = d.id
           where t.ancestor_id = e.area_id and d.kind = 'DISTRICT') as districts
       from self_evaluations e join shown.areas a on a.id = e.area_id where e.id = $1`, [id],
    );
    const [row] = rows as Row[];
    if (row === undefined) throw new SetUpError('There is no such round.');
    return new ReplyRound(id, row);
  }

  get toolId(): string {
    return this.row.tool_id;
  }

  /** A district of the area, by its code or its name. */
  district(given: string): string {
    const found = this.row.districts.find(({ code, name }) => code === given.toUpperCase() || foldName(name) === foldName(given));
    if (found === undefined) throw new CellFault(`is no district of ${this.row.area}`);
    return found.id;
  }

  section(given: string): string {
    const key = nameKey(given);
    if (!this.row.questions.some((question) => nameKey(question.section) === key)) throw new CellFault('is no section of the tool');
    return key;
  }

  /** @param section its key; undefined where the number alone must do. */
  question(number: string, section: string | undefined): string {
    const found = this.row.questions.filter((question) => question.number.toLowerCase() === number.toLowerCase() && (section === undefined || nameKey(question.section) === section));
    if (found.length === 0) throw new CellFault(`is no question of the ${section === undefined ? 'tool' : 'section'}`);
    if (found.length > 1) throw new CellFault(`stands in ${found.length} sections: say in section which is meant`);
    return (found[0] as Question).id;
  }

  /** A grade of the scale, in any case; null: “don't know”. */
  grade(given: string): string | null {
    const { scale } = this.row;
    const found = scale.find((grade) => grade === given) ?? scale.find((grade) => grade.toLowerCase() === given.toLowerCase());
    if (found !== undefined) return found;
    if (DONT_KNOW.has(given.toLowerCase().replace(/[\s_'\u2018\u2019.-]/g, ''))) return null;
    throw new CellFault(`is not one of ${scale.join(', ')}, DON'T_KNOW`);
  }
}
