import { Rag } from '../plan.enums';
import type { ReportAction, ReportGroup, ReportSection } from './plan-report';
import { ratingWords } from './words';

/** A piece of a cell, a paragraph of its own. */
export interface Part {
  readonly text: string;
  /** SMALL: said beside what the plan says. CHANGE: what changed since the last review. */
  readonly kind: 'TEXT' | 'SMALL' | 'CHANGE';
}

export interface Cell {
  readonly parts: readonly Part[];
  /** Rows that it stands beside. */
  readonly rows: number;
  /** Whether it names what the others of its row or rows speak of. */
  readonly heads: boolean;
  readonly rag?: Rag;
}

export interface Column {
  readonly heading: string;
  /** Of the width of the table, in parts that need not add up. */
  readonly width: number;
}

/** The table that people know: a row an action; what is said of a recommendation stands once, beside all its actions. */
export interface ReportTable {
  readonly columns: readonly Column[];
  /** The rows of each recommendation, or of one action without. A cell that stands beside several rows is in the first. */
  readonly groups: readonly (readonly (readonly Cell[])[])[];
}

interface Needed {
  readonly recommendations: boolean;
  readonly positions: boolean;
  readonly measures: boolean;
}

/** The table of a section, without columns that are empty all the way down. */
export function reportTable({ groups }: ReportSection): ReportTable {
  const needed: Needed = {
    recommendations: groups.some((group) => group.recommendation !== null),
    positions: groups.some((group) => group.position.length > 0),
    measures: groups.some((group) => group.actions.some((action) => action.measures.length > 0)),
  };
  return {
    columns: [
      ...(needed.recommendations ? [{ heading: 'Recommendation', width: 15 }] : []), ...(needed.positions ? [{ heading: 'Where we are up to', width: 17 }] : []),
      { heading: 'Action', width: 21 }, { heading: 'Who', width: 14 }, { heading: 'By when', width: 12 },
      ...(needed.measures ? [{ heading: 'Measures', width: 14 }] : []), { heading: 'Update', width: 18 }, { heading: 'RAG', width: 9 },
    ],
    groups: groups.map((group) => group.actions.map((action, at) => [...(at === 0 ? beside(group, needed) : []), ...rowOf(action, needed)])),
  };
}

function beside({ recommendation, position, actions }: ReportGroup, needed: Needed): Cell[] {
  const rows = actions.length;
  return [
    ...(needed.recommendations ? [{ parts: recommendation === null ? [] : texts(`${recommendation.number} ${recommendation.text}`), rows, heads: recommendation !== null }] : []),
    ...(needed.positions ? [{ parts: position.flatMap((one) => [...texts(one.text), ...(one.changed ? [change('Stated since the last review')] : [])]), rows, heads: false }] : []),
  ];
}

function rowOf(action: ReportAction, needed: Needed): Cell[] {
  const cell = (parts: readonly Part[], more: Partial<Cell> = {}): Cell => ({ parts, rows: 1, heads: false, ...more });
  return [
    cell([...(action.text === '' ? [...texts(action.number), small('The plan has no wording here')] : texts(`${action.number} ${action.text}`)), ...action.changes.map(change)], { heads: true }),
    cell(action.leads.flatMap(texts)),
    cell([...texts(action.byWhen ?? ''), small(action.state)]),
    ...(needed.measures ? [cell(action.measures.flatMap(({ text, numbers }) => [...texts(text), ...(numbers === '' ? [] : [small(numbers)])]))] : []),
    cell(action.updates.length === 0 && action.rag === Rag.NOT_RATED && !action.achieved ? [small('No update')] : action.updates.flatMap(({ text, on, changed }) => [...texts(text), small(on), ...(changed === true ? [change('Reported since the last review')] : [])])),
    cell(texts(ratingWords(action)), { rag: action.rag }),
  ];
}

function texts(text: string): Part[] {
  return text.split(/\n+/).filter((part) => part.trim() !== '').map((part) => ({ text: part.trim(), kind: 'TEXT' }));
}

const small = (text: string): Part => ({ text, kind: 'SMALL' });
const change = (text: string): Part => ({ text, kind: 'CHANGE' });
