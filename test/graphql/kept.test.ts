import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSchema, execute, parse, type DocumentNode, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { treeOf } from '../../src/graphql/read/selection';
import { textAskedOfNodes } from '../../src/graphql/read/text-selection';

/** What is made of a selection lives as long as its document; what came with a request does not. */
const schema = buildSchema('type Query { it(name: String): It } type It { code: Int }');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function askedOnce(document: DocumentNode, read: (info: GraphQLResolveInfo) => unknown): Promise<WeakRef<object>> {
  let asked: WeakRef<object> | undefined;
  const field = (schema.getQueryType() as GraphQLObjectType).getFields().it;
  if (field !== undefined) {
    field.resolve = (_source, _args, _context, info) => {
      asked = new WeakRef(info.variableValues);
      read(info);
      return null;
    };
  }
  await execute({ schema, document, variableValues: { name: 'of one request' } });
  if (asked === undefined) throw new Error('Nothing was asked.');
  return asked;
}

test.each([
  ['objects', treeOf],
  ['text', textAskedOfNodes],
])('of a selection of %s that names no variable, nothing of a request is kept with its document', async (_title, read) => {
  const document = parse('query ($name: String) { it(name: $name) { code } }');
  const variables = await askedOnce(document, read);
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((done) => setImmediate(done));
    collectGarbage();
  }
  expect([variables.deref(), document.definitions.length]).toEqual([undefined, 1]);
});

test('a selection is kept without the arguments of its field', async () => {
  const document = parse('query ($name: String) { it(name: $name) { code } }');
  const trees: unknown[] = [];
  await askedOnce(document, (info) => trees.push(treeOf(info)));
  await askedOnce(document, (info) => trees.push(treeOf(info)));
  expect(trees[0]).toBe(trees[1]);
  expect(trees[0]).toEqual({ name: 'it', alias: 'it', args: {}, fieldsByTypeName: { It: { code: { name: 'code', alias: 'code', args: {}, fieldsByTypeName: {} } } } });
});
