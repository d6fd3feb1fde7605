import type { Client } from 'pg';
import { idOf } from './areas';
import { THEMES } from './words';

const CATEGORIES = 250;
const BRANCH = 9;
const COMMUNITIES = ['Black and minority ethnic', 'Faith', 'Disability', 'LGBT+', 'Women', 'Men', 'Rural', 'Travellers', 'Refugees', 'Carers', 'Lone parents', 'Care leavers', 'Deaf', 'Autism', 'Dementia'];

export interface Vocabulary {
  readonly categories: readonly string[];
  readonly communities: readonly string[];
}

/** A tree of categories about as large as UK-CAT, and a list of communities. */
export async function loadVocabulary(owner: Client): Promise<void> {
  await owner.query(`insert into vocabularies (code, name, purpose) values ('category', 'Categories', 'CATEGORY'), ('community', 'Communities', 'COMMUNITY')`);
  for (let at = 0; at < CATEGORIES; at += 1) {
    const top = at % BRANCH === 0;
    const code = categoryCode(at);
    const parent = top ? null : idOf(`category:${categoryCode(at - (at % BRANCH))}`);
    const name = `${THEMES[at % THEMES.length]} ${top ? 'work' : `work of kind ${at % BRANCH}`}`;
    await owner.query(`insert into terms (id, vocabulary, code, name, parent_id, level) values ($1, 'category', $2, $3, $4, $5)`, [idOf(`category:${code}`), code, name, parent, top ? 1 : 2]);
  }
  for (const name of COMMUNITIES) {
    await owner.query(`insert into terms (id, vocabulary, code, name) values ($1, 'community', $2, $3)`, [idOf(`community:${name}`), name.toUpperCase().replace(/\W+/g, '_'), name]);
  }
}

export async function readVocabulary(owner: Client): Promise<Vocabulary> {
  const of = async (vocabulary: string): Promise<string[]> => {
    const found = await owner.query('select id from terms where vocabulary = $1 order by code', [vocabulary]);
    return (found.rows as { id: string }[]).map((row) => row.id);
  };
  return { categories: await of('category'), communities: await of('community') };
}

function categoryCode(at: number): string {
  return `C${String(at).padStart(3, '0')}`;
}
