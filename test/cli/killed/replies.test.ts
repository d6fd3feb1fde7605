import { setTimeout as pause } from 'node:timers/promises';
import { Files } from '../../organisations/organisation-imports';
import { leftovers, rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { runCli, runHere, startCli } from '../run-cli';
import { MOMENTS } from './kills';

const FORMS = 400;
const QUESTIONS = 10;

let at: TestDatabase;
const files = new Files();
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const questions = Array.from({ length: QUESTIONS }, (_, n) => ({ section: 'One', question_no: String(n), question: `How is it, asks number ${n}`, round: '2026-05', grade: '' }));
  expect(await runHere(at.env, 'import', 'self-evaluation', files.csv(questions), '--area', 'E10000015', '--tool', 'A tool')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  files.remove();
  await at.close();
});

/** Forms of one district's return, under numbers of their own. */
function returned(letter: string): string[] {
  const rows = Array.from({ length: FORMS * QUESTIONS }, (_, n) => ({ form: `${letter}${Math.floor(n / QUESTIONS)}`, kind: 'PROVIDER', partner: 'Sector', question_no: String(n % QUESTIONS), grade: n % 3 === 0 ? "DON'T_KNOW" : 'B' }));
  return ['import', 'self-evaluation-replies', files.csv(rows), '--round', '2026-05'];
}

/** Replies with all their answers, and those without. */
async function state(): Promise<{ whole: number; broken: number }> {
  const [found] = await rowsOf<{ whole: number; broken: number }>(at, `
    select count(*) filter (where n.answers = ${QUESTIONS})::int as whole, count(*) filter (where n.answers <> ${QUESTIONS})::int as broken
    from evaluation_replies r join self_evaluations e on e.id = r.round_id and e.round = '2026-05', lateral (select count(*) as answers from evaluation_answers a where a.reply_id = r.id) n`);
  return found ?? { whole: -1, broken: -1 };
}

it('leaves the replies of a file all in or all out when its import is killed at any moment', async () => {
  const whole = await runCli(at.env, ...returned('first'), '--json');
  expect(whole).toMatchObject({ code: 0 });
  expect(JSON.parse(whole.stdout.trim().split('\n').at(-1) ?? '')).toEqual({ read: FORMS * QUESTIONS, created: FORMS * QUESTIONS, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
  let entered = FORMS;
  for (const [turn, moment] of MOMENTS.entries()) {
    const command = returned(`turn ${turn} `);
    const { child, ended } = startCli(at.env, command);
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    const then = await state();
    expect([{ whole: entered, broken: 0 }, { whole: entered + FORMS, broken: 0 }]).toContainEqual(then);
    expect(await runHere(at.env, ...command)).toMatchObject({ code: 0, stdout: expect.stringContaining(then.whole === entered ? `${FORMS} forms new.` : 'Nothing to change') as string });
    entered += FORMS;
    expect(await state()).toEqual({ whole: entered, broken: 0 });
  }
  expect(await leftovers(at)).toBe(0);
}, 300_000);

it('answers with exit code 1 and the reasons when a row is refused, a column is missing or there is no such round, and with 2 when used wrongly', async () => {
  const row = { form: '1', kind: 'PROVIDER', partner: 'Sector', question_no: '1', grade: 'D' };
  const load = (rows: readonly Record<string, string>[], round = '2026-05') => runHere(at.env, 'import', 'self-evaluation-replies', files.csv(rows), '--round', round);
  const refused = await load([row]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/2 +grade +D +is not one of A, B, C, DON'T_KNOW/)]);
  const { form: _, ...without } = row;
  const missing = await load([without]);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('has no column "form"')]);
  const elsewhere = await load([row], '1999');
  expect([elsewhere.code, elsewhere.stderr]).toEqual([1, expect.stringContaining('There is no round 1999; there are: 2026-')]);
  expect((await runHere(at.env, 'import', 'self-evaluation-replies', 'x.csv')).code).toBe(2);
});

it('reads the template that it writes', async () => {
  const template = await runHere(at.env, 'template', 'self-evaluation-replies');
  expect(template).toMatchObject({ code: 0, stdout: expect.stringContaining('form,kind,partner,district,section,question_no,grade') as string });
  const file = files.write('csv', template.stdout.replace('Governance', 'One'));
  expect(await runHere(at.env, 'import', 'self-evaluation-replies', file, '--round', '2026-05', '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('1 would be created') as string });
});
