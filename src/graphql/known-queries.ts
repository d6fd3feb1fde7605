import { getOperationAST, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { AudienceCheck } from './audience-check';
import type { RequestContext } from './context';
import type { Executor } from './executor';
import { tellCost, type LimitCheck } from './limits/limit-check';
import { writeAnswer } from './read/json-text';
import { logRequest } from './request-log';

/** Documents that are known at once, and the characters of their texts. */
const DOCUMENTS = 1_000;
const CHARACTERS = 2_000_000;

interface Parts {
  readonly executor: Executor;
  readonly audiences: AudienceCheck;
  readonly limits: LimitCheck;
  readonly logger: Logger;
}

/** A query that was asked before, with what it is asked this time. */
export interface KnownQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

const REQUEST = new Set(['query', 'operationName', 'variables']);

/**
 * Queries that Apollo has parsed, validated and answered without an error. Asked again they need none of that: whether
 * the role may ask it and what it may cost is judged, and it is run. Whatever is not plainly answered is Apollo's to tell.
 */
export class KnownQueries {
  private readonly documents = new LRUCache<string, DocumentNode>({ max: DOCUMENTS, maxSize: CHARACTERS, sizeCalculation: (_document, text) => text.length });

  constructor(private readonly parts: Parts) {}

  keep(text: string, document: DocumentNode): void {
    if (!this.documents.has(text)) this.documents.set(text, document);
  }

  /** @param body of a request. @returns undefined where Apollo is to read it. */
  find(body: unknown): KnownQuery | undefined {
    if (!isObject(body) || typeof body.query !== 'string' || Object.keys(body).some((key) => !REQUEST.has(key))) return undefined;
    const { query, operationName, variables } = body;
    const named = operationName == null || typeof operationName === 'string';
    if (!named || (variables != null && !isObject(variables))) return undefined;
    const document = this.documents.get(query);
    const operation = document === undefined ? undefined : getOperationAST(document, operationName);
    if (document === undefined || operation?.operation !== 'query') return undefined;
    return { document, operation, operationName: operationName ?? undefined, variables: variables ?? {} };
  }

  /** The answer as text. Null: Apollo is to answer, with what came of the query where it was run. */
  async answer({ document, operation, operationName, variables }: KnownQuery, context: RequestContext, requestId: string): Promise<string | null> {
    const { executor, audiences, limits, logger } = this.parts;
    const { role } = context.viewer;
    const began = performance.now();
    if (audiences.refusal(document, role) !== null) return null;
    let cost: number;
    try {
      cost = limits.admit(document, operation, variables, role);
    } catch {
      return null;
    }
    const result = await executor.execute(document, operationName, context, variables);
    if (result.errors !== undefined) {
      context.ran = result;
      return null;
    }
    logRequest(logger, context, { requestId, operation: operation.name?.value, began });
    const extensions = tellCost(cost, role);
    if (extensions !== undefined) result.extensions = extensions;
    return `${writeAnswer(result)}\n`;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
