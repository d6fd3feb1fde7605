import { importEvidence } from '../../src/eligibility/evidence.import';
import { toNodeId } from '../../src/graphql/node';
import { runCli } from '../cli/run-cli';
import { Files } from '../organisations/organisation-imports';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { buildWhenStale } from '../support/build';

const SLUG = 'goyt-girls';
const POLICY = { slug: SLUG, kind: 'SAFEGUARDING_POLICY', issued_on: '2026-04-01' };
const CHECKED = { ...POLICY, checked_on: '2026-04-20', checked_by: 'Commissioning officer' };

let at: TestDatabase;
let files: Files;
let organisation: string;
beforeAll(async () => {
  buildWhenStale();
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
  const { rows } = await at.owner.query<{ id: string }>('select id from organisations where slug = $1', [SLUG]);
  organisation = toNodeId('Organisation', rows[0]?.id ?? '');
});
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(async () => {
  await at.owner.query('delete from evidence');
});

/** @returns the batch. */
async function bring(...rows: Record<string, string>[]): Promise<string> {
  expect(await importEvidence(at.database, testClock, { file: files.csv(rows) })).toMatchObject({ verdict: 'PUBLISHED' });
  return (await at.owner.query<{ id: string }>(`select id from import_batches where kind = 'evidence' order by id desc limit 1`)).rows[0]?.id ?? '';
}

/** As if it had been brought an hour before it is taken back. */
async function anHourAgo(): Promise<void> {
  await at.owner.query(`update evidence set filed_at = filed_at - interval '1 hour'`);
  await at.owner.query(`update evidence_checks set recorded_at = recorded_at - interval '1 hour'`);
}
const halfAnHourAgo = (): string => new Date(testClock.now().getTime() - 1_800_000).toISOString();

async function takeBack(id: string): Promise<unknown> {
  const { data, errors } = await at.ask<{ revertImport: unknown }>(
    'mutation ($input: RevertImportInput!) { revertImport(input: $input) { batch { removed restored left { name } } userErrors { code } } }', { input: { id } }, { role: 'ADMIN' },
  );
  expect(errors).toBeUndefined();
  return data?.revertImport;
}

/** How the organisation stands on the safeguarding policy, and what it is said to hold. */
async function standing(knownAt?: string): Promise<{ state: string | undefined; held: number }> {
  const { data, errors } = await at.ask<{ eligibility: { criteria: { state: string; criterion: { evidenceKind: { code: string } | null }; evidence: object[] }[]; organisation: { evidence: object[] } } }>(
    'query ($organisation: ID!, $knownAt: DateTime) { eligibility(organisation: $organisation, set: "minimum-criteria", knownAt: $knownAt) { organisation { evidence { title } } criteria { state criterion { evidenceKind { code } } evidence { withdrawnAt } } } }',
    { organisation, knownAt: knownAt ?? null }, { role: 'COMMISSIONER' },
  );
  expect(errors).toBeUndefined();
  const policy = data?.eligibility.criteria.find((one) => one.criterion.evidenceKind?.code === 'SAFEGUARDING_POLICY');
  return { state: policy?.state, held: data?.eligibility.organisation.evidence.length ?? -1 };
}

test('what an import filed counts no more once it is taken back, and what was known before can still be told', async () => {
  const id = await bring(CHECKED, { ...POLICY, kind: 'QUALITY_MARK' });
  await anHourAgo();
  expect(await standing()).toEqual({ state: 'MET', held: 2 });
  expect(await takeBack(id)).toEqual({ batch: { removed: 2, restored: 0, left: [] }, userErrors: [] });
  expect(await standing()).toEqual({ state: 'MISSING', held: 0 });
  expect((await standing(halfAnHourAgo())).state).toBe('MET');
  expect(await takeBack(id)).toMatchObject({ userErrors: [{ code: 'ALREADY' }] });
});

test('a check that it brought of what was on record before goes, and the evidence waits to be checked again', async () => {
  await bring(POLICY);
  const id = await bring(CHECKED);
  await anHourAgo();
  expect((await standing()).state).toBe('MET');
  expect(await takeBack(id)).toMatchObject({ batch: { removed: 0, restored: 1, left: [] } });
  expect((await standing()).state).toBe('UNCHECKED');
  expect((await standing(halfAnHourAgo())).state).toBe('MET');
});

test('evidence that somebody checked since is left as it is, and its organisation is listed', async () => {
  const id = await bring(POLICY);
  await bring(CHECKED);
  expect(await takeBack(id)).toMatchObject({ batch: { removed: 0, restored: 0, left: [{ name: 'Goyt Girls (invented)' }] } });
  expect((await standing()).state).toBe('MET');
});

test('the same sheet can be brought again, and what was taken back cannot be checked', async () => {
  const id = await bring(POLICY);
  const taken = (await at.owner.query<{ id: string }>('select id from evidence')).rows[0]?.id ?? '';
  const done = await runCli(at.env, 'import', 'revert', id, '--json');
  expect([done.code, done.stderr]).toEqual([0, '']);
  const check = { id: toNodeId('Evidence', taken), outcome: 'ACCEPTED', checkedBy: 'Officer' };
  const { data } = await at.ask<{ checkEvidence: object }>('mutation ($input: CheckEvidenceInput!) { checkEvidence(input: $input) { userErrors { code path } } }', { input: check }, { role: 'ADMIN' });
  expect(data?.checkEvidence).toEqual({ userErrors: [{ code: 'INVALID', path: ['id'] }] });
  await bring(CHECKED);
  expect(await standing()).toEqual({ state: 'MET', held: 1 });
});
