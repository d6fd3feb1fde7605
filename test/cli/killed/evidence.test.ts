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
  await at.owner.query('delete from evidence');
  await addClubs(at.owner, CLUBS);
});
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A sheet in which every row files an item of the day and its check. */
const sheet = (day: string): string =>
  files.csv(Array.from({ length: CLUBS }, (_, n) => ({ slug: `club-${n + 1}`, kind: 'SAFEGUARDING_POLICY', issued_on: day, checked_on: '2026-11-01', checked_by: 'Officer' })));

/** Items and checks by day of issue. */
async function state(): Promise<string> {
  const rows = await rowsOf<{ said: string }>(
    at,
    `select lower(e.valid) || ': ' || count(distinct e.id) || ' and ' || count(k.id) as said from evidence e left join evidence_checks k on k.evidence_id = e.id group by lower(e.valid) order by 1`,
  );
  return rows.map(({ said }) => said).join(', ');
}

it('leaves the evidence and its checks as they were or whole when it is killed at any moment', async () => {
  const first = `2026-01-01: ${CLUBS} and ${CLUBS}`;
  const whole = await runCli(at.env, 'import', 'evidence', sheet('2026-01-01'));
  expect([whole.code, await state()]).toEqual([0, first]);
  const after = (stands: string, day: string): string => (stands.includes(day) ? stands : [...stands.split(', '), `${day}: ${CLUBS} and ${CLUBS}`].sort().join(', '));
  let stands = first;
  for (const [turn, moment] of MOMENTS.entries()) {
    const day = `2026-02-0${turn % 9 || 9}`;
    const { child, ended } = startCli(at.env, ['import', 'evidence', sheet(day)]);
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    const now = await state();
    expect([stands, after(stands, day)]).toContain(now);
    stands = now;
  }
  expect((await runHere(at.env, 'import', 'evidence', sheet('2026-03-01'))).code).toBe(0);
  expect([await state(), await leftovers(at)]).toEqual([`${stands}, 2026-03-01: ${CLUBS} and ${CLUBS}`, 0]);
}, 300_000);
