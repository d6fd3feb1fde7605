import { placeOrganisationsAgain } from '../../src/organisations/place-again';
import { importPostcodes } from '../../src/places/postcodes.import';
import { silentProgress } from '../../src/intake/progress';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { Files, importFile, standing } from './organisation-imports';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
});
afterAll(async () => {
  files.remove();
  await at.close();
});

it('places organisations again when postcodes changed, their masks too, and finds nothing to do the second time', async () => {
  const rows: Record<string, string>[] = [
    { name: 'Open Door', charity_number: '8885001', postcode: 'EN8 9LP' },
    { name: 'Home Group', charity_number: '8885002', postcode: 'EN8 9LP', visibility: 'DISTRICT_ONLY' },
    { name: 'Hidden House', charity_number: '8885003', postcode: 'EN8 9LP', visibility: 'HIDDEN' },
    { name: 'New Street', charity_number: '8885004', postcode: 'ZZ1 1ZZ' },
  ];
  expect((await importFile(at, '', { file: files.csv(rows) })).counts.notPlaced).toBe(1);
  const moved = files.csv([
    { postcode: 'EN8 9LP', latitude: '51.75', longitude: '-0.34', lad_code: 'E07000240' },
    { postcode: 'ZZ1 1ZZ', latitude: '51.76', longitude: '-0.33', lad_code: 'E07000240' },
  ]);
  // The composition root has registered the listener: the import tells it.
  await importPostcodes(at.database, testClock, { file: moved });
  const places = async () => ({ open: await standing(at, 'Open Door'), home: await standing(at, 'Home Group'), hidden: await standing(at, 'Hidden House'), late: await standing(at, 'New Street') });
  const { open, home, hidden, late } = await places();
  expect([open.district, home.district, hidden.district, late.district]).toEqual(['E07000240', 'E07000240', null, 'E07000240']);
  const [truth] = await rowsOf<{ code: string }>(at, `select a.code from secrets.places s join areas a on a.id = s.district_id join organisations o on o.id = s.organisation_id where o.name = 'Hidden House'`);
  expect(truth?.code).toBe('E07000240');
  // A row that is written stands elsewhere afterwards.
  const whereabouts = () => rowsOf(at, 'select o.ctid as organisation, p.ctid as place from organisations o join places p on p.organisation_id = o.id order by p.id');
  const standingAt = await whereabouts();
  const before = await places();
  await placeOrganisationsAgain({ database: at.database, clock: testClock, progress: silentProgress });
  expect(await places()).toEqual(before);
  expect(await whereabouts()).toEqual(standingAt);
});
