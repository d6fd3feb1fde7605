import type { PoolClient } from 'pg';

/** A FAULT is wrong and makes the command exit 1; a NOTE is worth knowing. */
export type Severity = 'FAULT' | 'NOTE';

export interface Finding {
  readonly severity: Severity;
  /** A sentence with its number. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Some of those concerned, by code or id: never a name, address or place. */
  readonly examples?: readonly string[];
}

/** What is looked for with one statement: rows `(count, examples)`, none wrong when the count is 0. */
export interface Check {
  readonly severity: Severity;
  readonly sql: string;
  readonly params?: readonly unknown[];
  readonly problem: (count: number) => string;
  readonly remedy: string;
}

/** How many examples are named. */
const EXAMPLES = 5;

/** Makes the statement of a check from one that lists what is wrong by its only column, `example`. */
export function listed(sql: string): string {
  return `select count(*)::int as count, coalesce((array_agg(example order by example))[1:${EXAMPLES}], '{}') as examples from (${sql}) wrong`;
}

export async function runChecks(client: PoolClient, checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { severity, sql, params, problem, remedy } of checks) {
    const { rows } = await client.query(listed(sql), params === undefined ? [] : [...params]);
    const { count, examples } = rows[0] as { count: number; examples: string[] };
    if (count > 0) findings.push({ severity, problem: problem(count), remedy, examples });
  }
  return findings;
}

/** "1 area" or "3 areas". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
