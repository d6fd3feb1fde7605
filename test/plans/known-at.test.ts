import type { Viewer } from '../../src/access/viewer';
import { atlasSchema, requestContext } from '../../src/app';
import { toNodeId } from '../../src/graphql/node';
import { planReport } from '../../src/plans/report';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { change, operation } from './making-changes';
import { importFile, PLAN } from './plan-imports';
import { actionId, planId } from './sample-plans';

/** The clock of changes stands at 2026-11-21T12:00:00Z; the sample was recorded the day before. */
const ADMIN: Viewer = { role: 'ADMIN', subject: 'Admin' };
const BEFORE = '2026-11-21T11:59:59.999Z';
const AFTER = '2026-11-21T12:00:00.000Z';
const files = new Files();

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

async function read<Answer>(name: string, variables: object): Promise<Answer> {
  const { data, errors } = await at.ask<Answer>(operation(name), variables as Record<string, unknown>, ADMIN);
  expect(errors).toBeUndefined();
  return data as Answer;
}
async function made(name: string, input: object): Promise<void> {
  expect((await change(at, name, input, ADMIN)).errors).toEqual([]);
}
const reportOf = async (plan: string, asOf: string, knownAt?: string): Promise<string> => {
  const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), ADMIN);
  return String(await planReport(reader.asOf(asOf, knownAt), plan, 'md'));
};

/** All that is answered of the plan of Dacorum on a day, whatever the question. */
async function answers(asOf: string, knownAt?: string): Promise<unknown[]> {
  const [id, plan] = [planId('dacorum'), 'District plan of Dacorum (invented)'];
  const known = knownAt === undefined ? {} : { knownAt };
  const taken = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'knownAt' ? undefined : value)));
  return [
    taken(await read('plan', { id, asOf, ...known })), taken(await read('plan-progress', { id, from: '2026-01-01', to: asOf, ...known })), taken(await read('leads', { plan: id, asOf, ...known })),
    taken(await read('actions', { first: 50, filter: { plan: id, asOf, ...known } })), await read('action', { id: actionId('dacorum', '1.2'), asOf, ...known }), (await reportOf(plan, asOf, knownAt)).replace(/, as was known on .*/, ''),
  ];
}

describe('what is recorded late', () => {
  it('is told as of the day that it speaks of, and not where only what was known before counts', async () => {
    const before = await answers('2026-10-31');
    await made('record-progress', { actions: [actionId('dacorum', '1.2')], reportedOn: '2026-10-15', rag: 'RED', report: 'Two groups left again' });
    const after = await answers('2026-10-31');
    expect(await answers('2026-10-31', BEFORE)).toEqual(before);
    expect(await answers('2026-10-31', AFTER)).toEqual(after);
    for (const [n, answer] of after.entries()) if (n !== 2) expect(answer).not.toEqual(before[n]);
    expect((await reportOf('District plan of Dacorum (invented)', '2026-10-31', BEFORE)).split('\n')[2]).toBe('Action plan report, as of 31 October 2026, as was known on 21 November 2026 at 11:59');
  });

  it('moves a deadline then, and not before', async () => {
    const [action] = await rowsOf<{ version: number }>(at, 'select version from actions where id = $1', [Buffer.from(actionId('dacorum', '2.2'), 'base64url').toString().split(':')[1]]);
    const before = await answers('2026-11-21', BEFORE);
    await made('revise-due-date', { id: actionId('dacorum', '2.2'), expectedVersion: action?.version, byWhen: 'March 2027', reason: 'The hall is being mended', saidOn: '2026-11-20' });
    expect(await answers('2026-11-21', BEFORE)).toEqual(before);
    const due = async (knownAt?: string) => (await read<{ action: { dueOn: string; byWhens: unknown[] } }>('action', { id: actionId('dacorum', '2.2'), knownAt })).action;
    expect((await due()).dueOn).toBe('2027-03-31');
    expect((await due(BEFORE)).dueOn).not.toBe('2027-03-31');
    expect((await due()).byWhens).toHaveLength((await due(BEFORE)).byWhens.length + 1);
  });

  it('opens with its figures into as many rows as were known', async () => {
    const { plan } = await read<{ plan: { figures: { byRag: { rag: string; count: number; filter: object }[] } } }>('plan', { id: planId('dacorum'), asOf: '2026-10-31', knownAt: BEFORE });
    const { planProgress } = await read<{ planProgress: { points: { byRag: { rag: string; count: number; filter: object }[] }[] } }>('plan-progress', { id: planId('dacorum'), from: '2026-10-01', to: '2026-10-31', knownAt: BEFORE });
    expect(plan.figures.byRag).toMatchObject([{ rag: 'GREEN', count: 1 }, { rag: 'AMBER', count: 2 }, { rag: 'RED', count: 1 }, { rag: 'NOT_RATED', count: 2 }]);
    for (const { count, filter } of [...plan.figures.byRag, ...(planProgress.points.at(-1)?.byRag ?? [])]) {
      expect(filter).toMatchObject({ knownAt: BEFORE });
      expect((await read<{ actions: { totalCount: number } }>('actions', { first: 1, filter })).actions.totalCount).toBe(count);
    }
  });

  it('is told in no more statements', async () => {
    const count = async (variables: object): Promise<number> => (await at.ask(operation('plan'), { id: planId('dacorum'), ...variables })).sql.length;
    expect(await count({ knownAt: BEFORE })).toBe(await count({}));
  });

  it('is refused as a filter of a trend, which names the instant itself', async () => {
    const { errors } = await at.ask(operation('plan-progress'), { id: planId('dacorum'), from: '2026-10-01', to: '2026-10-31', filter: { knownAt: BEFORE } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', argument: 'filter.knownAt' });
  });
});

describe('what a person said later', () => {
  const [IMPORTED, MEANT] = ['2026-11-19T12:00:00.000Z', '2026-11-20T12:00:00.000Z'];
  const actions = new Map<string, string>();
  let plan = '';
  beforeAll(async () => {
    await importFile(at, files.csv(PLAN));
    await at.owner.query(`update progress_reports set recorded_at = $1 where note = 'Reports are given'`, [IMPORTED]);
    await at.owner.query(`update by_whens w set recorded_at = $1 from plans p where p.id = w.plan_id and p.title = 'Our plan'`, [IMPORTED]);
    const rows = await rowsOf<{ number: string; id: string; plan_id: string }>(at, `select a.number, a.id, a.plan_id from actions a join plans p on p.id = a.plan_id where p.title = 'Our plan'`);
    for (const { number, id, plan_id } of rows) {
      actions.set(number, toNodeId('Action', id));
      plan = toNodeId('Plan', plan_id);
    }
  });
  interface Standing {
    rag: string; lastProgressOn: string | null; dueState: string; current: { note: string } | null; mayBeCoveredBy: { note: string }[];
    byWhen: { ambiguity: string | null; dates: { rrule: string | null }[]; confirmedOn: string | null };
  }
  const standing = async (number: string, knownAt?: string): Promise<Standing | undefined> =>
    (await at.ask<{ action: Standing }>('query ($id: ID!, $knownAt: DateTime) { action(id: $id, knownAt: $knownAt) { rag lastProgressOn dueState current { note } mayBeCoveredBy { note } byWhen { ambiguity confirmedOn dates { rrule } } } }', { id: actions.get(number), knownAt }, ADMIN)).data?.action;

  it('an update that was split may have covered, until then, what stood beside it', async () => {
    const before = await standing('1.1.2');
    expect(before).toMatchObject({ current: null, mayBeCoveredBy: [{ note: 'Reports are given' }] });
    const [update] = await rowsOf<{ id: string }>(at, `select id from progress_reports where note = 'Reports are given'`);
    await made('split-update', { report: toNodeId('ProgressReport', update?.id ?? ''), parts: [{ actions: [actions.get('1.1.2')], report: 'Some were invited' }] });
    expect(await standing('1.1.2', BEFORE)).toEqual(before);
    expect(await standing('1.1.2', AFTER)).toMatchObject({ current: { note: 'Some were invited' }, mayBeCoveredBy: [] });
    expect(await standing('1.1.2', AFTER)).toEqual(await standing('1.1.2'));
    expect(await standing('1.1.2', '2026-11-19T11:59:59Z')).toMatchObject({ lastProgressOn: null, mayBeCoveredBy: [], byWhen: null });
  });

  it('a date that was confirmed was in doubt until then', async () => {
    const before = await standing('1.1.1');
    expect(before).toMatchObject({ dueState: 'AMBIGUOUS', byWhen: { ambiguity: 'TWICE_OR_EVERY_TWO', dates: [], confirmedOn: null } });
    const [found] = await rowsOf<{ version: number }>(at, `select version from plans where title = 'Our plan'`);
    await made('confirm-due-date', { id: plan, expectedVersion: found?.version, written: 'Bi-monthly', dates: [{ kind: 'RECURRING', rrule: 'FREQ=MONTHLY;INTERVAL=2' }] });
    expect(await standing('1.1.1', MEANT)).toEqual(before);
    expect(await standing('1.1.1')).toMatchObject({ dueState: 'NO_DEADLINE', byWhen: { ambiguity: null, dates: [{ rrule: 'FREQ=MONTHLY;INTERVAL=2' }], confirmedOn: '2026-11-21' } });
    expect(await standing('1.1.1', AFTER)).toEqual(await standing('1.1.1'));
  });
});
