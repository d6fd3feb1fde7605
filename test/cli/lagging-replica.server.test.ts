import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../support';
import { type CliResult, runHere } from './run-cli';

/** The sample as it was before anything was issued stands in for a replica that is behind. */
let at: TestDatabase;
let behind: TestDatabase;
let folder: string;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  behind = await openTestDatabase({ with: 'sample' });
  folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
});
afterAll(async () => {
  await at.close();
  await behind.close();
  rmSync(folder, { recursive: true });
});

const cli = (...args: string[]): Promise<CliResult> => runHere({ ...at.env, DATABASE_REPLICA_URLS: behind.env.DATABASE_URL }, ...args);

test('the keys that are written have the one that signs, though a replica is behind', async () => {
  const rotated = await cli('export', 'list-keys', '--rotate');
  const [, next] = /^From now on (\S+) signs\.\n$/.exec(rotated.stderr) ?? [];
  for (const { stdout } of [rotated, await cli('export', 'list-keys')]) expect((JSON.parse(stdout) as { keys: { kid: string }[] }).keys[0]?.kid).toBe(next);
});

test('a list that was issued just now is genuine and kept here, though a replica is behind', async () => {
  const file = join(folder, 'list.json');
  expect(await cli('export', 'accredited-list', '--as-of', '2024-06-30', '--format', 'json', '--to', file)).toMatchObject({ code: 0 });
  const { code, stdout } = await cli('verify-list', file, '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { genuine: true, kept: true }]);
});
