import { importAreaCodes } from '../../src/places/area-codes.import';
import { importAreaStatistics, type StatisticsImportOptions } from '../../src/places/area-statistics.import';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { emptyPlaces, fixture, importDistricts, leftovers, rowsOf } from './place-imports';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
});
beforeEach(async () => {
  await emptyPlaces(at);
  await importDistricts(at, 'districts.geojson');
});
afterAll(() => at.close());

const importFile = (name: string, options: Partial<StatisticsImportOptions> = {}): ReturnType<typeof importAreaStatistics> =>
  importAreaStatistics(at.database, testClock, { file: fixture(name), code: 'code', measures: { population_total: 'people', poor_share: 'share' }, year: 2020, source: 'Test office', ...options });

const values = (): Promise<{ code: string; measure: string; value: string }[]> =>
  rowsOf(at, `select a.code, s.measure, s.value::text from area_statistics s join areas a on a.id = s.area_id order by 1, 2`);

describe('importing statistics', () => {
  it('reads numbers with separators, leaves empty cells unknown and counts areas that are not here', async () => {
    const outcome = await importFile('statistics.csv');
    expect(outcome.counts).toEqual({ read: 3, created: 2, updated: 0, unchanged: 0, refused: 0, notPlaced: 1 });
    expect(await values()).toEqual([
      { code: 'E07990001', measure: 'poor_share', value: '0.5' },
      { code: 'E07990001', measure: 'population_total', value: '12345' },
      { code: 'E07990002', measure: 'poor_share', value: '0.25' },
    ]);
    const [made] = await rowsOf<{ additive: boolean }>(at, `select additive from measures where code = 'poor_share'`);
    expect(made?.additive).toBe(false);
    expect(await leftovers(at)).toBe(0);
  });

  it('changes nothing the second time; another year stands beside', async () => {
    await importFile('statistics.csv');
    expect(await importFile('statistics.csv')).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 2, notPlaced: 1 } });
    expect((await importFile('statistics.csv', { year: 2021 })).counts.created).toBe(2);
  });

  it('refuses what is not a number, an empty code and a code that comes twice, by the line', async () => {
    const outcome = await importFile('statistics-dirty.csv', { measures: { population_total: 'people' } });
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map((row) => [row.line, row.column, row.value, row.reason])).toEqual([
      [3, 'people', 'twelve', 'is not a number'],
      [4, 'code', '', 'is empty: a value needs its area'],
      [5, 'code', 'E07990001', 'stands in line 2 already'],
      [6, 'people', '1,23', 'is not a number'],
    ]);
    expect(await values()).toEqual([]);
  });

  it('sums counts over merged areas, carries a changed code along and leaves rates of parts out', async () => {
    await importAreaCodes(at.database, testClock, { file: fixture('area-codes.csv') });
    const outcome = await importFile('statistics-old.csv');
    expect(await values()).toEqual([
      { code: 'E07990001', measure: 'population_total', value: '300.5' },
      { code: 'E07990002', measure: 'poor_share', value: '0.3' },
      { code: 'E07990002', measure: 'population_total', value: '7' },
    ]);
    expect(outcome.counts).toMatchObject({ read: 3, created: 3, notPlaced: 0 });
    expect(outcome.notes.join('\n')).toContain('Ashdene (E07990001): population_total summed over E07980001, E07980002.');
    const rates = await importFile('statistics-old.csv', { measures: { poor_share: 'share' }, source: 'Rates' });
    expect(rates.counts).toMatchObject({ created: 1, notPlaced: 2 });
  });

  it('does not pass off a part for the whole', async () => {
    await importAreaCodes(at.database, testClock, { file: fixture('area-codes.csv') });
    await at.owner.query(`insert into area_former_codes (code, area_id, kind, changed_in) select 'E07980077', id, 'merger', 2020 from areas where code = 'E07990001'`);
    const outcome = await importFile('statistics-old.csv', { measures: { population_total: 'people' } });
    expect(outcome.counts).toMatchObject({ created: 1, notPlaced: 2 });
    expect(outcome.notes.join('\n')).toContain('the file lacks E07980077');
  });

  it('says which columns there are, and does not let a known count become a rate', async () => {
    await expect(importFile('statistics.csv', { code: 'lad' })).rejects.toThrow(/no column "lad"; it has: code, name, people, share/);
    await expect(importFile('statistics.csv', { rates: ['population_total'] })).rejects.toThrow(/population_total is known already as a count/);
  });
});

describe('importing former codes', () => {
  const codes = (): Promise<unknown[]> => rowsOf(at, `select f.code, a.code as today, f.kind, f.changed_in from area_former_codes f join areas a on a.id = f.area_id order by 1`);

  it('leads every code to the area of today, over several changes', async () => {
    const outcome = await importAreaCodes(at.database, testClock, { file: fixture('area-codes.csv') });
    expect(outcome.counts).toEqual({ read: 5, created: 4, updated: 0, unchanged: 0, refused: 0, notPlaced: 1 });
    expect(await codes()).toEqual([
      { code: 'E07970001', today: 'E07990001', kind: 'merger', changed_in: 2010 },
      { code: 'E07980001', today: 'E07990001', kind: 'merger', changed_in: 2020 },
      { code: 'E07980002', today: 'E07990001', kind: 'merger', changed_in: 2020 },
      { code: 'E07980003', today: 'E07990002', kind: 'new_code', changed_in: 2021 },
    ]);
    expect(await importAreaCodes(at.database, testClock, { file: fixture('area-codes.csv') })).toMatchObject({ verdict: 'UNCHANGED' });
  });

  it('reads the list of all codes of the ONS, and forgets no year that it does not tell', async () => {
    await importAreaCodes(at.database, testClock, { file: fixture('area-codes.csv') });
    const outcome = await importAreaCodes(at.database, testClock, { file: fixture('area-codes-ons.csv') });
    expect(outcome.counts).toMatchObject({ read: 3, created: 0, refused: 0 });
    expect(await codes()).toContainEqual(expect.objectContaining({ code: 'E07980002', today: 'E07990001', changed_in: 2020 }));
  });

  it('refuses a split, a circle, a code that leads nowhere and a year that is none', async () => {
    const outcome = await importAreaCodes(at.database, testClock, { file: fixture('area-codes-dirty.csv') });
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map((row) => row.line).sort()).toEqual([3, 4, 5, 6, 7]);
    expect(await codes()).toEqual([]);
  });
});
