import { LocalTokens } from '../../src/access/local-tokens';
import { openTestDatabase, startTestService, testClock, type TestDatabase, type TestService } from '../support';
import { postChange, type PostedChange } from '../support/post-change';

let atlas: TestDatabase;
let service: TestService;
let admin: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'empty', writes: true });
  service = await startTestService(atlas);
  admin = await service.authorization('ADMIN');
});
afterAll(async () => {
  await service?.close();
  await atlas?.close();
});

const create = (input: Record<string, unknown>, authorization = admin): Promise<PostedChange> => postChange(service, 'createOrganisation', input, authorization);
const update = (input: Record<string, unknown>): Promise<PostedChange> => postChange(service, 'updateOrganisation', input, admin);

async function rowsNamed(name: string): Promise<number> {
  const found = await atlas.owner.query('select count(*)::int as count from organisations where name = $1', [name]);
  return (found.rows[0] as { count: number }).count;
}

async function keysNamed(key: string): Promise<number> {
  const found = await atlas.owner.query('select count(*)::int as count from idempotency_keys where key = $1', [key]);
  return (found.rows[0] as { count: number }).count;
}

test('twenty retries at once make one row and get the same answer', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'Sent Twenty Times', clientMutationId: 'twenty' })));
  expect(answers[0]?.payload?.organisation).toMatchObject({ name: 'Sent Twenty Times', version: 1 });
  expect(answers).toEqual(answers.map(() => answers[0]));
  expect(await rowsNamed('Sent Twenty Times')).toBe(1);
});

test('the order in which the fields of an input come does not matter', async () => {
  const first = await create({ clientMutationId: 'order', name: 'Ordered', contacts: [{ kind: 'EMAIL', audience: 'PUBLIC', value: 'a@example.org' }] });
  const second = await create({ contacts: [{ value: 'a@example.org', audience: 'PUBLIC', kind: 'EMAIL' }], name: 'Ordered', clientMutationId: 'order' });
  expect(second.payload).toEqual(first.payload);
});

test('an update that is sent again is answered as done, not as a conflict with itself', async () => {
  const made = await create({ name: 'Updated Once' });
  const input = { id: made.payload?.organisation?.id, expectedVersion: 1, description: 'As told', clientMutationId: 'update' };
  const [first, second] = [await update(input), await update(input)];
  expect(first.payload).toMatchObject({ organisation: { version: 2 }, userErrors: [] });
  expect(second.payload).toEqual(first.payload);
});

test('a key that comes with another input is refused, and nothing is changed', async () => {
  const made = await create({ name: 'First Use', clientMutationId: 'reused' });
  for (const other of [{ name: 'Second Use' }, { name: 'First Use', description: null }, { name: 'First Use', note: 'Why' }]) {
    const answer = await create({ ...other, clientMutationId: 'reused' });
    expect(answer.payload).toMatchObject({ organisation: null, userErrors: [{ code: 'KEY_REUSED', path: ['clientMutationId'] }] });
  }
  expect(await rowsNamed('Second Use')).toBe(0);
  expect((await create({ name: 'First Use', clientMutationId: 'reused' })).payload).toEqual(made.payload);
});

test('one key of two callers, or of two mutations, is two keys', async () => {
  const one = await create({ name: 'Mine', clientMutationId: 'shared' });
  const other = await create({ name: 'Theirs', clientMutationId: 'shared' }, await tokenOf('somebody else'));
  expect(one.payload?.organisation?.name).toBe('Mine');
  expect(other.payload?.organisation?.name).toBe('Theirs');
  const assured = await postChange(service, 'assureOrganisation', { id: one.payload?.organisation?.id, expectedVersion: 1, by: 'CVS', clientMutationId: 'shared' }, admin);
  expect(assured.payload).toMatchObject({ organisation: { version: 2 }, userErrors: [] });
});

test('a change that failed leaves no key: mended, it is made under the same one', async () => {
  expect((await create({ name: 'Mended', directoryArea: 'E99999999', clientMutationId: 'mended' })).payload?.userErrors).not.toHaveLength(0);
  const made = await create({ name: 'Stale Version' });
  const stale = { id: made.payload?.organisation?.id, expectedVersion: 7, description: 'x', clientMutationId: 'mended' };
  expect((await update(stale)).payload?.userErrors).toMatchObject([{ code: 'CONFLICT', currentVersion: 1 }]);
  expect(await keysNamed('mended')).toBe(0);
  expect((await update({ ...stale, expectedVersion: 1 })).payload).toMatchObject({ organisation: { version: 2 }, userErrors: [] });
  expect((await create({ name: 'Mended', clientMutationId: 'mended' })).payload?.organisation).toMatchObject({ name: 'Mended' });
});

test('a key of more than 72 hours is as good as none, and is cleared away in time', async () => {
  const first = await create({ name: 'Long Ago', clientMutationId: 'old' });
  await create({ name: 'Also Long Ago', clientMutationId: 'forgotten' });
  const age = (hours: number): Promise<unknown> =>
    atlas.owner.query(`update idempotency_keys set created_at = $1 where key in ('old', 'forgotten')`, [new Date(testClock.now().getTime() - hours * 3600_000)]);
  await age(71);
  expect((await create({ name: 'Long Ago', clientMutationId: 'old' })).payload).toEqual(first.payload);
  await age(73);
  const second = await create({ name: 'Today', clientMutationId: 'old' });
  expect(second.payload?.organisation?.name).toBe('Today');
  expect((await create({ name: 'Today', clientMutationId: 'old' })).payload).toEqual(second.payload);
  expect(await keysNamed('forgotten')).toBe(0);
});

test.each(['', '   ', 'x'.repeat(201)])('a key of no use is refused', async (key) => {
  expect((await create({ name: 'Keyless', clientMutationId: key })).payload?.userErrors).toMatchObject([{ code: 'INVALID', path: ['clientMutationId'] }]);
});

async function tokenOf(subject: string): Promise<string> {
  return `Bearer ${await LocalTokens.open(atlas.config.dataDir).issue({ role: 'ADMIN', subject, areaCodes: [], organisationIds: [] }, 1)}`;
}
