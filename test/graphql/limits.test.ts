import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getIntrospectionQuery, getOperationAST, parse, type OperationDefinitionNode } from 'graphql';
import { atlasSchema } from '../../src/app';
import { LimitCheck } from '../../src/graphql/limits/limit-check';
import { LIMITS } from '../../src/graphql/limits/limits';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

let opened: TestDatabase;
let service: TestService;
/** Statements that the database was given. */
let statements = 0;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample' });
  const { database } = opened;
  const counting: typeof database = Object.create(database, {
    readPublic: { value: (...args: Parameters<typeof database.readPublic>) => ((statements += 1), database.readPublic(...args)) },
    readCleared: { value: (...args: Parameters<typeof database.readCleared>) => ((statements += 1), database.readCleared(...args)) },
  }) as typeof database;
  service = await startTestService({ ...opened, database: counting });
});

afterAll(async () => {
  await service?.close();
  await opened?.close();
});

const check = new LimitCheck(atlasSchema(), false);

function costOf(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  return check.admit(document, getOperationAST(document) as OperationDefinitionNode, variables, 'ADMIN');
}

const times = (count: number, make: (at: number) => string): string => Array.from({ length: count }, (_, at) => make(at)).join(' ');

/** Fragments of which each asks twice for what the next one asks. */
const doubling = (steps: number): string =>
  `{ area(code: "E10000015") { ...F0 } } ${times(steps, (at) => `fragment F${at} on Area { a: parent { ...F${at + 1} } b: parent { ...F${at + 1} } }`)} fragment F${steps} on Area { code }`;

/** Fragments of which each does nothing but spread the next one twice. */
const spreading = (steps: number): string => `{ area(code: "E10000015") { ...F0 } } ${times(steps, (at) => `fragment F${at} on Area { ...F${at + 1} ...F${at + 1} }`)} fragment F${steps} on Area { code }`;

type Refused = readonly [title: string, code: string, query: string, variables?: Record<string, unknown>];

const REFUSED: readonly Refused[] = [
  ['fields 16 deep', 'QUERY_TOO_DEEP', `{ area(code: "E10000015") { ${'parent { '.repeat(14)} code ${'} '.repeat(14)} } }`],
  ['fields 16 deep through fragments', 'QUERY_TOO_DEEP', `{ area(code: "E10000015") { ...A } } fragment A on Area { ${'parent { '.repeat(13)} ...B ${'} '.repeat(13)} } fragment B on Area { parent { code } }`],
  ['one field under 21 names', 'TOO_MANY_ALIASES', `{ ${times(21, (at) => `a${at}: __typename`)} }`],
  ['101 aliases of __typename', 'TOO_MANY_ALIASES', `{ ${times(101, (at) => `a${at}: __typename`)} }`],
  ['61 aliases of several fields', 'TOO_MANY_ALIASES', `{ area(code: "E10000015") { ${times(20, (at) => `a${at}: code b${at}: name c${at}: kind`)} z: id } }`],
  ['one field 11 times', 'TOO_MANY_REPEATS', `{ ${'__typename '.repeat(11)} }`],
  ['500 times one field', 'TOO_MANY_REPEATS', `{ ${'__typename '.repeat(500)} }`],
  ['one field 11 times through fragments', 'TOO_MANY_REPEATS', `{ area(code: "E10000015") { code code code code code code ...A } } fragment A on Area { code code code code ... on Area { code } }`],
  ['51 directives', 'TOO_MANY_DIRECTIVES', `{ area(code: "E10000015") { ${times(6, () => '... on Area @include(if: true) { code @include(if: true) name @include(if: true) kind @include(if: true) id @include(if: true) areaKm2 @include(if: true) accuracy @include(if: true) boundarySource @include(if: true) sector @include(if: true) }')} } }`],
  ['2,001 words and signs', 'QUERY_TOO_LARGE', `{ ${'__typename '.repeat(2_001)} }`],
  ['fragments that double at every step', 'QUERY_TOO_LARGE', doubling(10)],
  ['fragments that double at fifty steps', 'QUERY_TOO_LARGE', doubling(50)],
  ['fragments that are spread twice at every one of 150 steps', 'QUERY_TOO_LARGE', spreading(150)],
  ['the same in an operation that is not asked for', 'QUERY_TOO_LARGE', `${spreading(150).replace('{ area', 'query Other { area')} query One { __typename }`],
  ['more than 500 fields through fragments', 'QUERY_TOO_LARGE', `{ area(code: "E10000015") { ${times(6, (at) => `a${at}: parent { ...F }`)} } } fragment F on Area { ${times(9, (at) => `parent { c${at}: code n${at}: name k${at}: kind i${at}: id v${at}: version s${at}: sector d${at}: code e${at}: name f${at}: kind }`)} }`],
  ['one name 51 times at one place, by fields within fields', 'TOO_MANY_REPEATS', `{ ${times(6, () => `area(code: "E10000015") { ${'code '.repeat(9)} }`)} }`],
  ['hundreds of the same fields, each with as many within', 'TOO_MANY_REPEATS', `{ ${'area { parent { parent { parent { code } } } } '.repeat(90)} }`],
  ['fragments that lead back to themselves', 'GRAPHQL_VALIDATION_FAILED', '{ area(code: "E10000015") { ...A } } fragment A on Area { ...B } fragment B on Area { parent { ...A } }'],
  ['a field called __proto__', 'BAD_INPUT', '{ __proto__: area(code: "E10000015") { code } }'],
  ['a field called constructor', 'BAD_INPUT', '{ constructor: area(code: "E10000015") { code } }'],
  ['a field called toString', 'BAD_INPUT', '{ toString: area(code: "E10000015") { code } }'],
  ['260 fields that are looked up', 'QUERY_TOO_LARGE', `{ ${times(20, (at) => `a${at}: area(code: "E10000015") { ${'parent { '.repeat(13)} code ${'} '.repeat(13)} }`)} }`],
  ['a number beyond all numbers', 'BAD_INPUT', '{ organisations(first: 1, filter: { near: { point: { latitude: 1e999, longitude: 0 }, km: 1 } }) { totalCount } }'],
  ['a page of 101', 'BAD_PAGE', '{ organisations(first: 101) { nodes { name } } }'],
  ['a page of 0', 'BAD_PAGE', '{ organisations(last: 0) { nodes { name } } }'],
  ['a page of no size', 'BAD_PAGE', '{ organisations { nodes { name } } }'],
  ['a page of 101 in a fragment that is spread under a condition and without one', 'BAD_PAGE', 'query ($c: Boolean! = false) { ...F @include(if: $c) ... @include(if: $c) { ...G } ...F } fragment F on Query { ...G } fragment G on Query { organisations(first: 101) { nodes { name } } }'],
  ['a page of both ends', 'BAD_PAGE', '{ organisations(first: 1, last: 1) { nodes { name } } }'],
  ['a page of a million, by variable', 'BAD_PAGE', 'query ($n: Int!) { organisations(first: $n) { nodes { name } } }', { n: 1_000_000 }],
  ['a page of 101 by default', 'BAD_PAGE', 'query ($n: Int! = 101) { organisations(first: $n) { nodes { name } } }'],
  ['lists within lists within lists', 'QUERY_TOO_COSTLY', '{ organisations(first: 100) { nodes { memberships { umbrella { memberships { umbrella { memberships { umbrella { services { categories { code } } } } } } } } } } }'],
  ['the same by variable', 'QUERY_TOO_COSTLY', 'query ($n: Int!) { organisations(first: $n) { nodes { memberships { umbrella { memberships { umbrella { memberships { umbrella { services { categories { code } } } } } } } } } } }', { n: 100 }],
  ['the character U+0000 in a text', 'BAD_INPUT', '{ area(code: "a\\u0000b") { name } }'],
  ['the same by variable', 'BAD_INPUT', 'query ($f: OrganisationFilter!) { organisations(first: 1, filter: $f) { totalCount } }', { f: { text: 'a\0b' } }],
  ['half of a pair of characters', 'BAD_INPUT', 'query ($f: OrganisationFilter!) { organisations(first: 1, filter: $f) { totalCount } }', { f: { text: '\ud800' } }],
  ['many pages at once', 'QUERY_TOO_COSTLY', `{ ${times(15, (at) => `a${at}: organisations(first: 100) { nodes { services { name } contacts { value } identifiers { value } } }`)} }`],
];

test.each(REFUSED.map((one) => [...one.slice(0, 2), one] as [string, string, Refused]))('%s: %s, with status 400 and before any statement', async (_title, _code, [, code, query, variables = {}]) => {
  statements = 0;
  for (const headers of [{}, { authorization: await service.authorization('ADMIN') }] as Record<string, string>[]) {
    const response = await service.post(query, variables, headers);
    const answer = (await response.json()) as { data?: unknown; errors: { extensions: { code: string } }[] };
    expect([response.status, answer.errors.map((error) => error.extensions.code), answer.data ?? null]).toEqual([400, [code], null]);
  }
  expect(statements).toBe(0);
});

test.each([
  ['', '{ __typename }'],
  ['', doubling(3)],
  ['', 'mutation { createOrganisation(input: { name: "Never made" }) { organisation { id } } }'],
  ['Other', 'query One { area(code: "E10000015") { name } }'],
  ['', 'query One { area(code: "E10000015") { name } } query Two { area(code: "E10000015") { code } }'],
  [undefined, 'query One { area(code: "E10000015") { name } } query Two { area(code: "E10000015") { code } }'],
])('what is asked for by a name that no operation has (%j) is neither judged nor run: %.60s', async (operationName, query) => {
  statements = 0;
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: await service.authorization('ADMIN') }, body: JSON.stringify({ query, operationName }),
  });
  const answer = (await response.json()) as { data?: unknown; errors: { extensions: { code: string } }[] };
  expect([response.status, answer.errors.map((error) => error.extensions.code), answer.data ?? null]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE'], null]);
  expect(statements).toBe(0);
});

test('a question as large as the limits allow is answered', async () => {
  const allowed = [
    `{ area(code: "E10000015") { ${'parent { '.repeat(13)} code ${'} '.repeat(13)} } }`,
    `{ ${times(20, (at) => `a${at}: __typename`)} ${'__typename '.repeat(10)} }`,
    '{ organisations(first: 100) { nodes { services { name categories { code } } } } }',
    getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, directiveIsRepeatable: true }),
  ];
  for (const query of allowed) {
    const response = await service.post(query);
    expect([response.status, (await response.json() as { errors?: unknown }).errors]).toEqual([200, undefined]);
  }
});

test('an argument under a condition that does not hold is not judged', async () => {
  const query = 'query ($n: Int, $with: Boolean!) { __typename organisations(first: $n) @include(if: $with) { nodes { name } } }';
  expect(await (await service.post(query, { with: false })).json()).toEqual({ data: { __typename: 'Query' } });
});

describe('the cost of a question', () => {
  test('follows its page sizes', () => {
    const query = 'query ($n: Int!) { organisations(first: $n) { nodes { name services { name } } } }';
    const [one, hundred] = [costOf(query, { n: 1 }), costOf(query, { n: 100 })];
    expect(hundred - 1).toBe((one - 1) * 100);
  });

  test('is the same for a variable, its default and the number itself', () => {
    const body = (size: string): string => `{ organisations(first: ${size}) { nodes { name services { name } } pageInfo { endCursor } } }`;
    const written = costOf(body('30'));
    expect(costOf(`query ($n: Int!) ${body('$n')}`, { n: 30 })).toBe(written);
    expect(costOf(`query ($n: Int! = 30) ${body('$n')}`)).toBe(written);
  });

  test('is the same through fragments as written out', () => {
    expect(costOf('{ organisations(first: 9) { ...C } } fragment C on OrganisationConnection { nodes { ...O } } fragment O on Organisation { services { places { key } } }')).toBe(
      costOf('{ organisations(first: 9) { nodes { services { places { key } } } } }'),
    );
  });

  test('is told to those who are signed in, and to nobody else', async () => {
    const query = '{ organisations(first: 2) { nodes { name } } }';
    const anonymous = (await (await service.post(query)).json()) as { extensions?: unknown };
    expect(anonymous.extensions).toBeUndefined();
    const analyst = (await (await service.post(query, {}, { authorization: await service.authorization('ANALYST') })).json()) as { extensions?: unknown };
    expect(analyst.extensions).toEqual({ cost: { asked: costOf(query), limit: LIMITS.cost } });
  });
});

const OPERATIONS = join(__dirname, '../../schema/operations');

test.each(readdirSync(OPERATIONS))('the documented operation %s keeps within the limits with pages of 100', (file) => {
  const text = readFileSync(join(OPERATIONS, file), 'utf8');
  expect(costOf(text, { first: 100 })).toBeLessThanOrEqual(LIMITS.cost / 2);
});

test('sums, searches and shapes weigh more than the objects that they give', () => {
  const page = (more: string): number => costOf(`{ organisations(first: 1) { nodes { name } ${more} } }`);
  expect(page('totalCount')).toBeGreaterThan(page('') + 50);
  expect(page('facets { districts { code } }')).toBeGreaterThan(page('') + 500);
  expect(costOf('{ areasWithin(area: "E92000001") { code boundary } }')).toBeGreaterThan(costOf('{ areasWithin(area: "E92000001") { code } }') * 10);
});
