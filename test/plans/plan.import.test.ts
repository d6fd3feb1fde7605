import { Workbook } from 'exceljs';
import { toNodeId } from '../../src/graphql/node';
import { templateFile } from '../../src/intake/template-file';
import { leadsTemplate, planTemplate } from '../../src/plans/plan.template';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { change } from './making-changes';
import { actionsOf, emptyPlans, importFile, PLAN, type PlanRow } from './plan-imports';

const ADMIN = { role: 'ADMIN', subject: 'Coordinator' } as const;

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(() => emptyPlans(at));

const numbers = async (): Promise<string[]> => (await actionsOf(at)).map((action) => action.number);
const but = (number: string, change: Readonly<Record<string, string>>): PlanRow[] => PLAN.map((row) => (row.action_no === number ? { ...row, ...change } : row));
const actionNode = async (number: string): Promise<string> => toNodeId('Action', (await rowsOf<{ id: string }>(at, 'select id from actions where number = $1', [number]))[0]?.id ?? '');
const again = (rows: readonly PlanRow[], options = {}) => importFile(at, files.csv(rows), { updatesAsOf: '2010-01-31', ...options });

describe('a plan that is imported', () => {
  it('is a draft with its rows in their order, numbers as text, empty wording kept', async () => {
    const outcome = await importFile(at, files.csv(PLAN));
    expect(outcome.counts).toEqual({ read: 4, created: 4, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    expect(await rowsOf(at, 'select status, area_id is not null as placed from plans')).toEqual([{ status: 'DRAFT', placed: true }]);
    expect(await actionsOf(at)).toMatchObject([{ number: '1.1.1' }, { number: '1.1.2' }, { number: '1.10.1', text: '' }, { number: '2.10' }]);
    expect(await rowsOf(at, `select number from recommendations order by position`)).toEqual([{ number: '1.1' }, { number: '1.10' }]);
  });

  it('has its updates at their recommendation, covering their row and perhaps its other actions', async () => {
    await importFile(at, files.csv(PLAN));
    expect(await rowsOf(at, `
      select r.number as recommendation, p.reported_on::text, p.rag, p.note, a.number, c.certain from progress_reports p join progress_report_actions c on c.report_id = p.id
      join actions a on a.id = c.action_id left join recommendations r on r.id = p.recommendation_id order by a.position`)).toEqual([
      { recommendation: '1.1', reported_on: '2009-04-30', rag: 'NOT_RATED', note: 'Reports are given', number: '1.1.1', certain: true },
      { recommendation: '1.1', reported_on: '2009-04-30', rag: 'NOT_RATED', note: 'Reports are given', number: '1.1.2', certain: false },
      { recommendation: '1.10', reported_on: '2009-04-30', rag: 'AMBER', note: null, number: '1.10.1', certain: true },
    ]);
  });

  it('leaves what is not certain to a person', async () => {
    const { notes } = await importFile(at, files.csv(PLAN));
    expect(notes).toEqual([
      '1 without wording, kept as incomplete: 1.10.1.',
      '“Bi-monthly” may mean several things, for a person to say: 1.1.1.',
      '“Ongoing September 08” may mean several things, for a person to say: 1.10.1.',
      '1 leads of which it is not known what they are, for a person to say: GRID.',
      '4 leads of which it is not known whether they are of the sector or statutory, for a person to say: Representative, support team, GRID, Coordinator & Manager.',
      '2 measures read as a date or as a body: GRID, July 08.',
    ]);
  });

  it('says which other names of the register are those of other leads already, and leaves these', async () => {
    await importFile(at, files.csv(PLAN));
    const leads = files.csv([{ name: 'Support team', aliases: 'GRID; helpers' }]);
    const { notes } = await importFile(at, files.csv(PLAN), { leads });
    expect(notes).toContain('1 other names of the register are those of other leads already, and stay so until addLeadAlias makes the two one: GRID (for support team).');
    expect(await rowsOf(at, `select alias from lead_aliases`)).toEqual([{ alias: 'helpers' }]);
    expect(await rowsOf(at, `select name from leads where name in ('GRID', 'support team') order by name`)).toHaveLength(2);
  });

  it('knows leads by a register and its aliases, whatever case, blanks and signs they are written with', async () => {
    const leads = files.csv([
      { name: 'Head of Service & Commissioning', kind: 'POST', agency: 'County Council', side: 'STATUTORY', aliases: 'Coordinator and Manager' },
      { name: 'Group Identifying Developments', kind: 'GROUP', agency: '', side: 'SECTOR', aliases: 'grid; forum' },
    ]);
    await importFile(at, files.csv(but('1.1.2', { leads: 'G R I D; H of S and commissioning' })), { leads });
    expect(await rowsOf(at, `select l.name, l.side, array_agg(o.as_written order by o.as_written collate "C") as written from leads l join action_leads o on o.lead_id = l.id where l.side is not null group by l.id order by l.name collate "C"`)).toEqual([
      { name: 'Group Identifying Developments', side: 'SECTOR', written: ['G R I D'] },
      { name: 'Head of Service & Commissioning', side: 'STATUTORY', written: ['Coordinator & Manager', 'H of S and commissioning'] },
    ]);
    expect((await importFile(at, files.csv(but('1.1.2', { leads: 'G R I D; H of S and commissioning' })), { leads })).verdict).toBe('UNCHANGED');
  });

  it('is unchanged the second time, also from a workbook', async () => {
    await importFile(at, files.csv(PLAN));
    const book = new Workbook();
    const sheet = book.addWorksheet('Plan');
    const headings = [...new Set(PLAN.flatMap((row) => Object.keys(row)))];
    sheet.addRow(headings);
    for (const row of PLAN) sheet.addRow(headings.map((heading) => row[heading] ?? ''));
    const outcome = await again(PLAN);
    expect([outcome.verdict, outcome.counts.unchanged]).toEqual(['UNCHANGED', 4]);
    expect((await importFile(at, files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer())))).verdict).toBe('UNCHANGED');
  });

  it('takes a day of a workbook for as much as the workbook shows of it, and listed where it shows no year', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('Plan');
    const headings = [...new Set(PLAN.flatMap((row) => Object.keys(row)))];
    sheet.addRow(headings);
    const formats = ['dd/mm/yyyy', 'mmm-yy', 'd-mmm', '[$-809]d mmmm yyyy;@'];
    for (const [n, row] of PLAN.entries()) {
      const cells = sheet.addRow(headings.map((heading) => row[heading] ?? '')).getCell(headings.indexOf('by_when') + 1);
      cells.value = new Date(Date.UTC(2008, 0, 8));
      cells.numFmt = formats[n] ?? '';
    }
    const outcome = await importFile(at, files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer())));
    expect(outcome.notes).toContain('“8 January” may mean several things, for a person to say: 1.10.1.');
    expect(await rowsOf(at, `select a.number, w.written, (select max(upper(d.days) - 1)::text from by_when_dates d where d.by_when_id = w.id) as due from by_whens w join actions a on a.id = w.action_id order by a.position`)).toEqual([
      { number: '1.1.1', written: '8 January 2008', due: '2008-01-08' }, { number: '1.1.2', written: 'January 2008', due: '2008-01-31' }, { number: '1.10.1', written: '8 January', due: null }, { number: '2.10', written: '8 January 2008', due: '2008-01-08' },
    ]);
  });

  it('is refused where a workbook has a number or a day for the number of an action, which may be another one', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('Plan');
    sheet.addRow(['plan', 'section', 'action_no', 'action']);
    for (const [n, number] of [2.1, new Date(Date.UTC(2008, 1, 1)), 5, '2.10'].entries()) sheet.addRow(['Our plan', 'Delivery', number, `Do thing ${n}`]);
    const file = files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    const outcome = await importFile(at, file);
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual([
      '2 action_no is a number in the workbook, where 2.10 is 2.1: format the column as text, and write the numbers again',
      '3 action_no is a day in the workbook: format the column as text, and write the numbers again',
    ]);
    expect((await importFile(at, file, { acceptRest: true })).counts).toMatchObject({ created: 2 });
    expect(await numbers()).toEqual(['5', '2.10']);
  });

  it('has one section of titles that differ only by case, blanks, signs or what stands for Head of Service', async () => {
    const titled = (...titles: string[]): PlanRow[] => titles.map((section, n) => ({ plan: 'Our plan', section, action_no: String(n + 1), action: `Do thing ${n + 1}` }));
    expect((await importFile(at, files.csv(titled("Children's trust", 'Children’s  Trust', 'Health & safety', 'H of S')))).counts).toMatchObject({ created: 4 });
    expect(await rowsOf(at, 'select title from plan_sections order by position')).toEqual([{ title: "Children's trust" }, { title: 'Health & safety' }, { title: 'H of S' }]);
    expect((await importFile(at, files.csv(titled('Childrens trust', "Children's trust", 'Health and Safety', 'Head of Service')))).verdict).toBe('UNCHANGED');
  });

  it('is not touched by a dry run', async () => {
    expect(await importFile(at, files.csv(PLAN), { dryRun: true })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 4 } });
    expect(await rowsOf(at, 'select (select count(*) from plans)::int + (select count(*) from leads)::int as n')).toEqual([{ n: 0 }]);
  });
});

describe('a plan that is imported again', () => {
  beforeEach(async () => void (await importFile(at, files.csv(PLAN))));

  it('takes wording that is alike as the same action, and keeps what was reported', async () => {
    const outcome = await again(but('1.1.1', { action: 'The representatives report to the forums', update: 'Reports are given each quarter' }));
    expect(outcome.counts).toMatchObject({ created: 0, updated: 1, unchanged: 3 });
    expect((await actionsOf(at))[0]).toEqual({ number: '1.1.1', text: 'The representatives report to the forums', reports: 2 });
  });

  it('takes a new date as a revision of the first one', async () => {
    await again(but('1.1.2', { by_when: 'January 09' }));
    expect(await rowsOf(at, `select b.revision, b.written, b.said_on::text, (select max(upper(d.days) - 1)::text from by_when_dates d where d.by_when_id = b.id) as due from by_whens b join actions a on a.id = b.action_id where a.number = '1.1.2' order by 1`)).toEqual([
      { revision: 0, written: 'January 08', said_on: null, due: '2008-01-31' },
      { revision: 1, written: 'January 09', said_on: '2010-01-31', due: '2009-01-31' },
    ]);
    expect((await again(but('1.1.2', { by_when: 'January 09' }))).verdict).toBe('UNCHANGED');
  });

  it('takes a rating or an achievement that goes back to an earlier one, each as of the day of its file, and not twice', async () => {
    const quarter = ([updatesAsOf, rag, achieved]: readonly [string, string, string]) => importFile(at, files.csv(but('2.10', { rag, achieved })), { updatesAsOf });
    const said = [['2009-06-30', 'GREEN', 'yes'], ['2009-09-30', 'AMBER', 'no'], ['2009-12-31', 'GREEN', 'no'], ['2010-03-31', 'GREEN', 'yes']] as const;
    for (const one of said) expect([(await quarter(one)).verdict, (await quarter(one)).verdict]).toEqual(['PUBLISHED', 'UNCHANGED']);
    expect((await quarter(said[1])).verdict).toBe('UNCHANGED');
    expect(await rowsOf(at, `select reported_on::text, rag, achieved from progress_reports p where reported_on > '2009-04-30' order by reported_on`)).toEqual(said.map(([reported_on, rag, achieved]) => ({ reported_on, rag, achieved: achieved === 'yes' })));
  });

  it('leaves progress that was recorded here since its file was imported', async () => {
    const action = await actionNode('1.1.1');
    for (const report of ['Reports are late', 'Reports are in time']) expect((await change(at, 'record-progress', { actions: [action], reportedOn: '2009-12-31', report }, ADMIN)).errors).toEqual([]);
    const [update] = await rowsOf<{ id: string }>(at, `select id from progress_reports where note = 'Reports are given'`);
    expect((await change(at, 'split-update', { report: toNodeId('ProgressReport', update?.id ?? ''), parts: [{ actions: [action], report: 'Reports are written' }] }, ADMIN)).errors).toEqual([]);
    expect((await again(but('1.1.2', { action: 'Groups are invited to the forum event' }))).counts).toMatchObject({ updated: 1 });
    expect(await rowsOf(at, 'select note from progress_reports where note is not null order by reported_on, id')).toEqual(['Reports are given', 'Reports are written', 'Reports are late', 'Reports are in time'].map((note) => ({ note })));
  });

  it('leaves a position that was stated here since its file was imported, until the file says another one', async () => {
    const positions = () => rowsOf(at, `select s.text, s.stated_on::text from position_statements s join actions a on a.id = s.action_id where a.number = '1.1.1' order by s.recorded_at, s.id`);
    const stated = [{ text: 'A seat is held', stated_on: null }, { text: 'Two seats are held', stated_on: '2009-12-31' }];
    expect((await change(at, 'state-position', { action: await actionNode('1.1.1'), statedOn: '2009-12-31', text: 'Two seats are held' }, ADMIN)).errors).toEqual([]);
    expect((await again(but('1.1.1', { leads: 'Representative' }))).counts).toMatchObject({ updated: 1 });
    expect(await positions()).toEqual(stated);
    const later = but('1.1.1', { leads: 'Representative', position: 'Three seats are held' });
    expect([(await again(later)).verdict, (await again(later)).verdict]).toEqual(['PUBLISHED', 'UNCHANGED']);
    await again(but('1.1.1', { leads: 'Representative' }), { updatesAsOf: '2010-02-28' });
    expect(await positions()).toEqual([...stated, { text: 'Three seats are held', stated_on: '2010-01-31' }, { text: 'A seat is held', stated_on: '2010-02-28' }]);
  });

  it('leaves the positions of a version that was begun here, also where its file was imported into the one before', async () => {
    await again(PLAN, { from: '2008-01-01' });
    expect((await change(at, 'state-position', { action: await actionNode('1.1.1'), statedOn: '2009-12-31', text: 'Two seats are held' }, ADMIN)).errors).toEqual([]);
    const [plan] = await rowsOf<{ id: string; version: number }>(at, 'select id, version from plans');
    expect((await change(at, 'begin-edition', { id: toNodeId('Plan', plan?.id ?? ''), expectedVersion: plan?.version, from: '2010-01-01' }, ADMIN)).errors).toEqual([]);
    const positions = () => rowsOf(at, `select s.text from position_statements s join actions a on a.id = s.action_id join plans p on p.id = a.plan_id where p.edition = 2 and a.number = '1.1.1' order by s.recorded_at, s.id`);
    await again(PLAN);
    expect(await positions()).toEqual([{ text: 'Two seats are held' }]);
    await again(but('1.1.1', { position: 'Three seats are held' }));
    expect(await positions()).toEqual([{ text: 'Two seats are held' }, { text: 'Three seats are held' }]);
  });

  it('is refused where a row may be renumbered or new, until the map says which', async () => {
    const rows = [...but('2.10', { action_no: '2.11' }), { plan: 'Our plan', section: 'Delivery', action_no: '2.12', action: 'Run one stakeholder event' }];
    const outcome = await again(rows);
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map(({ column, value, reason }) => [column, value, reason])).toEqual([
      ['action_no', '2.11', 'is renumbered or new: say in --map what it was (its wording is most like that of 2.10)'],
      ['action_no', '2.12', 'is renumbered or new: say in --map what it was'],
    ]);
    expect(await numbers()).toEqual(['1.1.1', '1.1.2', '1.10.1', '2.10']);
    const map = files.csv([{ action_no: '2.11', was: '2.10' }, { action_no: '2.12', was: 'new' }]);
    expect((await again(rows, { map })).counts).toMatchObject({ created: 1, updated: 1, unchanged: 3, refused: 0 });
    expect(await numbers()).toEqual(['1.1.1', '1.1.2', '1.10.1', '2.11', '2.12']);
  });

  it('lets two actions change their numbers', async () => {
    const rows = PLAN.map((row) => ({ ...row, action_no: { '1.1.1': '1.1.2', '1.1.2': '1.1.1' }[row.action_no ?? ''] ?? row.action_no ?? '' }));
    const map = files.csv([{ action_no: '1.1.2', was: '1.1.1' }, { action_no: '1.1.1', was: '1.1.2' }]);
    expect((await again(rows, { map })).counts).toMatchObject({ created: 0, updated: 2 });
    expect(await actionsOf(at)).toMatchObject([{ number: '1.1.2', text: PLAN[0]?.action, reports: 1 }, { number: '1.1.1', text: PLAN[1]?.action, reports: 0 }, {}, {}]);
  });

  it('closes an action that the file lacks, deletes nothing, and opens it when it comes back', async () => {
    const outcome = await again(PLAN.filter((row) => row.action_no !== '1.1.1'));
    expect(outcome.notes).toContain('1 actions are not in the file any more and are closed: 1.1.1.');
    expect(await rowsOf(at, `select number, closed_on::text from actions where closed_on is not null`)).toEqual([{ number: '1.1.1', closed_on: '2010-01-31' }]);
    expect((await again(PLAN)).counts).toMatchObject({ updated: 1, created: 0 });
    expect((await actionsOf(at))[0]).toMatchObject({ number: '1.1.1', reports: 1 });
  });

  it('closes nothing when rows were refused and the rest is wanted', async () => {
    const rows = but('1.1.2', { action: 'Something else altogether is to be done', update: '' });
    const outcome = await again([...rows.filter((row) => row.action_no !== '2.10'), { ...PLAN[3], rag: 'purple' } as PlanRow], { acceptRest: true });
    expect(outcome).toMatchObject({ verdict: 'UNCHANGED', counts: { refused: 2 } });
    expect(await numbers()).toEqual(['1.1.1', '1.1.2', '1.10.1', '2.10']);
  });
});

describe('a file that cannot be taken', () => {
  it('is told what is wrong by line, column, value and reason, and nothing is written', async () => {
    const rows = [
      PLAN[0] as PlanRow,
      { ...PLAN[1], rag: 'blue', achieved: 'perhaps' } as PlanRow,
      { ...PLAN[2], plan: 'Another plan', section: '' } as PlanRow,
      { ...PLAN[3], action_no: '1.1.1' } as PlanRow,
      { ...PLAN[3], action_no: '', recommendation_no: '1.1', recommendation: 'Engage late' } as PlanRow,
    ];
    const outcome = await importFile(at, files.csv(rows));
    expect(outcome).toMatchObject({ verdict: 'REFUSED', counts: { read: 5, refused: 4, created: 0 } });
    expect(outcome.refusedRows.map(({ line, column, value, reason }) => `${line} ${column} “${value}” ${reason}`)).toEqual([
      '4 rag “blue” is not one of GREEN, AMBER, RED, NOT_RATED',
      '4 achieved “perhaps” is neither true nor false',
      '5 section “” is empty',
      '5 plan “Another plan” is another plan than that of line 2: import each from a file of its own',
      '6 action_no “1.1.1” stands in the file twice (line 2)',
      '7 action_no “” is empty',
      '7 recommendation “Engage late” differs from that of line 2, which has the same number',
      '7 section “Delivery” is another than that of line 2, which has the same recommendation',
    ]);
    expect(await rowsOf(at, 'select count(*)::int as n from plans')).toEqual([{ n: 0 }]);
  });

  it.each([
    ['a column that is needed is missing', () => importFile(at, files.csv(PLAN.map(({ section: _, ...row }) => row))), /no column "section"; it has: plan, recommendation_no/],
    ['the area is not known', () => importFile(at, files.csv(PLAN), { area: 'E99999999' }), /No area has or had the code E99999999/],
    ['the updates lie in the future', () => importFile(at, files.csv(PLAN), { updatesAsOf: '2027-01-01' }), /lies in the future/],
    ['the updates lie before the plan', () => importFile(at, files.csv(PLAN), { from: '2010-01-01' }), /lies before the plan/],
    ['the day is none', () => importFile(at, files.csv(PLAN), { updatesAsOf: 'Easter' }), /--updates-as-of Easter is not a day/],
    ['a lead has no name', () => importFile(at, files.csv(PLAN), { leads: files.csv([{ person: '', agency: 'x' }]) }), /line 2, name "": is empty/],
    ['a lead is of no known kind', () => importFile(at, files.csv(PLAN), { leads: files.csv([{ name: 'A', kind: 'ROBOT' }]) }), /kind "ROBOT": is not one of POST/],
  ])('says so when %s', async (_, load, message) => {
    await expect(load()).rejects.toThrow(message);
    expect(await rowsOf(at, 'select count(*)::int as n from plans')).toEqual([{ n: 0 }]);
  });
});

it.each(['csv', 'xlsx'] as const)('the templates are plans and leads that can be imported (%s)', async (format) => {
  const [plan, leads] = [files.write(format, await templateFile(format, planTemplate)), files.write(format, await templateFile(format, leadsTemplate))];
  expect((await importFile(at, plan, { leads })).counts).toMatchObject({ created: 1, refused: 0 });
  expect(await rowsOf(at, 'select name, kind_given from leads order by name')).toEqual([{ name: 'Coordinator', kind_given: true }, { name: 'Support team', kind_given: false }]);
});
