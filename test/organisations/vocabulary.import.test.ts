import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { importTerms } from './organisation-imports';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => at.close());

interface TermRow {
  code: string;
  name: string;
  level: number;
  parent: string | null;
}

const terms = (vocabulary: string): Promise<TermRow[]> =>
  rowsOf<TermRow>(at, `select t.code, t.name, t.level, p.code as parent from terms t left join terms p on p.id = t.parent_id where t.vocabulary = $1 order by t.code`, [vocabulary]);

describe('importing a vocabulary', () => {
  it('finds the parents of UK-CAT from category, subcategory and level', async () => {
    expect((await importTerms(at, 'ukcat.csv', { version: '1' })).counts).toMatchObject({ read: 5, created: 5 });
    expect(await terms('ukcat')).toEqual([
      { code: 'XA', name: 'Arts', level: 1, parent: null },
      { code: 'XA101', name: 'Culture', level: 2, parent: 'XA' },
      { code: 'XA200', name: 'Media', level: 2, parent: 'XA' },
      { code: 'XA201', name: 'Film', level: 3, parent: 'XA200' },
      { code: 'XB', name: 'Belief', level: 1, parent: null },
    ]);
    expect(await importTerms(at, 'ukcat.csv', { version: '1' })).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 5 } });
  });

  it('takes a new release, and never a term away that is in use', async () => {
    await at.owner.query(`insert into categorisations (organisation_id, term_id) select (select id from organisations order by id limit 1), id from terms where code = 'XA101'`);
    const outcome = await importTerms(at, 'ukcat-next.csv', { version: '2' });
    expect(outcome.counts).toMatchObject({ read: 4, created: 1, updated: 1, unchanged: 2 });
    expect(outcome.notes).toEqual(['1 terms are not in the file but in use, and stay: XA101.', '1 terms that are not in the file and that nothing uses are removed.']);
    expect((await terms('ukcat')).map((term) => term.code)).toEqual(['XA', 'XA101', 'XA200', 'XA201', 'XC']);
    const [head] = await rowsOf(at, `select name, version from vocabularies where code = 'ukcat'`);
    expect(head).toEqual({ name: 'Tags', version: '2' });
  });

  it('reads ICNPTSO and a plain list', async () => {
    expect((await importTerms(at, 'icnptso.csv', { code: 'icnptso', name: 'ICNPTSO' })).counts).toMatchObject({ created: 4 });
    expect(await terms('icnptso')).toMatchObject([{ code: 'A' }, { code: 'A10', parent: 'A', level: 2 }, { code: 'A11', parent: 'A10', level: 3 }, { code: 'B', parent: null }]);
    await importTerms(at, 'communities-plain.csv', { code: 'anglers', name: 'Anglers', purpose: 'COMMUNITY' });
    const found = await rowsOf(at, `select code, synonyms from terms where vocabulary = 'anglers' order by code`);
    expect(found).toEqual([{ code: 'FISH', synonyms: ['fishers', 'rods'] }, { code: 'FISH_SEA', synonyms: [] }]);
  });

  it('refuses terms without name or code, twice there, without their parent, or above themselves', async () => {
    const outcome = await importTerms(at, 'vocabulary-refused.csv', { code: 'wrong', name: 'Wrong' });
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual([
      '3 code stands in the file twice', '4 name is empty', '5 parent is not a term of the file', '6 parent would make the term stand above itself', '7 parent would make the term stand above itself',
    ]);
    await expect(importTerms(at, 'ukcat.csv', { purpose: 'COMMUNITY' })).rejects.toThrow('The vocabulary ukcat is there already, with the purpose CATEGORY.');
    await expect(importTerms(at, 'charities.csv')).rejects.toThrow('charities.csv is no vocabulary that is known');
  });
});
