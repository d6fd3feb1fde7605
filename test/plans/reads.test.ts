import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../support';
import { actionId, planId } from './sample-plans';

const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');
const ANALYST: Viewer = { role: 'ANALYST' };

interface Figure {
  readonly count: number;
  readonly filter: Record<string, unknown>;
}

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample' })));
afterAll(() => at.close());

const listed = async (filter: object, viewer?: Viewer): Promise<number> =>
  (await at.ask<{ actions: { totalCount: number } }>('query ($filter: ActionFilter) { actions(first: 1, filter: $filter) { totalCount } }', { filter }, viewer)).data?.actions.totalCount ?? -1;

const numbers = async (filter: object): Promise<string[]> =>
  ((await at.ask<{ actions: { nodes: { number: string }[] } }>('query ($filter: ActionFilter) { actions(first: 100, filter: $filter) { nodes { number } } }', { filter })).data?.actions.nodes ?? []).map((node) => node.number);

/** All figures in an answer, wherever they stand. */
function figuresIn(answer: unknown): Figure[] {
  if (Array.isArray(answer)) return answer.flatMap(figuresIn);
  if (typeof answer !== 'object' || answer === null) return [];
  const own = 'count' in answer && 'filter' in answer ? [answer as unknown as Figure] : [];
  return [...own, ...Object.values(answer).flatMap(figuresIn)];
}

interface Stated {
  plan: { figures: Record<'actions', Figure> & { byDueState: (Figure & { state: string })[]; byRag: (Figure & { rag: string })[] } };
}
const FIGURES = `query ($id: ID!, $asOf: Date) { plan(id: $id, asOf: $asOf) { figures {
  actions { count filter } byDueState { state count filter } byRag { rag count filter } slipped { count filter } noProgressForSixMonths { count filter } withoutProgress { count filter } incomplete { count filter } } } }`;

describe('the figures of a plan', () => {
  it.each([
    ['derbyshire', '2008-02-01'], ['derbyshire', '2009-05-01'], ['derbyshire', '2026-11-21'], ['hertfordshire', '2008-10-01'], ['dacorum', '2026-05-15'], ['dacorum', '2026-11-21'],
  ])('open, each of them, into as many rows as they count (%s on %s)', async (plan, asOf) => {
    const { data } = await at.ask<Stated>(FIGURES, { id: planId(plan), asOf });
    const figures = figuresIn(data);
    expect(figures).toHaveLength(16);
    for (const { count, filter } of figures) expect({ filter, rows: await listed(filter) }).toEqual({ filter, rows: count });
    const all = data?.plan.figures.actions.count;
    for (const parts of [data?.plan.figures.byDueState, data?.plan.figures.byRag]) expect(parts?.reduce((sum, part) => sum + part.count, 0)).toBe(all);
  });

  it('count what was not rated and what has no date apart', async () => {
    const { data } = await at.ask<Stated>(FIGURES, { id: planId('hertfordshire') });
    const states = Object.fromEntries(data?.plan.figures.byDueState.map(({ state, count }) => [state, count]) ?? []);
    expect(states).toEqual({ ACHIEVED: 0, OVERDUE: 0, DUE_SOON: 0, DUE_LATER: 0, NO_DEADLINE: 1, AMBIGUOUS: 0, NO_DATE: 23 });
    expect(data?.plan.figures.byRag.at(-1)).toMatchObject({ rag: 'NOT_RATED', count: 24 });
  });

  it.each(['leads', 'for-a-person'])('and those of %s open too', async (name) => {
    for (const plan of ['derbyshire', 'hertfordshire']) {
      const { data, errors } = await at.ask(operation(name), { plan: planId(plan) }, ANALYST);
      expect(errors).toBeUndefined();
      for (const { count, filter } of figuresIn(data)) expect({ filter, rows: await listed(filter, ANALYST) }).toEqual({ filter, rows: count });
    }
  });

  it('and those of a trend open too, each on its day', async () => {
    const { data } = await at.ask(operation('plan-progress'), { id: planId('dacorum'), from: '2026-04-01', to: '2026-07-15', filter: { side: 'SECTOR' } });
    const figures = figuresIn(data);
    expect(figures).toHaveLength(4 * 12);
    for (const { count, filter } of figures) expect({ filter, rows: await listed(filter) }).toEqual({ filter, rows: count });
  });

  it('and those of a trend of each section, which are the trend of the plan together', async () => {
    interface Trend {
      planProgress: { points: { day: string; actions: Figure; byRag: (Figure & { rag: string })[] }[] };
    }
    const trend = async (filter: object): Promise<Trend['planProgress']['points']> =>
      (await at.ask<Trend>(operation('plan-progress'), { id: planId('dacorum'), from: '2026-03-01', to: '2026-11-15', filter })).data?.planProgress.points ?? [];
    const { data } = await at.ask<{ plan: { sections: { id: string; title: string }[] } }>(operation('plan'), { id: planId('dacorum') });
    const sections = data?.plan.sections ?? [];
    expect(sections.map(({ title }) => title)).toEqual(['Working together', 'Doing more']);
    const parts = await Promise.all(sections.map(({ id }) => trend({ section: id })));
    for (const { count, filter } of figuresIn(parts)) expect({ filter, rows: await listed(filter) }).toEqual({ filter, rows: count });
    const counts = (points: Trend['planProgress']['points']): number[][] => points.map(({ actions, byRag }) => [actions.count, ...byRag.map(({ count }) => count)]);
    const whole = counts(await trend({}));
    expect(whole).toEqual(counts(parts[0] ?? []).map((point, n) => point.map((count, of) => count + (counts(parts[1] ?? [])[n]?.[of] ?? NaN))));
    expect(counts(parts[1] ?? []).at(-1)).toEqual([3, 1, 0, 1, 1]);
  });

  it('say how sector and statutory side share the actions of a plan', async () => {
    const { data } = await at.ask<{ leads: { sides: { side: string; count: number }[] } }>(operation('leads'), { plan: planId('hertfordshire') });
    const sides = Object.fromEntries(data?.leads.sides.map(({ side, count }) => [side, count]) ?? []);
    expect(sides).toEqual({ SECTOR: 3, STATUTORY: 8, BOTH: 11, NOT_KNOWN: 2, NO_LEAD: 0 });
  });
});

describe('a deadline', () => {
  const state = async (plan: string, number: string, asOf: string): Promise<unknown> =>
    (await at.ask<{ action: { dueState: string } }>('query ($id: ID!, $asOf: Date) { action(id: $id, asOf: $asOf) { dueState } }', { id: actionId(plan, number), asOf })).data?.action.dueState;

  it.each([
    ['1.2.1', '2008-01-31', 'DUE_SOON', 'January 08 is not late on its last day'],
    ['1.2.1', '2008-02-01', 'OVERDUE', 'and late on the day after'],
    ['1.2.1', '2007-11-02', 'DUE_SOON', '90 days before it is due soon'],
    ['1.2.1', '2007-11-01', 'DUE_LATER', '91 days before it is not'],
    ['3.8.1', '2008-05-01', 'DUE_LATER', 'of two dates the last one is the deadline'],
    ['3.8.1', '2008-12-01', 'OVERDUE', 'and late after it'],
    ['3.4.1', '2026-11-21', 'NO_DEADLINE', 'a start is none'],
    ['4.3.1', '2026-11-21', 'NO_DEADLINE', 'a review is none'],
    ['1.3.2', '2026-11-21', 'NO_DEADLINE', 'what is ongoing has none'],
    ['3.1.2', '2008-12-01', 'OVERDUE', 'what is ongoing and has a date is late after it'],
    ['1.5.1', '2008-10-01', 'AMBIGUOUS', 'what is ongoing and has a date beside it may end, begin or be due then'],
    ['1.1.1', '2026-11-21', 'AMBIGUOUS', 'what may mean two things is neither'],
  ])('of %s on %s: %s, for %s', async (number, asOf, wanted) => {
    expect(await state('derbyshire', number, asOf)).toBe(wanted);
  });

  it.each([
    ['2.1', '2026-11-01', 'DUE_SOON', 'until it is reported as achieved'], ['2.1', '2026-11-21', 'ACHIEVED', 'and then never late'], ['2.3', '2026-11-21', 'NO_DATE', 'where no date is given'],
    ['1.2', '2026-07-31', 'DUE_SOON', 'as first said until it is revised'], ['1.2', '2026-10-15', 'DUE_LATER', 'as revised since'],
  ])('of the invented %s on %s: %s, %s', async (number, asOf, wanted) => {
    expect(await state('dacorum', number, asOf)).toBe(wanted);
  });
});

describe('a filter of actions', () => {
  const dacorum = planId('dacorum');
  it.each<[string, object, string[]]>([
    ['rated red', { plan: dacorum, rag: 'RED' }, ['2.2']],
    ['overdue', { plan: dacorum, overdue: true }, ['2.2']],
    ['not overdue', { plan: dacorum, overdue: false }, ['1.1', '1.2', '1.3', '2.1', '2.3']],
    ['slipped', { plan: dacorum, slipped: true }, ['1.2', '2.2']],
    ['due before a day', { plan: dacorum, dueBefore: '2026-12-31' }, ['2.2']],
    ['without progress for four months', { plan: dacorum, noProgressMonths: 4 }, ['1.2', '1.3', '2.2', '2.3']],
    ['without any progress', { plan: dacorum, withoutProgress: true }, ['1.3', '2.3']],
    ['without a date', { plan: dacorum, noDate: true }, ['2.3']],
    ['achieved', { plan: dacorum, achieved: true }, ['2.1']],
    ['of an agency', { plan: dacorum, agency: 'Homestart' }, ['1.2', '2.2']],
    ['of the statutory side', { plan: dacorum, side: 'STATUTORY' }, ['2.1']],
    ['with words', { plan: dacorum, text: 'GROUPS small' }, ['1.2']],
    ['of an area, its districts among them', { area: 'E10000015', text: 'forum' }, ['1.1', '1.1', '1.3']],
    ['linked to an area', { area: 'E07000096', linkedTo: undefined, slipped: true }, ['1.2', '2.2']],
    ['without wording', { incomplete: true }, ['1.2.3']],
    ['of a plan and those below it that have a rating', { plan: planId('hertfordshire'), withParts: true, rag: 'AMBER' }, ['1.2']],
    ['closed', { plan: dacorum, closed: true }, []],
  ])('lists those %s', async (_, filter, wanted) => {
    expect(await numbers(filter)).toEqual(wanted);
  });

  it.each<[string, object]>([
    ['BAD_RANGE', { noProgressMonths: 0 }], ['BAD_RANGE', { noProgressMonths: 9999 }], ['BAD_ID', { plan: 'x' }], ['BAD_ID', { section: planId('dacorum') }], ['BAD_ID', { lead: planId('dacorum') }], ['BAD_ID', { linkedTo: 'x' }], ['UNKNOWN_AREA', { area: 'E99999999' }],
  ])('is refused as %s when it is %j', async (code, filter) => {
    const { errors } = await at.ask('query ($filter: ActionFilter) { actions(first: 1, filter: $filter) { totalCount } }', { filter });
    expect(errors?.map((error) => error.extensions?.code)).toEqual([code]);
  });

  it('pages through all actions once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: { data: { actions: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } | null } = await at.ask('query ($after: String) { actions(first: 40, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }', { after });
      seen.push(...(data?.actions.nodes ?? []).map((node) => node.id));
      after = data?.actions.pageInfo.hasNextPage === true ? data.actions.pageInfo.endCursor : null;
    } while (after !== null);
    expect([seen.length, new Set(seen).size]).toEqual([87 + 24 + 6, 87 + 24 + 6]);
  });
});

describe('the trend of a plan', () => {
  const trend = (from: string, to: string, filter?: object) => at.ask<{ planProgress: { points: { day: string }[] } }>(operation('plan-progress'), { id: planId('dacorum'), from, to, filter });

  it('has the last day of each month and the last day asked for', async () => {
    expect((await trend('2026-01-31', '2026-03-31')).data?.planProgress.points.map((point) => point.day)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect((await trend('2026-01-10', '2026-01-10')).data?.planProgress.points.map((point) => point.day)).toEqual(['2026-01-10']);
  });

  it.each<[string, string, string, object | undefined]>([
    ['BAD_RANGE', '2026-02-01', '2026-01-01', undefined], ['BAD_RANGE', '2000-01-01', '2026-01-01', undefined], ['BAD_INPUT', '2026-01-01', '2026-02-01', { asOf: '2026-01-01' }], ['BAD_INPUT', '2026-01-01', '2026-02-01', { plan: planId('dacorum') }],
  ])('is refused as %s from %s to %s with %j', async (code, from, to, filter) => {
    expect((await trend(from, to, filter)).errors?.map((error) => error.extensions?.code)).toEqual([code]);
  });
});

it('a whole plan is one statement', async () => {
  const { sql, data } = await at.ask<{ plan: { sections: { recommendations: { actions: unknown[] }[] }[] } }>(operation('plan'), { id: planId('derbyshire') });
  expect(sql).toHaveLength(1);
  expect(data?.plan.sections.flatMap((section) => section.recommendations.flatMap((one) => one.actions))).toHaveLength(87);
});

it('who leads takes as many statements for a large plan as for a small one', async () => {
  const statements = await Promise.all(['derbyshire', 'broxbourne'].map(async (plan) => (await at.ask(operation('leads'), { plan: planId(plan) }, ANALYST)).sql.length));
  expect(statements[0]).toBe(statements[1]);
});
