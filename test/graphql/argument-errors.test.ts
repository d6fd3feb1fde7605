import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

const list = (given: string): string => `{ organisations(${given}) { totalCount nodes { name } } }`;
const filter = (given: string): string => list(`first: 1, filter: { ${given} }`);
const cursor = (...values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');
const ID = '00000000-0000-5000-8000-000000000000';

describe('a wrong argument gets an error that names it', () => {
  it.each([
    ['no page size', list('filter: {}'), 'BAD_PAGE', 'first'],
    ['first: 0', list('first: 0'), 'BAD_PAGE', 'first'],
    ['first: 101', list('first: 101'), 'BAD_PAGE', 'first'],
    ['last: 0', list('last: 0'), 'BAD_PAGE', 'last'],
    ['last: 101', list('last: 101'), 'BAD_PAGE', 'last'],
    ['a negative first', list('first: -1'), 'BAD_PAGE', 'first'],
    ['first and last', list('first: 1, last: 1'), 'BAD_PAGE', 'first'],
    ['before with first', list('first: 1, before: "x"'), 'BAD_PAGE', 'before'],
    ['after with last', list('last: 1, after: "x"'), 'BAD_PAGE', 'after'],
    ['a cursor that is none', list('first: 1, after: "x"'), 'BAD_CURSOR', 'after'],
    ['a cursor that is none, backwards', list('last: 1, before: ""'), 'BAD_CURSOR', 'before'],
    ['a cursor of another order', list(`first: 1, after: "${cursor('INCOME', 5, ID)}"`), 'BAD_CURSOR', 'after'],
    ['a cursor that lacks a value', list(`first: 1, after: "${cursor('NAME', 'x')}"`), 'BAD_CURSOR', 'after'],
    ['a forged cursor without an id', list(`first: 1, after: "${cursor('NAME', 'x', 'y')}"`), 'BAD_CURSOR', 'after'],
    ['a forged cursor without a day', list(`first: 1, orderBy: ASSURED, after: "${cursor('ASSURED', 'yesterday', ID)}"`), 'BAD_CURSOR', 'after'],
    ['a forged cursor with a day that is none', list(`first: 1, orderBy: ASSURED, after: "${cursor('ASSURED', '2026-02-30', ID)}"`), 'BAD_CURSOR', 'after'],
    ['a forged cursor without a number', list(`first: 1, orderBy: INCOME, after: "${cursor('INCOME', 'much', ID)}"`), 'BAD_CURSOR', 'after'],
    ...[0.5, 3e9, 1e21, -(2 ** 31) - 1, '1'].map((number): [string, string, string, string] => [`a forged cursor of plans with ${number} among whole numbers`, `{ plans(first: 1, after: "${cursor('TITLE', 'a', number, ID)}") { totalCount } }`, 'BAD_CURSOR', 'after']),
    ['a forged cursor with a number beyond all', list(`first: 1, orderBy: INCOME, after: "${Buffer.from(`["INCOME",1e999,"${ID}"]`).toString('base64url')}"`), 'BAD_CURSOR', 'after'],
    ['a forged cursor with what no text holds', list(`first: 1, after: "${cursor('NAME', 'a\0b', ID)}"`), 'BAD_CURSOR', 'after'],
    ['a radius of nothing', filter('near: { postcode: "AL1 3JE", km: 0 }'), 'BAD_RADIUS', 'filter.near.km'],
    ['a radius of 101 km', filter('near: { postcode: "AL1 3JE", km: 101 }'), 'BAD_RADIUS', 'filter.near.km'],
    ['a spot that is neither', filter('near: { km: 1 }'), 'BAD_POINT', 'filter.near'],
    ['a spot that is both', filter('near: { postcode: "AL1 3JE", point: { latitude: 51, longitude: 0 }, km: 1 }'), 'BAD_POINT', 'filter.near'],
    ['a spot off the globe', filter('near: { point: { latitude: 91, longitude: 0 }, km: 1 }'), 'BAD_POINT', 'filter.near.point'],
    ['an unknown postcode', filter('near: { postcode: "ZE1 0AA", km: 1 }'), 'UNKNOWN_POSTCODE', 'filter.near.postcode'],
    ['an unknown area', filter('area: "E99"'), 'UNKNOWN_AREA', 'filter.area'],
    ['an unknown category', filter('category: "NOTHING"'), 'UNKNOWN_TERM', 'filter.category'],
    ['a community in place of a category', filter('category: "FAITH"'), 'UNKNOWN_TERM', 'filter.category'],
    ['an unknown community', filter('community: "community:NOBODY"'), 'UNKNOWN_TERM', 'filter.community'],
    ['a term of another vocabulary', filter('community: "service:FAITH"'), 'UNKNOWN_TERM', 'filter.community'],
    ['ages the wrong way round', filter('ages: { from: 12, to: 11 }'), 'BAD_RANGE', 'filter.ages'],
    ['a basis without an area', filter('basis: SERVES'), 'BAD_INPUT', 'filter.basis'],
    ['who is based in a part of a district', filter('area: "X-HERTS-LOC-GROVEHILL"'), 'BAD_INPUT', 'filter.basis'],
    ['a text beyond measure', filter(`text: "${'a'.repeat(201)}"`), 'BAD_INPUT', 'filter.text'],
    ['an umbrella that is an area', filter(`memberOf: "${toNodeId('Area', ID)}"`), 'BAD_ID', 'filter.memberOf'],
    ['an order by distance from nowhere', list('first: 1, orderBy: DISTANCE'), 'NEEDS_NEAR', 'orderBy'],
    ['an order by relevance to nothing', list('first: 1, orderBy: RELEVANCE'), 'BAD_INPUT', 'orderBy'],
    ['an unknown code of an area', '{ area(code: "E99") { code } }', 'UNKNOWN_AREA', 'code'],
    ['an unknown kind of area', '{ areasWithin(area: "E10000015", kind: "PARISH") { code } }', 'UNKNOWN_KIND', 'kind'],
    ['an unknown kind at a point', '{ areaAt(point: { latitude: 51, longitude: 0 }, kind: "PARISH") { basis } }', 'UNKNOWN_KIND', 'kind'],
    ['a postcode that is not loaded', '{ areaAt(postcode: "ZE1 0AA") { basis } }', 'UNKNOWN_POSTCODE', 'postcode'],
    ['an id of another type', `{ organisation(id: "${toNodeId('Area', ID)}") { name } }`, 'BAD_ID', 'id'],
    ['an id that is none', '{ organisation(id: "7") { name } }', 'BAD_ID', 'id'],
    ['a node of no type', `{ node(id: "${toNodeId('Nothing', ID)}") { id } }`, 'BAD_ID', 'id'],
    ['a node of a type that has no ids', `{ node(id: "${toNodeId('PageInfo', ID)}") { id } }`, 'BAD_ID', 'id'],
  ])('%s', async (_title, operation, code, argument) => {
    const { data, errors } = await opened.ask(operation);
    expect(errors?.map((error) => error.extensions)).toEqual([{ code, argument }]);
    expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
  });

  it.each([
    ['a postcode that is none', { postcode: 'nowhere' }, 'query ($postcode: Postcode) { areaAt(postcode: $postcode) { basis } }', /\$postcode.*full postcode/],
    ['a day that is none', { day: '2026-02-30' }, 'query ($day: Date) { organisations(first: 1, filter: { asOf: $day }) { totalCount } }', /\$day/],
    ['a day before there were any', { day: '0000-01-01' }, 'query ($day: Date) { organisations(first: 1, filter: { asOf: $day }) { totalCount } }', /\$day/],
    ...['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+05:00', '9999-12-31T23:59:59-01:00'].map((at): [string, Record<string, string>, string, RegExp] => [`an instant beyond the years that there are, ${at},`, { at }, 'query ($at: DateTime) { leads(plan: "", knownAt: $at) { leads { lead { name } } } }', /\$at.*9999/]),
    ['a number that is none', { first: 'x' }, 'query ($first: Int) { organisations(first: $first) { totalCount } }', /\$first/],
  ])('%s as a variable names the variable', async (_title, variables, operation, message) => {
    const { errors } = await opened.ask(operation, variables);
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('a postcode that is none in the document names its kind', async () => {
    const { errors } = await opened.ask('{ areaAt(postcode: "nowhere") { basis } }');
    expect(errors).toMatchObject([{ message: expect.stringMatching(/full postcode/), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('an instant beyond the years that there are in the document does too', async () => {
    const { errors } = await opened.ask('{ leads(plan: "", knownAt: "0000-01-01T00:00:00Z") { leads { lead { name } } } }');
    expect(errors).toMatchObject([{ message: expect.stringMatching(/0001 to 9999/), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('whatever is selected', async () => {
    const { errors } = await opened.ask('{ organisations(first: 0) { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_PAGE', argument: 'first' } }]);
  });
});
