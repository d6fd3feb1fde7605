import fc from 'fast-check';
import type { Viewer } from '../../src/access/viewer';
import { recurringDays } from '../../src/plans/by-when';
import { sampleId } from '../../src/sample/sample-rows';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { actionId } from './sample-plans';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

const report = async (reportedOn: string, achieved: boolean): Promise<void> => {
  const { data } = await at.ask<{ recordProgress: { userErrors: unknown[] } }>('mutation ($input: RecordProgressInput!) { recordProgress(input: $input) { userErrors { code } } }', { input: { actions: [actionId('dacorum', '1.1')], reportedOn, achieved } }, ADMIN);
  expect(data?.recordProgress.userErrors).toEqual([]);
};
interface Standing {
  achieved: boolean;
  dueState: string;
  periods: { from: string; to: string; achieved: boolean | null }[];
}
const standing = async (asOf: string, number = '1.1'): Promise<Standing | undefined> =>
  (await at.ask<{ action: Standing }>('query ($id: ID!, $asOf: Date) { action(id: $id, asOf: $asOf) { achieved dueState periods { from to achieved } } }', { id: actionId('dacorum', number), asOf })).data?.action;

describe('an action that recurs', () => {
  it('is achieved period by period, and anew in each', async () => {
    await report('2026-02-10', true);
    await report('2026-05-01', false);
    await report('2026-08-15', false);
    await report('2026-09-20', true);
    const on = async (day: string) => [(await standing(day))?.achieved, (await standing(day))?.dueState];
    expect(await on('2026-02-09')).toEqual([false, 'NO_DEADLINE']);
    expect(await on('2026-03-31')).toEqual([true, 'ACHIEVED']);
    expect(await on('2026-04-01')).toEqual([false, 'NO_DEADLINE']);
    expect(await on('2026-09-30')).toEqual([true, 'ACHIEVED']);
    expect(await on('2026-11-21')).toEqual([false, 'NO_DEADLINE']);
    expect((await standing('2026-11-21'))?.periods).toEqual([
      { from: '2026-10-01', to: '2026-12-31', achieved: null }, { from: '2026-07-01', to: '2026-09-30', achieved: true }, { from: '2026-04-01', to: '2026-06-30', achieved: false }, { from: '2026-01-01', to: '2026-03-31', achieved: true },
    ]);
  });

  it('is counted so in the figures of its plan and in the lists behind them', async () => {
    const listed = async (asOf: string): Promise<number> => (await at.ask<{ actions: { totalCount: number } }>('query ($filter: ActionFilter) { actions(first: 1, filter: $filter) { totalCount } }', { filter: { plan: Buffer.from(`Plan:${sampleId('plan', 'dacorum')}`).toString('base64url'), achieved: true, asOf } })).data?.actions.totalCount ?? -1;
    expect([await listed('2026-03-31'), await listed('2026-04-01')]).toEqual([1, 0]);
  });

  it('has no periods where it does not recur', async () => {
    expect((await standing('2026-11-21', '1.2'))?.periods).toEqual([]);
  });
});

it('a period begins on the day by which the rule recurs, whatever it is counted from', async () => {
  const day = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2020-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)).filter((text) => Number(text.slice(8)) <= 28);
  await fc.assert(fc.asyncProperty(day, fc.integer({ min: 0, max: 9_000 }), fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'), fc.integer({ min: 1, max: 40 }), async (anchor, after, unit, interval) => {
    const rule = `FREQ=${unit};INTERVAL=${interval}`;
    const [row] = await rowsOf<{ of_day: string; start: string }>(at, 'select d.of_day::text, recurrence_start($1, $2, d.of_day)::text as start from (select $2::date + $3::int as of_day) d', [rule, anchor, after]);
    expect((row?.start ?? '') <= (row?.of_day ?? '')).toBe(true);
    expect(recurringDays(rule, anchor, row?.start ?? '', 1)).toEqual([row?.start]);
    const [next = ''] = recurringDays(rule, anchor, row?.start ?? '', 2).slice(1);
    expect(next > (row?.of_day ?? '')).toBe(true);
  }), { numRuns: 150, seed: 7 });
});
