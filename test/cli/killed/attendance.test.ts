import { setTimeout as pause } from 'node:timers/promises';
import { Files } from '../../organisations/organisation-imports';
import { leftovers, rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { addClubs } from '../clubs';
import { runCli, runHere, startCli } from '../run-cli';
import { MOMENTS } from './kills';

const CLUBS = 2_000;

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
  await at.owner.query('delete from attendances');
  await addClubs(at.owner, CLUBS);
  await at.owner.query(`update training_sessions set capacity = null`);
});
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A sheet in which every row says the same number, so that a mixture shows. */
const sheet = (people: number): string =>
  files.csv(Array.from({ length: CLUBS }, (_, n) => ({ course: 'safeguarding', held_on: '2025-09-18', slug: `club-${n + 1}`, kind: 'STAFF', people: String(people) })));

async function state(): Promise<string> {
  const rows = await rowsOf<{ people: number; count: number }>(at, 'select people, count(*)::int as count from attendances group by 1 order by 1');
  return rows.map(({ people, count }) => `${count} × ${people}`).join(', ');
}

it('leaves the old attendance or the new when it is killed at any moment', async () => {
  const [one, two] = [sheet(1), sheet(2)];
  const command = (file: string): string[] => ['import', 'attendance', file];
  const whole = await runCli(at.env, ...command(one));
  expect([whole.code, await state()]).toEqual([0, `${CLUBS} × 1`]);
  const seen: string[] = [];
  for (const [turn, moment] of MOMENTS.entries()) {
    const { child, ended } = startCli(at.env, command(turn % 2 === 0 ? two : one));
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    seen.push(await state());
  }
  for (const now of seen) expect([`${CLUBS} × 1`, `${CLUBS} × 2`]).toContain(now);
  expect((await runHere(at.env, ...command(two))).code).toBe(0);
  expect([await state(), await leftovers(at)]).toEqual([`${CLUBS} × 2`, 0]);
}, 300_000);

it('answers with exit code 1 and the line when a row is refused, and writes the template', async () => {
  const file = files.csv([{ course: 'safeguarding', held_on: 'soon', slug: 'club-1', kind: 'STAFF', people: '1' }]);
  const refused = await runHere(at.env, 'import', 'attendance', file, '--json');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('is not a day');
  expect((await runHere(at.env, 'template', 'attendance')).stdout).toContain('course,held_on,starts,organisation,identifier,slug,kind,people,source');
});
