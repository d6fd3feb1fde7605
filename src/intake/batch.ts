import { hostname } from 'node:os';
import type { ClientBase } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import { processStart } from '../database/embedded/process.identity';
import { SetUpError } from '../errors';
import { inTransaction } from './transaction';

/** Hours after which an unfinished import of another host, whose processes cannot be seen from here, is given up. */
const HOURS_ON_ANOTHER_HOST = 24;
/** First key of the advisory lock under which imports of a kind begin one after the other. */
const BEGIN_LOCK = 7_246_002;

/** One run of an import, in the ledger from its first moment; its staging tables carry its id. */
export class Batch {
  constructor(
    readonly id: string,
    readonly kind: string,
  ) {}

  /** A table of this run alone, swept with it. @param name at most 28 of [a-z_]. */
  stagingTable(name: string): string {
    if (!/^[a-z_]{1,28}$/.test(name)) throw new Error(`Not a name for a staging table: ${name}`);
    return `staging.${this.prefix}${name}`;
  }

  get prefix(): string {
    return `b${this.id.replaceAll('-', '')}_`;
  }
}

/** A connection, or what stands for one within somebody's transaction. */
export interface Statements {
  query(sql: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
}

interface UnfinishedBatch {
  id: string;
  kind: string;
  host: string;
  process_id: number;
  started_at: Date;
  process_start: string | null;
}

/** Enters a new import into the ledger. Two of one kind at once would overtake each other: the second is told so. */
export async function beginBatch(client: ClientBase, clock: Clock, kind: string, fileName: string, options: object): Promise<Batch> {
  const batch = new Batch(uuidv7(), kind);
  const recorded = JSON.stringify({ ...options, processStart: processStart(process.pid) });
  await inTransaction(client, async () => {
    await requireNoneUnderWay(client, clock, kind, (problem) => new SetUpError(problem, 'Wait until it has finished, then run this one again'));
    await client.query(
      `insert into import_batches (id, kind, file_name, options, host, process_id, started_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [batch.id, kind, fileName, recorded, hostname(), process.pid, clock.now()],
    );
  });
  return batch;
}

/** Lets no import of the kind begin until the transaction ends, and fails while one is under way. */
export async function requireNoneUnderWay(client: Statements, clock: Clock, kind: string, fault: (problem: string) => Error): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [BEGIN_LOCK, kind]);
  const other = (await underWay(client, clock)).find((one) => one.kind === kind);
  if (other !== undefined) throw fault(`Another import of ${describe(other)}`);
}

/** Says which imports are under way, a sentence each: what they staged is in no table that anybody reads, and may be published yet. */
export async function importsUnderWay(client: Statements, clock: Clock): Promise<string[]> {
  return (await underWay(client, clock)).map((one) => `An import of ${describe(one)}`);
}

async function underWay(client: Statements, clock: Clock): Promise<UnfinishedBatch[]> {
  return (await unfinished(client)).filter((one) => !isGone(one, clock));
}

function describe({ kind, process_id, host, started_at }: UnfinishedBatch): string {
  return `${kind} is under way (process ${process_id} on ${host}, since ${started_at.toISOString()}).`;
}

/** Within the transaction that publishes. */
export async function recordPublished(client: ClientBase, clock: Clock, batch: Batch, counts: object): Promise<void> {
  await client.query('update import_batches set published_at = $2, counts = $3 where id = $1', [batch.id, clock.now(), JSON.stringify(counts)]);
}

/** Forgets an import that published nothing. */
export async function discardBatch(client: ClientBase, batch: Batch): Promise<void> {
  await dropStagingOf(client, batch.prefix);
  await client.query('delete from import_batches where id = $1 and published_at is null', [batch.id]);
}

/** Drops the tables of a batch, one statement each. */
export async function dropStagingOf(client: ClientBase, prefix: string): Promise<void> {
  const found = await client.query(`select relname as name from pg_class where relnamespace = 'staging'::regnamespace and relkind = 'r' and starts_with(relname, $1)`, [prefix]);
  for (const { name } of found.rows as { name: string }[]) await client.query(`drop table if exists staging."${name}"`);
}

/**
 * Drops what imports left behind that were ended from outside: their ledger rows and their staging tables.
 * Called when the service starts, at the beginning of every import, and before persons are looked for or what is due is removed. @returns how many tables were dropped.
 */
export async function sweepStaging(client: ClientBase, clock: Clock): Promise<number> {
  // One snapshot for tables and ledger: a batch is in the ledger before its first table is made.
  const found = await client.query(`
    select c.relname as name, b.id, b.published_at is not null as published
    from pg_class c left join import_batches b on c.relname like 'b' || replace(b.id::text, '-', '') || '\\_%'
    where c.relnamespace = 'staging'::regnamespace and c.relkind = 'r'`);
  const gone = new Set((await unfinished(client)).filter((one) => isGone(one, clock)).map((one) => one.id));
  let dropped = 0;
  for (const { name, id, published } of found.rows as { name: string; id: string | null; published: boolean | null }[]) {
    if (id !== null && published !== true && !gone.has(id)) continue;
    await client.query(`drop table if exists staging."${name}"`);
    dropped += 1;
  }
  if (gone.size > 0) await client.query('delete from import_batches where id = any($1::uuid[]) and published_at is null', [[...gone]]);
  return dropped;
}

/** Ids of imports that were ended from outside: those that published nothing, and those that did and owe what follows from it. */
export async function endedFromOutside(client: Statements, clock: Clock): Promise<{ readonly unpublished: string[]; readonly due: string[] }> {
  const idsOf = (batches: readonly UnfinishedBatch[]): string[] => batches.filter((one) => isGone(one, clock)).map((one) => one.id);
  return { unpublished: idsOf(await unfinished(client)), due: idsOf(await unfinished(client, `published_at is not null and counts->>'followUp' = 'due'`)) };
}

async function unfinished(client: Statements, which = 'published_at is null'): Promise<UnfinishedBatch[]> {
  const found = await client.query(`select id, kind, host, process_id, started_at, options->>'processStart' as process_start from import_batches where ${which}`);
  return found.rows as UnfinishedBatch[];
}

function isGone(batch: UnfinishedBatch, clock: Clock): boolean {
  if (batch.host !== hostname()) return clock.now().getTime() - batch.started_at.getTime() > HOURS_ON_ANOTHER_HOST * 3_600_000;
  // A number may have passed on to another process, which began at another moment.
  const start = processStart(batch.process_id);
  return start === undefined || (batch.process_start !== null && batch.process_start !== start);
}
