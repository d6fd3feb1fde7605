import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Files } from '../../organisations/organisation-imports';
import { leftovers, rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { runCli, runHere, startCli } from '../run-cli';
import { MOMENTS } from './kills';

const QUESTIONS = 300;

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A round in which everything speaks of one release, so that a mixture shows: evidence of a release comes to that of the one before. */
function release(letter: 'A' | 'B'): string[] {
  const questions = Array.from({ length: QUESTIONS }, (_, n) => ({ section: `Section ${n % 5}`, question_no: String(n), question: `How are the groups met, asks release ${letter}`, round: '2026-05', grade: letter }));
  const evidence = questions.map(({ section, question_no }) => ({ section, question_no, evidence: `Minutes, says release ${letter}` }));
  return ['import', 'self-evaluation', files.csv(questions), '--area', 'E10000015', '--tool', 'A tool', '--evidence', files.csv(evidence)];
}

const state = async (): Promise<string> =>
  (await rowsOf<{ said: string; count: number }>(at, `
    select concat_ws(' ', right(q.text, 1), g.grade, (select string_agg(right(v.text, 1), '' order by right(v.text, 1)) from evaluation_evidence v where v.round_id = e.id and v.question_id = q.id)) as said, count(*)::int as count
    from self_evaluations e join evaluation_tools k on k.id = e.tool_id and k.title = 'A tool' join evaluation_questions q on q.tool_id = k.id left join agreed_grades g on g.round_id = e.id and g.question_id = q.id group by 1 order by 1`))
    .map(({ said, count }) => `${count} × ${said}`).join(', ');

it('leaves the old round or the new one when its import is killed at any moment', async () => {
  const [a, b] = [release('A'), release('B')];
  const [old, both, next] = [`${QUESTIONS} × A A A`, `${QUESTIONS} × A A AB`, `${QUESTIONS} × B B AB`];
  const whole = await runCli(at.env, ...a, '--json');
  expect(whole).toMatchObject({ code: 0 });
  expect(JSON.parse(whole.stdout.trim().split('\n').at(-1) ?? '')).toEqual({ read: QUESTIONS, created: QUESTIONS, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
  expect(await state()).toBe(old);
  const seen: string[] = [];
  for (const [turn, moment] of MOMENTS.entries()) {
    const { child, ended } = startCli(at.env, turn % 2 === 0 ? b : a);
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    seen.push(await state());
  }
  for (const one of seen) expect([old, both, next]).toContain(one);
  expect(await runHere(at.env, ...b)).toMatchObject({ code: 0 });
  expect(await state()).toBe(next);
  expect(await leftovers(at)).toBe(0);
}, 300_000);

it('answers with exit code 1 and the reasons when a row is refused or a column is missing, and with 2 when used wrongly', async () => {
  const row = { section: 'One', question_no: '1', question: 'How is it?', round: '2026-05', grade: 'D' };
  const refused = await runHere(at.env, 'import', 'self-evaluation', files.csv([row]), '--area', 'E10000015');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/2 +grade +D +is not one of A, B, C/)]);
  const { section: _, ...without } = row;
  const missing = await runHere(at.env, 'import', 'self-evaluation', files.csv([without]), '--area', 'E10000015');
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('has no column "section"')]);
  expect((await runHere(at.env, 'import', 'self-evaluation', 'x.csv')).code).toBe(2);
});

it('writes what it reads: export, template and import go together', async () => {
  const [grades, evidence, descriptors] = ['grades.csv', 'evidence.csv', 'descriptors.csv'].map((name) => files.path(name)) as [string, string, string];
  expect(await runHere(at.env, 'export', 'self-evaluation', '2026-10', '--area', 'E10000015', '--to', grades, '--evidence', evidence, '--descriptors', descriptors)).toMatchObject({ code: 0 });
  expect(readFileSync(grades, 'utf8').split('\r\n')).toHaveLength(16);
  const again = await runHere(at.env, 'import', 'self-evaluation', grades, '--area', 'E10000015', '--tool', 'Engagement of the sector', '--evidence', evidence, '--descriptors', descriptors);
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('Nothing to change')]);
  const unknown = await runHere(at.env, 'export', 'self-evaluation', '1999');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('There is no round 1999; there are: 2026-10')]);
  for (const kind of ['self-evaluation', 'self-evaluation-evidence', 'self-evaluation-descriptors']) expect(await runHere(at.env, 'template', kind)).toMatchObject({ code: 0, stdout: expect.stringContaining('Governance') as string });
});
