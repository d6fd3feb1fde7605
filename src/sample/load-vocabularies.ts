import type { SqlRunner } from '../organisations/place-writing';
import { orNull, readSampleRows, several } from './sample-files';
import { overRows, sampleId } from './sample-rows';

const VOCABULARIES = [
  { code: 'community', name: 'Communities (sample)', purpose: 'COMMUNITY' },
  { code: 'service', name: 'Services (sample)', purpose: 'CATEGORY' },
];

/** Vocabularies are data: these two are there until a county brings its own. */
export async function loadVocabularies(run: SqlRunner): Promise<void> {
  await overRows(run, VOCABULARIES, 'code text, name text, purpose text', (rows) => `
    insert into vocabularies (code, name, purpose, version, source) select r.code, r.name, r.purpose, '1', 'vcs-atlas sample' from ${rows}
    on conflict (code) do nothing`);
  const terms = readSampleRows('terms').map((row) => ({
    id: sampleId('term', `${row.vocabulary}:${row.code}`),
    vocabulary: row.vocabulary,
    code: row.code,
    parent_code: orNull(row.parent_code),
    name: row.name,
    synonyms: several(row.synonyms),
  }));
  await overRows(run, terms, 'id uuid, vocabulary text, code text, name text, synonyms text[]', (rows) => `
    insert into terms (id, vocabulary, code, name, synonyms) select r.id, r.vocabulary, r.code, r.name, r.synonyms from ${rows}
    on conflict (vocabulary, code) do nothing`);
  await overRows(run, terms, 'vocabulary text, code text, parent_code text', (rows) => `
    update terms t set parent_id = p.id from ${rows} join terms p on p.vocabulary = r.vocabulary and p.code = r.parent_code
    where t.vocabulary = r.vocabulary and t.code = r.code`);
  await run.query(`
    with recursive deep (id, level) as (
      select id, 1 from terms where parent_id is null union all select t.id, deep.level + 1 from terms t join deep on t.parent_id = deep.id
    ) update terms t set level = deep.level from deep where deep.id = t.id and t.level <> deep.level`);
}
