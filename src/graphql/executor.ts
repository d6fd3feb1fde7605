import { getOperationAST, GraphQLError, valueFromASTUntyped, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

interface Compiled {
  readonly operation: CompiledQuery | ExecutionResult;
  /** What variables are when they are left out: graphql-jit forgets the default of a variable that may not be null. */
  readonly defaults: Record<string, unknown>;
}

/**
 * Runs operations compiled by graphql-jit. A compiled operation lives as long as its parsed document, which the
 * server keeps in a cache of bounded size.
 */
export class Executor {
  private readonly compiled = new WeakMap<DocumentNode, Map<string, Compiled>>();

  constructor(private readonly schema: GraphQLSchema) {}

  async execute(document: DocumentNode, operationName: string | null | undefined, context: unknown, variables: Record<string, unknown>): Promise<ExecutionResult> {
    const { operation, defaults } = this.compile(document, operationName ?? '');
    const result = isCompiledQuery(operation) ? await operation.query({}, context, { ...defaults, ...variables }) : operation;
    return result.errors === undefined ? result : { ...result, errors: result.errors.map(asGraphQLError) };
  }

  private compile(document: DocumentNode, name: string): Compiled {
    let ofDocument = this.compiled.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      this.compiled.set(document, ofDocument);
    }
    let compiled = ofDocument.get(name);
    if (compiled === undefined) {
      // Leaf values come from the database in the form that goes out.
      const operation = compileQuery(this.schema, document, name === '' ? undefined : name, { disableLeafSerialization: true });
      compiled = { operation, defaults: defaultsOf(document, name) };
      ofDocument.set(name, compiled);
    }
    return compiled;
  }
}

function defaultsOf(document: DocumentNode, name: string): Record<string, unknown> {
  const variables = getOperationAST(document, name === '' ? undefined : name)?.variableDefinitions ?? [];
  return Object.fromEntries(variables.flatMap(({ variable, defaultValue }) => (defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]])));
}

/**
 * graphql-jit's errors look like GraphQL's but lack their class and extensions, on which the server counts. One
 * without a path is about the variables: the caller's to mend, whatever a scalar threw to say so.
 */
function asGraphQLError(error: GraphQLError): GraphQLError {
  if (error.path === undefined) {
    const why = error.originalError == null ? '' : ` ${error.originalError.message}`;
    return new GraphQLError(`${error.message}${why}`, { ...(error.nodes === undefined ? {} : { nodes: error.nodes }), extensions: { code: 'BAD_USER_INPUT', ...error.extensions } });
  }
  return new GraphQLError(error.message, {
    path: error.path,
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    ...(error.originalError == null ? {} : { originalError: error.originalError }),
    extensions: error.extensions ?? {},
  });
}
