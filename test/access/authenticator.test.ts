import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type KeyLike } from 'jose';
import { ApiKeys } from '../../src/access/api-keys';
import { LocalTokens } from '../../src/access/local-tokens';
import { makeAuthenticator } from '../../src/app';
import { Authenticator } from '../../src/access/authenticator';
import { openTestDatabase, testClock, type TestDatabase } from '../support';

const ISSUER = 'https://login.county.example';

let atlas: TestDatabase;
let provider: Server;
let privateKey: KeyLike;
let authenticator: Authenticator;
let tokens: LocalTokens;
let dacorum: string;

beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] });
  provider = createServer((_, response) => void response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  const address = provider.address();
  const jwksUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/keys`;
  tokens = LocalTokens.open(atlas.config.dataDir);
  authenticator = makeAuthenticator({ issuer: { issuer: ISSUER, jwksUrl, audience: 'vcs-atlas', claim: 'atlas' } }, atlas.database, tokens, testClock);
  dacorum = (await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000096'`)).rows[0]?.id ?? '';
});
afterAll(async () => {
  await new Promise((done) => provider.close(done));
  await atlas.close();
});

const signed = (claims: object, issuer = ISSUER, audience = 'vcs-atlas'): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one' }).setIssuer(issuer).setAudience(audience).setSubject('person 7').setExpirationTime('5 minutes').sign(privateKey);
/** The calendar moves on, and nothing else: no wait is cut short. */
const later = (milliseconds: number): unknown =>
  jest.useFakeTimers({ now: Date.now() + milliseconds, doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
const viewer = async (token: string) => authenticator.viewerOf(`Bearer ${token}`);

test('without a header the caller is anonymous; with one that does not hold it is refused', async () => {
  expect(await authenticator.viewerOf(undefined)).toEqual({ role: 'ANONYMOUS' });
  await expect(authenticator.viewerOf('Basic abc')).rejects.toThrow('Bearer');
  await expect(viewer('nonsense')).rejects.toThrow('not valid');
});

test('a token of the service names role, author and area, by a former code too', async () => {
  const token = await tokens.issue({ role: 'COORDINATOR', subject: 'VCI Coordinator', areaCodes: ['E07000096', 'E07000100'], organisationIds: [] }, 1);
  const known = await viewer(token);
  expect(known).toMatchObject({ role: 'COORDINATOR', subject: 'VCI Coordinator' });
  expect(known.areaIds).toContain(dacorum);
  expect(known.areaIds).toHaveLength(2);
});

test('a signing key that is half written is named, and none is left beside the one that is', () => {
  const folder = mkdtempSync(join(atlas.config.dataDir, 'keys-'));
  expect([LocalTokens.open(folder).isNew, LocalTokens.open(folder).isNew, readdirSync(folder)]).toEqual([true, false, ['signing.key']]);
  writeFileSync(join(folder, 'signing.key'), '');
  expect(() => LocalTokens.open(folder)).toThrow(/signing\.key is no key/);
});

test('a coordinator without an area, an editor without an organisation and an unknown role are nobody', async () => {
  await expect(viewer(await tokens.issue({ role: 'COORDINATOR', subject: 'x', areaCodes: [], organisationIds: [] }, 1))).rejects.toThrow('not valid');
  await expect(viewer(await tokens.issue({ role: 'ORGANISATION_EDITOR', subject: 'x', areaCodes: [], organisationIds: [] }, 1))).rejects.toThrow('not valid');
  await expect(viewer(await tokens.issue({ role: 'KING' as never, subject: 'x', areaCodes: [], organisationIds: [] }, 1))).rejects.toThrow('not valid');
});

test("a token of the county's provider is taken with the keys that it publishes", async () => {
  expect(await viewer(await signed({ atlas: { role: 'COORDINATOR', areas: ['E07000096'] } }))).toMatchObject({ role: 'COORDINATOR', subject: 'person 7', areaIds: [dacorum] });
  await expect(viewer(await signed({ atlas: { role: 'ANALYST' } }, ISSUER, 'another service'))).rejects.toThrow('not valid');
  await expect(viewer(await signed({ role: 'ADMIN' }))).rejects.toThrow('not valid');
  await expect(viewer(await signed({ atlas: { role: 'ADMIN' } }, 'https://elsewhere.example'))).rejects.toThrow('not valid');
});

test('a token without an end is nobody’s, and one that has ended opens nothing, however lately it was checked', async () => {
  const endless = await new SignJWT({ atlas: { role: 'ADMIN' } }).setProtectedHeader({ alg: 'ES256', kid: 'one' }).setIssuer(ISSUER).setAudience('vcs-atlas').setSubject('person 7').sign(privateKey);
  await expect(viewer(endless)).rejects.toThrow('not valid');
  const short = await signed({ atlas: { role: 'ANALYST' } });
  expect(await viewer(short)).toMatchObject({ role: 'ANALYST' });
  try {
    later(5 * 60_000);
    await expect(viewer(short)).rejects.toThrow('not valid');
  } finally {
    jest.useRealTimers();
  }
});

test('while the keys of the provider are away its tokens are not said to be wrong: the caller may ask again', async () => {
  const away = makeAuthenticator({ issuer: { issuer: ISSUER, jwksUrl: 'http://127.0.0.1:1/keys', audience: 'vcs-atlas', claim: 'atlas' } }, atlas.database, tokens, testClock);
  await expect(away.viewerOf(`Bearer ${await signed({ atlas: { role: 'ANALYST' } })}`)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test("nobody signs for the service with the provider's name or without a signature", async () => {
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: 'vcs-atlas', role: 'ADMIN' })).toString('base64url')}.`;
  await expect(viewer(unsigned)).rejects.toThrow('not valid');
});

test('a key is trusted for 5 s from when it was looked up, however long it takes to say what it opens', async () => {
  const keys = new ApiKeys(atlas.database, testClock);
  const { secret } = await keys.create({ role: 'COORDINATOR', subject: 'slow', areaCodes: ['E07000096'], organisationIds: [] }, 30);
  let asked = 0;
  const slow = new Authenticator(tokens, null, keys, async () => {
    asked += 1;
    later(5_001);
    return [dacorum];
  });
  try {
    for (const times of [1, 2]) {
      expect(await slow.viewerOf(`Bearer ${secret}`)).toMatchObject({ areaIds: [dacorum] });
      expect(asked).toBe(times);
    }
  } finally {
    jest.useRealTimers();
  }
});

test('a key for a machine is kept as a hash, notes its use and ends when it is revoked', async () => {
  const keys = new ApiKeys(atlas.database, testClock);
  const { id, secret } = await keys.create({ role: 'ANALYST', subject: 'nightly export', areaCodes: [], organisationIds: [] }, 30);
  expect(await viewer(secret)).toMatchObject({ role: 'ANALYST', subject: 'key nightly export' });
  expect((await keys.list()).find((key) => key.id === id)?.last_used_at).toEqual(testClock.now());
  expect(JSON.stringify((await atlas.owner.query('select * from api_keys')).rows)).not.toContain(secret);
  expect(await keys.revoke(id)).toBe(true);
  expect(await keys.revoke(id)).toBe(false);
  expect(await keys.verify(secret)).toBeNull();
});

test('keys that nobody has are looked up together, so that guessing many costs the database one statement', async () => {
  let statements = 0;
  const counting = new Proxy(atlas.database, {
    get: (database, name) => {
      if (name === 'readCleared') statements += 1;
      const member: unknown = Reflect.get(database, name);
      return typeof member === 'function' ? (member.bind(database) as unknown) : member;
    },
  });
  const keys = new ApiKeys(counting, testClock);
  const { secret } = await keys.create({ role: 'ANALYST', subject: 'dashboard', areaCodes: [], organisationIds: [] }, null);
  const guesses = Array.from({ length: 300 }, (_, at) => keys.verify(`vcsa_guess${at}`));
  expect(await keys.verify(secret)).toMatchObject({ role: 'ANALYST', subject: 'key dashboard' });
  expect(await Promise.all(guesses)).toEqual(guesses.map(() => null));
  expect(statements).toBe(1);
});
