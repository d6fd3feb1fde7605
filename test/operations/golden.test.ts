import { readdirSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { atlasSchema } from '../../src/app';
import { openTestDatabase, type TestDatabase } from '../support';
import { holdToGolden, operationNames, operationText } from './golden-cases';

const { reading, changing } = operationNames();

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

/** Every documented operation that reads, held to its answers and to the SQL that gave them. */
describe.each(reading)('the operation %s', (name) => {
  holdToGolden(name, (golden) => opened.ask(operationText(name), golden.variables, { role: golden.role ?? 'ANONYMOUS' }));
});

it('every golden file belongs to an operation', () => {
  const orphans = readdirSync(__dirname).filter((file) => file.endsWith('.golden.json') && ![...reading, ...changing].includes(file.replace('.golden.json', '')));
  expect(orphans).toEqual([]);
});

it('every question and every change of the schema has a documented operation', () => {
  const documented = new Set([...reading, ...changing].flatMap((name) => parse(operationText(name)).definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? one.selectionSet.selections : []))).map((one) => (one.kind === Kind.FIELD ? one.name.value : '')));
  const schema = atlasSchema();
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => Object.keys(root?.getFields() ?? {}));
  // Any object by its id, for client libraries that refetch.
  expect(fields.filter((field) => field !== 'node' && !documented.has(field))).toEqual([]);
});
