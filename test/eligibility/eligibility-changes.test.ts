import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, TEST_DAY, type TestDatabase } from '../support';

interface Payload {
  readonly userErrors: readonly { code: string; path: string[]; currentVersion?: number | null }[];
  readonly evidence?: { id: string; filedBy: string; checks: { outcome: string; reason: string | null; checkedOn: string }[] } | null;
  readonly audit?: { id: string; findings: { id: string; doneOn: string | null }[] } | null;
  readonly set?: { id: string; version: number; from: string; to: string | null; criteria: { code: string }[] } | null;
}

const OPERATIONS = { createCriteriaSet: 'create-criteria-set', fileEvidence: 'file-evidence', checkEvidence: 'check-evidence', recordSafeguardingAudit: 'record-safeguarding-audit', closeAuditFinding: 'close-audit-finding' } as const;
type Mutation = keyof typeof OPERATIONS;

let atlas: TestDatabase;
let ids: Record<'watford' | 'chess', { uuid: string; node: string }>;
let hertfordshire: Viewer;
let derbyshire: Viewer;
const COMMISSIONER: Viewer = { role: 'COMMISSIONER', subject: 'commissioning officer' };

beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const uuidOf = async (slug: string): Promise<{ uuid: string; node: string }> => {
    const uuid = (await atlas.owner.query<{ id: string }>('select id from organisations where slug = $1', [slug])).rows[0]?.id ?? '';
    return { uuid, node: toNodeId('Organisation', uuid) };
  };
  ids = { watford: await uuidOf('colne-side-youth-project'), chess: await uuidOf('watford-roma-bridge') };
  const areaOf = async (code: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows[0]?.id ?? '';
  hertfordshire = { role: 'COORDINATOR', areaIds: [await areaOf('E10000015')] };
  derbyshire = { role: 'COORDINATOR', areaIds: [await areaOf('E10000007')] };
});
afterAll(() => atlas.close());

async function change(mutation: Mutation, input: Record<string, unknown>, viewer: Viewer): Promise<Payload> {
  const operation = readFileSync(join(__dirname, `../../schema/operations/${OPERATIONS[mutation]}.graphql`), 'utf8');
  const answer = await atlas.ask<Record<Mutation, Payload>>(operation, { input }, viewer);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data[mutation];
}

const editor = (): Viewer => ({ role: 'ORGANISATION_EDITOR', subject: 'an editor', organisationIds: [ids.chess.uuid] });
const accounts = (): Record<string, unknown> => ({ id: ids.chess.node, kind: 'ACCOUNTS', issuedOn: '2026-09-30', fileSha256: 'AB'.repeat(32), fileName: 'accounts.pdf' });

async function stateOf(code: string, asked: string = ''): Promise<{ outcome: string; state: string | undefined }> {
  const answer = await atlas.ask<{ it: { outcome: string; criteria: { criterion: { code: string }; state: string }[] } }>(
    `query ($id: ID!) { it: eligibility(organisation: $id, set: "minimum-criteria" ${asked}) { outcome criteria { criterion { code } state } } }`, { id: ids.chess.node }, COMMISSIONER);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return { outcome: answer.data.it.outcome, state: answer.data.it.criteria.find(({ criterion }) => criterion.code === code)?.state };
}

describe('evidence', () => {
  test('that an editor files waits, counts when it is accepted, and counts no more when it is refused later', async () => {
    expect(await stateOf('accounts')).toEqual({ outcome: 'INCOMPLETE', state: 'MISSING' });
    const filed = await change('fileEvidence', accounts(), editor());
    expect(filed).toMatchObject({ userErrors: [], evidence: { filedBy: 'an editor', fileSha256: 'ab'.repeat(32), checks: [] } });
    expect(await stateOf('accounts')).toEqual({ outcome: 'INCOMPLETE', state: 'UNCHECKED' });
    const id = filed.evidence?.id;
    expect(await change('checkEvidence', { id, outcome: 'ACCEPTED', checkedOn: '2026-11-19', checkedBy: 'Commissioning officer' }, COMMISSIONER)).toMatchObject({ userErrors: [] });
    expect(await stateOf('accounts')).toEqual({ outcome: 'ELIGIBLE', state: 'MET' });
    expect(await stateOf('accounts', ', asOf: "2026-11-18"')).toEqual({ outcome: 'INCOMPLETE', state: 'UNCHECKED' });
    // What was filed today was not known a day ago, whatever it says of that day.
    expect(await stateOf('accounts', ', knownAt: "2026-11-19T23:00:00Z"')).toEqual({ outcome: 'INCOMPLETE', state: 'MISSING' });
    const refused = await change('checkEvidence', { id, outcome: 'REFUSED', reason: 'Of another body.', checkedBy: 'Commissioning officer' }, COMMISSIONER);
    expect(refused.evidence?.checks.map(({ outcome }) => outcome)).toEqual(['REFUSED', 'ACCEPTED']);
    expect(await stateOf('accounts')).toEqual({ outcome: 'NOT_ELIGIBLE', state: 'REFUSED' });
  });

  test.each([
    ['that expires before it was issued', { issuedOn: '2026-05-01', expiresOn: '2026-04-30' }, 'expiresOn'],
    ['from the future', { issuedOn: '2026-11-22' }, 'issuedOn'],
    ['of no kind', { kind: 'HOROSCOPE' }, 'kind'],
    ['with half a hash', { fileSha256: 'abc' }, 'fileSha256'],
    ['with a negative amount', { amount: '-1' }, 'amount'],
    ['in no currency', { currency: 'pounds' }, 'currency'],
  ])('%s is refused and nothing is filed', async (_, wrong, path) => {
    const before = (await atlas.owner.query('select count(*) from evidence')).rows;
    expect((await change('fileEvidence', { ...accounts(), ...wrong }, editor())).userErrors).toMatchObject([{ code: 'INVALID', path: [path] }]);
    expect((await atlas.owner.query('select count(*) from evidence')).rows).toEqual(before);
  });

  test('may expire on the day of its issue', async () => {
    const { userErrors } = await change('fileEvidence', { ...accounts(), kind: 'QUALITY_MARK', issuedOn: '2026-05-01', expiresOn: '2026-05-01' }, editor());
    expect(userErrors).toEqual([]);
  });

  test('is filed once under one key', async () => {
    const input = { ...accounts(), kind: 'BUSINESS_PLAN', clientMutationId: 'plan-1' };
    const first = await change('fileEvidence', input, editor());
    expect((await change('fileEvidence', input, editor())).evidence?.id).toBe(first.evidence?.id);
    expect((await atlas.owner.query(`select from evidence where kind = 'BUSINESS_PLAN'`)).rowCount).toBe(1);
  });

  test('is filed by editors for their own and by coordinators within their areas', async () => {
    expect((await change('fileEvidence', { ...accounts(), id: ids.watford.node }, editor())).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['id'] }]);
    expect((await change('fileEvidence', accounts(), derbyshire)).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['id'] }]);
    expect((await change('fileEvidence', accounts(), { role: 'ANALYST' })).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['id'] }]);
    expect((await change('fileEvidence', accounts(), hertfordshire)).userErrors).toEqual([]);
  });

  test('is neither checked in the future, nor before it was issued, nor refused without a reason, nor by its editor', async () => {
    const { evidence } = await change('fileEvidence', accounts(), hertfordshire);
    const check = { id: evidence?.id, outcome: 'ACCEPTED', checkedBy: 'Commissioning officer' };
    expect((await change('checkEvidence', { ...check, checkedOn: '2026-11-22' }, COMMISSIONER)).userErrors).toMatchObject([{ code: 'INVALID', path: ['checkedOn'] }]);
    expect((await change('checkEvidence', { ...check, checkedOn: '2026-09-29' }, COMMISSIONER)).userErrors).toMatchObject([{ code: 'INVALID', path: ['checkedOn'] }]);
    expect((await change('checkEvidence', { ...check, outcome: 'REFUSED', reason: ' ' }, COMMISSIONER)).userErrors).toMatchObject([{ code: 'INVALID', path: ['reason'] }]);
    expect((await change('checkEvidence', check, derbyshire)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await expect(change('checkEvidence', check, editor())).rejects.toThrow('FORBIDDEN');
    const seen = await atlas.ask<{ node: { checks: unknown[] } }>('query ($id: ID!) { node(id: $id) { ... on Evidence { checks { outcome } } } }', { id: evidence?.id }, COMMISSIONER);
    expect(seen.data?.node.checks).toEqual([]);
  });

  test('of others is not there for an editor', async () => {
    const seen = await atlas.ask<{ organisation: { evidence: unknown[]; safeguardingAudits: unknown[] } }>('query ($id: ID!) { organisation(id: $id) { evidence { id } safeguardingAudits { id } } }', { id: ids.watford.node }, editor());
    expect(seen.data?.organisation).toEqual({ evidence: [], safeguardingAudits: [] });
    const own = await atlas.ask<{ organisation: { evidence: unknown[] } }>('query ($id: ID!) { organisation(id: $id) { evidence { id checks { outcome } } } }', { id: ids.chess.node }, editor());
    expect(own.data?.organisation.evidence.length).toBeGreaterThan(3);
    const asked = await atlas.ask('query ($id: ID!) { eligibility(organisation: $id, set: "minimum-criteria") { outcome } }', { id: ids.watford.node }, editor());
    expect(asked.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

test('a safeguarding audit comes with its findings, which are closed once', async () => {
  const audited = await change('recordSafeguardingAudit', { id: ids.chess.node, auditedOn: '2026-11-10', auditedBy: 'Audit team', outcome: 'PASSED_WITH_ACTIONS', findings: [{ finding: 'No deputy.', action: 'Name one.', dueOn: '2026-12-31' }, { finding: 'Old poster.' }] }, COMMISSIONER);
  expect(audited).toMatchObject({ userErrors: [], audit: { findings: [{ finding: 'No deputy.', doneOn: null }, { finding: 'Old poster.', doneOn: null }] } });
  const id = audited.audit?.findings[0]?.id;
  expect((await change('closeAuditFinding', { id, doneOn: '2026-11-09' }, COMMISSIONER)).userErrors).toMatchObject([{ code: 'INVALID', path: ['doneOn'] }]);
  expect((await change('closeAuditFinding', { id }, COMMISSIONER)).audit?.findings.map(({ doneOn }) => doneOn)).toEqual([TEST_DAY, null]);
  expect((await change('closeAuditFinding', { id }, COMMISSIONER)).userErrors).toMatchObject([{ code: 'ALREADY' }]);
  expect((await change('recordSafeguardingAudit', { id: ids.chess.node, auditedOn: '2026-11-30', auditedBy: 'Audit team', outcome: 'PASSED' }, COMMISSIONER)).userErrors).toMatchObject([{ code: 'INVALID', path: ['auditedOn'] }]);
});

describe('a criteria set', () => {
  const criterion = { code: 'accounts', name: 'Accounts', kind: 'ACCOUNTS_FILED', weight: 'MANDATORY', evidenceKind: 'ACCOUNTS', months: 18 };
  const training = { code: 'safeguarding', name: 'Training', kind: 'TRAINING_CURRENT', weight: 'DISCRETIONARY', courses: ['safeguarding'], appliesToCategories: ['YW'], appliesToSizeBands: ['MICRO'], appliesToAges: { to: 17 }, appliesToContractsFrom: '1000' };
  const set = { code: 'grants-test', name: 'Small grants', area: 'E10000015', from: '2026-01-01', criteria: [criterion] };

  test('has versions, of which the former ends the day before the next begins', async () => {
    expect(await change('createCriteriaSet', { ...set, to: '2027-12-31' }, hertfordshire)).toMatchObject({ userErrors: [], set: { version: 1, from: '2026-01-01', to: '2027-12-31' } });
    const next = { ...set, from: '2026-07-01', criteria: [criterion, training] };
    expect((await change('createCriteriaSet', next, hertfordshire)).userErrors).toMatchObject([{ code: 'CONFLICT', currentVersion: 1 }]);
    expect((await change('createCriteriaSet', { ...next, expectedVersion: 1 }, derbyshire)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await change('createCriteriaSet', { ...next, expectedVersion: 1, from: '2026-01-01' }, hertfordshire)).userErrors).toMatchObject([{ code: 'INVALID', path: ['from'] }]);
    expect(await change('createCriteriaSet', { ...next, expectedVersion: 1 }, hertfordshire)).toMatchObject({ userErrors: [], set: { version: 2, from: '2026-07-01', to: null, criteria: [{ code: 'accounts' }, { code: 'safeguarding' }] } });
    const versions = await atlas.ask<{ june: { code: string; version: number; to: string }[]; july: { code: string; version: number }[] }>('{ june: criteriaSets(asOf: "2026-06-30") { code version to } july: criteriaSets(asOf: "2026-07-01") { code version } }');
    expect(versions.data?.june).toContainEqual({ code: 'grants-test', version: 1, to: '2026-06-30' });
    expect(versions.data?.july).toContainEqual({ code: 'grants-test', version: 2 });
  });

  test.each([
    ['without criteria', { criteria: [] }, ['criteria']],
    ['with one code twice', { criteria: [criterion, criterion] }, ['criteria', '1', 'code']],
    ['with a policy of any age', { criteria: [{ ...criterion, months: null }] }, ['criteria', '0', 'months']],
    ['with accounts that nothing shows', { criteria: [{ ...criterion, evidenceKind: null }] }, ['criteria', '0', 'evidenceKind']],
    ['with training on no course', { criteria: [{ ...training, courses: [] }] }, ['criteria', '0', 'courses']],
    ['with a course that is not there', { criteria: [{ ...training, courses: ['juggling'] }] }, ['criteria', '0', 'courses']],
    ['with insurance of no cover', { criteria: [{ ...criterion, kind: 'INSURANCE_COVER', evidenceKind: 'PUBLIC_LIABILITY_INSURANCE' }] }, ['criteria', '0', 'amount']],
    ['that ends before it begins', { to: '2025-12-31' }, ['to']],
    ['with a code of another form', { code: 'Small Grants' }, ['code']],
  ])('%s is refused', async (_, wrong, path) => {
    const before = (await atlas.owner.query('select count(*) from criteria_sets')).rows;
    expect((await change('createCriteriaSet', { ...set, code: 'refused', ...wrong }, hertfordshire)).userErrors).toMatchObject([{ code: 'INVALID', path }]);
    expect((await atlas.owner.query('select count(*) from criteria_sets')).rows).toEqual(before);
  });

  test('of no area is the administrators’', async () => {
    expect((await change('createCriteriaSet', { ...set, code: 'national', area: null }, hertfordshire)).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['area'] }]);
    expect((await change('createCriteriaSet', { ...set, code: 'national', area: null }, { role: 'ADMIN' })).userErrors).toEqual([]);
  });

  test('is made once, however many make its first version at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => change('createCriteriaSet', { ...set, code: 'at-once' }, hertfordshire)));
    expect(all.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(all.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
  });
});

test('what was held follows a merge of two entries, and goes back when it is undone', async () => {
  const admin: Viewer = { role: 'ADMIN' };
  const held = async (): Promise<unknown[]> => (await atlas.owner.query('select organisation_id as id, count(*)::int as n from evidence where organisation_id = any($1) group by 1 order by 1', [[ids.watford.uuid, ids.chess.uuid]])).rows;
  const versionOf = async (uuid: string): Promise<number> => (await atlas.owner.query<{ version: number }>('select version from organisations where id = $1', [uuid])).rows[0]?.version ?? 0;
  const before = await held();
  const merged = await atlas.ask<{ it: { userErrors: unknown[] } }>('mutation ($input: MergeOrganisationsInput!) { it: mergeOrganisations(input: $input) { userErrors { code message } } }',
    { input: { id: ids.watford.node, expectedVersion: await versionOf(ids.watford.uuid), mergedId: ids.chess.node, mergedExpectedVersion: await versionOf(ids.chess.uuid) } }, admin);
  expect(merged.data?.it.userErrors).toEqual([]);
  expect(await held()).toHaveLength(1);
  // The merged id goes on finding what was kept.
  const found = await atlas.ask<{ it: { organisation: { id: string } } }>('query ($id: ID!) { it: eligibility(organisation: $id, set: "minimum-criteria") { organisation { id } } }', { id: ids.chess.node }, COMMISSIONER);
  expect(found.data?.it.organisation.id).toBe(ids.watford.node);
  const undone = await atlas.ask<{ it: { userErrors: unknown[] } }>('mutation ($input: UndoMergeInput!) { it: undoMerge(input: $input) { userErrors { code message } } }', { input: { id: ids.watford.node, expectedVersion: await versionOf(ids.watford.uuid), mergedId: ids.chess.node } }, admin);
  expect(undone.data?.it.userErrors).toEqual([]);
  expect(await held()).toEqual(before);
});
