import type { PoolClient } from 'pg';
import { CellFault } from './cell-values';
import type { ImportedTerm } from './imported-organisation';

interface TermRow {
  id: string;
  vocabulary: string;
  code: string;
  name: string;
  purpose: 'CATEGORY' | 'COMMUNITY';
}

/** The codes that rows may name, held in memory: a vocabulary has hundreds of terms, a country some thousand areas. */
export class KnownCodes {
  private readonly byCode = new Map<string, TermRow[]>();
  private readonly byWord = { CATEGORY: new Map<string, TermRow[]>(), COMMUNITY: new Map<string, TermRow[]>() };

  private constructor(
    terms: readonly TermRow[],
    private readonly areas: ReadonlyMap<string, string>,
    readonly vocabularies: ReadonlySet<string>,
  ) {
    for (const term of terms) {
      enter(this.byCode, `${term.vocabulary}:${term.code}`, term);
      for (const word of new Set([term.code, `${term.vocabulary}:${term.code}`, term.name].map(fold))) enter(this.byWord[term.purpose], word, term);
    }
  }

  static async read(client: PoolClient): Promise<KnownCodes> {
    const terms = await client.query('select t.id, t.vocabulary, t.code, t.name, v.purpose from terms t join vocabularies v on v.code = t.vocabulary');
    const vocabularies = await client.query('select code from vocabularies');
    // A code of today comes after a former one, so that it stands.
    const areas = await client.query('select code, area_id as id from shown.area_former_codes union all select code, id from shown.areas');
    return new KnownCodes(
      terms.rows as TermRow[],
      new Map((areas.rows as { code: string; id: string }[]).map((row) => [row.code, row.id])),
      new Set((vocabularies.rows as { code: string }[]).map((row) => row.code)),
    );
  }

  /** A term of one vocabulary by its exact code. */
  termOf(vocabulary: string, code: string): ImportedTerm | undefined {
    const term = this.byCode.get(`${vocabulary}:${code}`)?.[0];
    return term === undefined ? undefined : { termId: term.id, vocabulary };
  }

  /** A term by `code`, `vocabulary:code` or name, whatever its case. */
  term(purpose: 'CATEGORY' | 'COMMUNITY', word: string): ImportedTerm {
    const found = this.byWord[purpose].get(fold(word)) ?? [];
    const [term] = found;
    if (term === undefined) throw new CellFault(`is not a term of any vocabulary of ${purpose === 'CATEGORY' ? 'categories' : 'communities'}`);
    if (found.length > 1) throw new CellFault(`is a term of several: say ${found.map((one) => `${one.vocabulary}:${one.code}`).join(' or ')}`);
    return { termId: term.id, vocabulary: term.vocabulary };
  }

  /** The area with this code today, or formerly. */
  area(code: string): string {
    const id = this.areas.get(code) ?? this.areas.get(code.toUpperCase());
    if (id === undefined) throw new CellFault('is not the code of an area');
    return id;
  }
}

function enter(map: Map<string, TermRow[]>, key: string, term: TermRow): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [term]);
  else if (!there.includes(term)) there.push(term);
}

function fold(word: string): string {
  return word.trim().toLowerCase();
}
