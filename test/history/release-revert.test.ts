import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { toNodeId } from '../../src/graphql/node';
import { placeOrganisationsAgain } from '../../src/organisations/place-again';
import { importAreaCodes } from '../../src/places/area-codes.import';
import { importAreaStatistics } from '../../src/places/area-statistics.import';
import { afterPlacesChanged } from '../../src/places/places-changed';
import { importPostcodes, type PostcodeImportOptions } from '../../src/places/postcodes.import';
import { runCli } from '../cli/run-cli';
import { importTerms } from '../organisations/organisation-imports';
import { emptyPlaces, fixture, importDistricts, leftovers, rowsOf } from '../places/place-imports';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { buildWhenStale } from '../support/build';
import { Asking, COORDINATOR } from './history-asking';

let at: TestDatabase;
let told: Asking;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
  told = new Asking(at);
  afterPlacesChanged(placeOrganisationsAgain);
});
beforeEach(async () => {
  await emptyPlaces(at);
  await at.owner.query('truncate vocabularies cascade');
});
afterAll(() => at.close());

const postcodes = (name: string, options: Partial<PostcodeImportOptions> = {}): ReturnType<typeof importPostcodes> => importPostcodes(at.database, testClock, { file: fixture(name), ...options });
const statistics = (file: string): ReturnType<typeof importAreaStatistics> =>
  importAreaStatistics(at.database, testClock, { file, code: 'code', measures: { population_total: 'people', poor_share: 'share' }, year: 2020, source: 'Test office' });

async function latest(kind: string, back = 0): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(at, `select id from import_batches where kind = $1 and published_at is not null and counts->>'created' || (counts->>'updated') <> '00' order by id desc offset $2 limit 1`, [kind, back]);
  return row?.id ?? '';
}

interface Reverted {
  batch: { removed: number | null; restored: number | null; leftCodes: string[]; standsAgain: string | null; revertedAt: string } | null;
  userErrors: { code: string; message: string }[];
}

async function revert(id: string): Promise<Reverted> {
  const answer = await at.ask<{ revertImport: Reverted }>(
    'mutation ($input: RevertImportInput!) { revertImport(input: $input) { batch { removed restored leftCodes standsAgain revertedAt } userErrors { code message } } }',
    { input: { id } },
    COORDINATOR,
  );
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.revertImport;
}

async function declare(code: string, sector: string[]): Promise<void> {
  const [area] = await rowsOf<{ id: string; version: number }>(at, 'select id, version from areas where code = $1', [code]);
  const answer = await at.ask<{ declareSector: { userErrors: unknown[] } }>(
    'mutation ($input: DeclareSectorInput!) { declareSector(input: $input) { userErrors { code } } }', { input: { id: toNodeId('Area', area?.id ?? ''), expectedVersion: area?.version, sector } }, COORDINATOR,
  );
  expect(answer.data?.declareSector.userErrors).toEqual([]);
}

const refusal = async (id: string): Promise<string> => (await revert(id)).userErrors.map((one) => `${one.code}: ${one.message}`).join();
const rows = (): Promise<unknown[]> => rowsOf(at, 'select postcode, district_code, ward_code, st_astext(point) as point from postcodes order by postcode');
const basedIn = async (): Promise<string | undefined> => (await rowsOf<{ code: string }>(at, 'select a.code from organisations o join areas a on a.id = o.based_in_id'))[0]?.code;

async function organisationAt(postcode: string): Promise<void> {
  await told.make({ name: 'Owl Club', places: [{ kind: 'ADDRESS', visibility: 'EXACT', postcode }] });
}

describe('taking an import of postcodes back', () => {
  test('brings the former postcodes back, and every organisation to where they place it', async () => {
    await importDistricts(at, 'districts.geojson');
    await postcodes('postcodes.csv');
    await organisationAt('AL1 1AG');
    const [before, place] = [await rows(), await basedIn()];
    await postcodes('postcodes-changed.csv', { replace: true });
    expect([await basedIn(), (await rows()).length]).toEqual(['E07990002', 2]);

    expect(await revert(await latest('postcodes'))).toEqual({
      batch: { removed: null, restored: null, leftCodes: [], standsAgain: 'postcodes.csv, 2026-11-21', revertedAt: '2026-11-21T12:00:00.000Z' },
      userErrors: [],
    });
    expect([await rows(), await basedIn()]).toEqual([before, place]);
    expect(place).toBe('E07990001');
    expect(await leftovers(at)).toBe(0);
    expect(await rowsOf(at, `select from import_batches where counts->>'followUp' = 'due'`)).toEqual([]);
  });

  test('works after imports that were refused, ended half-way, or only tried', async () => {
    await postcodes('postcodes.csv');
    const before = await rows();
    await postcodes('postcodes-changed.csv', { replace: true });
    const after = await rows();
    expect((await postcodes('onspd.csv', { dryRun: true })).verdict).toBe('DRY_RUN');
    expect((await postcodes('postcodes-dirty.csv')).verdict).toBe('REFUSED');
    expect((await postcodes('postcodes-changed.csv')).verdict).toBe('UNCHANGED');
    const broken = join(at.config.dataDir, 'broken.csv.gz');
    const whole = gzipSync(Buffer.from(['postcode,latitude,longitude', ...Array.from({ length: 60_000 }, (_, n) => `AL${n % 90} ${n % 9}A${String.fromCharCode(65 + (n % 7))},51.${n},0.${n * 7}`)].join('\n')));
    writeFileSync(broken, whole.subarray(0, whole.length / 2));
    await expect(postcodes('', { file: broken })).rejects.toThrow('breaks off');
    expect(await rows()).toEqual(after);
    expect((await revert(await latest('postcodes'))).userErrors).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  test('goes back once, the latest first, and says what is in the way', async () => {
    await postcodes('postcodes.csv');
    const first = await latest('postcodes');
    await postcodes('postcodes-changed.csv');
    const second = await latest('postcodes');
    await postcodes('onspd.csv');
    const third = await latest('postcodes');
    expect(await refusal(second)).toBe(`INVALID: A later import of postcodes stands upon this one: take back ${third} (onspd.csv) first.`);
    const [row] = await rowsOf<{ n: number }>(at, 'select count(*)::int as n from postcodes');
    expect((await revert(third)).batch?.standsAgain).toBe('postcodes-changed.csv, 2026-11-21');
    expect(await refusal(third)).toMatch(/^ALREADY: /);
    expect(await refusal(second)).toBe('INVALID: No former release of postcodes is kept whole before this one: import the list that is wanted again.');
    expect(await refusal(first)).toMatch(/^INVALID: A later import of postcodes stands upon this one/);
    expect((await rows()).length).toBeLessThan(row?.n ?? 0);
    await postcodes('onspd.csv');
    expect((await revert(await latest('postcodes'))).userErrors).toEqual([]);
  });

  test('of the first one leaves none, as there were', async () => {
    await postcodes('postcodes.csv');
    expect((await revert(await latest('postcodes'))).batch?.standsAgain).toBe('none');
    expect(await rows()).toEqual([]);
  });

  test('waits for an import that is under way', async () => {
    await postcodes('postcodes.csv');
    await at.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at) values (gen_random_uuid(), 'postcodes', 'other.csv', 'elsewhere', 1, $1)`, [testClock.now()]);
    expect(await refusal(await latest('postcodes'))).toMatch(/^INVALID: Another import of postcodes is under way/);
  });

  test('is done by the command line too', async () => {
    buildWhenStale();
    await importDistricts(at, 'districts.geojson');
    await postcodes('postcodes.csv');
    await organisationAt('AL1 1AG');
    await postcodes('postcodes-changed.csv');
    const id = await latest('postcodes');
    const done = await runCli(at.env, 'import', 'revert', id, '--json');
    expect([done.code, done.stderr, done.stdout.trim().split('\n')]).toEqual([0, '', ['The former release stands again: postcodes.csv, 2026-11-21.', '{"standsAgain":"postcodes.csv, 2026-11-21"}']]);
    expect(await basedIn()).toBe('E07990001');
    const first = await runCli(at.env, 'import', 'revert', await latest('postcodes', 1));
    expect([first.code, first.stdout]).toEqual([1, '']);
    expect(first.stderr).toContain('No former release of postcodes is kept whole before this one');
  }, 60_000);
});

const AREAS = `select a.id, a.code, a.name, a.sort_name, p.code as parent, a.boundary::text, a.accuracy, a.boundary_source, a.boundary_is_union, a.label_point::text, a.area_km2::text, a.sector
  from areas a left join areas p on p.id = a.parent_id order by a.code`;
const TREE = 'select * from area_tree order by 1, 2';

describe('taking other reference data back', () => {
  test('boundaries: outlines, names, parents and unions are as they were, and organisations lie where they lay', async () => {
    await importDistricts(at, 'districts.geojson');
    await postcodes('postcodes.csv');
    await organisationAt('AL1 1AR');
    await at.owner.query(`update areas set sector = '{VOLUNTARY}' where code = 'E10990001'`);
    const before = [await rowsOf(at, AREAS), await rowsOf(at, TREE)];
    const square = (west: number, east: number): object => ({ type: 'Polygon', coordinates: [[[west, 51.8], [east, 51.8], [east, 51.9], [west, 51.9], [west, 51.8]]] });
    const feature = (code: string, name: string, county: string, shape: object): object => ({ type: 'Feature', properties: { code, name, county, county_name: 'New Shire' }, geometry: shape });
    const file = join(at.config.dataDir, 'next.geojson');
    writeFileSync(
      file,
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          feature('E07990001', 'Ashdene and West', 'E10990001', square(-0.3, -0.1)),
          feature('E06990001', 'Carrow', '', square(0.3, 0.4)),
          feature('E07990003', 'New Town', 'E10990002', square(0.1, 0.2)),
        ],
      }),
    );
    await importDistricts(at, '', { file });
    expect([await basedIn(), (await rowsOf(at, AREAS)).length]).toEqual(['E07990003', 6]);

    expect((await revert(await latest('boundaries'))).batch).toMatchObject({ removed: 2, restored: 3, leftCodes: [] });
    expect([await rowsOf(at, AREAS), await rowsOf(at, TREE)]).toEqual(before);
    expect(await basedIn()).toBe('E06990001');
    expect(await refusal(await latest('boundaries'))).toMatch(/^ALREADY/);
  });

  test('boundaries: an area that something refers to by now stays, and is listed', async () => {
    await importDistricts(at, 'districts.geojson');
    await statistics(fixture('statistics.csv'));
    const { batch } = await revert(await latest('boundaries'));
    expect(batch).toMatchObject({ removed: 1, restored: 0, leftCodes: ['areas E07990001', 'areas E07990002', 'areas E10990001'] });
    expect(await rowsOf(at, 'select code from areas order by 1')).toEqual([{ code: 'E07990001' }, { code: 'E07990002' }, { code: 'E10990001' }]);
  });

  test('boundaries: the sector that an area declared since stays, and so does an area that the import made and that declared one', async () => {
    await importDistricts(at, 'districts.geojson');
    const moved = join(at.config.dataDir, 'sectors.geojson');
    const square = { type: 'Polygon', coordinates: [[[0.3, 51.8], [0.4, 51.8], [0.4, 51.9], [0.3, 51.9], [0.3, 51.8]]] };
    const codes = ['E07990001', 'E07990002', 'E07990008', 'E07990009'];
    writeFileSync(moved, JSON.stringify({ type: 'FeatureCollection', features: codes.map((code) => ({ type: 'Feature', properties: { code, name: `New ${code}`, county: '', county_name: '' }, geometry: square })) }));
    await importDistricts(at, '', { file: moved, sector: ['INDEPENDENT'] });
    for (const code of ['E07990001', 'E07990008']) await declare(code, ['COMMUNITY']);
    expect((await revert(await latest('boundaries'))).batch).toMatchObject({ removed: 1, leftCodes: ['areas E07990001', 'areas E07990008'] });
    expect(await rowsOf(at, `select code, name, sector::text from areas where code like 'E0799%' order by code`)).toEqual([
      { code: 'E07990001', name: 'Ashdene', sector: '{COMMUNITY}' },
      { code: 'E07990002', name: 'Ébrook  Mere', sector: null },
      { code: 'E07990008', name: 'New E07990008', sector: '{COMMUNITY}' },
    ]);
  });

  test('statistics and the measures that came with them; another year stands by itself', async () => {
    await importDistricts(at, 'districts.geojson');
    const sql = 'select s.measure, s.year, s.value::text, s.source, a.code from area_statistics s join areas a on a.id = s.area_id order by 5, 1, 2';
    await statistics(fixture('statistics.csv'));
    const before = await rowsOf(at, sql);
    const file = join(at.config.dataDir, 'statistics.csv');
    writeFileSync(file, 'code,people,share\nE07990001,999,0.5\nE07990002,77,0.25\n');
    await statistics(file);
    expect(await refusal(await latest('area-statistics', 1))).toMatch(/^INVALID: A later import of area-statistics stands upon this one/);
    expect((await revert(await latest('area-statistics'))).batch).toMatchObject({ removed: 1, restored: 1, leftCodes: [] });
    expect(await rowsOf(at, sql)).toEqual(before);
    expect((await revert(await latest('area-statistics', 1))).batch).toMatchObject({ removed: 4, restored: 0 });
    expect(await rowsOf(at, sql)).toEqual([]);
    expect(await rowsOf(at, `select from measures where code = 'poor_share'`)).toEqual([]);
  });

  test('former codes', async () => {
    await importDistricts(at, 'districts.geojson');
    await importAreaCodes(at.database, testClock, { file: fixture('area-codes.csv') });
    expect((await revert(await latest('area-codes'))).batch).toMatchObject({ removed: 4, restored: 0 });
    expect(await rowsOf(at, 'select from area_former_codes')).toEqual([]);
  });

  test('a vocabulary: terms that went come back as they were, new ones go, its version is the former', async () => {
    await importTerms(at, 'ukcat.csv', { version: '1' });
    const sql = 'select t.*, v.version from terms t join vocabularies v on v.code = t.vocabulary order by t.code';
    const before = await rowsOf(at, sql);
    await importTerms(at, 'icnptso.csv', { code: 'icnptso', name: 'ICNPTSO' });
    await importTerms(at, 'ukcat-next.csv', { version: '2' });
    await revert(await latest('vocabulary', 1));
    expect((await revert(await latest('vocabulary'))).userErrors).toEqual([]);
    expect(await rowsOf(at, sql)).toEqual(before);
    const first = await latest('vocabulary', 2);
    await told.make({ name: 'Film Club', categories: ['ukcat:XA201'] });
    expect((await revert(first)).batch).toMatchObject({ removed: 2, leftCodes: ['terms ukcat XA', 'terms ukcat XA200', 'terms ukcat XA201', 'vocabularies ukcat'] });
  });

  test('an import that changed nothing is not taken back', async () => {
    await importTerms(at, 'ukcat.csv', { version: '1' });
    await importTerms(at, 'ukcat.csv', { version: '1' });
    const [unchanged] = await rowsOf<{ id: string }>(at, `select id from import_batches where kind = 'vocabulary' order by id desc limit 1`);
    expect(await refusal(unchanged?.id ?? '')).toBe('INVALID: This import changed nothing, or what was before it is no longer kept.');
    expect((await revert(await latest('vocabulary'))).userErrors).toEqual([]);
  });
});
