import { join } from 'node:path';

/**
 * What the set-up of a test run hands to its workers, through the environment: workers are processes of their own.
 * On the embedded engine `templates` and `folder` are directories; on a server the templates are databases.
 */
export interface TestRun {
  /** Names the databases of this run on a server that other runs may share. */
  readonly id: string;
  /** Everything of this run on disk; removed at its end. */
  readonly folder: string;
  readonly templates: Readonly<Record<Contents, string>>;
}

/** `empty`: all migrations, no rows but theirs. `sample`: the sample besides. */
export type Contents = 'empty' | 'sample';

const VARIABLE = 'VCS_ATLAS_TEST_RUN';

export const ROOT = join(__dirname, '../..');

export function handOver(run: TestRun): void {
  process.env[VARIABLE] = JSON.stringify(run);
}

export function testRun(): TestRun {
  const handed = process.env[VARIABLE];
  if (handed === undefined) throw new Error('Tests with a database run under Jest, whose global set-up prepares the templates.');
  return JSON.parse(handed) as TestRun;
}

/** An owner's URL of a PostgreSQL server to test against; undefined: the embedded engine. */
export function testServerUrl(): string | undefined {
  return process.env.TEST_DATABASE_URL || undefined;
}

/** The same server, another database. */
export function urlOf(database: string): string {
  const url = new URL(testServerUrl() ?? '');
  url.pathname = `/${database}`;
  return url.toString();
}
