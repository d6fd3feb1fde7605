import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Workforce lead' };
/** The instant of the tests' changes is noon of 21 November 2026. */
const BEFORE = '2026-11-21T11:00:00Z';
const TRAINING = { set: 'minimum-criteria', criterion: 'safeguarding-training' };

interface Named {
  readonly course: { readonly satisfies: readonly { readonly code: string; readonly set: { readonly code: string } }[] } | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

let atlas: TestDatabase;
let provider: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  // It lacks nothing but training in safeguarding, and came to the induction.
  const { rows } = await atlas.owner.query<{ id: string }>(`select id from organisations where slug = 'gade-valley-playscheme'`);
  provider = rows[0]?.id ?? '';
  await atlas.owner.query(
    `insert into attendances (id, session_id, organisation_id, kind, people, recorded_at)
     select gen_random_uuid(), s.id, $1, 'STAFF', 1, '2026-04-23T09:00:00Z' from training_sessions s join courses c on c.id = s.course_id where c.code = 'induction' and s.held_on = '2026-04-22'`,
    [provider],
  );
});
afterAll(() => atlas.close());

async function update(code: string, input: object, viewer: Viewer = ADMIN): Promise<Named> {
  const { rows } = await atlas.owner.query<{ id: string; version: number }>('select id, version from courses where code = $1', [code]);
  const document = readFileSync(join(__dirname, '../../schema/operations/update-course.graphql'), 'utf8');
  const { data, errors } = await atlas.ask<{ updateCourse: Named }>(document, { input: { id: toNodeId('Course', rows[0]?.id ?? ''), expectedVersion: rows[0]?.version, ...input } }, viewer);
  expect(errors).toBeUndefined();
  return data?.updateCourse as Named;
}

async function outcome(knownAt: string | null = null): Promise<string | undefined> {
  const text = 'query ($id: ID!, $knownAt: DateTime) { eligibility(organisation: $id, set: "minimum-criteria", asOf: "2026-11-20", knownAt: $knownAt) { outcome } }';
  return (await atlas.ask<{ eligibility: { outcome: string } }>(text, { id: toNodeId('Organisation', provider), knownAt }, { role: 'COMMISSIONER' })).data?.eligibility.outcome;
}

const satisfied = (done: Named): string[] => done.course?.satisfies.map((one) => `${one.set.code} ${one.code}`) ?? [];

test('a course that names a criterion lets in those that came to it, until it names it no more', async () => {
  expect(await outcome()).toBe('INCOMPLETE');
  const named = await update('induction', { satisfies: [TRAINING] });
  expect([named.userErrors, satisfied(named)]).toEqual([[], ['minimum-criteria safeguarding-training']]);
  expect(await outcome()).toBe('ELIGIBLE');
  // The attendance was known by then; that it would do, was not.
  expect(await outcome(BEFORE)).toBe('INCOMPLETE');

  expect(satisfied(await update('induction', { level: 'For all' }))).toEqual(['minimum-criteria safeguarding-training']);
  expect(satisfied(await update('induction', { satisfies: [] }))).toEqual([]);
  expect(await outcome()).toBe('INCOMPLETE');
});

test('what a criteria set says itself stands, and nobody is counted twice for it', async () => {
  const before = satisfied(await update('safeguarding', { level: 'Awareness' }));
  expect(before.length).toBeGreaterThan(0);
  expect(satisfied(await update('safeguarding', { satisfies: [TRAINING] }))).toEqual(before);
  expect((await atlas.owner.query(`select from course_criteria k join courses c on c.id = k.course_id where c.code = 'safeguarding'`)).rowCount).toBe(0);
  expect(satisfied(await update('safeguarding', { satisfies: null }))).toEqual(before);
});

test('a new course names criteria as it is made', async () => {
  const document = readFileSync(join(__dirname, '../../schema/operations/create-course.graphql'), 'utf8');
  const { data } = await atlas.ask<{ createCourse: Named }>(document, { input: { code: 'safeguarding-again', name: 'Safeguarding again', subject: 'SAFEGUARDING', satisfies: [TRAINING] } }, ADMIN);
  expect([data?.createCourse.userErrors, satisfied(data?.createCourse as Named)]).toEqual([[], ['minimum-criteria safeguarding-training']]);
});

test.each([
  ['a set that is not there', { set: 'none', criterion: 'x' }, 'UNKNOWN_SET', ['satisfies', '1', 'set']],
  ['a criterion that is not there', { set: 'minimum-criteria', criterion: 'horoscope' }, 'INVALID', ['satisfies', '1', 'criterion']],
  ['one that asks for no training', { set: 'minimum-criteria', criterion: 'accounts' }, 'INVALID', ['satisfies', '1', 'criterion']],
])('%s is refused, and nothing is named', async (_title, wrong, code, path) => {
  expect((await update('common-core', { satisfies: [TRAINING, wrong] })).userErrors).toMatchObject([{ code, path }]);
  expect((await atlas.owner.query(`select from course_criteria k join courses c on c.id = k.course_id where c.code = 'common-core'`)).rowCount).toBe(0);
});

test('who keeps the course and not the criteria set changes nothing of what satisfies it', async () => {
  const { rows } = await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E10000007'`);
  const coordinator: Viewer = { role: 'COORDINATOR', areaIds: rows.map(({ id }) => id) };
  expect((await update('common-core', { satisfies: [TRAINING] }, coordinator)).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['satisfies'] }]);
  await update('common-core', { satisfies: [TRAINING] });
  expect((await update('common-core', { satisfies: [] }, coordinator)).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['satisfies'] }]);
  expect((await update('common-core', { satisfies: [TRAINING], level: 'Foundation' }, coordinator)).userErrors).toEqual([]);
});
