import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '../../src/intake/progress';
import { locate } from '../../src/places/locate';
import { importPostcodes, type PostcodeImportOptions } from '../../src/places/postcodes.import';
import { afterPlacesChanged, finishImports } from '../../src/places/places-changed';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { emptyPlaces, fixture, importDistricts, leftovers, rowsOf } from './place-imports';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
});
beforeEach(() => emptyPlaces(at));
afterAll(() => at.close());

const importFile = (name: string, options: Partial<PostcodeImportOptions> = {}): ReturnType<typeof importPostcodes> => importPostcodes(at.database, testClock, { file: fixture(name), ...options });

interface Row {
  postcode: string;
  district_code: string | null;
  ward_code: string | null;
  place: string | null;
}
const rows = (): Promise<Row[]> => rowsOf<Row>(at, 'select postcode, district_code, ward_code, st_astext(point, 4) as place from postcodes order by postcode');

describe('importing postcodes', () => {
  it('reads a file with BOM, CRLF and postcodes in any form; keeps those without a place and counts them', async () => {
    const outcome = await importFile('postcodes.csv');
    expect(outcome.counts).toEqual({ read: 5, created: 5, updated: 0, unchanged: 0, refused: 0, notPlaced: 3 });
    expect(await rows()).toEqual([
      { postcode: 'AL1 1AG', district_code: 'E07990001', ward_code: 'E05990001', place: 'POINT(-0.15 51.85)' },
      { postcode: 'AL1 1AJ', district_code: 'E07990002', ward_code: null, place: 'POINT(-0.05 51.86)' },
      { postcode: 'AL1 1AP', district_code: 'E07990001', ward_code: null, place: null },
      { postcode: 'AL1 1AR', district_code: null, ward_code: null, place: 'POINT(0.15 51.85)' },
      { postcode: 'AL1 1AS', district_code: 'E07990001', ward_code: null, place: null },
    ]);
    expect(await leftovers(at)).toBe(0);
  });

  it('changes nothing the second time, gzipped or not', async () => {
    await importFile('postcodes.csv');
    const releases = await rowsOf(at, 'select * from postcode_releases');
    const outcome = await importFile('postcodes.csv.gz');
    expect(outcome).toMatchObject({ verdict: 'UNCHANGED', counts: { read: 5, created: 0, updated: 0, unchanged: 5 } });
    expect(await rowsOf(at, 'select * from postcode_releases')).toEqual(releases);
  });

  it('keeps the postcodes that a file does not have, unless they are to be replaced', async () => {
    await importFile('postcodes.csv');
    const outcome = await importFile('postcodes-changed.csv');
    expect(outcome.counts).toMatchObject({ created: 1, updated: 1, unchanged: 0 });
    expect((await rows()).map((row) => [row.postcode, row.district_code])).toEqual([
      ['AL1 1AG', 'E07990002'],
      ['AL1 1AJ', 'E07990002'],
      ['AL1 1AP', 'E07990001'],
      ['AL1 1AR', null],
      ['AL1 1AS', 'E07990001'],
      ['AL1 1AT', 'E07990001'],
    ]);
    const replaced = await importFile('postcodes-changed.csv', { replace: true });
    expect(replaced).toMatchObject({ verdict: 'PUBLISHED', counts: { unchanged: 2 } });
    expect((await rows()).map((row) => row.postcode)).toEqual(['AL1 1AG', 'AL1 1AT']);
  });

  it('keeps a known ward when a file without wards agrees on the district', async () => {
    await importFile('postcodes.csv');
    await importFile('onspd.csv');
    await importFile('postcodes-dirty.csv', { acceptRest: true });
    expect((await rows()).find((row) => row.postcode === 'AL1 1AG')?.ward_code).toBe('E05990001');
    await importFile('postcodes-changed.csv');
    expect((await rows()).find((row) => row.postcode === 'AL1 1AG')?.ward_code).toBeNull();
  });

  it('keeps known places and districts when a file has no column of them', async () => {
    await importFile('postcodes.csv');
    const before = await rows();
    const outcome = await importFile('postcodes-without-places.csv');
    expect(outcome.counts).toEqual({ read: 4, created: 1, updated: 2, unchanged: 1, refused: 0, notPlaced: 1 });
    const [first, second, third, fourth, fifth] = before;
    const moved = [first, { ...second, district_code: 'E07990003' }, third, { ...fourth, district_code: 'E07990001' }, fifth, { postcode: 'AL1 1AT', district_code: 'E07990001', ward_code: null, place: null }];
    expect(await rows()).toEqual(moved);
    const placed = await importFile('postcodes-without-districts.csv', { replace: true });
    expect(placed.counts).toEqual({ read: 2, created: 0, updated: 1, unchanged: 1, refused: 0, notPlaced: 0 });
    expect(await rows()).toEqual([moved[0], { ...moved[1], place: 'POINT(-0.05 51.87)' }]);
  });

  it('refuses a file that says neither where postcodes lie nor in which district', async () => {
    await importFile('postcodes.csv');
    const before = await rows();
    await expect(importFile('postcodes-alone.csv')).rejects.toThrow(/neither coordinates nor districts; it has: postcode, ward_code/);
    expect(await rows()).toEqual(before);
  });

  it('reads Code-Point Open without headings, its grid turned into degrees', async () => {
    const outcome = await importFile('code-point.csv');
    expect(outcome.counts).toMatchObject({ read: 2, created: 2, notPlaced: 1 });
    expect(await rows()).toEqual([
      { postcode: 'AL1 1AG', district_code: 'E07990001', ward_code: 'E05990001', place: 'POINT(-0.3286 51.7453)' },
      { postcode: 'AL1 1AJ', district_code: 'E07990001', ward_code: 'E05990001', place: null },
    ]);
  });

  it('reads the ONS Postcode Directory and leaves withdrawn postcodes out', async () => {
    const outcome = await importFile('onspd.csv');
    expect(outcome.counts).toEqual({ read: 3, created: 2, updated: 0, unchanged: 0, refused: 0, notPlaced: 1 });
    expect(outcome.notes).toContain('1 withdrawn postcodes were left out.');
    expect(await rows()).toEqual([
      { postcode: 'AL1 1AG', district_code: 'E07990001', ward_code: 'E05990001', place: 'POINT(-0.3286 51.7453)' },
      { postcode: 'JE2 3AB', district_code: null, ward_code: null, place: null },
    ]);
  });

  it('writes nothing when a row is refused, and lists every reason with its line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
    const refusedTo = join(folder, 'refused.csv');
    try {
      const outcome = await importFile('postcodes-dirty.csv', { refusedTo });
      expect(outcome).toMatchObject({ verdict: 'REFUSED', counts: { read: 9, created: 0, refused: 7 } });
      expect(outcome.refusedRows.map((row) => [row.line, row.column, row.reason])).toEqual([
        [3, 'postcode', 'is not a postcode'],
        [4, 'postcode', 'stands in the file twice'],
        [5, 'postcode', 'is empty'],
        [6, 'coordinates', 'have latitude and longitude swapped'],
        [7, 'coordinates', 'are not two numbers'],
        [8, '', 'has 2 cells where there are 4 columns'],
        [9, 'coordinates', 'lie outside the United Kingdom (degrees are asked for)'],
      ]);
      expect(await rows()).toEqual([]);
      const written = readFileSync(refusedTo, 'utf8').trim().split('\n');
      expect(written).toHaveLength(8);
      expect(written[1]).toBe('3,postcode,NOT A CODE,is not a postcode');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('writes the good rows when the rest is accepted', async () => {
    const outcome = await importFile('postcodes-dirty.csv', { acceptRest: true });
    expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 9, created: 2, refused: 7 } });
    expect((await rows()).map((row) => row.postcode)).toEqual(['AL1 1AG', 'AL1 1AT']);
  });

  it('writes nothing in a dry run', async () => {
    await importFile('postcodes.csv');
    const before = await rows();
    expect(await importFile('postcodes-changed.csv', { dryRun: true })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 1, updated: 1 } });
    expect(await rows()).toEqual(before);
  });

  it('says which columns there are when none holds postcodes', async () => {
    await expect(importFile('no-postcode-column.csv')).rejects.toThrow(/no column of postcodes; it has: name, town/);
  });
});

describe('where a postcode lies', () => {
  it('is the district of its row, by a former code too, otherwise the one around its point', async () => {
    await importDistricts(at, 'districts.geojson');
    await importFile('postcodes.csv');
    await at.owner.query(`insert into area_former_codes (code, area_id) select 'E07980003', id from areas where code = 'E07990002'`);
    await at.owner.query(`update postcodes set district_code = 'E07980003' where postcode = 'AL1 1AP'`);
    const found = await at.database.withServiceClient((client) => locate(client, ['al1 1ag', 'AL11AR', 'AL1 1AP', 'AL1 1AS', 'ZZ1 1ZZ', 'nonsense']));
    const codes = new Map((await rowsOf<{ id: string; code: string }>(at, 'select id, code from areas')).map((row) => [row.id, row.code]));
    expect([...found.values()].map((place) => [place.postcode, codes.get(place.districtId ?? ''), place.districtBasis]).sort()).toEqual([
      ['AL1 1AG', 'E07990001', 'POSTCODE'],
      ['AL1 1AP', 'E07990002', 'POSTCODE'],
      ['AL1 1AR', 'E06990001', 'POINT'],
      ['AL1 1AS', 'E07990001', 'POSTCODE'],
    ]);
  });

  it('is told to listeners after boundaries or postcodes changed, and not when nothing did', async () => {
    let told = 0;
    afterPlacesChanged(async () => {
      told += 1;
    });
    await importDistricts(at, 'districts.geojson');
    await importFile('postcodes.csv');
    expect(told).toBe(2);
    await importFile('postcodes.csv');
    await importFile('postcodes-changed.csv', { dryRun: true });
    expect(told).toBe(2);
  });

  it('is told later when an import was ended before it could be told', async () => {
    let told = 0;
    afterPlacesChanged(async () => {
      told += 1;
    });
    await importFile('postcodes.csv');
    const change = { database: at.database, clock: testClock, progress: silentProgress };
    expect([told, await finishImports(change)]).toEqual([1, false]);
    await at.owner.query(`update import_batches set counts = counts || '{"followUp":"due"}'`);
    expect([await finishImports(change), told]).toEqual([true, 2]);
    expect([await finishImports(change), told]).toEqual([false, 2]);
  });
});
