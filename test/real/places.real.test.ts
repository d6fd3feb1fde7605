import { join } from 'node:path';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { importAreaCodes } from '../../src/places/area-codes.import';
import { importAreaStatistics } from '../../src/places/area-statistics.import';
import { importPostcodes } from '../../src/places/postcodes.import';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

const real = (path: string): string => join(process.env.ATLAS_REAL_DATA ?? '', path);

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => at.close());

describe('the real files of Hertfordshire and Derbyshire', () => {
  it('give 18 districts and 2 counties, over the sketches of the sample', async () => {
    const outcome = await importBoundaries(at.database, testClock, {
      file: real('geo/districts-herts-derbys.geojson'),
      kind: 'DISTRICT',
      code: 'lad_code',
      name: 'lad_name',
      parent: 'county_code',
      parentName: 'county_name',
    });
    expect(outcome.counts).toMatchObject({ read: 18, refused: 0 });
    const kinds = await rowsOf(at, `select kind, count(*)::int as count from areas where accuracy = 'GENERALISED' group by kind order by kind`);
    expect(kinds).toEqual([
      { kind: 'COUNTY', count: 2 },
      { kind: 'DISTRICT', count: 18 },
    ]);
    const [herts] = await rowsOf<{ km2: number }>(at, `select area_km2::float8 as km2 from areas where code = 'E10000015'`);
    expect(herts?.km2).toBeGreaterThan(1_600);
    expect(herts?.km2).toBeLessThan(1_690);
  });

  it('have at least 99.9 % of postcodes in the district that their row names', async () => {
    const outcome = await importPostcodes(at.database, testClock, { file: real('geo/postcodes-herts-derbys.csv') });
    expect(outcome.counts).toMatchObject({ read: 53_752, refused: 0, notPlaced: 0 });
    const [row] = await rowsOf<{ all: number; right: number }>(
      at,
      `select count(*)::int as all, count(*) filter (where st_covers(a.boundary, p.point))::int as right from postcodes p join areas a on a.code = p.district_code where p.district_code = any(
         select code from areas where accuracy = 'GENERALISED' and kind = 'DISTRICT')`,
    );
    expect(row?.all).toBe(53_752);
    expect((row?.right ?? 0) / (row?.all ?? 1)).toBeGreaterThanOrEqual(0.999);
    expect((await importPostcodes(at.database, testClock, { file: real('geo/postcodes-herts-derbys.csv') })).counts).toMatchObject({ created: 0, updated: 0, unchanged: 53_752 });
  });

  it('have statistics for all 18 districts, by old codes too', async () => {
    await importAreaCodes(at.database, testClock, { file: real('geo/gss-code-changes-england.csv') });
    const outcome = await importAreaStatistics(at.database, testClock, {
      file: real('stats/districts-18-summary.csv'),
      code: 'lad_code',
      measures: { population_total: 'pop_mid2020', population_0_25: 'pop_0_25_mid2020' },
      year: 2020,
      source: 'ONS mid-2020 (trial)',
    });
    expect(outcome.counts).toEqual({ read: 18, created: 18, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    const national = await importAreaStatistics(at.database, testClock, {
      file: real('stats/population-mid2020-single-year-of-age-england.csv'),
      code: 'ltla21_code',
      measures: { population_0_25: 'pop_0_25' },
      year: 2020,
      source: 'ONS mid-2020 (national trial)',
    });
    expect(national.counts).toMatchObject({ read: 309, created: 18, notPlaced: 291 });
    const different = await rowsOf(
      at,
      `select a.code from area_statistics s join area_statistics n on n.area_id = s.area_id and n.measure = s.measure and n.source = 'ONS mid-2020 (national trial)' join areas a on a.id = s.area_id
       where s.source = 'ONS mid-2020 (trial)' and s.value <> n.value`,
    );
    expect(different).toEqual([]);
  });
});
