import { templateFile } from '../../../src/intake/template-file';
import type { ImportOutcome } from '../../../src/intake/outcome';
import { importPriorities, type PrioritiesImportOptions } from '../../../src/plans/priorities/priorities.import';
import { prioritiesTemplate } from '../../../src/plans/priorities/priority.template';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../../support';

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(() => at.owner.query('truncate priority_sets, import_batches cascade'));

type Row = Readonly<Record<string, string>>;
const ROWS: readonly Row[] = [
  { code: '1', title: 'Narrow the gap', description: 'Between children', lead: 'Partnerships  manager', from: '', to: '' },
  { code: '1.10', title: 'Keep them safe', description: '', lead: 'Board of partners', from: '01/06/2026', to: '31 March 2027' },
  { code: 'C', title: 'Be  heard', description: '', lead: '', from: '', to: '' },
];
const take = (rows: readonly Row[], options: Partial<PrioritiesImportOptions> = {}): Promise<ImportOutcome> =>
  importPriorities(at.database, testClock, { file: files.csv(rows), area: 'E10000015', title: 'Our plan', from: '2026-04-01', ...options });
const stands = () => rowsOf(at, `select p.code, p.title, p.description, l.name as lead, p.valid::text as valid from priorities p join priority_sets s on s.id = p.set_id left join leads l on l.id = p.lead_id order by s.edition, p.position, p.id`);

it('brings priorities as a draft, with leads of the register and days as they are written', async () => {
  const { verdict, counts } = await take(ROWS, { owner: 'The trust', to: '2030-03-31' });
  expect([verdict, counts]).toEqual(['PUBLISHED', { read: 3, created: 3, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 }]);
  expect(await stands()).toEqual([
    { code: '1', title: 'Narrow the gap', description: 'Between children', lead: 'Partnerships Manager', valid: null },
    { code: '1.10', title: 'Keep them safe', description: null, lead: 'Board of partners', valid: '[2026-06-01,2027-04-01)' },
    { code: 'C', title: 'Be heard', description: null, lead: null, valid: null },
  ]);
  expect(await rowsOf(at, 'select title, edition, owner, period::text as period, status from priority_sets')).toEqual([{ title: 'Our plan', edition: 1, owner: 'The trust', period: '[2026-04-01,2030-04-01)', status: 'DRAFT' }]);
});

it('changes nothing the second time, nor on a dry run', async () => {
  expect((await take(ROWS, { dryRun: true })).verdict).toBe('DRY_RUN');
  expect(await stands()).toEqual([]);
  await take(ROWS);
  const before = await rowsOf(at, 'select id, version, updated_at from priorities order by id');
  expect(await take(ROWS)).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 3 } });
  expect(await take(ROWS.map(({ code = '', title = '' }) => ({ code, title })))).toMatchObject({ verdict: 'UNCHANGED' });
  expect(await rowsOf(at, 'select id, version, updated_at from priorities order by id')).toEqual(before);
});

it('ends what the file lacks, keeps what contributed to it, and lets it hold again when it comes back', async () => {
  await take(ROWS);
  await at.owner.query(`insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, created_at, updated_at) select gen_random_uuid(), p.id, p.set_id, 'Service', s.id, '[2026-05-01,)', now(), now() from priorities p, (select id from services limit 1) s where p.code = 'C'`);
  const outcome = await take([{ ...ROWS[1], title: 'Keep all safe' }, { ...ROWS[0] }], { asOf: '2026-10-01' });
  expect([outcome.counts, outcome.notes]).toEqual([{ read: 2, created: 0, updated: 2, unchanged: 0, refused: 0, notPlaced: 0 }, ['Not in the file and closed from 2026-10-01: C. What contributed to them stays on record.']]);
  expect(await stands()).toMatchObject([{ code: '1.10', title: 'Keep all safe' }, { code: '1', valid: null }, { code: 'C', valid: '(,2026-10-01)' }]);
  expect(await rowsOf(at, `select c.valid::text as valid from priority_contributions c`)).toEqual([{ valid: '[2026-05-01,)' }]);
  expect(await take([{ ...ROWS[1], title: 'Keep all safe' }, { ...ROWS[0] }], { asOf: '2026-11-01' })).toMatchObject({ verdict: 'UNCHANGED' });
  expect((await take([...ROWS])).notes).toEqual(['Had ended and hold again: C.']);
  expect(await stands()).toMatchObject([{ code: '1' }, { code: '1.10' }, { code: 'C', valid: null }]);
});

it('keeps the order of the file, and renumbers nothing that stands in it', async () => {
  await take(ROWS);
  const versions = () => rowsOf(at, 'select code, version from priorities order by position, id');
  await take([...ROWS, { code: 'D', title: 'At the end' }]);
  expect(await versions()).toEqual([{ code: '1', version: 1 }, { code: '1.10', version: 1 }, { code: 'C', version: 1 }, { code: 'D', version: 1 }]);
  await take([ROWS[0] as Row, { code: 'D', title: 'At the end' }, ...ROWS.slice(1)]);
  expect(await versions()).toEqual([{ code: '1', version: 1 }, { code: 'D', version: 2 }, { code: '1.10', version: 2 }, { code: 'C', version: 2 }]);
});

it('leaves what has yet to begin although the file lacks it', async () => {
  await take([...ROWS, { code: 'D', title: 'Later', from: '2027-01-01' }]);
  expect((await take(ROWS)).notes).toEqual(['Not in the file but still to begin, and left as they are: D.']);
});

it('makes the file the next version where that is asked for', async () => {
  await take(ROWS);
  await take([{ code: '1', title: 'Another gap' }], { newEdition: true, from: '2027-04-01' });
  expect(await rowsOf(at, 'select edition, (select count(*)::int from priorities p where p.set_id = s.id) as priorities from priority_sets s order by edition')).toEqual([{ edition: 1, priorities: 3 }, { edition: 2, priorities: 1 }]);
  expect(await take([{ code: '1', title: 'Another gap' }], { from: undefined })).toMatchObject({ verdict: 'UNCHANGED' });
});

it('says clearly that another version is in force in the days that it was to have, and writes nothing', async () => {
  await take(ROWS, { to: '2027-03-31' });
  const next = [{ code: '1', title: 'Narrow the gap' }];
  await take(next, { newEdition: true, from: '2027-04-01' });
  await at.owner.query(`update priority_sets set status = 'APPROVED', approved_on = '2026-11-01'`);
  const before = await rowsOf(at, 'select * from priority_sets order by id');
  await expect(take(next, { from: '2027-03-01' })).rejects.toThrow('Another version of the set is in force in these days');
  expect(await rowsOf(at, 'select * from priority_sets order by id')).toEqual(before);
});

it('refuses whole, with every reason, and writes the rest when that is accepted, closing nothing', async () => {
  await take(ROWS);
  const before = await stands();
  const bad: readonly Row[] = [
    { code: '1', title: 'Narrow the gap', from: '', to: '' }, { code: '', title: 'X', from: '', to: '' }, { code: '1', title: 'Twice', from: '', to: '' }, { code: '7', title: '', from: '', to: '' },
    { code: '8', title: 'Days', from: '2027-01-01', to: '2026-01-01' }, { code: '9', title: 'No day', from: 'soon', to: '' }, { code: '10', title: 'Before', from: '', to: '2026-03-31' }, { code: '11', title: 'Fine', from: '', to: '' },
  ];
  const refused = await take(bad);
  expect(refused.refusedRows.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual([
    '3 code is empty', '4 code stands in line 2 already', '5 title is empty', '6 to lies before from', '7 from is not a day (YYYY-MM-DD or DD/MM/YYYY)', '8 to lies before the first day of the set, 2026-04-01',
  ]);
  expect([refused.verdict, refused.counts, await stands()]).toEqual(['REFUSED', { read: 8, created: 0, updated: 0, unchanged: 0, refused: 6, notPlaced: 0 }, before]);
  const rest = await take(bad, { acceptRest: true });
  expect(rest).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 8, created: 1, refused: 6 } });
  expect((await stands()).map((row) => (row as { code: string; valid: string | null }).valid)).toEqual([null, null, '[2026-06-01,2027-04-01)', null]);
});

it.each<[string, RegExp, () => Promise<unknown>]>([
  ['a column is missing', /no column "title"/, () => take([{ code: '1' }])],
  ['the area is not known', /No area has or had the code X/, () => take(ROWS, { area: 'X' })],
  ['a new set has no first day', /needs its first day/, () => take(ROWS, { from: undefined })],
  ['a day is none', /--from soon is not a day/, () => take(ROWS, { from: 'soon' })],
  ['the days are the wrong way round', /lies after --to/, () => take(ROWS, { to: '2026-01-01' })],
  ['the title says nothing', /--title is empty/, () => take(ROWS, { title: ' ' })],
])('says clearly that %s', async (_, message, act) => {
  await expect(act()).rejects.toThrow(message);
  expect(await stands()).toEqual([]);
});

it('takes its own template, as CSV and as a workbook', async () => {
  for (const format of ['csv', 'xlsx'] as const) {
    await at.owner.query('truncate priority_sets cascade');
    const file = files.write(format, await templateFile(format, prioritiesTemplate));
    expect(await importPriorities(at.database, testClock, { file, area: 'E10000015', title: 'Our plan', from: '2026-04-01' })).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 1, refused: 0 } });
  }
});
