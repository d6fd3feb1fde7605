import { Workbook } from 'exceljs';
import type { ImportOutcome } from '../../../src/intake/outcome';
import { templateFile } from '../../../src/intake/template-file';
import { importPriorityContributions } from '../../../src/plans/priorities/priority-contributions.import';
import { priorityContributionsTemplate } from '../../../src/plans/priorities/priority.template';
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
beforeEach(() => at.owner.query('truncate priority_contributions, import_batches cascade'));

type Row = Readonly<Record<string, string>>;
const PLAN = 'Priorities for children in Dacorum (invented)';
const CLUB: Row = { code: 'A', organisation: 'gade valley PLAYSCHEME (invented)', service: '', plan: '', action_no: '', from: '2026-05-01', to: '', how: 'In summer' };
const PANTRY: Row = { ...CLUB, organisation: 'Grovehill Good Neighbours (invented)', service: 'pantry', from: '', how: '' };
const ACTION: Row = { ...CLUB, code: 'B', organisation: '', action_no: '1.1', from: '2026-02-01', how: '' };
const take = (rows: readonly Row[], options: object = {}): Promise<ImportOutcome> => importPriorityContributions(at.database, testClock, { file: files.csv(rows), area: 'E07000096', title: PLAN, ...options });
const stands = () => rowsOf(at, `select p.code, c.kind, coalesce(s.name, a.number) as name, c.valid::text as valid, c.how from priority_contributions c join priorities p on p.id = c.priority_id left join services s on s.id = c.node_id left join actions a on a.id = c.node_id order by p.code, c.kind, name, c.valid`);
const BROUGHT = [
  { code: 'A', kind: 'Service', name: 'Pantry', valid: '[2026-11-21,)', how: null }, { code: 'A', kind: 'Service', name: 'Summer playscheme', valid: '[2026-05-01,)', how: 'In summer' }, { code: 'B', kind: 'Action', name: '1.1', valid: '[2026-02-01,)', how: null },
];

it('brings services by their organisation and actions by their number, and nothing new the second time', async () => {
  expect(await take([CLUB, PANTRY, ACTION], { dryRun: true })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 3 } });
  expect(await stands()).toEqual([]);
  expect(await take([CLUB, PANTRY, ACTION])).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 3, created: 3, updated: 0, unchanged: 0, refused: 0 } });
  expect(await stands()).toEqual(BROUGHT);
  expect(await take([CLUB, PANTRY, ACTION])).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 3 } });
  expect(await stands()).toEqual(BROUGHT);
});

it('gives no contribution an id that tells when the file came', async () => {
  await take([CLUB, PANTRY]);
  const made = (await rowsOf<{ id: string }>(at, 'select id from priority_contributions')).map(({ id }) => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString());
  expect(made.map((instant) => instant.slice(7))).toEqual(['-01T00:00:00.000Z', '-01T00:00:00.000Z']);
});

it('corrects what is on record from the same day, and leaves alone what it does not speak of', async () => {
  await take([CLUB, PANTRY, ACTION]);
  expect(await take([{ ...CLUB, to: '31/12/2026', how: '' }])).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 0, updated: 1 } });
  expect(await stands()).toEqual([BROUGHT[0], { ...BROUGHT[1], valid: '[2026-05-01,2027-01-01)' }, BROUGHT[2]]);
  expect(await take([{ ...CLUB, from: '2027-01-01' }])).toMatchObject({ counts: { created: 1, updated: 0 } });
});

it('takes a row without a first day as what holds today, never as what begins later', async () => {
  await take([{ ...CLUB, from: '2027-01-01', to: '2027-12-31' }]);
  await take([{ ...CLUB, to: '2026-12-31' }]);
  expect(await take([{ ...CLUB, from: '', to: '2026-11-30', how: 'Now' }])).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 0, updated: 1 } });
  const later = { ...BROUGHT[1], valid: '[2027-01-01,2028-01-01)' };
  expect(await stands()).toEqual([{ ...BROUGHT[1], valid: '[2026-05-01,2026-12-01)', how: 'Now' }, later]);
  await at.owner.query(`delete from priority_contributions where lower(valid) < '2027-01-01'`);
  expect(await take([{ ...CLUB, from: '', to: '2026-12-31', how: 'Now' }])).toMatchObject({ counts: { created: 1, updated: 0 } });
  expect(await stands()).toEqual([{ ...BROUGHT[1], valid: '[2026-11-21,2027-01-01)', how: 'Now' }, later]);
  expect((await take([{ ...PANTRY, from: '2027-01-01' }, { ...PANTRY, from: '' }])).refusedRows.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual(['3 from overlaps the contribution from 2027-01-01: end that one first']);
});

it('refuses whole, with every reason, and writes the rest when that is accepted', async () => {
  await take([CLUB]);
  const bad: readonly Row[] = [
    { ...CLUB, code: 'Z' }, { ...CLUB, organisation: '' }, { ...CLUB, organisation: 'Gade Valley Playground' }, { ...PANTRY, service: '' }, { ...PANTRY, service: 'Bakery' }, { ...ACTION, action_no: '9.9' }, { ...ACTION, organisation: 'Dacorum CVS' },
    { ...CLUB, from: '2026-06-01' }, { ...CLUB, from: '2026-04-01', to: '2026-03-31' }, { ...ACTION, from: 'then' }, PANTRY, PANTRY,
  ];
  const { verdict, refusedRows } = await take(bad);
  expect(verdict).toBe('REFUSED');
  expect([...refusedRows].sort((one, other) => one.line - other.line).map(({ line, column, reason }) => `${line} ${column} ${reason.replace(/: it may be.*/, '')}`)).toEqual([
    '2 code is no code of the set: A, B', '3 organisation is empty, and so are identifier and slug', '4 organisation is not known', '5 service is empty of Grovehill Good Neighbours (invented): it has Homework table; Pantry',
    '6 service is no service of Grovehill Good Neighbours (invented): it has Homework table; Pantry', '7 action_no is no action that stands in such a plan of the area', '8 organisation stands beside an action: a row is of a service or of an action',
    '9 from overlaps the contribution from 2026-05-01: end that one first', '10 to lies before from', '11 from is not a day (YYYY-MM-DD or DD/MM/YYYY)', '13 code says the same as line 12',
  ]);
  expect(await stands()).toEqual([BROUGHT[1]]);
  expect(await take(bad, { acceptRest: true })).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 12, created: 1, refused: 11 } });
  expect(await stands()).toEqual(BROUGHT.slice(0, 2));
});

it('asks for the plan where several have an action of the number', async () => {
  const priority = async (code: string) => (await take([{ ...ACTION, code, plan: '' }], { area: 'E10000015', title: 'Children and Young People’s Plan' })).refusedRows[0]?.reason;
  expect(await priority('1')).toMatch(/is the number of actions of \d plans/);
  expect(await take([{ ...ACTION, code: '1', plan: 'self evaluation AND action plan' }], { area: 'E10000015', title: 'Children and Young People’s Plan' })).toMatchObject({ verdict: 'PUBLISHED' });
});

it('needs the priorities to be there, and knows the template', async () => {
  await expect(take([CLUB], { title: 'Another plan' })).rejects.toThrow(/has no set of priorities “Another plan”/);
  const file = files.write('csv', await templateFile('csv', priorityContributionsTemplate));
  expect((await importPriorityContributions(at.database, testClock, { file, area: 'E07000096', title: PLAN })).refusedRows.map(({ column }) => column)).toEqual(['code']);
});

it('refuses a number of an action of which a workbook has made a number, which may be another one', async () => {
  const book = new Workbook();
  const sheet = book.addWorksheet('Contributions');
  sheet.addRow(['code', 'action_no']);
  sheet.addRow(['B', 1.1]);
  const { verdict, refusedRows } = await importPriorityContributions(at.database, testClock, { file: files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer())), area: 'E07000096', title: PLAN });
  expect([verdict, refusedRows.map(({ line, column, reason }) => `${line} ${column} ${reason}`)]).toEqual(['REFUSED', ['2 action_no is a number in the workbook, where 2.10 is 2.1: format the column as text, and write the numbers again']]);
});
