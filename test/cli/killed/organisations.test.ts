import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyDirectory, Files } from '../../organisations/organisation-imports';
import { leftovers, rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { runCli, runHere, startCli } from '../run-cli';
import { MOMENTS } from './kills';

const ORGANISATIONS = 1_500;

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
  await emptyDirectory(at);
});
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A list in which everything speaks of one release, so that a mixture shows. */
function release(letter: string): string {
  return files.csv(
    Array.from({ length: ORGANISATIONS }, (_, i) => ({
      name: `${letter} Society ${i}`, charity_number: String(8_000_000 + i), postcode: letter === 'A' ? 'EN8 9LP' : 'WD17 2BT', description: letter,
      service_name: 'Play', service_description: letter, income: letter === 'A' ? '1' : '2', income_year: '2024', categories: letter === 'A' ? 'CF101' : 'CF102',
    })),
  );
}

async function state(): Promise<string> {
  const rows = await rowsOf<{ said: string; count: number }>(
    at,
    `select concat_ws(' ', left(o.name, 1), o.description, v.description, o.income::int, t.code, p.postcode) as said, count(*)::int as count
     from organisations o left join services v on v.organisation_id = o.id left join categorisations c on c.service_id = v.id left join terms t on t.id = c.term_id
     left join places p on p.organisation_id = o.id group by 1 order by 1`,
  );
  return rows.map(({ said, count }) => `${count} × ${said}`).join(', ');
}

it('leaves the old directory or the new one when it is killed at any moment', async () => {
  const [a, b] = [release('A'), release('B')];
  const old = `${ORGANISATIONS} × A A A 1 CF101 EN8 9LP`;
  const next = `${ORGANISATIONS} × B B B 2 CF102 WD17 2BT`;
  const command = (file: string): string[] => ['import', 'organisations', file, '--layout', 'generic'];
  const whole = await runCli(at.env, ...command(a));
  expect(whole).toMatchObject({ code: 0 });
  expect(await state()).toBe(old);
  const seen: string[] = [];
  for (const [turn, moment] of MOMENTS.entries()) {
    const { child, ended } = startCli(at.env, command(turn % 2 === 0 ? b : a));
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    seen.push(await state());
  }
  for (const one of seen) expect([old, next]).toContain(one);
  expect(await runHere(at.env, ...command(b), '--json')).toMatchObject({ code: 0 });
  expect(await state()).toBe(next);
  expect(await leftovers(at)).toBe(0);
}, 300_000);

it('answers with exit code 1 and all reasons when a row is refused, and with the counts as its last line', async () => {
  const file = files.csv([{ name: 'Good One', charity_number: '8999001' }, { name: '', charity_number: '8999002' }]);
  const refusedTo = files.path('refused.csv');
  const refused = await runHere(at.env, 'import', 'organisations', file, '--layout', 'generic', '--json', '--refused-to', refusedTo);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('is empty');
  expect(JSON.parse(refused.stdout.trim().split('\n').at(-1) ?? '')).toEqual({ read: 2, created: 0, updated: 0, unchanged: 0, refused: 1, notPlaced: 0 });

  expect(readFileSync(refusedTo, 'utf8')).toBe('line,column,value,reason\n3,name,,is empty\n');
  const accepted = await runHere(at.env, 'import', 'organisations', file, '--layout', 'generic', '--json', '--accept-rest');
  expect(JSON.parse(accepted.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ created: 1, refused: 1 });
  expect((await runHere(at.env, 'import', 'organisations', file)).code).toBe(2);
});
