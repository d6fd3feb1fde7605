import { SetUpError } from '../errors';
import { findColumn, type RowSource, type SourceRow } from '../intake/row-source';
import { cleanText, oneLine, parseList } from './import/cell-values';

/** A term as a file gives it. */
export interface GivenTerm {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  /** Code of the term above it. */
  readonly parent: string | undefined;
  readonly synonyms: readonly string[];
  readonly notes: string | undefined;
}

/** One way in which vocabularies are written down. */
interface VocabularyShape {
  readonly headings: readonly string[];
  read(cell: (heading: string) => string | undefined, row: SourceRow): GivenTerm;
  /** Finds parents that a row names by something else than their code. */
  parents?(terms: readonly GivenTerm[], rows: readonly Readonly<Record<string, string | undefined>>[]): GivenTerm[];
}

const EXTRA = ['notes', 'synonyms', 'parent'];

/** UK-CAT, the charity activity tags: parents follow from category and subcategory. */
const ukcat: VocabularyShape = {
  headings: ['code', 'tag', 'category', 'subcategory', 'level'],
  read: (cell, { line }) => ({ line, code: cell('code') ?? '', name: cell('tag') ?? '', parent: undefined, synonyms: parseList(cell('synonyms') ?? ''), notes: cell('notes') }),
  parents(terms, rows) {
    const tops = new Map<string, string>();
    const middles = new Map<string, string>();
    rows.forEach((row, i) => {
      const code = terms[i]?.code ?? '';
      if (row['level'] === '1') tops.set(row['category'] ?? '', code);
      if (row['level'] === '2') middles.set(`${row['category']}\n${row['subcategory']}`, code);
    });
    return terms.map((term, i) => {
      const row = rows[i] ?? {};
      const top = tops.get(row['category'] ?? '');
      const middle = row['level'] === '3' && row['subcategory'] !== undefined ? middles.get(`${row['category']}\n${row['subcategory']}`) : undefined;
      return { ...term, parent: row['level'] === '1' ? undefined : (middle ?? top ?? row['category']) };
    });
  },
};

/** ICNPTSO, the United Nations' classification: a row's code is its narrowest column, its parent the next wider one. */
const icnptso: VocabularyShape = {
  headings: ['section', 'group', 'sub-group', 'title'],
  read(cell, { line }) {
    const codes = ['section', 'group', 'sub-group'].map(cell).filter((code) => code !== undefined);
    return { line, code: codes.at(-1) ?? '', name: cell('title') ?? '', parent: codes.at(-2), synonyms: [], notes: cell('notes') };
  },
};

/** Our own: code, name, the parent's code, and synonyms with `;` between them. */
const plain: VocabularyShape = {
  headings: ['code', 'name'],
  read: (cell, { line }) => ({ line, code: cell('code') ?? '', name: cell('name') ?? '', parent: cell('parent'), synonyms: parseList(cell('synonyms') ?? ''), notes: cell('notes') }),
};

const SHAPES = [ukcat, icnptso, plain];

/** Reads terms in the shape that the headings tell. */
export function termReader(source: RowSource): { read(row: SourceRow): GivenTerm; finish(terms: readonly GivenTerm[]): GivenTerm[] } {
  const has = (heading: string): boolean => findColumn(source, heading) !== undefined;
  const shape = SHAPES.find(({ headings }) => headings.every(has));
  if (shape === undefined) {
    throw new SetUpError(
      `${source.name} is no vocabulary that is known; it has: ${source.columns.join(', ')}.`,
      'Known are code,name,parent,synonyms; the headings of UK-CAT (Code,tag,Category,Subcategory,Level) and of ICNPTSO (Section,Group,Sub-group,Title)',
    );
  }
  const positions = new Map([...shape.headings, ...EXTRA].map((heading) => [heading, findColumn(source, heading)]));
  const byLine = new Map<number, Record<string, string | undefined>>();
  return {
    read(row) {
      const cell = (heading: string): string | undefined => {
        const at = positions.get(heading);
        const text = at === undefined ? undefined : cleanText(row.values[at] ?? '');
        return text === undefined ? undefined : oneLine(text);
      };
      byLine.set(row.line, Object.fromEntries(shape.headings.map((heading) => [heading, cell(heading)])));
      return shape.read(cell, row);
    },
    finish: (terms) => shape.parents?.(terms, terms.map((term) => byLine.get(term.line) ?? {})) ?? [...terms],
  };
}
