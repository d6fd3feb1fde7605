import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { importVocabulary } from '../../src/organisations/vocabulary.import';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { importPostcodes } from '../../src/places/postcodes.import';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

const real = (path: string): string => join(process.env.ATLAS_REAL_DATA ?? '', path);
const CHARITIES = 'organisations/charities-herts-derbys.csv';
const CLUBS = 'organisations/cascs-herts-derbys.csv';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty' });
  await importBoundaries(at.database, testClock, {
    file: real('geo/districts-herts-derbys.geojson'), kind: 'DISTRICT', code: 'lad_code', name: 'lad_name', parent: 'county_code', parentName: 'county_name',
  });
  await importPostcodes(at.database, testClock, { file: real('geo/postcodes-herts-derbys.csv') });
}, 120_000);
afterAll(() => at.close());

const charities = () => importOrganisations(at.database, testClock, { file: real(CHARITIES), layout: 'charities' });
const clubs = () => importOrganisations(at.database, testClock, { file: real(CLUBS), layout: 'casc' });

describe('the real charities and clubs of Hertfordshire and Derbyshire', () => {
  it('have the real classifications', async () => {
    const ukcat = await importVocabulary(at.database, testClock, { file: real('organisations/ukcat-taxonomy.csv'), code: 'ukcat', name: 'UK-CAT', purpose: 'CATEGORY' });
    expect(ukcat.counts).toMatchObject({ read: 254, created: 254 });
    const icnptso = await importVocabulary(at.database, testClock, { file: real('organisations/icnptso-taxonomy.csv'), code: 'icnptso', name: 'ICNPTSO', purpose: 'CATEGORY' });
    expect(icnptso.counts).toMatchObject({ read: 127, created: 127 });
  });

  it('are all kept, all placed, and unchanged the second time', async () => {
    for (const [load, rows] of [[charities, 153], [clubs, 277]] as const) {
      expect((await load()).counts).toEqual({ read: rows, created: rows, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
      expect((await load()).counts).toEqual({ read: rows, created: 0, updated: 0, unchanged: rows, refused: 0, notPlaced: 0 });
    }
  });

  it('lie, those that are active, in the districts in which the files count them', async () => {
    const rows = [CHARITIES, CLUBS].flatMap((file) => parse(readFileSync(real(file), 'utf8'), { columns: true, bom: true }) as Record<string, string>[]);
    const counted: Record<string, number> = {};
    for (const row of rows) if (row.active === 'True') counted[row.lad_code ?? ''] = (counted[row.lad_code ?? ''] ?? 0) + 1;
    const found = await rowsOf<{ code: string; count: number }>(
      at,
      `select a.code, count(*)::int as count from organisations o join areas a on a.id = o.based_in_id
       join organisation_statuses s on s.organisation_id = o.id and s.status = 'ACTIVE' and s.valid @> '2026-11-21'::date group by a.code`,
    );
    expect(Object.fromEntries(found.map((row) => [row.code, row.count]))).toEqual(counted);
    expect(Object.keys(counted)).toHaveLength(18);
  });

  it('carry the terms that the file gives them', async () => {
    const rows = parse(readFileSync(real(CHARITIES), 'utf8'), { columns: true, bom: true }) as Record<string, string>[];
    const [found] = await rowsOf<{ count: number }>(at, `select count(distinct c.organisation_id)::int as count from categorisations c join terms t on t.id = c.term_id where t.vocabulary = 'ukcat'`);
    expect(found?.count).toBe(rows.filter((row) => row.ukcat !== '').length);
  });
});
