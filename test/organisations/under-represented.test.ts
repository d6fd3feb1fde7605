import { importUnderRepresented, underRepresentedTemplate } from '../../src/organisations/under-represented.import';
import { revertImport } from '../../src/organisations/import-revert';
import { leftovers, rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { Files } from './organisation-imports';

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

type Row = Record<(typeof underRepresentedTemplate.headings)[number], string>;
const row = (given: Partial<Row> = {}): Record<string, string> => ({ area: 'E07000240', community: 'YOUNG_CARERS', year: '2025', source: 'Monitoring', ...given });
const load = (rows: Record<string, string>[], more: object = {}) => importUnderRepresented(at.database, testClock, { file: files.csv(rows), ...more });

async function said(): Promise<string[]> {
  const answer = await at.ask<{ area: { underRepresentedCommunities: { community: { code: string }; year: number; source: string }[] } }>(
    '{ area(code: "E07000240") { underRepresentedCommunities { community { code } year source } } }',
  );
  return (answer.data?.area.underRepresentedCommunities ?? []).map((one) => `${one.year} ${one.community.code} ${one.source}`).sort();
}

it('comes with a file, whose second import changes nothing, and goes back with it', async () => {
  const before = await said();
  expect((await load([row(), row({ community: 'Young carers', year: '2026' })], { dryRun: true })).counts).toMatchObject({ created: 2 });
  expect(await said()).toEqual(before);
  expect((await load([row(), row({ community: 'community:BME' })])).counts).toEqual({ read: 2, created: 2, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
  expect(await said()).toEqual([...before, '2025 BME Monitoring', '2025 YOUNG_CARERS Monitoring'].sort());
  expect(await load([row(), row({ community: 'community:BME' })])).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 2 } });
  expect((await load([row({ source: 'Another report' })])).counts).toMatchObject({ updated: 1 });
  for (let times = 0; times < 2; times += 1) {
    const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches where kind = 'under-represented' and reverted_at is null and (counts->>'unchanged')::int = 0 order by id desc limit 1`);
    await revertImport({ database: at.database, viewer: { role: 'ADMIN' }, clock: testClock }, { id: batch?.id ?? '' });
    if (times === 0) expect(await said()).toContain('2025 YOUNG_CARERS Monitoring');
  }
  expect(await said()).toEqual(before);
  expect(await leftovers(at)).toBe(0);
});

it('keeps and lists what was said anew since, when its file is taken back', async () => {
  const row2021 = (given: Partial<Row> = {}): Record<string, string> => row({ year: '2021', ...given });
  await load([row2021({ community: 'BME' }), row2021({ community: 'FAITH' })]);
  await load([row2021({ community: 'BME', source: 'Second' }), row2021({ community: 'FAITH', source: 'Second' }), row2021(), row2021({ community: 'YOUNG_PARENTS' })]);
  const input = { area: 'E07000240', year: 2021, source: 'Coordinator', communities: ['YOUNG_CARERS', 'DISABILITY'], expectedVersion: 3 };
  const answer = await at.ask<{ setUnderRepresentedCommunities: { userErrors: unknown[] } }>(
    'mutation ($input: SetUnderRepresentedCommunitiesInput!) { setUnderRepresentedCommunities(input: $input) { userErrors { code message } } }', { input }, { role: 'ADMIN' },
  );
  expect(answer.data?.setUnderRepresentedCommunities.userErrors).toEqual([]);
  const stands = (await said()).filter((one) => one.startsWith('2021'));
  expect(stands).toEqual(['2021 DISABILITY Coordinator', '2021 YOUNG_CARERS Coordinator']);

  const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches where kind = 'under-represented' order by id desc limit 1`);
  await revertImport({ database: at.database, viewer: { role: 'ADMIN' }, clock: testClock }, { id: batch?.id ?? '' });
  expect((await said()).filter((one) => one.startsWith('2021'))).toEqual(stands);
  const [done] = await rowsOf<{ reverted: { removed: number; restored: number; leftCodes: string[] } }>(at, 'select reverted from import_batches where id = $1', [batch?.id]);
  expect(done?.reverted).toMatchObject({ removed: 0, restored: 0 });
  expect(done?.reverted.leftCodes).toEqual(['BME', 'FAITH', 'YOUNG_CARERS'].map((code) => `under_represented_communities E07000240 ${code} 2021`));
});

it('refuses the file with every reason, and writes the rest where that is wanted', async () => {
  const wrong = [row({ area: 'E99' }), row({ community: 'MARTIANS' }), row({ year: '25' }), row({ source: '' }), row(), row()];
  const outcome = await load(wrong);
  expect(outcome.verdict).toBe('REFUSED');
  expect(outcome.refusedRows.map(({ line, column }) => [line, column])).toEqual([[2, 'area'], [3, 'community'], [4, 'year'], [5, 'source'], [7, 'community']]);
  expect(await said()).not.toContain('2025 YOUNG_CARERS Monitoring');
  expect((await load(wrong, { acceptRest: true })).counts).toMatchObject({ created: 1, refused: 5 });
  expect(await said()).toContain('2025 YOUNG_CARERS Monitoring');
});

it('wants all of its columns', async () => {
  await expect(load([{ area: 'E07000240', community: 'BME', year: '2025' }])).rejects.toThrow('has no column "source"');
});
