import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../support';
import { type CliResult, runHere } from './run-cli';

const DACORUM = 'District plan of Dacorum (invented)';

let at: TestDatabase;
let folder: string;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
});
afterAll(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

const cli = (...args: string[]): Promise<CliResult> => runHere(at.env, ...args);

test('a plan goes out in the layout of its import and comes in again unchanged', async () => {
  const file = join(folder, 'plan.csv');
  expect(await cli('export', 'plan', DACORUM, '--to', file)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const { code, stdout } = await cli('import', 'plan', file, '--area', 'E07000096', '--updates-as-of', '2026-10-31', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ read: 6, created: 0, updated: 0, unchanged: 6, refused: 0 });
});

test('the report of a plan is written in each format, to a file or to standard output', async () => {
  const page = await cli('report', 'plan', DACORUM, '--as-of', '2026-11-21');
  expect(page).toMatchObject({ code: 0, stderr: '' });
  expect(page.stdout).toMatch(/^<!doctype html>[\s\S]*as of 21 November 2026/);
  for (const [format, begins] of [['docx', 'PK'], ['md', '# District plan'], ['csv', '\ufeffas_of,']] as const) {
    const file = join(folder, `report.${format}`);
    expect(await cli('report', 'plan', DACORUM, '--as-of', '2026-11-21', '--format', format, '--to', file)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8').startsWith(begins)).toBe(true);
  }
});

test.each<[string[], number, RegExp]>([
  [['report', 'plan', 'No such plan'], 1, /There is no plan “No such plan”; there are: District plan of Broxbourne \(invented\) \(E07000095\): /],
  [['report', 'plan', 'District plan of Broxbourne (invented)', '--public'], 1, /There is no approved plan/],
  [['export', 'plan', 'No such plan'], 1, /There is no plan/],
  [['report', 'plan', DACORUM, '--as-of', '2026-02-30'], 2, /A day is YYYY-MM-DD/],
  [['report', 'plan', DACORUM, '--format', 'pdf'], 2, /Allowed choices are html, docx, csv, md/],
  [['report', 'plan', DACORUM, '--to', '/nowhere/report.html'], 1, /\/nowhere\/report.html cannot be written \(ENOENT\)/],
])('used wrongly it says so: %j', async (args, code, says) => {
  const result = await cli(...args);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(result.stderr).toMatch(says);
});
