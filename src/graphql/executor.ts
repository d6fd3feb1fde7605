import { execute, getOperationAST, GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { codeOf } from '../database/sqlstate';
import { asTextDocument, namesText } from './read/as-text';
import { markText, NotAsText } from './read/json-text';

/** INVALID_TEXT_REPRESENTATION: how a statement says that something is null which may not be. */
const ABSENT = '22P02';

/**
 * Runs operations by graphql-js, whose objects the database writes as text where it can. How that is asked for is kept as
 * long as the parsed document, which the server keeps in a cache of bounded size.
 */
export class Executor {
  /** Null where the objects cannot be text. */
  private readonly asText = new WeakMap<OperationDefinitionNode, DocumentNode | null>();

  constructor(
    private readonly schema: GraphQLSchema,
    /** hideSuggestions: names that variables misspell are not corrected. */
    private readonly options: { readonly hideSuggestions: boolean } = { hideSuggestions: false },
  ) {}

  async execute(document: DocumentNode, operationName: string | null | undefined, context: unknown, variables: Record<string, unknown>): Promise<ExecutionResult> {
    const operation = getOperationAST(document, operationName);
    if (operation == null) return { errors: [new GraphQLError('The document has no operation of that name.', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })] };
    const run = async (asked: DocumentNode): Promise<ExecutionResult> =>
      execute({ ...this.options, schema: this.schema, document: asked, operationName: operation.name?.value ?? null, contextValue: context, variableValues: variables });
    const asText = this.asTextOf(document, operation);
    if (asText !== null) {
      const result = await run(asText);
      if (result.errors?.some(({ originalError }) => originalError instanceof NotAsText) === true) this.asText.set(operation, null);
      else if (result.errors?.some(wantsObjects) !== true) return markText(result);
    }
    return run(document);
  }

  private asTextOf(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | null {
    let asText = this.asText.get(operation);
    if (asText === undefined) {
      asText = asTextDocument(this.schema, document);
      this.asText.set(operation, asText);
    }
    return asText;
  }
}

/** What is absent, GraphQL wants to be told of the objects, by the names of their fields. */
function wantsObjects({ message, path, originalError }: GraphQLError): boolean {
  return path !== undefined && (codeOf(originalError) === ABSENT || namesText(message));
}
