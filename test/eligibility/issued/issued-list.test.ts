import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Viewer } from '../../../src/access/viewer';
import { atlasSchema, requestContext } from '../../../src/app';
import type { Clock } from '../../../src/clock';
import type { Database } from '../../../src/database/database';
import { issueAccreditedList } from '../../../src/eligibility/issued/issue-list';
import { type ListDocument, readDocument } from '../../../src/eligibility/issued/list-document';
import { asKeySet, keysOfSet, readPublicKeys } from '../../../src/eligibility/issued/issued-list.read-model';
import { opened, signed } from '../../../src/eligibility/issued/signature';
import { rotateKey } from '../../../src/eligibility/issued/signing-keys';
import { rowOf, type Verdict, verifyList } from '../../../src/eligibility/issued/verify-list';
import { decideAccreditation } from '../../../src/eligibility/panel/decide-accreditation';
import { PanelDecisionKind } from '../../../src/eligibility/panel/panel.enums';
import { openTestDatabase, startTestService, testClock, type TestDatabase, type TestService } from '../../support';
import { COMMISSIONER, makeSet, PANEL, PanelAsking } from '../panel/panel-asking';

const YEAR = { decidedOn: '2026-01-10', from: '2026-02-01', to: '2026-12-31' };
const HOUR = 3_600_000;
const WHY = { reason: 'Complaints about safeguarding' };

interface Issued {
  id: string;
  asOf: string;
  organisations: number;
  keyId: string;
  sha256: string;
  path: string;
}

let atlas: TestDatabase;
let service: TestService;
let panel: PanelAsking;
let heron: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  await atlas.owner.query('truncate panel_decisions, contracts');
  service = await startTestService(atlas);
  panel = new PanelAsking(atlas);
  await makeSet(atlas);
  heron = await panel.make('Héron “Play”, Ltd', { identifiers: [{ scheme: 'GB-CHC', value: '7790001', primary: true }, { scheme: 'GB-COH', value: '07790001' }] });
  await panel.decided(heron, 'ACCREDITED', { ...YEAR, conditions: 'Under twelves only' });
  await panel.decided(await panel.make('Otter Club'), 'ACCREDITED', YEAR);
});
afterAll(async () => {
  await service?.close();
  await atlas.close();
});

async function ask(input: Record<string, unknown>, viewer: Viewer = COMMISSIONER): Promise<{ list: Issued | null; userErrors: { code: string; path: string[] }[] }> {
  const { data, errors } = await atlas.ask<{ done: { list: Issued | null; userErrors: { code: string; path: string[] }[] } }>(
    'mutation ($input: IssueAccreditedListInput!) { done: issueAccreditedList(input: $input) { list { id asOf organisations keyId sha256 path } userErrors { code path } } }',
    { input },
    viewer,
  );
  if (data === null) throw new Error(JSON.stringify(errors));
  return data.done;
}

async function issue(input: Record<string, unknown> = {}): Promise<{ list: Issued; bytes: Buffer }> {
  const { list, userErrors } = await ask(input);
  if (list === null) throw new Error(JSON.stringify(userErrors));
  return { list, bytes: await fetched(list) };
}

const fetched = async (list: Issued): Promise<Buffer> => Buffer.from(await (await fetch(`${service.url}${list.path}`)).arrayBuffer());

async function verify(bytes: Uint8Array): Promise<Verdict> {
  const keys = await readPublicKeys((sql) => atlas.database.readPublic(sql, []));
  return verifyList(bytes, (id) => Promise.resolve(keys.find((one) => one.id === id)));
}

async function documentOf(bytes: Uint8Array): Promise<ListDocument> {
  const verdict = await verify(bytes);
  if (!verdict.genuine) throw new Error(verdict.why);
  return verdict.document;
}

test('an issued list is what anyone is answered for the day, signed, and the same bytes whenever it is fetched', async () => {
  const { list, bytes } = await issue({ asOf: '2026-10-31' });
  const document = await documentOf(bytes);
  expect(document).toMatchObject({ asOf: '2026-10-31', issuedAt: '2026-11-21T12:00:00.000Z', organisations: 2, asked: { filter: {}, set: null, basis: ['PANEL', 'CONTRACT'] } });
  expect(rowOf(document, heron)).toEqual({
    id: heron, name: 'Héron “Play”, Ltd', registrations: ['GB-CHC-7790001', 'GB-COH-07790001'], basis: ['PANEL'], contracts: [],
    accreditations: [{ set: 'tendering', setName: 'Minimum criteria', from: '2026-02-01', to: '2026-12-31', conditions: 'Under twelves only', contractValue: null }],
  });
  expect(list).toMatchObject({ asOf: '2026-10-31', organisations: 2, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(await fetched(list)).toEqual(bytes);
});

test('an organisation is found on it by id, by registration, or by a number that is its alone', async () => {
  const document = await documentOf((await issue()).bytes);
  for (const by of [heron, 'GB-CHC-7790001', 'gb-coh-07790001', '7790001', ' 07790001 ']) expect(rowOf(document, by)?.name).toBe('Héron “Play”, Ltd');
  for (const by of ['790001', 'GB-CHC', 'Héron', '']) expect(rowOf(document, by)).toBeNull();
});

test('late decisions change the answer for a day, never the list that was issued for it', async () => {
  const late = await panel.make('Late Club');
  const { list, bytes } = await issue({ asOf: '2026-09-30' });
  await panel.decided(late, 'ACCREDITED', YEAR);
  await panel.decided(heron, 'SUSPENDED', { decidedOn: '2026-09-01', ...WHY });
  const { data } = await atlas.ask<{ accreditedProviders: { nodes: { organisation: { id: string } }[] } }>('{ accreditedProviders(first: 50, asOf: "2026-09-30") { nodes { organisation { id } } } }');
  const now = data?.accreditedProviders.nodes.map(({ organisation }) => organisation.id);
  expect([now?.includes(late), now?.includes(heron)]).toEqual([true, false]);
  expect(await fetched(list)).toEqual(bytes);
  expect((await verify(bytes)).genuine).toBe(true);
  expect(rowOf(await documentOf(bytes), heron)).not.toBeNull();
  expect(rowOf(await documentOf((await issue({ asOf: '2026-09-30' })).bytes), heron)).toBeNull();
  await panel.decided(heron, 'REINSTATED', { decidedOn: '2026-10-01' });
});

describe('what happens while a list is read', () => {
  /** Issues a list, and lets something happen seconds later: as its rows are read, or once they are. The clock goes on with it. */
  async function issueWhile(when: 'readCleared' | 'write', happens: (clock: Clock) => Promise<unknown>): Promise<Buffer> {
    let now = testClock.now().getTime() + HOUR;
    const clock: Clock = { today: () => testClock.today(), now: () => new Date(now) };
    const database = Object.create(atlas.database) as Database;
    Object.defineProperty(database, when, {
      value: async (...given: never[]) => {
        now += 2_000;
        await happens(clock);
        now += 2_000;
        return (atlas.database[when] as (...given: never[]) => Promise<unknown>)(...given);
      },
    });
    const id = await issueAccreditedList(requestContext({ database, clock }, atlasSchema(), COMMISSIONER), {});
    return (await atlas.owner.query<{ content: Buffer }>('select content from issued_lists where id = $1', [id])).rows[0]?.content ?? Buffer.alloc(0);
  }

  test.each(['readCleared', 'write'] as const)('changes nothing of what was on record at the instant that it bears (%s)', async (when) => {
    const [withdrawn, late] = [await panel.make('Plover Play'), await panel.make('Too Late Play')];
    await panel.decided(withdrawn, 'ACCREDITED', YEAR);
    const bytes = await issueWhile(when, async (clock) => {
      const writing = { database: atlas.database, viewer: COMMISSIONER, clock };
      await decideAccreditation(writing, { id: withdrawn, set: 'tendering', kind: PanelDecisionKind.WITHDRAWN, decidedBy: PANEL, ...WHY });
      await decideAccreditation(writing, { id: late, set: 'tendering', kind: PanelDecisionKind.ACCREDITED, decidedBy: PANEL });
    });
    const { issuedAt, rows } = await documentOf(bytes);
    const { data } = await atlas.ask<{ accreditedProviders: { nodes: { organisation: { id: string } }[] } }>(
      'query ($knownAt: DateTime) { accreditedProviders(first: 50, knownAt: $knownAt) { nodes { organisation { id } } } }', { knownAt: issuedAt },
    );
    expect(rows.map(({ id }) => id)).toEqual(data?.accreditedProviders.nodes.map(({ organisation }) => organisation.id));
    expect(rows.some(({ id }) => id === withdrawn)).toBe(true);
  });

  test('leaves it signed with the key that signed at that instant, though another does now', async () => {
    await issue();
    const bytes = await issueWhile('write', (clock) => atlas.database.write({ role: 'ADMIN' }, (manager) => rotateKey(manager, clock.now())));
    const verdict = await verify(bytes);
    if (!verdict.genuine) throw new Error(verdict.why);
    const { document, key } = verdict;
    expect(key.madeAt <= document.issuedAt && key.retiredAt !== null && document.issuedAt < key.retiredAt).toBe(true);
  });

  test('leaves one list under one key of a caller', async () => {
    const input = { clientMutationId: 'tender 18' };
    const ids: string[] = [];
    const clock: Clock = { today: () => testClock.today(), now: () => new Date(testClock.now().getTime() + 2 * HOUR + ids.length) };
    for (let turn = 0; turn < 2; turn += 1) ids.push(await issueAccreditedList(requestContext({ database: atlas.database, clock }, atlasSchema(), COMMISSIONER), input));
    expect(new Set(ids).size).toBe(1);
  });
});

test('issued twice for one day it is two lists, and under one key of a caller it is one', async () => {
  const [one, other] = [await issue(), await issue()];
  expect(one.list.id).not.toBe(other.list.id);
  const keyed = [await issue({ clientMutationId: 'tender 17' }), await issue({ clientMutationId: 'tender 17' })];
  expect(keyed[0]?.bytes).toEqual(keyed[1]?.bytes);
});

describe('a list of which anything was changed is not genuine', () => {
  test('any byte, to any other', async () => {
    const { bytes } = await issue();
    expect((await verify(bytes)).genuine).toBe(true);
    const genuine: string[] = [];
    // Every byte of what frames it and of its last lines, every seventh of the rest: to its neighbour, another case, a space, a newline.
    for (let at = 0; at < bytes.length; at += at < 40 || at > bytes.length - 260 ? 1 : 7) {
      for (const other of [(bytes[at] as number) ^ 1, (bytes[at] as number) ^ 0x20, 0x20, 0x0a]) {
        if (other === bytes[at]) continue;
        const changed = Buffer.from(bytes);
        changed[at] = other;
        if ((await verify(changed)).genuine) genuine.push(`${at}: ${other}`);
      }
    }
    expect(genuine).toEqual([]);
  }, 120_000);

  test.each([
    ['a byte added at the end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('\n')])],
    ['the last byte gone', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['a byte order mark', (bytes: Buffer) => Buffer.concat([Buffer.from('\ufeff'), bytes])],
    ['written with indents', (bytes: Buffer) => Buffer.from(JSON.stringify(JSON.parse(bytes.toString()), null, 2))],
    ['a member added', (bytes: Buffer) => Buffer.from(`${JSON.stringify({ ...JSON.parse(bytes.toString()), header: {} })}\n`)],
    ['nothing', () => Buffer.alloc(0)],
    ['another file', () => Buffer.from('id,name\n1,Heron\n')],
    ['JSON of another kind', () => Buffer.from('null')],
  ])('%s', async (_title, change) => {
    expect(await verify(change((await issue()).bytes))).toMatchObject({ genuine: false });
  });

  test('a row put in and the signature left', async () => {
    const { bytes } = await issue();
    const envelope = JSON.parse(bytes.toString()) as { payload: string };
    const document = readDocument(Buffer.from(envelope.payload, 'base64url')) as ListDocument;
    const forged = Buffer.from(JSON.stringify({ ...document, rows: [...document.rows, { ...document.rows[0], name: 'Forged Club' }] })).toString('base64url');
    expect(await verify(Buffer.from(`${JSON.stringify({ ...envelope, payload: forged })}\n`))).toMatchObject({ genuine: false, why: expect.stringContaining('signature') as string });
  });

  test('signed by somebody else who names our key, without a signature, or by another algorithm', async () => {
    const { bytes, list } = await issue();
    const payload = Buffer.from((JSON.parse(bytes.toString()) as { payload: string }).payload, 'base64url');
    const privateKey = await exportJWK((await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })).privateKey);
    expect(await verify(await signed(payload, { id: list.keyId, privateKey }))).toMatchObject({ genuine: false });
    for (const alg of ['none', 'HS256']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: list.keyId })).toString('base64url');
      expect(await verify(Buffer.from(`${JSON.stringify({ payload: payload.toString('base64url'), protected: header, signature: '' })}\n`))).toMatchObject({ genuine: false });
    }
  });

  test('something else that our key signed', async () => {
    const [key] = (await atlas.owner.query<{ id: string; privateKey: object }>('select key_id as id, private_key as "privateKey" from secrets.list_signing_keys order by key_id limit 1')).rows;
    const other = await signed(Buffer.from('{"list":"another"}'), key as never);
    expect(await verify(other)).toMatchObject({ genuine: false, why: expect.stringContaining('form') as string });
  });
});

describe('keys', () => {
  test('are made once, even by many who issue the first list at once', async () => {
    const fresh = await openTestDatabase({ with: 'sample', writes: true });
    try {
      const issued = await Promise.all([1, 2, 3].map(() => fresh.ask<{ done: { list: Issued | null } }>('mutation { done: issueAccreditedList(input: {}) { list { keyId } } }', {}, COMMISSIONER)));
      expect(new Set(issued.map(({ data }) => data?.done.list?.keyId)).size).toBe(1);
      expect(await readPublicKeys((sql) => fresh.database.readPublic(sql, []))).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });

  test('that were retired still verify what they signed, and sign nothing more', async () => {
    const before = await issue();
    const next = await atlas.database.write({ role: 'ADMIN' }, (manager) => rotateKey(manager, testClock.now()));
    const after = await issue();
    expect(after.list.keyId).toBe(next);
    expect(before.list.keyId).not.toBe(next);
    expect([(await verify(before.bytes)).genuine, (await verify(after.bytes)).genuine]).toEqual([true, true]);
    // Whoever still has the old key cannot issue with it what is dated later.
    const [old] = (await atlas.owner.query<{ id: string; privateKey: object }>('select key_id as id, private_key as "privateKey" from secrets.list_signing_keys where key_id = $1', [before.list.keyId])).rows;
    const document = { ...(await documentOf(before.bytes)), issuedAt: '2026-11-22T09:00:00.000Z' };
    expect(await verify(await signed(Buffer.from(JSON.stringify(document)), old as never))).toMatchObject({ genuine: false, why: expect.stringContaining('retired') as string });
  });

  test('verify without this service: the published set has the public halves alone', async () => {
    const { bytes } = await issue();
    const response = await fetch(`${service.url}/lists/keys.json`);
    expect(response.headers.get('cache-control')).toMatch(/^public/);
    const published = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(published).toEqual(asKeySet(await readPublicKeys((sql) => atlas.database.readPublic(sql, []))));
    expect(published.keys.some((key) => 'd' in key)).toBe(false);
    const keys = keysOfSet(published);
    expect((await verifyList(bytes, (id) => Promise.resolve(keys.find((one) => one.id === id)))).genuine).toBe(true);
    expect(opened(bytes)?.keyId).toBe(published.keys[0]?.kid);
  });

  test('the secret halves are for those who may issue', async () => {
    for (const role of ['ANALYST', 'REPRESENTATIVE', 'ORGANISATION_EDITOR']) {
      expect(await atlas.database.readCleared({ role }, 'select from secrets.list_signing_keys', [])).toEqual([]);
    }
    await expect(atlas.database.readPublic('select from secrets.list_signing_keys', [])).rejects.toMatchObject({ code: '42501' });
  });
});

describe('what cannot be issued is told, and nothing is kept', () => {
  test.each([
    ['a day to come', { asOf: '2026-11-22' }, 'INVALID', ['asOf']],
    ['a set that is not there', { set: 'none' }, 'UNKNOWN_SET', ['set']],
    ['an area that is not there', { filter: { area: 'none' } }, 'UNKNOWN_AREA', ['filter', 'area']],
    ['a second day', { filter: { asOf: '2026-01-01' } }, 'INVALID', ['filter', 'asOf']],
  ])('%s', async (_title, input, code, path) => {
    const count = async (): Promise<unknown> => (await atlas.owner.query('select count(*) from issued_lists')).rows[0];
    const before = await count();
    expect(await ask(input)).toMatchObject({ list: null, userErrors: [{ code, path }] });
    expect(await count()).toEqual(before);
  });

  test('and others than panels issue none', async () => {
    for (const role of ['ANALYST', 'ORGANISATION_EDITOR'] as const) await expect(ask({}, { role, organisationIds: [] })).rejects.toThrow('FORBIDDEN');
  });
});

test('issued lists are listed, the latest first, and fetched by anyone; a list that is not there is not found', async () => {
  const [first, second] = [await issue(), await issue()];
  const { data } = await atlas.ask<{ issuedLists: { nodes: { id: string }[] } }>('{ issuedLists(first: 2) { nodes { id asOf issuedAt organisations asked keyId } } }');
  expect(data?.issuedLists.nodes.map(({ id }) => id)).toEqual([second.list.id, first.list.id]);
  const response = await fetch(`${service.url}${second.list.path}`);
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/lists/00000000-0000-7000-8000-000000000000.json', '/lists/none.json', '/lists/none']) expect((await fetch(`${service.url}${path}`)).status).toBe(404);
});

test('the service cannot rewrite or remove what was issued', async () => {
  await issue();
  for (const change of [`update issued_lists set content = ''`, 'delete from issued_lists', 'delete from list_signing_keys']) {
    await expect(atlas.database.write({ role: 'ADMIN' }, (manager) => manager.query(change))).rejects.toMatchObject({ code: '42501' });
  }
});
