import 'reflect-metadata';
import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type BuildSchemaOptions } from 'type-graphql';
import { addTextFields } from './read/as-text';
import { answerKey, isNodeId } from './read/shape';
import { toNodeId } from './node';

type Resolvers = BuildSchemaOptions['resolvers'];

/** The schema of all registered resolvers, its fields wired to the answers of the compiled statements. */
export function makeSchema(resolvers: Resolvers): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    // The resolvers check what a library would be asked to by decorators: their errors name the argument.
    validate: false,
    nullableByDefault: false,
    // It would introspect the whole schema at every start; the tests hold it to GraphQL's rules.
    skipCheck: true,
  });
  wireAnswers(schema);
  addTextFields(schema);
  return schema;
}

/** Rows arrive shaped by the statement, so a field is looked up by its key: no resolver runs unless it was written to. */
function wireAnswers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    // Known at once; type-graphql would say it by a promise.
    if (isInterfaceType(type)) type.resolveType = (row: { __typename?: string }) => row.__typename;
    if (!isObjectType(type) || type.extensions.source === undefined) continue;
    for (const field of Object.values(type.getFields())) {
      const own = field.extensions.from !== undefined && 'columns' in field.extensions.from;
      if (own) continue;
      const { name } = field;
      if (field.args.length === 0) delete field.resolve;
      else field.resolve = (row: Record<string, unknown>, args: Record<string, unknown>) => row[answerKey(name, args)];
    }
    const id = type.getFields().id;
    if (id !== undefined && isNodeId(type, id)) id.resolve = (row: { id: string }) => toNodeId(type.name, row.id);
  }
}
