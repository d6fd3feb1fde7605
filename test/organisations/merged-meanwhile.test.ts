import { importEvidence } from '../../src/eligibility/evidence.import';
import type { ImportOptions } from '../../src/intake/import-run';
import type { ImportOutcome } from '../../src/intake/outcome';
import type { Database } from '../../src/database/database';
import { LINK_KINDS } from '../../src/organisations/links/link-kinds';
import { importLinks } from '../../src/organisations/links/links.import';
import { importAttendance } from '../../src/training/attendance.import';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { editedBeforePublishing, Files } from './organisation-imports';

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

type Import = (database: Database, options: ImportOptions) => Promise<ImportOutcome>;

test.each<[string, Import, Record<string, string>]>([
  ['evidence', (database, options) => importEvidence(database, testClock, options), { slug: 'goyt-girls', kind: 'QUALITY_MARK', issued_on: '2026-04-01' }],
  ['attendances', (database, options) => importAttendance(database, testClock, options), { course: 'safeguarding', held_on: '2026-05-16', slug: 'goyt-girls', kind: 'VOLUNTEER', people: '2' }],
  ['memberships', (database, options) => importLinks(database, testClock, LINK_KINDS.memberships, options), { umbrella_slug: 'dacorum-cvs', member_slug: 'goyt-girls' }],
  ['memberships', (database, options) => importLinks(database, testClock, LINK_KINDS.memberships, options), { umbrella_slug: 'goyt-girls', member_slug: 'glossop-glow' }],
  ['supports', (database, options) => importLinks(database, testClock, LINK_KINDS.supports, options), { supporter_slug: 'hitchin-hive', supported_slug: 'goyt-girls' }],
])('an import of %s writes nothing onto an entry that went into another meanwhile', async (table, run, row) => {
  const count = async (): Promise<unknown> => (await at.owner.query(`select count(*) from ${table}`)).rows;
  const merge = () => at.owner.query(`update organisations set merged_into_id = (select id from organisations where slug = 'hitchin-hive') where slug = 'goyt-girls'`);
  const before = await count();
  const { database, progress } = editedBeforePublishing(at, merge);
  try {
    await expect(run(database, { file: files.csv([row]), progress })).rejects.toMatchObject({ message: expect.stringMatching(/^1 organisation .*nothing was written/) as string, remedy: 'Run the same command again' });
  } finally {
    await at.owner.query(`update organisations set merged_into_id = null where slug = 'goyt-girls'`);
  }
  expect(await count()).toEqual(before);
});
