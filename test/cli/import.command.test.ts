import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { type CliResult, runCli, runHere } from './run-cli';

let at: TestDatabase;
let folder: string;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
  folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
});
afterAll(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

const cli = (...args: string[]): Promise<CliResult> => runHere(at.env, ...args);
const lastLine = (text: string): unknown => JSON.parse(text.trim().split('\n').at(-1) ?? '');
const DISTRICTS = ['--kind', 'DISTRICT', '--code', 'code', '--name', 'name', '--parent', 'county', '--parent-name', 'county_name'];

describe('vcs-atlas import', () => {
  it.each([['--help'], ['import', '--help'], ['import', 'boundaries', '--help'], ['import', 'postcodes', '--help'], ['import', 'area-statistics', '--help'], ['import', 'area-codes', '--help'], ['migrate', '--help'], ['serve', '--help']])(
    'has help with an example, without a database: %s %s %s',
    async (...args) => {
      const result = await runHere({ PATH: process.env.PATH, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, ...args.filter(Boolean));
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout).toContain('Usage: vcs-atlas');
      if (args.length > 1) expect(result.stdout).toContain('Example:');
    },
  );

  it('ends with 2 when it is used wrongly', async () => {
    expect(await cli('template', 'organisations', '--format', 'x')).toMatchObject({ code: 2 });
    expect(await cli('template', 'nonsense')).toMatchObject({ code: 2 });
    expect(await cli('import', 'postcodes')).toMatchObject({ code: 2 });
    expect(await cli('import', 'nonsense', 'x.csv')).toMatchObject({ code: 2 });
    expect(await cli('import', 'boundaries', 'x.geojson', '--kind', 'DISTRICT')).toMatchObject({ code: 2 });
    expect(await cli('import', 'area-statistics', 'x.csv', '--code', 'c', '--measure', 'nonsense', '--year', '2020', '--source', 's')).toMatchObject({ code: 2 });
    expect(await cli('import', 'area-statistics', 'x.csv', '--code', 'c', '--measure', 'a=b', '--year', 'soon', '--source', 's')).toMatchObject({ code: 2 });
  });

  it('ends with 1 and one sentence when the file cannot be imported', async () => {
    const result = await cli('import', 'postcodes', join(folder, 'none.csv'));
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/^There is no file .*none\.csv\.\n$/);
    const swapped = await cli('import', 'boundaries', fixture('districts-swapped.geojson'), ...DISTRICTS);
    expect(swapped.code).toBe(1);
    expect(swapped.stderr.split('\n')[0]).toBe('districts-swapped.geojson has latitude and longitude swapped: GeoJSON has longitude first.');
  });

  it('prints the counts as its last line, is silent on stderr in a pipe, and changes nothing the second time', async () => {
    const first = await runCli(at.env, 'import', 'boundaries', fixture('districts.geojson'), ...DISTRICTS, '--json');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(lastLine(first.stdout)).toEqual({ read: 3, created: 3, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    const second = await cli('import', 'boundaries', fixture('districts.geojson'), ...DISTRICTS, '--json');
    expect(lastLine(second.stdout)).toEqual({ read: 3, created: 0, updated: 0, unchanged: 3, refused: 0, notPlaced: 0 });
  });

  it('refuses a dirty file with a table of reasons and exit code 1; writes the rest when asked to', async () => {
    const to = join(folder, 'refused.csv');
    const refused = await cli('import', 'postcodes', fixture('postcodes-dirty.csv'), '--json', '--refused-to', to);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/line {2}column {7}value {9,}reason\n {2}3 {5}postcode {5}NOT A CODE {4,}is not a postcode/);
    expect(lastLine(refused.stdout)).toEqual({ read: 9, created: 0, updated: 0, unchanged: 0, refused: 7, notPlaced: 0 });
    expect(readFileSync(to, 'utf8').trim().split('\n')).toHaveLength(8);
    const accepted = await cli('import', 'postcodes', fixture('postcodes-dirty.csv'), '--json', '--accept-rest');
    expect(accepted.code).toBe(0);
    expect(accepted.stderr).toContain('Refused:');
    expect(lastLine(accepted.stdout)).toEqual({ read: 9, created: 2, updated: 0, unchanged: 0, refused: 7, notPlaced: 0 });
    const dry = await cli('import', 'postcodes', fixture('postcodes.csv'), '--dry-run', '--json');
    expect(dry.stdout).toContain('Dry run: nothing was written.');
    const count = await at.owner.query('select count(*)::int as count from postcodes');
    expect(count.rows).toEqual([{ count: 2 }]);
  });

  it('writes refused rows over those of an earlier run, and over nothing else: not over what it is to import', async () => {
    const to = join(folder, 'again.csv');
    for (const _ of [1, 2]) {
      expect((await cli('import', 'postcodes', fixture('postcodes-dirty.csv'), '--refused-to', to)).code).toBe(1);
      expect(readFileSync(to, 'utf8').trim().split('\n')).toHaveLength(8);
    }
    const only = join(folder, 'only-copy.csv');
    writeFileSync(only, readFileSync(fixture('postcodes-dirty.csv')));
    const result = await cli('import', 'postcodes', only, '--refused-to', only);
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: `${only} is there already, and is no list of refused rows.\n  → Name another file for --refused-to\n` });
    expect(readFileSync(only)).toEqual(readFileSync(fixture('postcodes-dirty.csv')));
    expect((await cli('import', 'postcodes', fixture('postcodes-dirty.csv'), '--refused-to', '/dev/null')).code).toBe(1);
  });

  it('reads statistics with several measures', async () => {
    const result = await cli('import', 'area-statistics', fixture('statistics.csv'), '--code', 'code', '--measure', 'population_total=people', '--measure', 'poor_share=share', '--year', '2020', '--source', 'Test office', '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(lastLine(result.stdout)).toMatchObject({ read: 3, created: 2, notPlaced: 1 });
    expect((await cli('import', 'area-codes', fixture('area-codes.csv'), '--json')).code).toBe(0);
  });

  it('names what is wrong with the server it was given, and what to run', async () => {
    writeFileSync(join(folder, 'p.csv'), 'postcode\nAL1 1AG\n');
    const result = await runHere({ PATH: process.env.PATH, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'import', 'postcodes', join(folder, 'p.csv'));
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^No database answers at 127\.0\.0\.1:1\/none \(ECONNREFUSED\)\.\n {2}→ /);
  });
});

describe('vcs-atlas migrate', () => {
  it('says that there is nothing to run', async () => {
    const result = await cli('migrate');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/^Nothing to run: .* is up to date\.\n$/);
  });
});
