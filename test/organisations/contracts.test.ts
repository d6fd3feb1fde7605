import type { Viewer } from '../../src/access/viewer';
import { Asking, uuidOf } from '../history/history-asking';
import { openTestDatabase, type TestDatabase } from '../support';

const COMMISSIONER: Viewer = { role: 'COMMISSIONER', subject: 'Head of commissioning' };
const CONTRACTS = 'contracts { key by title reference value { amount currency } from to source version }';

interface Contract {
  key: string;
  version: number;
}
interface Payload {
  organisation: { id: string; version: number; contracts: Contract[] } | null;
  userErrors: { code: string; path: string[]; currentVersion: number | null }[];
}

let atlas: TestDatabase;
let told: Asking;
let dacorum: string;
let id: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
  dacorum = (await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000096'`)).rows[0]?.id ?? '';
});
beforeEach(async () => (id = (await told.make({ name: 'Heron Play', directoryArea: 'E07000096' })).id));
afterAll(() => atlas.close());

async function change(mutation: 'recordContract' | 'endContract', input: Record<string, unknown>, viewer: Viewer = COMMISSIONER): Promise<Payload> {
  const type = mutation === 'recordContract' ? 'RecordContractInput' : 'EndContractInput';
  const answer = await atlas.ask<{ done: Payload }>(
    `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { organisation { id version ${CONTRACTS} } userErrors { code path currentVersion } } }`,
    { input },
    viewer,
  );
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.done;
}

const record = (more: Record<string, unknown> = {}, viewer?: Viewer): Promise<Payload> =>
  change('recordContract', { id, by: 'Hertfordshire Children’s Trust', reference: 'CT-17', from: '2026-04-01', to: '2027-03-31', source: 'Contracts register, April 2026', ...more }, viewer);

async function recorded(): Promise<Contract> {
  const { organisation } = await record();
  const [contract] = organisation?.contracts ?? [];
  if (contract === undefined) throw new Error('not recorded');
  return contract;
}

test('who buys from whom is on record with days and source, and anyone may know it', async () => {
  await record({ title: 'Play in the holidays', value: '12000.50' });
  const answer = await atlas.ask<{ organisation: { contracts: object[] } }>(`query ($id: ID!) { organisation(id: $id) { ${CONTRACTS} } }`, { id });
  expect(answer.data?.organisation.contracts).toMatchObject([
    {
      by: 'Hertfordshire Children’s Trust', title: 'Play in the holidays', reference: 'CT-17', value: { amount: '12000.50', currency: 'GBP' },
      from: '2026-04-01', to: '2027-03-31', source: 'Contracts register, April 2026', version: 1,
    },
  ]);
});

test('a contract ends on its last day, sooner or later than was on record', async () => {
  const contract = await recorded();
  const sooner = await change('endContract', { id: contract.key, expectedVersion: 1, lastDay: '2026-12-31' });
  expect(sooner.organisation?.contracts).toMatchObject([{ from: '2026-04-01', to: '2026-12-31', version: 2 }]);
  const later = await change('endContract', { id: contract.key, expectedVersion: 2, lastDay: '2028-03-31' });
  expect(later.organisation?.contracts).toMatchObject([{ to: '2028-03-31', version: 3 }]);
});

test('of two who end one contract at once, one is told of the other', async () => {
  const contract = await recorded();
  const ends = await Promise.all(['2026-12-31', '2026-11-30'].map((lastDay) => change('endContract', { id: contract.key, expectedVersion: 1, lastDay })));
  expect(ends.flatMap(({ userErrors }) => userErrors)).toEqual([{ code: 'CONFLICT', path: ['expectedVersion'], currentVersion: 2 }]);
});

describe('what cannot be is refused and leaves nothing', () => {
  test.each([
    ['days that end before they begin', { to: '2026-03-31' }, 'INVALID', 'to'],
    ['nobody who buys', { by: ' ' }, 'INVALID', 'by'],
    ['no source', { source: '' }, 'INVALID', 'source'],
    ['a negative value', { value: '-1' }, 'INVALID', 'value'],
    ['a value of a thousand billion', { value: '1000000000000' }, 'INVALID', 'value'],
    ['a currency that is none', { currency: 'pounds' }, 'INVALID', 'currency'],
    ['an id of something else', { id: 'bm90aGluZw' }, 'NOT_FOUND', 'id'],
  ])('%s', async (_title, more, code, path) => {
    expect((await record(more)).userErrors).toMatchObject([{ code, path: [path] }]);
    expect((await atlas.owner.query('select from contracts where organisation_id = $1', [uuidOf(id)])).rowCount).toBe(0);
  });

  test('the same contract for some of the same days', async () => {
    await record();
    expect((await record({ from: '2027-03-31', to: null })).userErrors).toMatchObject([{ code: 'ALREADY' }]);
    expect((await record({ from: '2027-04-01', to: null })).userErrors).toEqual([]);
    expect((await record({ reference: 'CT-18' })).userErrors).toEqual([]);
  });

  test('a last day before the first, and a contract that is not there', async () => {
    const contract = await recorded();
    expect((await change('endContract', { id: contract.key, expectedVersion: 1, lastDay: '2026-03-31' })).userErrors).toMatchObject([{ code: 'INVALID', path: ['lastDay'] }]);
    expect((await change('endContract', { id: 'none', expectedVersion: 1, lastDay: '2026-12-31' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('a contract that begins while the organisation is closed', async () => {
    await told.edit('closeOrganisation', { id, expectedVersion: 1, lastDay: '2026-03-31' });
    expect((await record()).userErrors).toMatchObject([{ code: 'CLOSED', path: ['from'] }]);
  });
});

test('commissioners note contracts of anybody, coordinators of the entries that they keep, others of none', async () => {
  const elsewhere = (await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000243'`)).rows[0]?.id ?? '';
  expect((await record({}, { role: 'COORDINATOR', areaIds: [elsewhere] })).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await record({}, { role: 'COORDINATOR', areaIds: [dacorum] })).userErrors).toEqual([]);
  await expect(record({}, { role: 'ORGANISATION_EDITOR', organisationIds: [] })).rejects.toThrow('FORBIDDEN');
});

test('the history tells of contracts, and a revert takes one back', async () => {
  const contract = await recorded();
  await change('endContract', { id: contract.key, expectedVersion: 1, lastDay: '2026-12-31' });
  const changes = await told.history(id);
  expect(changes.slice(0, 2).flatMap(({ sentences }) => sentences)).toEqual([
    'Head of commissioning changed the days of the contract with “Hertfordshire Children’s Trust” from “from 2026-04-01 to 2027-03-31” to “from 2026-04-01 to 2026-12-31”.',
    'Head of commissioning added the contract with “Hertfordshire Children’s Trust”.',
  ]);
  await told.edit('revert', { id, expectedVersion: 3, changeId: changes[1]?.id });
  expect((await atlas.ask<{ organisation: { contracts: object[] } }>(`query ($id: ID!) { organisation(id: $id) { ${CONTRACTS} } }`, { id })).data?.organisation.contracts).toEqual([]);
});

test('a contract recorded or ended since an entry was read is not taken back unseen', async () => {
  const read = await told.edit('updateOrganisation', { id, expectedVersion: 1, description: 'x' });
  const [edit] = await told.history(id);
  const revert = async (expectedVersion?: number): Promise<object[]> => (await told.change('revert', { id, expectedVersion, changeId: edit?.id })).userErrors;
  const { organisation: noted } = await record();
  expect(await revert(read.version)).toMatchObject([{ code: 'CONFLICT' }]);
  await change('endContract', { id: noted?.contracts[0]?.key, expectedVersion: 1, lastDay: '2026-12-31' });
  expect(await revert(noted?.version)).toMatchObject([{ code: 'CONFLICT' }]);
});

test('contracts follow a merge and go back when it is undone', async () => {
  await record();
  const kept = await told.make({ name: 'Heron Playgroup', directoryArea: 'E07000096' });
  const of = async (one: string): Promise<number> =>
    (await atlas.ask<{ organisation: { contracts: object[] } }>(`query ($id: ID!) { organisation(id: $id) { ${CONTRACTS} } }`, { id: one })).data?.organisation.contracts.length ?? -1;
  const merged = await told.edit('mergeOrganisations', { id: kept.id, expectedVersion: 1, mergedId: id, mergedExpectedVersion: 2 });
  expect(await of(kept.id)).toBe(1);
  await told.edit('undoMerge', { id: kept.id, expectedVersion: merged.version, mergedId: id });
  expect([await of(kept.id), await of(id)]).toEqual([0, 1]);
});
