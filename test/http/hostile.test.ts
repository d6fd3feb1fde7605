import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import fc from 'fast-check';
import { atlasSchema } from '../../src/app';
import { priorityId, prioritySetId } from '../plans/priorities/sample-priorities';
import { actionId, planId } from '../plans/sample-plans';
import { ofThisPart, record, rounds, shareOfThisPart } from '../../trust/figures';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';
import { anyQuery, textPlaces, type Pools } from '../support/any-query';

/** Fewer on the embedded engine in CI: it takes three times as long over the same code. */
const TRIALS = rounds(process.env.TEST_DATABASE_URL === undefined ? 100 : 300, 1_000);
/** All of them in every place take minutes: the full number when that is asked for. */
const TEXTS_A_PLACE = TRIALS >= 1_000 ? TRIALS : Math.ceil(TRIALS / 100);
const SEED = 20261121;

let opened: TestDatabase;
let service: TestService;
let admin: Record<string, string>;
const schema = atlasSchema();
const pools: Record<string, unknown[]> = {
  String: ['E10000015', 'E07000096', 'DISTRICT', 'COUNTY', 'population_total', 'community', 'GB-CHC', '9990002', 'faith', ''],
  Date: ['2026-11-21', '2020-02-29', '1900-01-01', '9999-12-31'],
  DateTime: ['2026-11-21T12:00:00Z'],
  Postcode: ['SG1 1XX', 'AL1 3JE', 'WD6 1AA'],
  Decimal: ['0', '12.50'],
  Boolean: [true, false],
  Int: [0, 1, 12, -1, 2_147_483_647],
  Float: [0, 51.9, -0.2, 25, 1e9, -1e300],
  ID: [],
};

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
  service = await startTestService(opened, { production: true });
  admin = { authorization: await service.authorization('ADMIN') };
  const { data } = await opened.ask<{ organisations: { nodes: { id: string; basedIn: { id: string } | null }[] } }>('{ organisations(first: 3) { nodes { id basedIn { id } } } }');
  pools.ID = [...(data?.organisations.nodes.flatMap(({ id, basedIn }) => [id, ...(basedIn === null ? [] : [basedIn.id])]) ?? []), planId('dacorum'), actionId('derbyshire', '1.2.1'), priorityId('hertfordshire', '1'), prioritySetId('hertfordshire'), 'x', ''];
});

/** Tried and held; a failure that fast-check makes smaller is none that held. */
const queries = { tried: 0, held: 0 };
const texts = { tried: 0, held: 0 };

afterAll(async () => {
  record({ test: 'random valid queries: answered, or refused with a reason', ...queries });
  record({ test: 'hostile texts in every argument: answered, or refused with a reason', ...texts, places: ofThisPart(places).length });
  connections.destroy();
  await service?.close();
  await opened?.close();
});

/** Words of our insides: statements, files, stacks, drivers. */
const INSIDES = /\bselect\s.*\bfrom\b|\binsert into\b|json_build|json_agg|\bshown\.|\bsecrets\.|\bat \S+ \(|node_modules|\/src\/|\/dist\/|\.ts:\d|\.js:\d|QueryFailedError|SQLSTATE|syntax error at or near|invalid byte sequence|violates|constraint|relation "|column "|TypeError|Cannot read|undefined is not|is not a function/i;

interface Told {
  readonly data?: unknown;
  readonly errors?: { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const connections = new Agent({ keepAlive: true });

/** Asks over HTTP by Node's own client: there are up to a million texts, and fetch takes as long over one as the service does. */
async function post(query: string, variables: Record<string, unknown>, headers: Record<string, string>): Promise<{ status: number; told: Told }> {
  const body = JSON.stringify({ query, variables });
  return new Promise((answered, failed) => {
    const asking = request(`${service.url}/graphql`, { method: 'POST', agent: connections, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      json(response).then((told) => answered({ status: response.statusCode ?? 0, told: told as Told }), failed);
    });
    asking.on('error', failed);
    asking.end(body);
  });
}

/** What is wrong with an answer: nothing, when it is answered or refused for a reason. */
async function fault(query: string, variables: Record<string, unknown>, headers: Record<string, string>): Promise<{ told: Told; fault: string | null }> {
  const { status, told } = await post(query, variables, headers);
  // What was asked for may hold anything at all: what we say ourselves stands in the errors.
  const said = JSON.stringify(told.errors?.map(({ message, extensions }) => [message, extensions]) ?? []);
  const codes = told.errors?.map(({ extensions }) => extensions?.code) ?? [];
  if (status >= 500 || codes.some((code) => code === 'INTERNAL' || code === undefined)) return { told, fault: `${status} ${said}` };
  return { told, fault: INSIDES.test(said) ? said : null };
}

test.each(['anonymous', 'ADMIN'])('random valid queries of %s are answered or refused with a reason, and nothing of our insides is told', async (who) => {
  let answered = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (gen) => {
      const query = anyQuery(schema, (count) => gen(fc.nat, { max: count - 1 }), pools as Pools);
      const result = await fault(query, { x: gen(fc.boolean), y: gen(fc.boolean) }, who === 'ADMIN' ? admin : {});
      asked += 1;
      queries.tried += 1;
      if (result.told.data != null) answered += 1;
      if (result.fault === null) queries.held += 1;
      if (result.fault !== null) throw new Error(`${query}\n${result.fault}`);
    }),
    { ...shareOfThisPart(TRIALS, SEED), endOnFailure: true },
  );
  // Refusals alone would prove nothing.
  expect(answered).toBeGreaterThan(asked / 10);
}, 1_200_000);

const HOSTILE = [
  '', ' ', "'", '"', '\\', "' or 1=1 --", "'; drop table organisations; --", '$1', '$$', '%', '_', '\\%', '%%%', '\0', 'a\0b', '\ud800', '\udc00\ud800', '\u202eabc', '\u0301', '🏳️‍🌈', '\u001f0\u001f', '\u001f99\u001f', '{{constructor}}', '__proto__', 'constructor',
  '../../etc/passwd', '<script>alert(1)</script>', '&|!():*', "a & | 'b", 'a:*', '(((((', '[a-', '.*+?', 'null', 'NaN', 'Infinity', '-1', '1e309', '99999999999999999999', '0000-00-00', '2026-02-30', '10000-01-01', '-0001-01-01', '2026-11-21T25:00:00Z',
  'x'.repeat(10_000), 'é'.repeat(3_000), ' '.repeat(5_000), 'T3JnYW5pc2F0aW9uOng', 'OnsiYSI6MX0', Buffer.from('Organisation:00000000-0000-0000-0000-000000000000').toString('base64url'), Buffer.from('Query:00000000-0000-0000-0000-000000000000').toString('base64url'), Buffer.from('__Schema:00000000-0000-0000-0000-000000000000').toString('base64url'),
  Buffer.from('["NAME","a\\u0000",null]').toString('base64url'), Buffer.from('["NAME",[1],{"a":1}]').toString('base64url'), Buffer.from('["NAME","\\ud800","00000000-0000-0000-0000-000000000000"]').toString('base64url'), Buffer.from('["NAME",1e400,null]').toString('base64url'), Buffer.from('[]').toString('base64url'), '𝔘𝔫𝔦', 'SG1 1XX\n', 'SG1\u00a01XX',
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(fc.constantFrom(...HOSTILE.filter((one) => one.length < 40)), { maxLength: 4 }).map((parts) => parts.join('')));

/** Those that broke something once, or may. */
const EVERYWHERE = ["'", '\0', '\ud800', '\u001f0\u001f', '&|!():*', 'x'.repeat(10_000), '99999999999999999999'];

const places = textPlaces(schema, pools as Pools);

test('there are texts in queries, filters and changes', () => {
  const names = places.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['organisations.filter.text', 'organisations.after', 'area.code', 'createOrganisation.input.name', 'updateOrganisation.input.contacts.value']));
});

test('hostile names of operations are refused before anything runs', async () => {
  const refused = async (operationName: string): Promise<number> =>
    (await fetch(`${service.url}/graphql`, { method: 'POST', headers: { ...admin, 'content-type': 'application/json' }, body: JSON.stringify({ query: 'query One { __typename }', operationName }) })).status;
  for (const name of HOSTILE) expect([name, await refused(name)]).toEqual([name, 400]);
});

const TEXTS_TO_TRY = [...EVERYWHERE, ...fc.sample(hostile, { numRuns: TEXTS_A_PLACE, seed: SEED })];

test.each(ofThisPart(places).map((place) => [place.name, place] as const))('hostile texts in %s are answered or refused with a reason', async (_name, place) => {
  for (const hostileText of TEXTS_TO_TRY) {
    const result = await fault(place.operation, place.with(hostileText), admin);
    texts.tried += 1;
    if (result.fault !== null) throw new Error(`${JSON.stringify(hostileText)}: ${result.fault}\n${place.operation}`);
    texts.held += 1;
  }
}, 1_200_000);
