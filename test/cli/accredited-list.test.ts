import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { makeSet, PanelAsking } from '../eligibility/panel/panel-asking';
import { openTestDatabase, type TestDatabase } from '../support';
import { type CliResult, runHere } from './run-cli';

/** Days long past: the command line has the clock of the machine, which issues nothing for days to come. */
const DAY = '2024-06-30';
const NO_DATABASE = { PATH: process.env.PATH, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

let at: TestDatabase;
let panel: PanelAsking;
let folder: string;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  await at.owner.query('truncate panel_decisions, contracts');
  panel = new PanelAsking(at);
  await makeSet(at);
  await panel.decided(await panel.make('Heron Play', { identifiers: [{ scheme: 'GB-CHC', value: '7790002', primary: true }] }), 'ACCREDITED', {
    decidedOn: '2024-01-10', to: '2024-12-31', conditions: '=HYPERLINK("http://evil.example","Click")',
  });
  const otter = await panel.make('@Otter Club', { areasServed: [{ area: 'E07000243' }] });
  await at.ask(
    'mutation ($input: RecordContractInput!) { recordContract(input: $input) { userErrors { code } } }',
    { input: { id: otter, by: '+Trust', title: 'Play, in the "holidays"', from: '2024-04-01', to: '2025-03-31', source: '-Register' } },
    { role: 'ADMIN' },
  );
  folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
});
afterAll(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

const cli = (...args: string[]): Promise<CliResult> => runHere(at.env, ...args);

async function issued(name: string): Promise<string> {
  const file = join(folder, name);
  expect(await cli('export', 'accredited-list', '--as-of', DAY, '--format', 'json', '--to', file)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  return file;
}

describe('vcs-atlas export accredited-list', () => {
  test('writes a sheet with a line for each accreditation and contract, and no cell that a spreadsheet would run', async () => {
    const { code, stdout } = await cli('export', 'accredited-list', '--as-of', DAY);
    expect(code).toBe(0);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ id, ...row }) => [Buffer.from(id ?? '', 'base64url').toString().split(':')[0], row])).toEqual([
      ['Organisation', { as_of: DAY, organisation: '\'@Otter Club', registrations: expect.stringMatching(/^GB-CHC-77/) as string, basis: 'CONTRACT', criteria_set: '', contracted_by: '\'+Trust', from: '2024-04-01', to_last_day: '2025-03-31', conditions: '', contract: 'Play, in the "holidays"', source: '\'-Register', km: '', assessed_for_contract_value: '' }],
      ['Organisation', { as_of: DAY, organisation: 'Heron Play', registrations: 'GB-CHC-7790002', basis: 'PANEL', criteria_set: 'tendering', contracted_by: '', from: '2024-01-10', to_last_day: '2024-12-31', conditions: '\'=HYPERLINK("http://evil.example","Click")', contract: '', source: '', km: '', assessed_for_contract_value: '' }],
    ]);
    expect((await at.owner.query('select from issued_lists')).rowCount).toBe(0);
  });

  test('narrows by area and criteria set, and writes the headings alone where nobody is on it', async () => {
    const names = async (...flags: string[]): Promise<(string | undefined)[]> => (parse((await cli('export', 'accredited-list', '--as-of', DAY, ...flags)).stdout, { columns: true }) as Record<string, string>[]).map((row) => row.organisation);
    expect(await names('--area', 'E07000096')).toEqual(['Heron Play']);
    expect(await names('--set', 'tendering')).toEqual(['Heron Play']);
    expect(await names('--basis', 'CONTRACT')).toEqual(["'@Otter Club"]);
    // Nothing is known of what they offer, for whom, or where they are.
    for (const flags of [['--category', 'YW'], ['--community', 'BME'], ['--ages', '8-15'], ['--near', 'HP1 1EH', '--km', '5']]) expect([flags, await names(...flags)]).toEqual([flags, []]);
    expect((await cli('export', 'accredited-list', '--as-of', '2020-01-01')).stdout.split('\n')).toEqual(['as_of,organisation,id,registrations,basis,criteria_set,contracted_by,from,to_last_day,conditions,contract,source,km,assessed_for_contract_value', '']);
  });

  test.each([
    [1, ['--area', 'none'], /^No area/],
    [1, ['--set', 'none'], /^No criteria set has the code none\.\n$/],
    [1, ['--format', 'json', '--as-of', '2999-01-01'], /^What will hold on a day to come cannot be issued yet\.\n$/],
    [1, ['--to', '/nowhere/list.csv'], /^\/nowhere\/list\.csv cannot be written/],
    [2, ['--as-of', '2024-02-30'], /A day is YYYY-MM-DD/],
    [1, ['--category', 'none'], /none/],
    [1, ['--near', 'AB1 1AA'], /^No coordinates are known/],
    [2, ['--ages', 'young'], /Ages are such as 8-15/],
    [2, ['--near', 'Hemel'], /A spot is a full postcode/],
    [2, ['--km', '5'], /--km goes with --near/],
    [2, ['--near', 'HP1 1EH', '--km', 'far'], /Kilometres are a number/],
    [2, ['--basis', 'RUMOUR'], /Allowed choices are PANEL, CONTRACT/],
    [2, ['--format', 'xml'], /Allowed choices are csv, json/],
  ])('ends with %s and says why: %j', async (code, flags, why) => {
    const result = await cli('export', 'accredited-list', ...flags);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(why);
  });
});

describe('vcs-atlas verify-list', () => {
  test('says that a list is genuine, and whether an organisation was on it when we bought', async () => {
    const file = await issued('list.json');
    const plain = await cli('verify-list', file);
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout).toMatch(/^GENUINE: the accredited list as of 2024-06-30, issued \S+, with 2 organisations\.\nSigned with the key \S+\.\n/);
    const on = await cli('verify-list', file, '--organisation', 'GB-CHC-7790002');
    expect(on.code).toBe(0);
    expect(on.stdout).toContain('ON IT: Heron Play');
    expect(on.stdout).toContain('accredited by tendering (Minimum criteria) from 2024-01-10 to 2024-12-31, on condition: =HYPERLINK');
    const off = await cli('verify-list', file, '--organisation', 'GB-CHC-1');
    expect(off.code).toBe(1);
    expect(off.stdout).toContain('NOT ON IT: GB-CHC-1');
    const json = JSON.parse((await cli('verify-list', file, '--organisation', '7790002', '--json')).stdout) as object;
    expect(json).toMatchObject({ genuine: true, kept: true, asOf: DAY, organisations: 2, onIt: true, row: { name: 'Heron Play', basis: ['PANEL'] } });
  });

  test('says that a changed list is not', async () => {
    const file = await issued('changed.json');
    writeFileSync(file, readFileSync(file).map((byte, index) => (index === 40 ? byte ^ 1 : byte)));
    const result = await cli('verify-list', file, '--organisation', 'GB-CHC-7790002');
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^NOT GENUINE\n/);
    expect(result.stdout).not.toContain('Heron');
  });

  test('needs no database where the public keys are at hand, and takes no others', async () => {
    const file = await issued('offline.json');
    const keys = join(folder, 'keys.json');
    await cli('export', 'list-keys', '--to', keys);
    expect(await runHere(NO_DATABASE, 'verify-list', file, '--key', keys)).toMatchObject({ code: 0, stdout: expect.stringContaining('GENUINE') as string, stderr: '' });
    writeFileSync(join(folder, 'others.json'), '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"other"}]}');
    expect(await runHere(NO_DATABASE, 'verify-list', file, '--key', join(folder, 'others.json'))).toMatchObject({ code: 1, stdout: expect.stringContaining('not known here') as string });
    writeFileSync(join(folder, 'none.json'), 'no keys');
    expect(await runHere(NO_DATABASE, 'verify-list', file, '--key', join(folder, 'none.json'))).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('holds no public key') as string });
    expect(await runHere(NO_DATABASE, 'verify-list', join(folder, 'missing.json'), '--key', keys)).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no file') as string });
  });

  test('still takes what a retired key signed', async () => {
    const file = await issued('before.json');
    const rotated = await cli('export', 'list-keys', '--rotate');
    expect(rotated.stderr).toMatch(/^From now on \S+ signs\.\n$/);
    expect((JSON.parse(rotated.stdout) as { keys: unknown[] }).keys).toHaveLength(2);
    expect(await cli('verify-list', file)).toMatchObject({ code: 0, stdout: expect.stringContaining(', retired 20') as string });
  });
});

test.each([[['export', '--help']], [['export', 'accredited-list', '--help']], [['export', 'list-keys', '--help']], [['verify-list', '--help']]])('has help with an example, without a database: %j', async (args) => {
  const result = await runHere(NO_DATABASE, ...args);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout).toContain('Usage: vcs-atlas');
  expect(result.stdout).toMatch(/Examples?:/);
});
