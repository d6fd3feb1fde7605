import { parse } from 'csv-parse/sync';
import { openTestDatabase, type TestDatabase } from '../support';
import { runHere } from './run-cli';

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

const HEADINGS = 'last_day,days_left,band,kind,what,detail,people,organisation,id,reach\n';
const digest = (...flags: string[]): ReturnType<typeof runHere> => runHere(at.env, 'export', 'expiring', '--within', '30', '--format', 'csv', '--as-of', '2026-11-21', ...flags);

test('the digest tells what ends, in the same bytes each time, and whom to reach but nobody’s private contact', async () => {
  const [one, again] = [await digest(), await digest()];
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(again.stdout).toBe(one.stdout);
  const rows = parse(one.stdout, { columns: true }) as Record<string, string>[];
  expect(rows.filter(({ kind }) => kind === 'ACCREDITATION').map(({ organisation, last_day, days_left, band }) => [organisation, last_day, days_left, band])).toEqual([
    ['Hilton Hindu Family Circle (invented)', '2026-12-10', '19', '30'],
    ['Matlock Moorland Minds (invented)', '2026-12-14', '23', '30'],
  ]);
  expect(rows.map(({ last_day }) => last_day)).toEqual(rows.map(({ last_day }) => last_day).sort());
  expect(rows.some(({ reach }) => reach !== '')).toBe(true);
  const { rows: secret } = await at.owner.query<{ value: string }>(`select s.value from secrets.contacts s join contacts c on c.id = s.contact_id where c.audience = 'PRIVATE'`);
  expect(secret.filter(({ value }) => one.stdout.includes(value))).toEqual([]);
});

test('it is quiet when nothing ends', async () => {
  await at.owner.query('truncate evidence_checks, evidence, safeguarding_audits, audit_findings, attendances, panel_decisions');
  expect(await digest()).toMatchObject({ code: 0, stdout: HEADINGS, stderr: '' });
});

test.each([[['--within', '367'], 2], [['--within', 'soon'], 2], [['--area', 'none'], 1]])('used wrongly it says so: %j', async (flags, code) => {
  expect(await digest(...flags)).toMatchObject({ code, stdout: '' });
});
