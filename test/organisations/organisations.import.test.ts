import { leftovers, rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { fixedClock } from '../../src/clock';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { templateFile } from '../../src/intake/template-file';
import { organisationsTemplate } from '../../src/organisations/organisations.template';
import { editedBeforePublishing, emptyDirectory, everything, Files, importFile, standing } from './organisation-imports';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
});
beforeEach(() => emptyDirectory(at));
afterAll(async () => {
  files.remove();
  await at.close();
});

const importRows = (rows: readonly Readonly<Record<string, string>>[], options: Parameters<typeof importFile>[2] = {}) => importFile(at, '', { file: files.csv(rows), ...options });

describe('importing organisations of the generic layout', () => {
  it('reads through the dirt of spreadsheets and fills every part of an entry', async () => {
    const outcome = await importFile(at, 'generic-dirty.csv', { area: 'E10000015' });
    expect(outcome.reasons).toEqual([]);
    expect(outcome.counts).toEqual({ read: 7, created: 7, updated: 0, unchanged: 0, refused: 0, notPlaced: 3 });
    expect(await standing(at, 'Heron Row Youth Club')).toMatchObject({
      other_names: ['Heron Row', 'HRYC'],
      identifiers: ['GB-CHC-8880001', 'GB-COH-00123456'],
      sector: 'SOCIAL_ENTERPRISE',
      is_provider: true,
      infrastructure: null,
      website: 'http://heron-row.example.org',
      founded_on: '2000-01-01',
      status: 'ACTIVE',
      visibility: 'EXACT',
      address: '1 Heron Row, Hoddesdon',
      postcode: 'EN11 8NE',
      district: 'E07000095',
      directory: 'E10000015',
      income: '6200.50',
      income_year: 2025,
      size_band: 'MICRO',
      terms: ['YW101'],
      ages: '[8,14)',
      serves_under_26: true,
      has_category: true,
      served: ['E07000095'],
      communities: ['LED_BY:BME'],
      umbrellas: ['Umbrella of the Reeds'],
      assured_on: '2026-06-03',
      assured_by: 'CVS worker',
    });
    expect(await standing(at, 'Umbrella of the Reeds')).toMatchObject({ is_provider: false, infrastructure: 'SPECIALIST', identifiers: ['GB-CHC-8880002', 'GB-COH-00000007'] });
    expect(await standing(at, 'Otter Bank Players')).toMatchObject({ identifiers: null, founded_on: '1999-03-01', income: '1234.00', served: ['E07000242'], umbrellas: ['Umbrella of the Reeds'] });
    expect(await standing(at, 'Not A Postcode')).toMatchObject({ address: '2 Mill Lane, EN8 9L', postcode: null, district: null });
    expect(await standing(at, 'Never Heard Of')).toMatchObject({ postcode: 'ZZ1 1ZZ', district: null });
    expect(outcome.notes).toEqual([
      'Line 6: postcode "EN8 9L" is malformed; kept in the address, the organisation is not placed by it.',
      '1 × figures without income_year (left out: a figure is of a year), such as Nowhere Given.',
    ]);
    expect(await leftovers(at)).toBe(0);
  });

  it('changes nothing the second time, nor do the columns that follow from others', async () => {
    await importFile(at, 'generic-dirty.csv');
    const before = await everything(at);
    const again = await importFile(at, 'generic-dirty.csv');
    expect(again.counts).toEqual({ read: 7, created: 0, updated: 0, unchanged: 7, refused: 0, notPlaced: 3 });
    expect(await everything(at)).toEqual(before);
  });

  it('writes nothing in a dry run and says what would happen', async () => {
    const before = await everything(at);
    const outcome = await importFile(at, 'generic-dirty.csv', { dryRun: true });
    expect(outcome).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 7, notPlaced: 3 } });
    expect(await everything(at)).toEqual(before);
    expect(await leftovers(at)).toBe(0);
  });

  it('refuses each faulty row by line, column, value and reason, and writes nothing', async () => {
    const before = await everything(at);
    const outcome = await importFile(at, 'generic-refused.csv');
    expect(outcome).toMatchObject({ verdict: 'REFUSED', counts: { read: 20, created: 0, refused: 18 } });
    expect(outcome.refusedRows.map(({ line, column, value, reason }) => `${line} ${column} ${value}: ${reason}`)).toEqual([
      '3 name : is empty',
      '4 founded_on 31/02/2020: is not a day of the calendar',
      '5 founded_on 2027-01-01: lies in the future',
      '6 income 1.234,50: is not an amount in pounds',
      '7 income -5: is negative',
      '8 sector CHARITY: is not one of VOLUNTARY, COMMUNITY, SOCIAL_ENTERPRISE, INDEPENDENT, STATUTORY',
      '9 areas_served E99999999: is not the code of an area',
      '10 ages_from 12: is above ages_to',
      '11 categories NOT-A-TERM: is not a term of any vocabulary of categories',
      '12 communities KNOWS:BME: is not one of LED_BY, WORKS_WITH',
      '13 assured_on 2019-01-01: lies before founded_on',
      '14 latitude : is missing where the other coordinate is given',
      '15 charity_number CHARITY: is not a charity number of England and Wales',
      '16 company_number 123456789: is not a company number',
      '17 GB-CHC 8881001 (as on line 2): stands in the file twice',
      '21 name No number twice (as on line 20): stands in the file twice, and has no identifier',
      '18 umbrella Nobody at All: is neither an identifier nor the exact name of an organisation',
      '19 umbrella GB-CHC-8881016: is the organisation itself',
    ]);
    expect(await everything(at)).toEqual(before);
    expect(await leftovers(at)).toBe(0);
  });

  it('writes the others when the rest is accepted', async () => {
    const outcome = await importFile(at, 'generic-refused.csv', { acceptRest: true });
    expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 20, created: 2, refused: 18 } });
    const names = await rowsOf<{ name: string }>(at, 'select name from organisations order by name');
    expect(names.map((row) => row.name)).toEqual(['Good Row', 'No Number Twice']);
  });

  it('says which headings a file lacks', async () => {
    await expect(importFile(at, 'charities.csv', { layout: 'casc' })).rejects.toThrow('is not of the layout casc: it lacks the column id; it has: org_id');
    await expect(importFile(at, 'vocabulary-refused.csv', { layout: 'charities' })).rejects.toThrow('it lacks the columns org_id, postcode, active');
    await expect(importRows([{ name: 'Anyone' }], { area: 'E99' })).rejects.toThrow('No area has or had the code E99.');
  });
});

describe('importing organisations that are there already', () => {
  it('leaves alone what the file does not speak of, and what a person changed there', async () => {
    await importRows([{ name: 'Swift Club', charity_number: '8883001', website: 'https://swift.example.org', postcode: 'EN8 9LP', description: 'Old' }]);
    await at.owner.query(`update organisations set description = 'Mended by hand', sector = 'COMMUNITY', other_names = '{Swifts United}', version = version + 1 where name = 'Swift Club'`);
    const outcome = await importRows([{ name: 'The Swift Club', charity_number: '8883001', website: '', founded_on: '2001-01-01' }], { sector: 'VOLUNTARY' });
    expect(outcome.counts).toMatchObject({ created: 0, updated: 1, unchanged: 0, notPlaced: 0 });
    const now = await standing(at, 'The Swift Club');
    expect(now).toMatchObject({ description: 'Mended by hand', sector: 'COMMUNITY', website: 'https://swift.example.org', founded_on: '2001-01-01', district: 'E07000095', version: 3 });
    expect(now.search_name).toContain('swifts united');
    expect(now.search_name).toContain('the swift club');
  });

  it('counts an organisation as updated when any row of it changed, and only then', async () => {
    const row: Record<string, string> = { name: 'Tern Trust', charity_number: '8883002', income: '10', income_year: '2024', service_name: 'Play', ages_from: '3', ages_to: '5' };
    await importRows([row, { name: 'Wren Trust', charity_number: '8883003' }]);
    const changes: Record<string, string>[] = [{ income: '11' }, { ages_to: '6' }, { company_number: '8883' }, { contact_phone: '01632 960002' }, { areas_served: 'E07000095' }, { status: 'inactive' }, { communities: 'WORKS_WITH:BME' }];
    for (const change of changes) {
      const before = (await standing(at, 'Tern Trust')).version;
      const outcome = await importRows([{ ...row, ...change }, { name: 'Wren Trust', charity_number: '8883003' }]);
      expect({ change, counts: outcome.counts }).toMatchObject({ change, counts: { created: 0, updated: 1, unchanged: 1 } });
      expect((await standing(at, 'Tern Trust')).version).toBe(before + 1);
      Object.assign(row, change);
    }
    expect((await standing(at, 'Wren Trust')).version).toBe(1);
  });

  it('tells nobody the key that it makes of name and postcode where the file has none, for that may be a hidden place’s', async () => {
    await importRows([
      { name: 'A Quiet House', postcode: 'WD17 2BT', visibility: 'HIDDEN' },
      { id: 'R-7', name: 'A Registered House', postcode: 'WD17 2BT', visibility: 'DISTRICT_ONLY' },
    ]);
    for (const viewer of [{ role: 'ANONYMOUS' }, { role: 'ANALYST' }] as const) {
      const { data } = await at.ask('{ organisations(first: 9, orderBy: NAME) { nodes { name sources { source sourceKey } } } }', {}, viewer);
      expect(data).toEqual({ organisations: { nodes: [{ name: 'A Quiet House', sources: [{ source: 'generic', sourceKey: null }] }, { name: 'A Registered House', sources: [{ source: 'generic', sourceKey: 'R-7' }] }] } });
    }
    const again = await importRows([{ name: 'A Quiet House', postcode: 'WD17 2BT' }]);
    expect(again.counts).toMatchObject({ created: 0, unchanged: 1 });
  });

  it('moves an organisation whose postcode changed to its new district', async () => {
    await importRows([{ name: 'Moving Club', casc: '8883aa', postcode: 'EN8 9LP', longitude: '-0.03', latitude: '51.7' }]);
    expect((await standing(at, 'Moving Club')).district).toBe('E07000095');
    const outcome = await importRows([{ name: 'Moving Club', casc: '8883aa', postcode: 'WD17 2BT' }]);
    expect(outcome.counts).toMatchObject({ updated: 1, notPlaced: 0 });
    expect((await standing(at, 'Moving Club')).district).toBe('E07000103');
    const [point] = await rowsOf<{ far: number }>(at, `select st_distance(shown_point::geography, (select point from postcodes where postcode = 'WD17 2BT')::geography) as far from organisations`);
    expect(point?.far).toBe(0);
  });

  it('keeps a hidden place hidden', async () => {
    await importRows([{ name: 'A Refuge', charity_number: '8883004', address: '3 Secret Street', postcode: 'AL1 3JB', visibility: 'HIDDEN' }]);
    await importRows([{ name: 'A Refuge', charity_number: '8883004', address: '4 Secret Street', postcode: 'WD17 2BT' }]);
    expect(await standing(at, 'A Refuge')).toMatchObject({ visibility: 'HIDDEN', address: null, postcode: null, district: null, true_address: '4 Secret Street', true_postcode: 'WD17 2BT' });
    const [open] = await rowsOf<{ count: number }>(at, `select count(*)::int as count from places where coalesce(address, postcode, name) is not null or point is not null or district_id is not null`);
    expect(open?.count).toBe(0);
    const again = await importRows([{ name: 'A Refuge', charity_number: '8883004', address: '4 Secret Street', postcode: 'WD17 2BT' }]);
    expect(again.counts).toMatchObject({ updated: 0, unchanged: 1, notPlaced: 0 });
  });

  it('keeps contacts from the public unless the file says otherwise', async () => {
    await importRows([{ name: 'Quiet', contact_email: 'quiet@example.org' }, { name: 'Loud', contact_email: 'loud@example.org', contact_audience: 'PUBLIC' }]);
    const shown = await rowsOf<{ value: string | null }>(at, 'select value from contacts order by value');
    expect(shown.map((row) => row.value)).toEqual(['loud@example.org', null]);
    const kept = await rowsOf<{ value: string }>(at, 'select value from secrets.contacts');
    expect(kept).toEqual([{ value: 'quiet@example.org' }]);
  });

  it('refuses a row whose identifiers belong to two organisations, and names both', async () => {
    await importRows([{ name: 'Lark', charity_number: '8883005' }, { name: 'Crow', company_number: '8883006' }]);
    const outcome = await importRows([{ name: 'Lark and Crow', charity_number: '8883005', company_number: '8883006' }]);
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows).toEqual([
      { line: 2, column: 'identifiers', value: 'GB-CHC-8883005; GB-COH-08883006', reason: 'point at two organisations: "Crow" (GB-COH-08883006) and "Lark" (GB-CHC-8883005)' },
    ]);
  });

  it('refuses a second row for one organisation under another of its numbers', async () => {
    await importRows([{ name: 'Twice Known', charity_number: '8883007', company_number: '8883008' }]);
    const outcome = await importRows([{ name: 'Twice Known', charity_number: '8883007' }, { name: 'Twice known', company_number: '8883008' }]);
    expect(outcome.refusedRows).toMatchObject([{ line: 3, reason: 'is the same organisation as an earlier row' }]);
  });

  it('refuses with a row those that name it as their umbrella body', async () => {
    const outcome = await importRows(
      [{ name: 'Member', umbrella: 'Middle' }, { name: 'Middle', umbrella: 'Top' }, { name: 'Top', umbrella: 'Nobody' }, { name: 'Free' }],
      { acceptRest: true },
    );
    expect(outcome.counts).toMatchObject({ created: 1, refused: 3 });
    expect(outcome.refusedRows.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '4 is neither an identifier nor the exact name of an organisation', '3 stands in a row that is refused', '2 stands in a row that is refused',
    ]);
  });

  it('writes nothing when somebody enters one of them meanwhile', async () => {
    const file = files.csv([{ name: 'Overtaken', charity_number: '8883014' }]);
    const enter = () =>
      at.owner.query(`with made as (insert into organisations (id, name, sort_name, search_name, created_at, updated_at) values (gen_random_uuid(), 'First', 'first', 'first', now(), now()) returning id)
        insert into identifiers (id, organisation_id, scheme, value) select gen_random_uuid(), id, 'GB-CHC', '8883014' from made`);
    const { database, progress } = editedBeforePublishing(at, enter);
    const outcome = importOrganisations(database, testClock, { file, layout: 'generic', progress });
    await expect(outcome).rejects.toThrow('were entered by somebody else while the file was being compared; nothing was written.');
    expect((await importFile(at, '', { file })).counts).toMatchObject({ created: 0, updated: 1 });
  });

  it('knows one without a number again by name and postcode, and gives it the number that it got since', async () => {
    await importRows([{ name: 'Late Registrars', postcode: 'EN8 9LP' }, { name: 'Same Name', postcode: 'EN8 9LP', charity_number: '8883009' }]);
    const outcome = await importRows([{ name: 'LATE  Registrars', postcode: 'en89lp', charity_number: '8883010' }, { name: 'Same Name', postcode: 'EN8 9LP', charity_number: '8883011' }]);
    expect(outcome.counts).toMatchObject({ created: 1, updated: 1 });
    expect((await standing(at, 'LATE Registrars')).identifiers).toEqual(['GB-CHC-8883010']);
  });

  it('knows a record again by its own id in a source of that name', async () => {
    await importRows([{ id: '17', name: 'First Name' }], { source: 'CVS list' });
    expect((await importRows([{ id: '17', name: 'Second Name' }], { source: 'CVS list' })).counts).toMatchObject({ created: 0, updated: 1 });
    expect((await importRows([{ id: '17', name: 'Second Name' }], { source: 'another list' })).counts).toMatchObject({ created: 1 });
    const sources = await rowsOf(at, 'select source, source_key from record_sources order by source');
    expect(sources).toEqual([{ source: 'CVS list', source_key: '17' }, { source: 'another list', source_key: '17' }]);
  });

  it('ends what is no more on the day of the import, and keeps that it was', async () => {
    const row = { name: 'Changing Club', charity_number: '8883012', areas_served: 'E07000095;E07000096', status: 'ACTIVE', founded_on: '2001-02-03' };
    await importRows([row]);
    const later = fixedClock('2027-05-01');
    await importOrganisations(at.database, later, { file: files.csv([{ ...row, areas_served: 'E07000096', status: 'INACTIVE' }]), layout: 'generic' });
    const statuses = await rowsOf(at, `select status, valid from organisation_statuses order by valid`);
    expect(statuses).toEqual([{ status: 'ACTIVE', valid: '[2001-02-03,2027-05-01)' }, { status: 'INACTIVE', valid: '[2027-05-01,)' }]);
    const served = await rowsOf(at, `select a.code, s.valid from areas_served s join areas a on a.id = s.area_id order by a.code`);
    expect(served).toEqual([{ code: 'E07000095', valid: '(,2027-05-01)' }, { code: 'E07000096', valid: '(,)' }]);
  });

  it('follows a merged organisation to the one that was kept', async () => {
    await importRows([{ name: 'Kept One' }, { name: 'Merged One' }]);
    await at.owner.query(`update organisations m set merged_into_id = k.id from organisations k where m.name = 'Merged One' and k.name = 'Kept One'`);
    const outcome = await importRows([{ name: 'Merged One', description: 'News' }]);
    expect(outcome.counts).toMatchObject({ created: 0, updated: 1 });
    const [kept] = await rowsOf<{ description: string }>(at, 'select description from organisations where merged_into_id is null');
    expect(kept?.description).toBe('News');
  });

  it('writes nothing when somebody edits one of them while the file is compared', async () => {
    await importRows([{ name: 'Contested', charity_number: '8883013' }]);
    const file = files.csv([{ name: 'Contested', charity_number: '8883013', website: 'https://contested.example.org' }]);
    const edit = () => at.owner.query(`update organisations set version = version + 1, description = 'Mine' where name = 'Contested'`);
    const { database, progress } = editedBeforePublishing(at, edit);
    const outcome = importOrganisations(database, testClock, { file, layout: 'generic', progress });
    await expect(outcome).rejects.toThrow('1 organisation was edited by somebody else while the file was being compared; nothing was written.');
    expect(await standing(at, 'Contested')).toMatchObject({ description: 'Mine', website: null, version: 2 });
    expect(await leftovers(at)).toBe(0);
  });
});

it('takes the template as it is', async () => {
  for (const format of ['csv', 'xlsx'] as const) {
    const file = files.write(format, await templateFile(format, organisationsTemplate));
    const outcome = await importFile(at, '', { file });
    expect(outcome.reasons).toEqual([]);
    expect(outcome.counts).toMatchObject(format === 'csv' ? { created: 1 } : { unchanged: 1 });
  }
});
