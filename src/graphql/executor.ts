import { getOperationAST, GraphQLError, valueFromASTUntyped, type DocumentNode, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { codeOf } from '../database/sqlstate';
import { asTextDocument, NotAsText } from './read/as-text';
import { markText } from './read/json-text';
import { asAsked, conditionsOf, type Conditions } from './never-asked';

type Operation = CompiledQuery | ExecutionResult;

interface Compiled {
  /** What variables are when they are left out: graphql-jit forgets the default of a variable that may not be null. */
  readonly defaults: Record<string, unknown>;
  readonly conditions: Conditions;
  /** By what its conditions come to. */
  readonly variants: LRUCache<string, Variant>;
}

/** An operation as its conditions leave it. */
interface Variant {
  readonly document: DocumentNode;
  /** Gives the objects of the database as text; null where that cannot be. */
  text: Operation | null;
  objects?: Operation;
}

/** Ways in which the conditions of one operation came out that are kept: more than its callers use. */
const VARIANTS = 16;

/** INVALID_TEXT_REPRESENTATION: how a statement says that something is null which may not be. */
const ABSENT = '22P02';

/**
 * Runs operations compiled by graphql-jit. A compiled operation lives as long as its parsed document, which the
 * server keeps in a cache of bounded size; nothing that a request brings along is kept with it.
 */
export class Executor {
  private readonly compiled = new WeakMap<OperationDefinitionNode, Compiled>();

  constructor(private readonly schema: GraphQLSchema) {}

  async execute(document: DocumentNode, operationName: string | null | undefined, context: unknown, variables: Record<string, unknown>): Promise<ExecutionResult> {
    const operation = getOperationAST(document, operationName);
    if (operation == null) return { errors: [new GraphQLError('The document has no operation of that name.', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })] };
    const name = operation.name?.value;
    const compiled = this.compiledOf(document, operation);
    const given = { ...compiled.defaults, ...variables };
    const variant = this.variantOf(document, name, compiled, given);
    if (variant.text !== null) {
      const result = await run(variant.text, context, given);
      if (result.errors?.some((error) => error.originalError instanceof NotAsText) === true) variant.text = null;
      else if (result.errors?.some(wantsObjects) !== true) return markText(told(result));
    }
    variant.objects ??= this.compile(variant.document, name);
    return told(await run(variant.objects, context, given));
  }

  private compiledOf(document: DocumentNode, operation: OperationDefinitionNode): Compiled {
    let compiled = this.compiled.get(operation);
    if (compiled === undefined) {
      compiled = { defaults: defaultsOf(operation), conditions: conditionsOf(document), variants: new LRUCache({ max: VARIANTS }) };
      this.compiled.set(operation, compiled);
    }
    return compiled;
  }

  private variantOf(document: DocumentNode, name: string | undefined, { conditions, variants }: Compiled, given: Record<string, unknown>): Variant {
    const key = conditions.variables.map((variable) => (given[variable] === true ? '1' : '0')).join('');
    let variant = variants.get(key);
    if (variant === undefined) {
      const asked = conditions.any ? asAsked(document, (variable) => given[variable] === true) : document;
      const asText = asTextDocument(this.schema, asked);
      variant = { document: asked, text: asText === null ? null : this.compile(asText, name) };
      variants.set(key, variant);
    }
    return variant;
  }

  private compile(document: DocumentNode, name: string | undefined): Operation {
    // Leaf values come from the database in the form that goes out.
    return compileQuery(this.schema, document, name, { disableLeafSerialization: true });
  }
}

async function run(operation: Operation, context: unknown, variables: Record<string, unknown>): Promise<ExecutionResult> {
  return isCompiledQuery(operation) ? operation.query({}, context, variables) : operation;
}

/** What the executor itself finds wrong with an answer, GraphQL wants to be told of the objects. */
function wantsObjects({ path, originalError }: GraphQLError): boolean {
  return path !== undefined && (originalError == null || codeOf(originalError) === ABSENT);
}

function told(result: ExecutionResult): ExecutionResult {
  return result.errors === undefined ? result : { ...result, errors: result.errors.map(asGraphQLError) };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(variableDefinitions.flatMap(({ variable, defaultValue }) => (defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]])));
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
