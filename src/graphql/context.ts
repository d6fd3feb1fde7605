import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../access/viewer';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import type { SqlLog } from '../database/sql-log';
import type { Reader } from './read/reader';

/** What one request carries. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly database: Database;
  readonly reader: Reader;
  readonly sql: SqlLog;
  /** What came of its operation, where that was run before Apollo was asked to tell it. */
  ran?: ExecutionResult;
}
