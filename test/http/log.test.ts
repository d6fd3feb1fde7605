import { PassThrough } from 'node:stream';
import { generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

let opened: TestDatabase;
let service: TestService;
const lines: string[] = [];
beforeAll(async () => {
  const sink = new PassThrough();
  sink.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)));
  opened = await openTestDatabase({ with: 'sample', writes: true });
  service = await startTestService({ ...opened, config: { ...opened.config, issuer: AWAY } }, { logger: pino({ level: 'trace' }, sink) });
});
afterAll(async () => {
  await service?.close();
  await opened?.close();
});

/** A provider of tokens whose keys are not to be had. */
const AWAY = { issuer: 'https://county.example', jwksUrl: 'http://127.0.0.1:1/keys' };

/** What the log says of a request. */
function lineOf(id: string): unknown {
  const found = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ requestId }) => requestId === id);
  expect(found).toHaveLength(1);
  const { requestId, code, reason, msg } = found[0] ?? {};
  return { requestId, code, ...(reason === undefined ? {} : { reason }), msg };
}

/** Told to the service, and by it: none of it belongs in a log. */
const TOLD = ['Nightingale Passage', 'nightingale@example.org', 'Harbour Refuge', '01632 960999', '51.7512', '-0.4712', 'HP1 1EH', '203.0.113.7'];

test('the log has a line a request, and nothing of what was asked, answered or said to be wrong', async () => {
  const authorization = await service.authorization('ADMIN');
  const input = {
    name: 'Harbour Refuge',
    places: [{ kind: 'ADDRESS', visibility: 'HIDDEN', address: '7 Nightingale Passage', postcode: 'HP1 1EH', point: { latitude: 51.7512, longitude: -0.4712 } }],
    contacts: [{ kind: 'EMAIL', audience: 'PRIVATE', value: 'nightingale@example.org' }, { kind: 'PHONE', audience: 'PRIVATE', value: '01632 960999' }],
  };
  const make = 'mutation Make($input: CreateOrganisationInput!) { createOrganisation(input: $input) { organisation { id name places { address postcode } contacts { value } } userErrors { message } } }';
  const headers = { authorization, 'x-forwarded-for': '203.0.113.7' };
  const made = await (await service.post(make, { input }, headers)).text();
  for (const one of ['Nightingale Passage', 'nightingale@example.org']) expect(made).toContain(one);
  const search = (text: string): string => `query Seek { organisations(first: 3, filter: { text: ${JSON.stringify(text)}, near: { point: { latitude: 51.7512, longitude: -0.4712 }, km: 2 } }) { nodes { id } } }`;
  await service.post(search('Nightingale Passage'), {}, headers);
  await service.post('query Wrong { organisation(id: "Nightingale Passage") { name } }', {}, headers);
  await service.post('query Wrong { nightingale@example.org }', {}, headers);
  await service.post(make, { input: { ...input, contacts: [{ kind: 'nightingale@example.org' }] } }, headers);
  await service.post(make, { input: { ...input, areasServed: [{ area: 'Nightingale Passage' }] } }, { authorization: 'Bearer nightingale@example.org' });

  const log = lines.join('\n');
  expect(lines.filter((line) => line.includes('"Seek"'))).toHaveLength(1);
  expect(TOLD.filter((one) => log.includes(one))).toEqual([]);
  expect(log).not.toContain(authorization.slice(-20));
});

test('what is turned away, or cannot be served for now, before it is an operation has a line too: its id, a code, and no value', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const ofProvider = await new SignJWT({ role: 'ANALYST', sub: 'nightingale@example.org' }).setProtectedHeader({ alg: 'ES256', kid: 'one' }).setIssuer(AWAY.issuer).setExpirationTime('1h').sign(privateKey);
  const told: [number, unknown][] = [];
  const get = async (path: string, authorization: string, id: string): Promise<void> => void told.push([(await fetch(`${service.url}${path}`, { headers: { authorization, 'x-request-id': id } })).status, lineOf(id)]);
  const post = async (authorization: string, id: string): Promise<void> => void told.push([(await service.post('{ me { role } }', {}, { authorization, 'x-request-id': id })).status, lineOf(id)]);
  await post('Bearer nightingale@example.org', 'a');
  await get('/documents/none', 'Bearer nightingale@example.org', 'b');
  await get('/lists/keys.json', 'Bearer nightingale@example.org', 'c');
  await post(`Bearer ${ofProvider}`, 'd');
  await get('/documents/none', `Bearer ${ofProvider}`, 'e');
  await get('/lists/keys.json', `Bearer ${ofProvider}`, 'f');
  expect(told).toEqual([
    ...['a', 'b', 'c'].map((requestId) => [401, { requestId, code: 'UNAUTHENTICATED', msg: 'a request was turned away' }]),
    ...['d', 'e', 'f'].map((requestId) => [503, { requestId, code: 'UNAVAILABLE', reason: 'ECONNREFUSED', msg: 'a request could not be served for now' }]),
  ]);
});

test('what breaks inside is masked for the caller, and told in the log under the id that the caller sees, without a value', async () => {
  await opened.owner.query('alter view shown.places rename column address to elsewhere');
  try {
    const told = (await (await service.post('query Broken { organisations(first: 1, filter: { text: "Nightingale Passage" }) { nodes { places { address } } } }')).json()) as { errors: { message: string; extensions: { code: string; errorId: string } }[] };
    expect(told.errors[0]?.extensions.code).toBe('INTERNAL');
    expect(told.errors.map(({ message }) => message).join()).not.toMatch(/places|column|select/i);
    const line = lines.find((one) => one.includes(told.errors[0]?.extensions.errorId ?? 'none'));
    expect(line).toBeDefined();
    expect(line).not.toContain('Nightingale');
  } finally {
    await opened.owner.query('alter view shown.places rename column elsewhere to address');
  }
});

test('what the database has against a change stands in the log without the values that were to be written', async () => {
  await opened.owner.query(`alter table secrets.places add constraint nobody_writes check (address <> '7 Nightingale Passage') not valid`);
  try {
    const input = { name: 'Harbour Refuge', places: [{ kind: 'ADDRESS', visibility: 'HIDDEN', address: '7 Nightingale Passage', postcode: 'HP1 1EH' }] };
    const make = 'mutation Make($input: CreateOrganisationInput!) { createOrganisation(input: $input) { organisation { id } userErrors { message } } }';
    const told = (await (await service.post(make, { input }, { authorization: await service.authorization('ADMIN') })).json()) as { errors: { extensions: { code: string; errorId: string } }[] };
    expect(told.errors[0]?.extensions.code).toBe('INTERNAL');
    const line = lines.find((one) => one.includes(told.errors[0]?.extensions.errorId ?? 'none'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ error: { type: 'QueryFailedError', code: '23514', constraint: 'nobody_writes', table: 'places' } });
    expect(TOLD.filter((one) => line?.includes(one))).toEqual([]);
  } finally {
    await opened.owner.query('alter table secrets.places drop constraint nobody_writes');
  }
});
