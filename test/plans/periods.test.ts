import fc from 'fast-check';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { recurringDays } from '../../src/plans/recurrence-rule';
import { keepRecurrences, periodsOf } from '../../src/plans/recurrences';
import { sampleId } from '../../src/sample/sample-rows';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { change } from './making-changes';
import { importFile, PLAN } from './plan-imports';
import { actionId } from './sample-plans';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };

const files = new Files();

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

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

  it('is told of on any day, however far from the first', async () => {
    const periods = async (day: string) => (await standing(day))?.periods;
    expect(await periods('1900-01-01')).toEqual([]);
    expect(await periods('2025-12-31')).toEqual([]);
    expect(await periods('2026-01-01')).toEqual([{ from: '2026-01-01', to: '2026-03-31', achieved: null }]);
    const last = (await periods('2101-02-03')) ?? [];
    expect([last.length, last[0], last.at(-1)]).toEqual([60, { from: '2101-01-01', to: '2101-03-31', achieved: null }, { from: '2086-04-01', to: '2086-06-30', achieved: null }]);
    expect([await standing('2101-02-03'), await standing('9999-12-31')]).toMatchObject([{ achieved: false, dueState: 'NO_DEADLINE' }, { achieved: false, dueState: 'NO_DEADLINE' }]);
    expect((await periods('9999-12-31'))?.[0]).toEqual({ from: '9999-10-01', to: '9999-12-31', achieved: null });
  });

  it('has no periods where it does not recur', async () => {
    expect((await standing('2026-11-21', '1.2'))?.periods).toEqual([]);
  });
});

describe('an action that recurs by a rule of more than a number of months', () => {
  it('is achieved period by period too, the first of which begins with the plan', async () => {
    const action = sampleId('action', 'dacorum 1.1');
    await at.owner.query(`update by_when_dates d set rrule = 'FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1' from by_whens w where w.id = d.by_when_id and w.action_id = $1`, [action]);
    await keepRecurrences(at.owner, sampleId('plan', 'dacorum'));
    const achievedOn = async (day: string): Promise<boolean | undefined> => (await standing(day))?.achieved;
    expect(await Promise.all(['2026-02-28', '2026-03-01', '2026-08-31', '2026-09-01', '2026-09-20', '2026-11-21'].map(achievedOn))).toEqual([true, false, false, false, true, true]);
    expect((await standing('2026-11-21'))?.periods).toEqual([{ from: '2026-09-01', to: '2027-02-28', achieved: true }, { from: '2026-03-01', to: '2026-08-31', achieved: false }, { from: '2026-01-01', to: '2026-02-28', achieved: true }]);
  });

  it('has its periods worked out when a person says that it recurs so, when its plan is imported with another first day, and when it is carried over', async () => {
    await importFile(at, files.csv(PLAN), { from: '2026-04-01', updatesAsOf: '2026-11-20' });
    const plan = async (): Promise<{ id: string; version: number }> => (await rowsOf<{ id: string; version: number }>(at, `select id, version from plans where title = 'Our plan' order by edition desc limit 1`))[0] ?? { id: '', version: 0 };
    const told = async (): Promise<Standing['periods'] | undefined> => {
      const [row] = await rowsOf<{ id: string }>(at, `select a.id from actions a where a.plan_id = $1 and a.number = '1.1.1'`, [(await plan()).id]);
      return (await at.ask<{ action: Standing }>('query ($id: ID!) { action(id: $id) { periods { from to achieved } } }', { id: toNodeId('Action', row?.id ?? '') }, ADMIN)).data?.action.periods;
    };
    const { id, version } = await plan();
    const rrule = 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO';
    expect((await change(at, 'confirm-due-date', { id: toNodeId('Plan', id), expectedVersion: version, written: 'Bi-monthly', dates: [{ kind: 'RECURRING', rrule }] }, ADMIN)).errors).toEqual([]);
    expect((await told())?.map(({ from, to }) => [from, to])).toEqual([['2026-10-05', '2027-01-03'], ['2026-07-06', '2026-10-04'], ['2026-04-06', '2026-07-05'], ['2026-04-01', '2026-04-05']]);
    await importFile(at, files.csv(PLAN), { from: '2026-09-01', updatesAsOf: '2026-11-20' });
    expect((await told())?.map(({ from }) => from)).toEqual(['2026-09-07', '2026-09-01']);
    expect((await change(at, 'begin-edition', { id: toNodeId('Plan', id), expectedVersion: (await plan()).version, from: '2026-11-01' }, ADMIN)).errors).toEqual([]);
    expect((await told())?.map(({ from }) => from)).toEqual(['2026-11-02', '2026-11-01']);
  });
});

it('the periods of any rule begin with the plan and on each day on which it recurs', () => {
  const day = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2020-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  const rule = fc.constantFrom('FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'FREQ=DAILY;BYMONTH=1', 'FREQ=YEARLY;COUNT=3', 'FREQ=MONTHLY;UNTIL=20150101T000000Z');
  fc.assert(fc.property(day, rule, fc.nat(5_000), (anchor, rrule, after) => {
    const kept = periodsOf(rrule, anchor);
    expect(kept?.days[0]).toBe(anchor);
    const of = new Date(Date.parse(anchor) + after * 86_400_000).toISOString().slice(0, 10);
    if (of > (kept?.known_until ?? '')) return;
    const [next] = recurringDays(rrule, anchor, of, 1);
    // The first day from then on, but for the anchor itself, is where the next period begins.
    expect(kept?.days.find((one) => one >= of && one > anchor)).toBe(next === anchor ? recurringDays(rrule, anchor, of, 2)[1] : next);
  }), { numRuns: 300, seed: 7 });
  expect(periodsOf('FREQ=HOURLY', '2026-01-01')).toBeUndefined();
  expect(periodsOf('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', '2026-01-01')?.days.length).toBeLessThan(4_000);
  expect(periodsOf('FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01')).toEqual({ days: ['2026-01-01'], known_until: '2055-12-31' });
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
