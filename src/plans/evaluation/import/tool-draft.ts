import { v7 as uuidv7 } from 'uuid';
import { ALIKE, likeness } from '../../likeness';
import { nameKey } from '../../name-key';
import { type GivenQuestion, type Grade, toolRows } from '../tool';
import type { KnownEvaluation, KnownQuestion, KnownTool } from './known-evaluation';

export interface DraftQuestion {
  readonly id: string;
  readonly sectionId: string;
  readonly section: string;
  readonly number: string;
  readonly text: string;
}

interface NewQuestion {
  readonly id: string;
  readonly section_id: string;
  readonly number: string;
  readonly position: number;
  readonly text: string;
  readonly lineage_id: string;
}

/** Why a row does not fit the tool: the column, and the reason. */
export type Misfit = readonly ['section' | 'question_no' | 'question', string];

const keyOf = (section: string, number: string): string => `${nameKey(section)}\n${number}`;

/**
 * The tool of a round as the file has it. One that no other round uses is mended; one that others use stays as it is, and
 * other questions make a new edition, in which a question goes on from the one that is worded alike.
 */
export class ToolDraft {
  readonly id: string;
  readonly isNew: boolean;
  readonly scaleRows: object[] = [];
  readonly sectionRows: { readonly id: string; readonly title: string; readonly position: number }[] = [];
  readonly questionRows: NewQuestion[] = [];
  private readonly byKey = new Map<string, DraftQuestion>();
  private readonly sections = new Map<string, string>();
  private readonly shared: boolean;

  /** @param known the edition that is there for it; undefined: `given` makes one, with a scale. */
  constructor(private readonly known: KnownTool | undefined, { tools, round }: KnownEvaluation, given: readonly GivenQuestion[], scale: readonly Grade[]) {
    this.isNew = known === undefined;
    this.shared = (known?.rounds ?? 0) > (round === undefined ? 0 : 1);
    this.id = this.known?.id ?? uuidv7();
    for (const section of this.known?.sections ?? []) this.sections.set(nameKey(section.title), section.id);
    for (const question of this.known?.questions ?? []) this.enter(question.section, question);
    if (!this.isNew) return;
    const lineages = lineagesOf(given, tools);
    const rows = toolRows(given, scale, (question) => lineages.get(question));
    this.scaleRows.push(...rows.scale);
    this.sectionRows.push(...rows.sections);
    this.questionRows.push(...rows.questions);
    rows.sections.forEach((section) => this.sections.set(nameKey(section.title), section.id));
    rows.questions.forEach((question, at) => this.enter(given[at]?.section ?? '', question));
  }

  get questions(): readonly DraftQuestion[] {
    return [...this.byKey.values()];
  }

  sectionId(title: string): string | undefined {
    return this.sections.get(nameKey(title));
  }

  question(section: string, number: string): DraftQuestion | undefined {
    return this.byKey.get(keyOf(section, number));
  }

  /** Takes in a row: the question that it is, and whether its wording is new; or why it does not fit. */
  take(given: GivenQuestion): { readonly question: DraftQuestion; readonly changed: boolean } | Misfit {
    const there = this.question(given.section, given.number);
    if (there?.text === given.text) return { question: there, changed: this.isNew };
    if (there === undefined) return this.shared ? ['question_no', 'is no question of the tool, which other rounds use: give the tool another name (--tool)'] : { question: this.add(given), changed: true };
    if (likeness(there.text, given.text) < ALIKE) return ['question', `is another question than that of this number before (“${there.text}”): give it a number of its own`];
    if (this.shared) return ['question', `differs from the wording of the tool, which other rounds use (“${there.text}”)`];
    const known = this.known?.questions.find((question) => question.id === there.id);
    const question = { ...there, text: given.text };
    this.byKey.set(keyOf(given.section, given.number), question);
    if (known !== undefined) this.questionRows.push({ id: known.id, section_id: known.section_id, number: known.number, position: known.position, text: given.text, lineage_id: known.lineage_id });
    return { question, changed: true };
  }

  private add({ section, number, text }: GivenQuestion): DraftQuestion {
    let sectionId = this.sectionId(section);
    if (sectionId === undefined) {
      sectionId = uuidv7();
      this.sections.set(nameKey(section), sectionId);
      this.sectionRows.push({ id: sectionId, title: section, position: next([...(this.known?.sections ?? []), ...this.sectionRows]) });
    }
    const id = uuidv7();
    const row = { id, section_id: sectionId, number, position: next([...(this.known?.questions ?? []), ...this.questionRows]), text, lineage_id: id };
    this.questionRows.push(row);
    return this.enter(section, row);
  }

  private enter(section: string, { id, section_id: sectionId, number, text }: Pick<KnownQuestion, 'id' | 'section_id' | 'number' | 'text'>): DraftQuestion {
    const question = { id, sectionId, section, number, text };
    this.byKey.set(keyOf(section, number), question);
    return question;
  }
}

function next(rows: readonly { readonly position: number }[]): number {
  return Math.max(0, ...rows.map((row) => row.position)) + 1;
}

/** The edition for a file: that of its round, else the newest that has all its questions, word for word. */
export function editionFor(given: readonly GivenQuestion[], { tools, round }: KnownEvaluation): KnownTool | undefined {
  return round?.tool ?? tools.find((tool) => {
    const texts = new Map(tool.questions.map((question) => [keyOf(question.section, question.number), question.text]));
    return given.every((question) => texts.get(keyOf(question.section, question.number)) === question.text);
  });
}

/** What questions go on from in former editions, the newest first: one of the very words, else of the same number and worded alike. Each is gone on from once. */
function lineagesOf(given: readonly GivenQuestion[], tools: readonly KnownTool[]): ReadonlyMap<GivenQuestion, string> {
  const lineages = new Map<GivenQuestion, string>();
  const taken = new Set<string>();
  const before = tools.flatMap((tool) => tool.questions);
  const match = (goesOn: (question: GivenQuestion, one: KnownQuestion) => boolean): void => {
    for (const question of given) {
      const found = lineages.has(question) ? undefined : before.find((one) => !taken.has(one.lineage_id) && goesOn(question, one));
      if (found === undefined) continue;
      lineages.set(question, found.lineage_id);
      taken.add(found.lineage_id);
    }
  };
  match((question, one) => one.text === question.text && nameKey(one.section) === nameKey(question.section));
  match((question, one) => one.text === question.text);
  match((question, one) => keyOf(one.section, one.number) === keyOf(question.section, question.number) && likeness(one.text, question.text) >= ALIKE);
  return lineages;
}
