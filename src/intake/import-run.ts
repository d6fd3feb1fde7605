import { basename } from 'node:path';
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { type Batch, beginBatch, discardBatch, dropStagingOf, recordPublished, sweepStaging } from './batch';
import { type BulkLoader, bulkLoader } from './bulk-loader';
import { type ImportCounts, type ImportOutcome, noCounts, type Verdict } from './outcome';
import { type Progress, silentProgress } from './progress';
import { RefusedRows } from './refused-rows';
import { inTransaction } from './transaction';

/** What every import can be asked. */
export interface ImportOptions {
  readonly file: string;
  /** Does everything but publish, and says what would happen. */
  readonly dryRun?: boolean | undefined;
  /** Writes the good rows although others were refused. */
  readonly acceptRest?: boolean | undefined;
  /** Receives the refused rows as CSV. */
  readonly refusedTo?: string | undefined;
  readonly progress?: Progress | undefined;
}

/** What an import works with while it stages. */
export interface ImportContext {
  /** Acts as the service's role. Outside transactions while staging: on the embedded engine one would hold up all others. */
  readonly client: PoolClient;
  readonly engine: 'embedded' | 'server';
  readonly loader: BulkLoader;
  readonly batch: Batch;
  readonly clock: Clock;
  readonly counts: ImportCounts;
  readonly refused: RefusedRows;
  readonly notes: string[];
  readonly progress: Progress;
  readonly dryRun: boolean;
  /** A row was refused and the rest is not wanted: go on reading for the other reasons, do not load any more. */
  readonly doomed: boolean;
}

/** Writes what was staged, in one short transaction that is already open. */
export type Publish = (client: PoolClient) => Promise<void>;

export interface ImportJob {
  readonly kind: string;
  /** Kept in the ledger. */
  readonly settings?: object;
  /** Reads, checks and stages; returns how to publish, or undefined when nothing would change. */
  stage(context: ImportContext): Promise<Publish | undefined>;
  /** After publishing, in transactions of its own; `counts` in the ledger says `followUp: due` until it is through. */
  followUp?(context: ImportContext): Promise<void>;
}

/**
 * Runs an import: stage outside the live tables, then publish in one transaction. Killed anywhere, the data are the
 * old ones or the new ones; what was staged is swept later. A refused row stops it all, unless the rest is accepted.
 */
export async function runImport(database: Database, clock: Clock, options: ImportOptions, job: ImportJob): Promise<ImportOutcome> {
  const progress = options.progress ?? silentProgress;
  const refused = new RefusedRows(options.refusedTo);
  try {
    return await database.withServiceClient(async (client) => {
      // A connection that breaks fails the statement under way; unheard, its event would end the process.
      client.on('error', () => undefined);
      await sweepStaging(client, clock);
      const batch = await beginBatch(client, clock, job.kind, basename(options.file), job.settings ?? {});
      const context = makeContext(database, client, clock, batch, options, refused, progress);
      try {
        return await runBatch(context, options, job);
      } catch (error) {
        await discardBatch(client, batch).catch(() => undefined);
        throw error;
      }
    });
  } finally {
    refused.close();
    progress.end();
  }
}

function makeContext(
  database: Database,
  client: PoolClient,
  clock: Clock,
  batch: Batch,
  options: ImportOptions,
  refused: RefusedRows,
  progress: Progress,
): ImportContext {
  return {
    client,
    engine: database.engine,
    loader: bulkLoader(database.engine),
    batch,
    clock,
    counts: noCounts(),
    refused,
    notes: [],
    progress,
    dryRun: options.dryRun === true,
    get doomed() {
      return refused.count > 0 && options.acceptRest !== true;
    },
  };
}

async function runBatch(context: ImportContext, options: ImportOptions, job: ImportJob): Promise<ImportOutcome> {
  const { client, clock, batch, counts, refused, progress } = context;
  const publish = await job.stage(context);
  counts.refused = refused.count;
  if (context.doomed) {
    await discardBatch(client, batch);
    return outcome(context, options, job, 'REFUSED', { ...noCounts(), read: counts.read, refused: counts.refused });
  }
  if (context.dryRun) {
    await discardBatch(client, batch);
    return outcome(context, options, job, 'DRY_RUN', counts);
  }
  progress.say('publishing');
  const followUp = publish !== undefined && job.followUp !== undefined;
  await inTransaction(client, async () => {
    // A reader that holds up the swap must not hold up all readers behind it.
    if (context.engine === 'server') await client.query(`set local lock_timeout = '5s'`);
    await nameChange(client, clock, batch);
    await publish?.(client);
    await recordPublished(client, clock, batch, followUp ? { ...counts, followUp: 'due' } : counts);
  });
  await dropStagingOf(client, batch.prefix);
  if (followUp) {
    await job.followUp?.(context);
    await recordPublished(client, clock, batch, counts);
  }
  return outcome(context, options, job, publish === undefined ? 'UNCHANGED' : 'PUBLISHED', counts);
}

/** What the history of all that is published in this transaction will say of it. */
async function nameChange(client: PoolClient, clock: Clock, batch: Batch): Promise<void> {
  await client.query(
    `select set_config('atlas.viewer_role', 'ADMIN', true), set_config('atlas.viewer_subject', $1, true), set_config('atlas.batch', $2, true),
       set_config('atlas.at', $3, true), set_config('atlas.change', $4, true)`,
    ['vcs-atlas import', batch.id, clock.now().toISOString(), uuidv7()],
  );
}

function outcome(context: ImportContext, options: ImportOptions, job: ImportJob, verdict: Verdict, counts: ImportCounts): ImportOutcome {
  const { refused, notes } = context;
  return { kind: job.kind, file: basename(options.file), verdict, counts: { ...counts }, notes, refusedRows: refused.first, reasons: refused.reasons };
}
