import { setTimeout as pause } from 'node:timers/promises';
import { rounds } from '../../../trust/figures';
import { leftovers } from '../../places/place-imports';
import type { TestDatabase } from '../../support';
import { runCli, runHere, startCli } from '../run-cli';

const KILLS = rounds(3, 20);
/** When imports are killed, as parts of the time that a whole one takes. */
export const MOMENTS: readonly number[] = Array.from({ length: KILLS }, (_, n) => (n + 1) / (KILLS + 0.5));

/** Two files of an import, and what stands once the one or the other is published. */
interface Releases {
  readonly at: TestDatabase;
  readonly command: (file: string) => string[];
  readonly state: () => Promise<string>;
  readonly first: { readonly file: string; readonly stands: string; readonly rows: number };
  readonly second: { readonly file: string; readonly stands: string };
}

/** Publishes the first, then kills the import of the second, and of the first again, at moments spread over its time: always the one or the other stands whole. */
export async function expectOneOrTheOther({ at, command, state, first, second }: Releases): Promise<void> {
  const whole = await runCli(at.env, ...command(first.file), '--json');
  expect(whole).toMatchObject({ code: 0 });
  expect(JSON.parse(whole.stdout.trim().split('\n').at(-1) ?? '')).toEqual({ read: first.rows, created: first.rows, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
  expect(await state()).toBe(first.stands);
  const seen: string[] = [];
  for (const [turn, moment] of MOMENTS.entries()) {
    const { child, ended } = startCli(at.env, command(turn % 2 === 0 ? second.file : first.file));
    await pause(whole.milliseconds * moment);
    child.kill('SIGKILL');
    await ended;
    seen.push(await state());
  }
  for (const one of seen) expect([first.stands, second.stands]).toContain(one);
  expect(await runHere(at.env, ...command(second.file))).toMatchObject({ code: 0 });
  expect(await state()).toBe(second.stands);
  expect(await leftovers(at)).toBe(0);
}
