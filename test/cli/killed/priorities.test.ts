import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { expectOneOrTheOther } from './kills';
import { runHere } from '../run-cli';

const PRIORITIES = 400;

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A set in which everything speaks of one release, so that a mixture shows. */
const release = (letter: string): string => files.csv(Array.from({ length: PRIORITIES }, (_, i) => ({ code: String(i), title: `Priority of release ${letter}`, lead: `Team ${letter}`, to: letter === 'A' ? '2027-01-31' : '2027-02-28' })));

const state = async (): Promise<string> =>
  (await rowsOf<{ said: string; count: number }>(at, `
    select concat_ws(' ', right(p.title, 1), right(l.name, 1), (upper(p.valid) - 1)::text) as said, count(*)::int as count
    from priorities p join priority_sets s on s.id = p.set_id and s.title = 'A plan' left join leads l on l.id = p.lead_id group by 1 order by 1`)).map(({ said, count }) => `${count} × ${said}`).join(', ');

it('leaves the old priorities or the new ones when their import is killed at any moment', async () => {
  const command = (file: string): string[] => ['import', 'priorities', file, '--area', 'E10000015', '--title', 'A plan', '--from', '2026-04-01'];
  await expectOneOrTheOther({
    at,
    command,
    state,
    first: { file: release('A'), stands: `${PRIORITIES} × A A 2027-01-31`, rows: PRIORITIES },
    second: { file: release('B'), stands: `${PRIORITIES} × B B 2027-02-28` },
  });
}, 300_000);

it('answers with exit code 1 and the reasons when a row is refused, and with 2 when used wrongly', async () => {
  const refused = await runHere(at.env, 'import', 'priorities', files.csv([{ code: '', title: 'X', from: 'soon' }]), '--area', 'E10000015', '--title', 'Bad', '--from', '2026-04-01');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/code[\s\S]*is empty/)]);
  expect(refused.stderr).toMatch(/soon[\s\S]*is not a day/);
  const unknown = await runHere(at.env, 'import', 'priority-contributions', files.csv([{ code: '1', slug: 'x' }]), '--area', 'E10000015', '--title', 'Bad');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('has no set of priorities')]);
  expect((await runHere(at.env, 'import', 'priorities', 'x.csv')).code).toBe(2);
  expect((await runHere(at.env, 'template', 'priorities')).stdout).toContain('code,title,description,lead,from,to');
});
