import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { pino } from 'pino';
import { ANONYMOUS, type Viewer } from '../../src/access/viewer';
import { requestContext } from '../../src/app';
import { fixedClock } from '../../src/clock';
import type { Database } from '../../src/database/database';
import { SqlLog } from '../../src/database/sql-log';
import { AudienceCheck } from '../../src/graphql/audience-check';
import { Executor } from '../../src/graphql/executor';
import { errorFormatter } from '../../src/graphql/format-error';

/** The day on which all tests live; the sample is read as of late 2026. */
export const TEST_DAY = '2026-11-21';

export const testClock = fixedClock(TEST_DAY);

export interface Answer<Data = Record<string, unknown>> {
  /** As it goes over the wire: plain JSON. */
  readonly data: Data | null;
  /** As the service formats them, code and argument in their extensions; undefined when there are none. */
  readonly errors?: readonly GraphQLFormattedError[];
  /** The statements that it took, in order. */
  readonly sql: readonly string[];
}

const format = errorFormatter(pino({ level: 'silent' }));

function notRun(errors: readonly GraphQLError[]): Answer<never> {
  return { data: null, errors: errors.map((error) => format(error.toJSON(), error)), sql: [] };
}

/** Documents that are kept parsed, as the service keeps them: what was compiled of one for a viewer is there when the next one asks. */
const KEPT = 20;

export function askOf(database: Database, schema: GraphQLSchema) {
  const executor = new Executor(schema);
  const audience = new AudienceCheck(schema);
  const kept = new LRUCache<string, DocumentNode>({ max: KEPT });
  return async <Data = Record<string, unknown>>(operation: string, variables: Record<string, unknown> = {}, viewer: Viewer = ANONYMOUS): Promise<Answer<Data>> => {
    const known = kept.get(operation);
    const document = known ?? parse(operation);
    const invalid = known === undefined ? validate(schema, document) : [];
    if (invalid.length > 0) return notRun(invalid.map((error) => new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })));
    kept.set(operation, document);
    const refusal = audience.refusal(document, viewer.role);
    if (refusal !== null) return notRun([refusal]);
    const log = new SqlLog(true);
    // What is kept between requests hangs on the database: seen anew, each question is asked as the first one.
    const seenAnew = Object.create(database) as Database;
    const context = requestContext({ database: seenAnew, clock: testClock }, schema, viewer, log);
    const result = await executor.execute(document, getOperationAST(document)?.name?.value, context, variables);
    const errors = result.errors?.map((error) => {
      const formatted = format(error.toJSON(), error);
      // Masked for callers, but a test wants to read what broke.
      if (formatted.extensions?.code === 'INTERNAL') throw error.originalError ?? error;
      return JSON.parse(JSON.stringify(formatted)) as GraphQLFormattedError;
    });
    return { data: JSON.parse(JSON.stringify(result.data ?? null)) as Data | null, ...(errors === undefined ? {} : { errors }), sql: log.statements };
  };
}
