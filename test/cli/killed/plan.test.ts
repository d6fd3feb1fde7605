import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { expectOneOrTheOther } from './kills';
import { runHere } from '../run-cli';

const ACTIONS = 400;

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
      leads: `Team ${letter}`, measures: letter, by_when: letter === 'A' ? 'May 2026' : 'June 2026',
    })),
  );
}

const state = async (): Promise<string> =>
  (await rowsOf<{ said: string; count: number }>(at, `
    select concat_ws(' ', right(r.text, 1), right(a.text, 1), right(l.name, 1), m.text, w.written) as said, count(*)::int as count
    from actions a join plans p on p.id = a.plan_id and p.title = 'A plan' join recommendations r on r.id = a.recommendation_id left join action_leads o on o.action_id = a.id left join leads l on l.id = o.lead_id
    left join action_measures m on m.action_id = a.id left join lateral (select written from by_whens b where b.action_id = a.id order by revision desc limit 1) w on true group by 1 order by 1`))
    .map(({ said, count }) => `${count} × ${said}`).join(', ');

it('leaves the old plan or the new one when its import is killed at any moment', async () => {
  const command = (file: string): string[] => ['import', 'plan', file, '--area', 'E10000015', '--updates-as-of', '2026-06-30'];
  await expectOneOrTheOther({
    at,
    command,
    state,
    first: { file: release('A'), stands: `${ACTIONS} × A A A A May 2026`, rows: ACTIONS },
    second: { file: release('B'), stands: `${ACTIONS} × B B B B June 2026` },
  });
}, 300_000);

it('answers with exit code 1 and the reasons when a row is refused or a column is missing, and with 2 when used wrongly', async () => {
  const refused = await runHere(at.env, 'import', 'plan', files.csv([{ plan: 'Bad', section: '', action_no: '1', action: 'x', rag: 'pink' }]), '--area', 'E10000015', '--updates-as-of', '2026-06-30');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/section[\s\S]*is empty[\s\S]*pink[\s\S]*is not one of GREEN/);
  const missing = await runHere(at.env, 'import', 'plan', files.csv([{ plan: 'Bad', action_no: '1', action: 'x' }]), '--area', 'E10000015', '--updates-as-of', '2026-06-30');
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('has no column "section"')]);
  expect((await runHere(at.env, 'import', 'plan', 'x.csv')).code).toBe(2);
});
