import { setTimeout as pause } from 'node:timers/promises';
import { Files } from '../../organisations/organisation-imports';
import { leftovers, rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { runCli, runHere, startCli } from '../run-cli';
import { MOMENTS } from './kills';

const ACTIONS = 300;

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A plan in which everything speaks of one release, so that a mixture shows. */
function release(letter: string): string {
  return files.csv(
    Array.from({ length: ACTIONS }, (_, i) => ({
      plan: 'A plan', section: 'Only', recommendation_no: String(i), recommendation: `Recommendation of release ${letter}`, action_no: `${i}.1`, action: `Meet the groups, says release ${letter}`,
      leads: `Team ${letter}`, measures: letter, by_when: letter === 'A' ? 'May 2026' : 'June 2026', update: `Said in ${letter}`,
    })),
  );
}

const state = async (): Promise<string> =>
  (await rowsOf<{ said: string; count: number }>(at, `
    select concat_ws(' ', right(r.text, 1), right(a.text, 1), right(l.name, 1), m.text, w.written, right(g.note, 1)) as said, count(*)::int as count
    from actions a join plans p on p.id = a.plan_id and p.title = 'A plan' join recommendations r on r.id = a.recommendation_id left join action_leads o on o.action_id = a.id left join leads l on l.id = o.lead_id
    left join action_measures m on m.action_id = a.id left join lateral (select b.written from by_whens b where b.action_id = a.id and b.withdrawn_at is null order by b.revision desc limit 1) w on true
    left join lateral (select x.note from progress_report_actions c join progress_reports x on x.id = c.report_id and x.withdrawn_at is null where c.action_id = a.id order by x.recorded_at desc limit 1) g on true group by 1 order by 1`))
    .map(({ said, count }) => `${count} × ${said}`).join(', ');

const standing = async (): Promise<string | undefined> => (await rowsOf<{ id: string }>(at, `select id from import_batches where kind = 'plan' and reverted_at is null order by id desc limit 1`))[0]?.id;

it('leaves the plan as the import left it or as it was before when taking it back is killed at any moment', async () => {
  const bring = (file: string) => runHere(at.env, 'import', 'plan', file, '--area', 'E10000015', '--updates-as-of', '2026-06-30');
  const [first, second] = [release('A'), release('B')];
  const [old, next] = [`${ACTIONS} × A A A A May 2026 A`, `${ACTIONS} × B B B B June 2026 B`];
  await bring(first);
  await bring(second);
  expect(await state()).toBe(next);
  const whole = await runCli(at.env, 'import', 'revert', (await standing()) ?? '');
  expect([whole.code, whole.stdout]).toEqual([0, `0 actions that it had made were removed, ${ACTIONS} are as they were before.\n`]);
  expect(await state()).toBe(old);
  for (const moment of MOMENTS) {
    if ((await state()) === old) await bring(second);
    const { child, ended } = startCli(at.env, ['import', 'revert', (await standing()) ?? '']);
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    expect([old, next]).toContain(await state());
  }
  if ((await state()) === next) await runCli(at.env, 'import', 'revert', (await standing()) ?? '');
  expect([await state(), await leftovers(at)]).toEqual([old, 0]);
}, 300_000);
