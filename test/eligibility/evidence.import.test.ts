import { importEvidence, type EvidenceImportOptions } from '../../src/eligibility/evidence.import';
import { evidenceTemplate } from '../../src/eligibility/evidence.template';
import { EVIDENCE_HEADINGS } from '../../src/eligibility/import/evidence-rows';
import type { ImportOutcome } from '../../src/intake/outcome';
import { Files } from '../organisations/organisation-imports';
import { openTestDatabase, testClock, type TestDatabase } from '../support';

type Row = Readonly<Partial<Record<(typeof EVIDENCE_HEADINGS)[number], string>>>;

let atlas: TestDatabase;
let files: Files;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
});
afterAll(async () => {
  files.remove();
  await atlas.close();
});
beforeEach(async () => {
  await atlas.owner.query('delete from evidence');
});

const GOOD: Row = { slug: 'goyt-girls', kind: 'PUBLIC_LIABILITY_INSURANCE', title: 'Policy 7', issued_on: '2026-04-01', expires_on: '2027-03-31', amount: '£5,000,000', file_name: 'policy.pdf' };
const CHECKED: Row = { ...GOOD, checked_on: '2026-04-20', checked_by: 'Commissioning officer' };

const bring = (rows: readonly Row[], options: Partial<EvidenceImportOptions> = {}): Promise<ImportOutcome> => importEvidence(atlas.database, testClock, { file: files.csv(rows), ...options });

async function onRecord(): Promise<string[]> {
  const { rows } = await atlas.owner.query<{ said: string }>(
    `select concat_ws(' ', o.slug, e.kind, e.valid, e.amount, e.filed_by, (select string_agg(concat_ws(' ', k.outcome, k.checked_on, k.reason), ', ' order by k.checked_on) from evidence_checks k where k.evidence_id = e.id)) as said
     from evidence e join organisations o on o.id = e.organisation_id order by 1`,
  );
  return rows.map((row) => row.said);
}

const refusals = (outcome: ImportOutcome): string[] => outcome.refusedRows.map((row) => `${row.line} ${row.column}: ${row.reason}`);
const INSURANCE = 'goyt-girls PUBLIC_LIABILITY_INSURANCE [2026-04-01,2027-04-01) 5000000.00 vcs-atlas import';

test('a sheet files what is new, unchecked or with its check, however the organisation and the kind are named', async () => {
  const outcome = await bring([
    CHECKED,
    { organisation: ' CREWE   nobody', kind: 'x', issued_on: '2026-01-01' },
    { organisation: 'tall tor OUTDOOR (invented)', kind: 'Safeguarding policy', issued_on: '01/09/2026', checked_on: '2 Sep 2026', checked_by: 'Officer', refused_reason: 'Unsigned' },
    { ...GOOD, kind: 'quality mark', amount: '', expires_on: '' },
  ], { acceptRest: true });
  expect([outcome.verdict, refusals(outcome), outcome.counts]).toEqual(['PUBLISHED', ['3 kind: is no kind of evidence'], { read: 4, created: 3, updated: 0, unchanged: 0, refused: 1, notPlaced: 0 }]);
  expect(await onRecord()).toEqual([
    `${INSURANCE} ACCEPTED 2026-04-20`,
    'goyt-girls QUALITY_MARK [2026-04-01,) vcs-atlas import',
    'tall-tor-outdoor SAFEGUARDING_POLICY [2026-09-01,) vcs-atlas import REFUSED 2026-09-02 Unsigned',
  ]);
});

test('the same file twice changes nothing, and a check that comes later is added', async () => {
  expect((await bring([GOOD])).counts).toMatchObject({ created: 1 });
  expect(await bring([GOOD])).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 1 } });
  expect(await bring([CHECKED])).toMatchObject({ verdict: 'PUBLISHED', counts: { created: 0, updated: 1 } });
  expect(await bring([CHECKED])).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 1 } });
  expect(await onRecord()).toEqual([`${INSURANCE} ACCEPTED 2026-04-20`]);
});

test('two checks of one item in one file are two checks of one item', async () => {
  expect(await bring([CHECKED, { ...CHECKED, checked_on: '2026-05-02', refused_reason: 'Cancelled by the insurer' }])).toMatchObject({ verdict: 'PUBLISHED' });
  expect(await onRecord()).toEqual([`${INSURANCE} ACCEPTED 2026-04-20, REFUSED 2026-05-02 Cancelled by the insurer`]);
});

test.each<[string, Row, string]>([
  ['a day that is none', { issued_on: '2026-02-30' }, '2 issued_on: is not a day of the calendar'],
  ['an expiry before the issue', { expires_on: '2026-03-31' }, '2 expires_on: lies before it was issued on 2026-04-01'],
  ['an issue in the future', { issued_on: '2026-11-22', expires_on: '' }, '2 issued_on: lies in the future'],
  ['an amount that is none', { amount: 'lots' }, '2 amount: is not an amount in pounds'],
  ['half a hash', { file_sha256: 'abc' }, '2 file_sha256: is no SHA-256 (64 hexadecimal digits)'],
  ['a refusal without a day', { refused_reason: 'Unsigned' }, '2 checked_on: is empty although it was checked'],
  ['a check by nobody', { checked_on: '2026-04-20' }, '2 checked_by: is empty although it was checked'],
  ['a check before the issue', { checked_on: '2026-03-20', checked_by: 'Officer' }, '2 checked_on: lies before it was issued on 2026-04-01'],
  ['no organisation', { slug: '' }, '2 organisation: is empty, and so are identifier and slug'],
])('%s is refused by its line and column, and nothing is filed', async (_, wrong, reason) => {
  const outcome = await bring([{ ...GOOD, ...wrong }, { ...GOOD, slug: 'tall-tor-outdoor' }]);
  expect([outcome.verdict, refusals(outcome), await onRecord()]).toEqual(['REFUSED', [reason], []]);
});

test('a date that is no date in row 417 is told by that line', async () => {
  const rows = Array.from({ length: 420 }, (_, at): Row => ({ ...GOOD, title: '', amount: String(at + 1), issued_on: at + 2 === 417 ? 'soon' : '2026-04-01' }));
  expect(refusals(await bring(rows))).toEqual(['417 issued_on: is not a day (YYYY-MM-DD or DD/MM/YYYY)']);
  expect((await bring(rows, { acceptRest: true })).counts).toMatchObject({ created: 419, refused: 1 });
});

test('a row twice is refused, for it would be filed twice', async () => {
  expect(refusals(await bring([GOOD, GOOD]))).toEqual(['3 organisation: stands in line 2 already']);
});

test('a dry run says what would happen and files nothing', async () => {
  expect(await bring([CHECKED], { dryRun: true })).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 1 } });
  expect(await onRecord()).toEqual([]);
});

test('the template’s example has a cell for each of its columns', () => {
  expect(evidenceTemplate.example).toHaveLength(EVIDENCE_HEADINGS.length);
});
