import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import type { Release } from '../intake/release';
import { readRows } from '../intake/read-rows';
import { type GivenTerm, termReader } from './vocabulary-shapes';

export interface VocabularyImportOptions extends ImportOptions {
  readonly code: string;
  readonly name: string;
  readonly purpose: 'CATEGORY' | 'COMMUNITY';
  /** Of the release. */
  readonly version?: string | undefined;
  readonly source?: string | undefined;
}

interface KnownTerm {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly level: number;
  readonly synonyms: string[];
  readonly notes: string | null;
  readonly in_use: boolean;
}

interface NextTerm {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly level: number;
  readonly synonyms: readonly string[];
  readonly notes: string | null;
}

/**
 * Imports a release of a vocabulary: its terms are made or brought up to date by their code, and terms that it no
 * longer has go, unless something still refers to them. The terms are held in memory: the largest vocabularies in use
 * have some thousands.
 */
export async function importVocabulary(database: Database, clock: Clock, options: VocabularyImportOptions): Promise<ImportOutcome> {
  const { code, name, purpose, version, source } = options;
  return runImport(database, clock, options, { kind: 'vocabulary', settings: { code, name, purpose, version, source }, stage: (context) => stage(context, options) });
}

/** How an import of a vocabulary is taken back. */
export const vocabularyRelease: Release = {
  scope: ['code'],
  tables: [
    { name: 'vocabularies', key: ['code'], columns: ['name', 'version', 'source'] },
    { name: 'terms', key: ['vocabulary', 'code'], columns: ['name', 'parent_id', 'level', 'synonyms', 'notes'] },
  ],
  moves: false,
};

async function stage(context: ImportContext, options: VocabularyImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes } = context;
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(options.code)) throw new SetUpError(`"${options.code}" cannot be the code of a vocabulary: lower-case letters, digits, - and _.`);
  const head = await readHead(client, options.code);
  if (head !== undefined && head.purpose !== options.purpose) throw new SetUpError(`The vocabulary ${options.code} is there already, with the purpose ${head.purpose}.`);
  const given = refuseFaulty(context, await readTerms(context, options.file));
  if (context.doomed) return undefined;
  const known = await readKnown(client, options.code);
  const next = withIds(given, known);
  const changed = next.filter((term) => differs(term, known.get(term.code)));
  counts.created = changed.filter((term) => !known.has(term.code)).length;
  counts.updated = changed.length - counts.created;
  counts.unchanged = next.length - changed.length;
  const gone = termsToRemove(known, next, notes);
  const version = options.version ?? head?.version ?? null;
  const source = options.source ?? head?.source ?? null;
  const sameHead = head !== undefined && head.name === options.name && head.version === version && head.source === source;
  if (changed.length + gone.length === 0 && sameHead) return undefined;
  return async (publisher) => {
    await publisher.query(
      `insert into vocabularies (code, name, purpose, version, source) values ($1, $2, $3, $4, $5)
       on conflict (code) do update set name = excluded.name, version = excluded.version, source = excluded.source`,
      [options.code, options.name, options.purpose, version, source],
    );
    // Terms refer to each other: one statement, checked at its end.
    await publisher.query(
      `insert into terms (id, vocabulary, code, name, parent_id, level, synonyms, notes)
       select t.id, $1, t.code, t.name, t.parent_id, t.level, array(select jsonb_array_elements_text(t.synonyms)), t.notes
       from jsonb_to_recordset($2) t (id uuid, code text, name text, parent_id uuid, level integer, synonyms jsonb, notes text)
       on conflict (vocabulary, code) do update set name = excluded.name, parent_id = excluded.parent_id, level = excluded.level,
         synonyms = excluded.synonyms, notes = excluded.notes`,
      [options.code, JSON.stringify(changed)],
    );
    await publisher.query('delete from terms where id = any($1::uuid[])', [gone.map((term) => term.id)]);
  };
}

async function readHead(client: PoolClient, code: string): Promise<{ name: string; purpose: string; version: string | null; source: string | null } | undefined> {
  const found = await client.query('select name, purpose, version, source from vocabularies where code = $1', [code]);
  return found.rows[0] as { name: string; purpose: string; version: string | null; source: string | null } | undefined;
}

async function readTerms(context: ImportContext, file: string): Promise<GivenTerm[]> {
  const source = await openRows(file);
  try {
    const reader = termReader(source);
    const terms: GivenTerm[] = [];
    for await (const row of readRows(context, source)) terms.push(reader.read(row));
    return reader.finish(terms);
  } finally {
    source.close();
  }
}

/** The terms that can be taken: with a code of their own, a name, and a parent that leads to the top. */
function refuseFaulty({ refused }: ImportContext, terms: readonly GivenTerm[]): GivenTerm[] {
  const byCode = new Map<string, GivenTerm>();
  for (const term of terms) if (!byCode.has(term.code)) byCode.set(term.code, term);
  return terms.filter((term) => {
    const fault = faultOf(term, byCode);
    if (fault !== undefined) refused.add({ line: term.line, ...fault });
    return fault === undefined;
  });
}

function faultOf(term: GivenTerm, byCode: ReadonlyMap<string, GivenTerm>): { column: string; value: string; reason: string } | undefined {
  const { code, name, parent } = term;
  if (code === '') return { column: 'code', value: '', reason: 'is empty' };
  if (name === '') return { column: 'name', value: '', reason: 'is empty' };
  if (byCode.get(code) !== term) return { column: 'code', value: code, reason: 'stands in the file twice' };
  const passed = new Set([code]);
  for (let above = parent; above !== undefined; above = byCode.get(above)?.parent) {
    if (!byCode.has(above)) return { column: 'parent', value: above, reason: 'is not a term of the file' };
    if (passed.has(above)) return { column: 'parent', value: parent ?? '', reason: 'would make the term stand above itself' };
    passed.add(above);
  }
  return undefined;
}

async function readKnown(client: PoolClient, vocabulary: string): Promise<Map<string, KnownTerm>> {
  const found = await client.query(
    `select t.id, t.code, t.name, t.parent_id, t.level, t.synonyms, t.notes,
       exists (select from categorisations c where c.term_id = t.id) or exists (select from community_links l where l.term_id = t.id)
         or exists (select from under_represented_communities u where u.term_id = t.id)
         or exists (select from terms below where below.parent_id = t.id and below.vocabulary <> t.vocabulary) as in_use
     from terms t where t.vocabulary = $1`,
    [vocabulary],
  );
  return new Map((found.rows as KnownTerm[]).map((term) => [term.code, term]));
}

function withIds(given: readonly GivenTerm[], known: ReadonlyMap<string, KnownTerm>): NextTerm[] {
  const ids = new Map(given.map((term) => [term.code, known.get(term.code)?.id ?? uuidv7()]));
  const parents = new Map(given.map((term) => [term.code, term.parent]));
  const levelOf = (code: string): number => {
    const above = parents.get(code);
    return above === undefined ? 1 : levelOf(above) + 1;
  };
  return given.map(({ code, name, parent, synonyms, notes }) => ({
    id: ids.get(code) as string,
    code,
    name,
    parent_id: parent === undefined ? null : (ids.get(parent) ?? known.get(parent)?.id ?? null),
    level: levelOf(code),
    synonyms,
    notes: notes ?? null,
  }));
}

function differs(term: NextTerm, known: KnownTerm | undefined): boolean {
  if (known === undefined) return true;
  const same = (['name', 'parent_id', 'level', 'notes'] as const).every((field) => term[field] === known[field]);
  return !same || term.synonyms.join('\n') !== known.synonyms.join('\n');
}

/** Terms that the release lacks: they go with all below them, unless one of those is in use. */
function termsToRemove(known: ReadonlyMap<string, KnownTerm>, next: readonly NextTerm[], notes: string[]): KnownTerm[] {
  const kept = new Set(next.map((term) => term.id));
  const needed = new Set(next.map((term) => term.parent_id));
  const byId = new Map([...known.values()].map((term) => [term.id, term]));
  const stays: string[] = [];
  for (const term of known.values()) {
    if (kept.has(term.id) || !(term.in_use || needed.has(term.id))) continue;
    stays.push(term.code);
    for (let above: KnownTerm | undefined = term; above !== undefined; above = byId.get(above.parent_id ?? '')) kept.add(above.id);
  }
  const gone = [...known.values()].filter((term) => !kept.has(term.id));
  if (stays.length > 0) notes.push(`${stays.length} terms are not in the file but in use, and stay: ${stays.slice(0, 10).join(', ')}.`);
  if (gone.length > 0) notes.push(`${gone.length} terms that are not in the file and that nothing uses are removed.`);
  return gone;
}
