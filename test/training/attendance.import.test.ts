import { randomUUID } from 'node:crypto';
import type { ImportOutcome } from '../../src/intake/outcome';
import { templateFile } from '../../src/intake/template-file';
import { type AttendanceImportOptions, importAttendance } from '../../src/training/attendance.import';
import { attendanceTemplate } from '../../src/training/attendance.template';
import { ATTENDANCE_HEADINGS, parseHour } from '../../src/training/import/attendance-rows';
import { Files } from '../organisations/organisation-imports';
import { openTestDatabase, testClock, type TestDatabase } from '../support';

type Row = Readonly<Partial<Record<(typeof ATTENDANCE_HEADINGS)[number], string>>>;

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
beforeEach(async () => {
  await at.owner.query('delete from attendances');
});

const GOOD: Row = { course: 'safeguarding', held_on: '2026-05-16', slug: 'glossop-glow', kind: 'VOLUNTEER', people: '2', source: 'Sheet' };

const bring = (rows: readonly Row[], options: Partial<AttendanceImportOptions> = {}): Promise<ImportOutcome> => importAttendance(at.database, testClock, { file: files.csv(rows), ...options });

async function onRecord(): Promise<string[]> {
  const { rows } = await at.owner.query<{ said: string }>(
    `select concat_ws(' ', o.slug, s.held_on, left(s.starts::text, 5), a.kind, a.people, a.source) as said
     from attendances a join organisations o on o.id = a.organisation_id join training_sessions s on s.id = a.session_id order by 1`,
  );
  return rows.map((row) => row.said);
}

/** What is refused, as `line column: reason`. */
const refusals = (outcome: ImportOutcome): string[] => outcome.refusedRows.map((row) => `${row.line} ${row.column}: ${row.reason}`);

async function refused(...rows: readonly Row[]): Promise<string[]> {
  const outcome = await bring(rows);
  expect([outcome.verdict, await onRecord()]).toEqual(['REFUSED', []]);
  return refusals(outcome);
}

describe('a sheet', () => {
  it('is matched by registration, by slug, and by the name however it is written', async () => {
    await at.owner.query(`update organisations set name = 'Café Olé (invented)', sort_name = 'cafe ole (invented)' where slug = 'cafe-ole'`);
    const [number] = (await at.owner.query<{ id: string }>(`select i.scheme || ':' || i.value as id from identifiers i join organisations o on o.id = i.organisation_id where o.slug = 'hitchin-hive' and i.scheme = 'GB-CHC'`)).rows;
    const outcome = await bring([
      GOOD,
      { ...GOOD, held_on: '16/05/2026', slug: '', organisation: '  GOYT   girls\u00a0(Invented) ', kind: 'Trustees' },
      { ...GOOD, course: 'Safeguarding', held_on: '9 Oct 2025', slug: '', organisation: 'CAFE OLÉ (invented)', kind: 'staff' },
      { ...GOOD, held_on: '2026-06-23', slug: '', identifier: number?.id ?? '' },
    ]);
    expect([refusals(outcome), outcome.verdict, outcome.counts]).toEqual([[], 'PUBLISHED', { read: 4, created: 4, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 }]);
    expect(await onRecord()).toEqual([
      'cafe-ole 2025-10-09 09:30 STAFF 2 Sheet', 'glossop-glow 2026-05-16 10:00 VOLUNTEER 2 Sheet', 'goyt-girls 2026-05-16 10:00 TRUSTEE 2 Sheet', 'hitchin-hive 2026-06-23 18:00 VOLUNTEER 2 Sheet',
    ]);
  });

  it('brought in twice changes nothing, and one that says otherwise corrects and keeps when it became known', async () => {
    await bring([GOOD, { ...GOOD, slug: 'goyt-girls' }]);
    const before = (await at.owner.query('select * from attendances order by id')).rows;
    expect(await bring([GOOD, { ...GOOD, slug: 'goyt-girls' }])).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 2 } });
    expect((await at.owner.query('select * from attendances order by id')).rows).toEqual(before);
    expect(await bring([{ ...GOOD, people: '3' }])).toMatchObject({ verdict: 'PUBLISHED', counts: { updated: 1 } });
    expect(await onRecord()).toEqual(['glossop-glow 2026-05-16 10:00 VOLUNTEER 3 Sheet', 'goyt-girls 2026-05-16 10:00 VOLUNTEER 2 Sheet']);
  });

  it('of a workbook is read as the CSV is', async () => {
    const { Workbook } = require('exceljs') as typeof import('exceljs');
    const book = new Workbook();
    const sheet = book.addWorksheet('Sheet');
    sheet.addRow(['course', 'held_on', 'organisation', 'kind', 'people']);
    sheet.addRow(['safeguarding', new Date('2026-05-16T00:00:00Z'), 'Glossop Glow (invented)', 'Volunteer', 2]);
    const file = files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    expect(await importAttendance(at.database, testClock, { file })).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 1 } });
    expect(await onRecord()).toEqual(['glossop-glow 2026-05-16 10:00 VOLUNTEER 2']);
  });

  it('is made by the template, whose headings are all known', async () => {
    const file = files.write('csv', await templateFile('csv', attendanceTemplate));
    const outcome = await importAttendance(at.database, testClock, { file });
    expect(attendanceTemplate.headings).toEqual(ATTENDANCE_HEADINGS);
    expect(refusals(outcome)).toEqual([expect.stringMatching(/^2 organisation: is not known/)]);
  });

  it('that is only tried writes nothing and says what it would', async () => {
    expect(await bring([GOOD], { dryRun: true })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 1 } });
    expect(await onRecord()).toEqual([]);
  });

  it('tells the sessions of one day apart by their hours', async () => {
    await at.owner.query(
      `insert into training_sessions (id, course_id, held_on, starts, created_at, updated_at) select $1, course_id, held_on, '14:00', now(), now() from training_sessions where held_on = '2026-05-16'`,
      [randomUUID()],
    );
    expect(await refused(GOOD)).toEqual(['2 held_on: is a day with several sessions of safeguarding: say in starts at which hour (10:00, 14:00)']);
    await bring([{ ...GOOD, starts: '2:00 pm' }]);
    expect(await onRecord()).toEqual(['glossop-glow 2026-05-16 14:00 VOLUNTEER 2 Sheet']);
    await at.owner.query('delete from attendances');
    await at.owner.query(`delete from training_sessions where held_on = '2026-05-16' and starts = '14:00'`);
  });
});

describe('a row is refused, with its line and column, and nothing is written,', () => {
  it.each<[Row, string]>([
    [{ course: 'juggling' }, '3 course: is not the code of a course (commissioning, common-assessment, common-core, induction, information-sharing, minimum-eligibility-criteria, safeguarding)'],
    [{ course: '' }, '3 course: is empty'],
    [{ held_on: 'last Tuesday' }, '3 held_on: is not a day (YYYY-MM-DD or DD/MM/YYYY)'],
    [{ held_on: '2026-02-30' }, '3 held_on: is not a day of the calendar'],
    [{ held_on: '2026-12-05' }, '3 held_on: lies in the future'],
    [{ held_on: '2026-05-17' }, '3 held_on: is no day on which safeguarding was held'],
    [{ held_on: '2026-10-13' }, '3 held_on: is a day for which safeguarding was cancelled'],
    [{ starts: '25:00' }, '3 starts: is not an hour (HH:MM)'],
    [{ starts: '11:00' }, '3 starts: is no hour at which safeguarding began on that day (10:00)'],
    [{ kind: 'parent' }, '3 kind: is not one of STAFF, VOLUNTEER, TRUSTEE'],
    [{ people: 'two' }, '3 people: is not a number of people'],
    [{ people: '0' }, '3 people: is not one person or more'],
    [{ people: '1.5' }, '3 people: is not a whole number'],
    [{ people: '' }, '3 people: is empty'],
    [{ people: '21' }, '3 people: makes 23 people at a session that holds 20'],
    [{ slug: '' }, '3 organisation: is empty, and so are identifier and slug'],
    [{ slug: '', identifier: 'GB-CHC:12' }, '3 identifier: is not a charity number of England and Wales'],
    [{ slug: '', identifier: 'GB-CHC:7654321' }, '3 identifier: is not known, and nobody has a name like it'],
    [{ slug: 'nobody-at-all' }, '3 slug: is not known, and nobody has a name like it'],
    [{ slug: 'glossop-glow' }, '3 organisation: stands in line 2 already with this session and kind: add the people up'],
    [{ slug: 'kirk-hallam-kickabout' }, '3 organisation: was not at work on 2026-05-16'],
    [{ slug: '', organisation: 'Glosop Glow' }, '3 organisation: is not known: it may be Glossop Glow (invented) (glossop-glow, High Peak)'],
    [{ slug: 'goyt-girls', organisation: 'Glossop Glow (invented)' }, '3 organisation: is the name of another than its registration or slug says: Glossop Glow (invented) (glossop-glow, High Peak); Goyt Girls (invented) (goyt-girls, High Peak)'],
  ])('for %j', async (wrong, reason) => {
    expect(await refused(GOOD, { ...GOOD, slug: 'goyt-girls', ...wrong })).toEqual([reason]);
  });

  it('when several have its name, who are named; in one directory it can be clear', async () => {
    await at.owner.query(
      `insert into organisations (id, name, sort_name, search_name, is_provider, directory_area_id, created_at, updated_at)
       select gen_random_uuid(), 'Glossop Glow (invented)', 'glossop glow (invented)', 'glossop glow (invented)', true, id, now(), now() from areas where code = 'E10000015'`,
    );
    const row = { ...GOOD, slug: '', organisation: 'Glossop Glow (invented)' };
    expect(await refused(row)).toEqual([expect.stringMatching(/^2 organisation: is the name of 2: .*glossop-glow, High Peak.*Say which by identifier or slug$/)]);
    expect(await bring([row], { area: 'E10000007' })).toMatchObject({ verdict: 'PUBLISHED' });
    await at.owner.query(`delete from organisations where name = 'Glossop Glow (invented)' and slug is null`);
  });

  it('for a date that is no date in row 417 of a long sheet', async () => {
    await at.owner.query(
      `insert into organisations (id, slug, name, sort_name, search_name, is_provider, created_at, updated_at)
       select gen_random_uuid(), 'club-' || n, 'Club ' || n, 'club ' || n, 'club ' || n, true, now(), now() from generate_series(2, 500) n`,
    );
    await at.owner.query(`insert into organisation_statuses (organisation_id, status, valid) select id, 'ACTIVE', '[,)' from organisations where slug like 'club-%'`);
    await at.owner.query(`update training_sessions set capacity = null where held_on = '2025-09-18'`);
    const rows = Array.from({ length: 499 }, (_, i) => ({ ...GOOD, held_on: i + 2 === 417 ? '31/02/2026' : '2025-09-18', slug: `club-${i + 2}` }));
    expect(await refused(...rows)).toEqual(['417 held_on: is not a day of the calendar']);
    expect(await bring(rows, { acceptRest: true })).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 499, created: 498, refused: 1 } });
  });

  it('and with the rest accepted the others are written, up to what a session holds', async () => {
    const rows = ['glossop-glow', 'goyt-girls', 'two-shires-sight'].map((slug) => ({ ...GOOD, held_on: '2026-09-30', slug, people: '3' }));
    expect(refusals(await bring(rows, { acceptRest: true }))).toEqual(['4 people: makes 9 people at a session that holds 6']);
    expect(await onRecord()).toEqual(['glossop-glow 2026-09-30 09:30 VOLUNTEER 3 Sheet', 'goyt-girls 2026-09-30 09:30 VOLUNTEER 3 Sheet']);
    // What is on record counts too.
    expect(refusals(await bring([{ ...GOOD, held_on: '2026-09-30', slug: 'two-shires-sight', people: '1' }]))).toEqual(['2 people: makes 7 people at a session that holds 6']);
  });
});

test('a registration that nobody has is noted when slug or name say who it was', async () => {
  const outcome = await bring([{ ...GOOD, identifier: 'GB-CHC:7654321' }]);
  expect([outcome.verdict, outcome.notes]).toEqual(['PUBLISHED', ['1 row(s) carry a registration that nobody here has, and were found by slug or name.']]);
});

test('a file without a column that is needed, and an area that is not there, are said at once', async () => {
  await expect(bring([{ course: 'safeguarding', kind: 'STAFF', people: '1' }])).rejects.toThrow('has no column "held_on"');
  await expect(bring([GOOD], { area: 'E99999999' })).rejects.toThrow('No area has or had the code E99999999.');
});

test('the history of an organisation names the file', async () => {
  await bring([GOOD]);
  const { rows } = await at.owner.query<{ id: string }>(`select id from organisations where slug = 'glossop-glow'`);
  const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>(
    'query ($nodeId: ID!) { history(nodeId: $nodeId, first: 1) { nodes { sentences } } }', { nodeId: Buffer.from(`Organisation:${rows[0]?.id}`).toString('base64url') }, { role: 'ADMIN' },
  );
  expect(data?.history.nodes[0]?.sentences).toEqual([expect.stringMatching(/^The import of \d+\.csv added the attendance \(VOLUNTEER\) at “Safeguarding children and young people, 2026-05-16”\.$/)]);
});

test.each([['9:30', '09:30'], ['09.30', '09:30'], ['9:30 am', '09:30'], ['12:15 pm', '12:15'], ['12:15 am', '00:15'], ['2:00 pm', '14:00'], ['18:30:00', '18:30']])('the hour %s is %s', (text, hour) => {
  expect(parseHour(text)).toBe(hour);
});

it('where there is no course yet, a row says so, and what makes one', async () => {
  const empty = await openTestDatabase({ with: 'empty' });
  try {
    const outcome = await importAttendance(empty.database, testClock, { file: files.csv([GOOD]) });
    expect(refusals(outcome)[0]).toBe('2 course: is not the code of a course: there is none yet, and createCourse makes one');
  } finally {
    await empty.close();
  }
});
