import fc from 'fast-check';
import { execute, getOperationAST, parse, validate, type ExecutionResult } from 'graphql';
import type { Viewer } from '../../src/access/viewer';
import { ANONYMOUS } from '../../src/access/viewer';
import { atlasSchema, requestContext } from '../../src/app';
import type { RequestContext } from '../../src/graphql/context';
import { SqlLog } from '../../src/database/sql-log';
import { AudienceCheck } from '../../src/graphql/audience-check';
import { Executor } from '../../src/graphql/executor';
import { JsonText, writeAnswer } from '../../src/graphql/read/json-text';
import { priorityId } from '../plans/priorities/sample-priorities';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { anyQuery, type Pools } from '../support/any-query';

/** Answers that the database writes as text are those that graphql-js makes of objects: to the order of their names. */
const TRIALS = Number(process.env.ATLAS_TRIALS ?? '300');
const SEED = 20261127;
const ADMIN: Viewer = { role: 'ADMIN', subject: 'test admin', areaIds: [], organisationIds: [] };

const schema = atlasSchema();
const audience = new AudienceCheck(schema);
const pools: Record<string, unknown[]> = {
  String: ['E10000015', 'E07000096', 'DISTRICT', 'COUNTY', 'population_total', 'community', 'GB-CHC', '9990002', 'faith'],
  Date: ['2026-11-21', '2020-02-29'],
  DateTime: ['2026-11-21T12:00:00Z'],
  Postcode: ['SG1 1XX', 'AL1 3JE', 'WD6 1AA'],
  Decimal: ['0', '12.50'],
  Boolean: [true, false],
  Int: [0, 1, 12],
  Float: [0, 51.9, -0.2, 25],
  ID: [],
};

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
  const { data } = await opened.ask<{ organisations: { nodes: { id: string; basedIn: { id: string } | null }[] } }>('{ organisations(first: 3) { nodes { id basedIn { id } } } }');
  pools.ID = [...(data?.organisations.nodes.flatMap(({ id, basedIn }) => [id, ...(basedIn === null ? [] : [basedIn.id])]) ?? []), priorityId('hertfordshire', '1')];
});
afterAll(() => opened.close());

function contextOf(viewer: Viewer): RequestContext {
  return requestContext({ database: opened.database, clock: testClock }, schema, viewer, new SqlLog());
}

/** As it goes out. Messages of errors are the executors' own, their order is nobody's, and of several that undo the whole answer any one may be told. */
function sent(result: ExecutionResult): { readonly data: unknown; readonly keys: string; readonly errors: readonly string[] } {
  const data = (JSON.parse(writeAnswer({ data: result.data })) as { data?: unknown }).data ?? null;
  return { data, keys: JSON.stringify(data), errors: data === null ? [String(result.errors !== undefined)] : (result.errors ?? []).map(({ path }) => JSON.stringify(path)).sort() };
}

async function both(query: string, variables: Record<string, unknown> = {}, viewer: Viewer = ANONYMOUS, executor = new Executor(schema)): Promise<{ readonly ours: ReturnType<typeof sent>; readonly theirs: ReturnType<typeof sent>; readonly asText: boolean }> {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const result = await executor.execute(document, getOperationAST(document)?.name?.value, contextOf(viewer), variables);
  const reference = await execute({ schema, document, contextValue: contextOf(viewer), variableValues: variables });
  return { ours: sent(result), theirs: sent(reference), asText: holdsText(result.data) };
}

function holdsText(value: unknown): boolean {
  if (value instanceof JsonText) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsText);
}

const FRAGMENTS = 'fragment F on Organisation { name services { ...S } } fragment S on Service { name tier } fragment C on OrganisationConnection { nodes { ...F } pageInfo { hasNextPage } }';

describe('an answer as text is the one that graphql-js makes', () => {
  it.each([
    ['plain fields, aliases and a name twice', '{ organisations(first: 3) { nodes { b: name a: slug name b: name __typename id } } }'],
    ['a page from its end, with cursors', '{ organisations(last: 3) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }'],
    ['edges before cursors, under names of their own', '{ organisations(first: 2) { e: edges { n: node { name } c: cursor __typename } __typename } }'],
    ['parts of a row: money, ages, points', '{ organisations(first: 30) { nodes { income { currency sum: amount __typename } services { ages { to from } } places { point { longitude } } } } }'],
    ['lists of plain values', '{ organisations(first: 30) { nodes { otherNames roles basedIn { sector } } } }'],
    ['the same field with different arguments', '{ organisations(first: 5) { nodes { status(asOf: "2020-01-01") now: status basedIn { children(kind: "WARD") { code } all: children { code } } } } }'],
    ['objects within objects', '{ organisations(first: 20) { nodes { memberships { from umbrella { name memberships { umbrella { name } } } } basedIn { parent { parent { code } } statistics { measure value year } } } } }'],
    ['fragments within fragments', `{ organisations(first: 3) { ...C } } ${FRAGMENTS}`],
    ['fragments on what its type is', '{ organisations(first: 3) { nodes { ... on Node { id } ... on Organisation { name ... { slug } } } } }'],
    ['one object, several times', '{ a: area(code: "E07000096") { code } b: area(code: "E07000096") { code name } c: area(code: "E10000015") { children { name } } }'],
    ['lists that are no pages', '{ areasWithin(area: "E10000015") { name parent { code } boundary } }'],
    ['a distance where it is measured', '{ organisations(first: 3, filter: { near: { point: { latitude: 51.9, longitude: -0.2 }, km: 25 } }) { nodes { far: distanceKm name } } }'],
    ['a distance where it is not', '{ organisations(first: 3) { nodes { distanceKm } } }'],
    ['text beside what is counted', '{ coverage(area: "E10000015") { rows { area { code name } organisations { count } } } organisations(first: 1) { totalCount facets { sizeBands { count } } nodes { name } } }'],
    ['more fields than the database takes at once', `{ organisations(first: 2) { nodes { ${Array.from({ length: 120 }, (_, at) => `n${at}: ${['name', 'slug', 'id', 'sizeBand'][at % 4]}`).join(' ')} } } }`],
    ['what is left out before it is asked for again, beside text', '{ organisations(first: 1) { nodes { name } } coverage(area: "E10000015") { rows { organisations @include(if: false) { filter count } organisations { count filter } ... @skip(if: true) { area { name code } } area { code name } } } }'],
    ['nothing but what is left out', '{ organisations(first: 1) { nodes { name } } coverage(area: "E10000015") { rows { area { code @skip(if: true) } } } }'],
    ['nothing found', '{ organisations(first: 3, filter: { text: "nothingiscalledthis" }) { nodes { name } pageInfo { endCursor } } }'],
    ['nothing there', '{ organisationByIdentifier(scheme: "GB-CHC", value: "none") { name } }'],
    ['a wrong argument beside a right one', '{ a: area(code: "nowhere") { code } b: area(code: "E07000096") { code } }'],
  ])('of %s', async (_title, query) => {
    const { ours, theirs, asText } = await both(query);
    expect(ours).toEqual(theirs);
    // Of nothing there is no text.
    expect(asText).toBe(ours.data !== null && !query.includes('"none"'));
  });

  it('of what variables include, skip and give as arguments, time after time', async () => {
    const executor = new Executor(schema);
    const query = `query ($yes: Boolean!, $day: Date, $first: Int = 2) { organisations(first: $first) { nodes { name @skip(if: $yes) slug @include(if: $yes) ... @include(if: $yes) { status(asOf: $day) services @skip(if: $yes) { name } } } } }`;
    for (const variables of [{ yes: true }, { yes: false, day: '1900-01-01' }, { yes: true, day: '1900-01-01', first: 3 }]) {
      const { ours, theirs, asText } = await both(query, variables, ANONYMOUS, executor);
      expect(ours).toEqual(theirs);
      expect(asText).toBe(true);
    }
  });

  const EITHER = [{ x: true, y: false }, { x: false, y: true }, { x: false, y: false }, { x: true, y: true }];

  it.each([
    ['a fragment under a condition in one place and not in another', 'query ($x: Boolean!, $y: Boolean!) { a: organisations(first: 1) { ...C @include(if: $x) } b: organisations(first: 2) { ...C } c: area(code: "E07000096") { ...A @skip(if: $y) } d: area(code: "E07000095") { ...A } } fragment A on Area { code name }'],
    ['a field twice, once under a condition', 'query ($x: Boolean!, $y: Boolean!) { area(code: "E07000096") { code } ... @include(if: $x) { area(code: "E07000096") { name } } area(code: "E07000096") @skip(if: $y) { kind } }'],
    ['the same within lists and pages', 'query ($x: Boolean!, $y: Boolean!) { organisations(first: 3) { nodes { name } nodes @include(if: $x) { slug } pageInfo @skip(if: $y) { endCursor } ...C @include(if: $y) } }'],
    ['fragments under conditions within fragments', 'query ($x: Boolean!, $y: Boolean!) { a: areasWithin(area: "E10000015") { ...A @include(if: $x) } b: areasWithin(area: "E10000015") { code ...A @include(if: $y) } } fragment A on Area { name parent { ...P @skip(if: $x) } } fragment P on Area { code kind @include(if: $y) }'],
    ['what resolvers make', 'query ($x: Boolean!, $y: Boolean!) { a: coverage(area: "E10000015") { rows { ...R @include(if: $x) } } b: coverage(area: "E10000015") { rows { ...R area { code } } } } fragment R on CoverageRow { organisations { count filter @skip(if: $y) } }'],
  ])('of %s, whatever the conditions are', async (_title, query) => {
    const executor = new Executor(schema);
    const whole = query.includes('...C') ? `${query} ${FRAGMENTS}` : query;
    for (const variables of EITHER) {
      const { ours, theirs } = await both(whole, variables, ANONYMOUS, executor);
      expect({ variables, ...ours }).toEqual({ variables, ...theirs });
    }
  });

  it('of any query', async () => {
    let texts = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const query = anyQuery(schema, (count) => gen(fc.nat, { max: count - 1 }), pools as Pools);
        const viewer = gen(fc.boolean) ? ADMIN : ANONYMOUS;
        const document = parse(query);
        if (validate(schema, document).length > 0 || audience.refusal(document, viewer.role) !== null) return;
        const executor = new Executor(schema);
        for (const variables of query.startsWith('query (') ? EITHER : [{}]) {
          const { ours, theirs, asText } = await both(query, variables, viewer, executor);
          compared += 1;
          if (asText) texts += 1;
          expect({ query, variables, ...ours }).toEqual({ query, variables, ...theirs });
        }
      }),
      { numRuns: TRIALS, seed: SEED, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(TRIALS / 3);
    // Many random questions name what is not there.
    expect(texts).toBeGreaterThan(compared / 20);
  }, 1_200_000);
});

describe('what cannot be text is made of objects', () => {
  it('where nodes are asked for in two ways', async () => {
    const { ours, theirs, asText } = await both('{ organisations(first: 3) { nodes { name } edges { node { slug } } also: nodes { a: slug } } }');
    expect(ours).toEqual(theirs);
    expect(asText).toBe(false);
  });

  it('where something is null that may not be: with the errors that belong to it', async () => {
    // A tie with an entry that is told nowhere: the view would not give it.
    await opened.owner.query(`create or replace view shown.memberships as select id, umbrella_id, member_id, valid from memberships`);
    await opened.owner.query(`update organisations set merged_into_id = (select max(id::text)::uuid from organisations) where id in (select umbrella_id from memberships order by id limit 1)`);
    const { ours, theirs, asText } = await both('{ organisations(first: 100) { nodes { name memberships { umbrella { name } } } } }');
    expect(ours).toEqual(theirs);
    expect(ours.errors.length).toBeGreaterThan(0);
    expect(asText).toBe(false);
  });

  it('where a resolver has a word in it', async () => {
    const { data } = await opened.ask<{ organisations: { nodes: { id: string }[] } }>('{ organisations(first: 1) { nodes { id } } }');
    const { ours, theirs, asText } = await both('query ($id: ID!) { node(id: $id) { __typename id ... on Organisation { name } } }', { id: data?.organisations.nodes[0]?.id });
    expect(ours).toEqual(theirs);
    expect(asText).toBe(false);
  });
});

it('nobody can ask for the fields that give text, nor see them', async () => {
  expect(validate(schema, parse('{ __type(name: "OrganisationConnection") { fields { name } } }'))).toEqual([]);
  expect(() => parse('{ organisations(first: 1) { nodes$text } }')).toThrow(/Syntax Error/);
  const { ours } = await both('{ __type(name: "OrganisationConnection") { fields { name } } __schema { types { name } } }', {}, ADMIN);
  expect(ours.keys).not.toMatch(/\$text|JsonText/);
});
