import type { Clock } from '../clock';
import type { Database, SqlViewer } from '../database/database';
import { SetUpError } from '../errors';

/** One place in which a person stands. */
export interface Finding {
  readonly table: string;
  readonly column: string;
  /** The columns that name the row. */
  readonly key: Readonly<Record<string, unknown>>;
  readonly value: string;
  /** False for names of organisations, which are no person's although a person's may be among them. */
  readonly erasable: boolean;
}

export interface Erased {
  readonly table: string;
  readonly rows: number;
}

const SHORTEST = 4;

/** Where an e-mail address, telephone number or name stands, in every table, history and secrets included. */
export async function findPerson(database: Database, text: string): Promise<Finding[]> {
  return database.readCleared<Finding>(author(), 'select table_name as "table", column_name as "column", key, value, erasable from history.find_person($1)', [checked(text)]);
}

/**
 * Erases it: contacts go with their history, other texts keep "[erased]" in its place. All of it in one transaction,
 * which leaves an entry that says when and by whom, not whom it was about. @returns the tables that were changed.
 */
export async function erasePerson(database: Database, clock: Clock, text: string): Promise<Erased[]> {
  return database.write({ ...author(), at: clock.now() }, async (manager) => {
    await manager.query(`select set_config('statement_timeout', '0', true)`);
    return (await manager.query('select table_name as "table", changed as rows from history.erase_person($1, $2)', [checked(text), clock.now()])) as Erased[];
  });
}

function author(): SqlViewer {
  return { role: 'ADMIN', subject: 'vcs-atlas personal-data' };
}

/** So short a text would be found everywhere. */
function checked(text: string): string {
  const needle = text.trim();
  if (needle.length < SHORTEST) throw new SetUpError(`Give at least ${SHORTEST} characters: an e-mail address, a telephone number or a full name.`);
  return needle;
}
