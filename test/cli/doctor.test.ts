import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Examination } from '../../src/cli/doctor/examine';
import { openTestDatabase, type TestDatabase } from '../support';
import { type CliResult, runHere } from './run-cli';

let opened: TestDatabase;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(async () => opened?.close());

const doctor = (env: NodeJS.ProcessEnv, ...flags: string[]): Promise<CliResult> => runHere(env, 'doctor', ...flags);

/** A test server's one user owns everything, which the doctor rightly minds; that is not what these tests are about. */
function problems({ findings }: Examination, severity: 'FAULT' | 'NOTE'): string[] {
  return findings.filter((one) => one.severity === severity && !one.problem.startsWith('The user of DATABASE_URL')).map((one) => one.problem);
}

async function examine(): Promise<Examination> {
  const { stdout, stderr } = await doctor(opened.env, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Examination;
}

/** Breaks something as the owner, sees what the doctor says, and mends it again. */
async function whileBroken(breaking: string, mending: string): Promise<string[]> {
  await opened.owner.query(breaking);
  try {
    const { code, stdout } = await doctor(opened.env, '--json');
    expect(code).toBe(1);
    return problems(JSON.parse(stdout) as Examination, 'FAULT');
  } finally {
    await opened.owner.query(mending);
  }
}

test('the sample is sound, and the doctor says what is there', async () => {
  const found = await examine();
  expect(problems(found, 'FAULT')).toEqual([]);
  expect(found).toMatchObject({ node: process.versions.node, engine: opened.engine, migrationsPending: [] });
  expect(found.facts.postgis).toMatch(/^3\./);
  expect(found.facts.rows).toMatchObject({ organisations: 170, postcodes: 63 });
  expect(found.facts.assured).toMatchObject({ never: expect.any(Number), newest: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) });
  expect(problems(found, 'NOTE').join('\n')).toMatch(/\d+ organisations not placed in a district\.\n\d+ entries that nobody has assured for 12 months\./);
  for (const finding of found.findings) expect(finding.remedy).not.toBe('');
});

test('people read the same in lines', async () => {
  const { stdout } = await doctor(opened.env);
  expect(stdout).toMatch(/^Service {6}\S+, Node v?\d+/);
  expect(stdout).toMatch(/PostgreSQL 1\d.*PostGIS 3\./);
  expect(stdout).toMatch(/Migrations {3}\d+ applied, 0 pending/);
  expect(stdout).toMatch(/\n {7}→ /);
});

test.each([
  ['secrets granted to the public role', 'grant usage on schema secrets to vcs_atlas_public; grant select on secrets.places to vcs_atlas_public', 'revoke select on secrets.places from vcs_atlas_public; revoke usage on schema secrets from vcs_atlas_public', /secrets/],
  ['one column of a base table granted to the public role', 'grant select (name) on organisations to vcs_atlas_public', 'revoke select (name) on organisations from vcs_atlas_public', /1 base table past the masked views/],
  ['a view for cleared callers granted to everyone', 'grant select on shown.places_cleared to public', 'revoke select on shown.places_cleared from public', /1 view meant for cleared callers/],
  ['secrets without row-level security', 'alter table secrets.contacts disable row level security', 'alter table secrets.contacts enable row level security', /without row-level security/],
  ['a mask that does not hold', `update places set point = st_setsrid(st_makepoint(0, 52), 4326) where visibility = 'DISTRICT_ONLY'`, `update places p set point = d.label_point from areas d where d.id = p.district_id and p.visibility = 'DISTRICT_ONLY'`, /places? whose mask does not hold/],
  ['a secret of another entry than its contact', `update secrets.contacts set organisation_id = (select min(id::text)::uuid from organisations) where contact_id = (select contact_id from secrets.contacts order by 1 desc limit 1)`, 'update secrets.contacts s set organisation_id = c.organisation_id from contacts c where c.id = s.contact_id', /1 secret whose keepers are those of another entry/],
  ['a boundary that crosses itself', `create table kept as select boundary from areas where code = 'E07000242'; update areas set boundary = st_geomfromtext('MULTIPOLYGON(((0 0, 1 1, 1 0, 0 1, 0 0)))', 4326) where code = 'E07000242'`, `update areas set boundary = kept.boundary from kept where code = 'E07000242'; drop table kept`, /1 area with a boundary that crosses itself/],
  ['views that are missing', 'alter schema shown rename to hidden', 'alter schema hidden rename to shown', /The masked views are missing/],
  ['views of another release', `create table kept as select obj_description('shown'::regnamespace) as made; comment on schema shown is 'another'`, `do $$ begin execute format('comment on schema shown is %L', (select made from kept)); end $$; drop table kept`, /not those of this release/],
])('%s is found, and the exit code says so', async (_name, breaking, mending, problem) => {
  expect((await whileBroken(breaking, mending)).join('\n')).toMatch(problem);
});

/** An import of a process that is no more, as the ledger has it. */
const killed = (published: string, counts: string): string => `
  insert into import_batches (id, kind, file_name, options, host, process_id, started_at, published_at, counts)
  values ('01900000-0000-7000-8000-000000000001', 'postcodes', 'postcodes.csv', '{"processStart":"another"}', '${hostname()}', ${process.pid}, now(), ${published}, ${counts})`;
const FORGOTTEN = `delete from import_batches where id = '01900000-0000-7000-8000-000000000001'`;

test('an import that was ended before others were told of what it published is found', async () => {
  expect(await whileBroken(killed('now()', `'{"followUp":"due"}'`), FORGOTTEN)).toEqual(['1 import that was ended from outside before what follows from it was worked out.']);
});

test('tables that a killed import left are noted, and those of one under way are not', async () => {
  const left = async (ledger: string): Promise<string[]> => {
    await opened.owner.query(`${ledger}; create table staging.b01900000000070008000000000000001_rows ()`);
    const found = await examine();
    await opened.owner.query(`drop table staging.b01900000000070008000000000000001_rows; ${FORGOTTEN}`);
    return problems(found, 'NOTE').filter((problem) => problem.includes('left behind'));
  };
  expect(await left(killed('null', 'null'))).toEqual(['1 table left behind by an import that was ended from outside.']);
  expect(await left(killed('null', 'null').replace('{"processStart":"another"}', '{}'))).toEqual([]);
});

test('a migration that has not run is named with what to run', async () => {
  await opened.owner.query(`create table kept as select * from migrations; delete from migrations where name like 'CreateOrganisations%'`);
  const { code, stdout } = await doctor(opened.env);
  await opened.owner.query('delete from migrations; insert into migrations select * from kept; drop table kept');
  expect(code).toBe(1);
  expect(stdout).toMatch(/WRONG {2}1 migration\(s\) have not run\. \(CreateOrganisations\d+\)\n {7}→ vcs-atlas migrate/);
});

test('where no database was begun, none is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-doctor-'));
  const { DATABASE_URL: _, ...env } = opened.env;
  const { code, stderr } = await doctor({ ...env, DATA_DIR: folder });
  expect({ code, left: readdirSync(folder) }).toEqual({ code: 1, left: [] });
  expect(stderr).toMatch(/There is no database in .*\n {2}→ npm start/);
  rmSync(folder, { recursive: true });
});
