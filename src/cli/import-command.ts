import type { Command } from 'commander';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import type { ImportOptions } from '../intake/import-run';
import type { ImportOutcome } from '../intake/outcome';

/** The flags that every import has. */
export interface ImportFlags {
  dryRun?: boolean;
  json?: boolean;
  refusedTo?: string;
  acceptRest?: boolean;
}

/** Adds what every import has to a subcommand that names its file as the first argument. */
export function withImportFlags(command: Command): Command {
  return command
    .option('--dry-run', 'do everything but write, and say what would happen')
    .option('--json', 'print the counts as JSON on the last line')
    .option('--refused-to <file>', 'write the refused rows to a CSV file')
    .option('--accept-rest', 'write the good rows although others are refused');
}

/** Opens the database, imports, prints what became of it; exit code 1 when rows were refused and nothing was written. */
export async function runImportCommand(file: string, flags: ImportFlags, run: (database: Database, clock: Clock, options: ImportOptions) => Promise<ImportOutcome>): Promise<void> {
  const { openDatabase } = require('./target') as typeof import('./target');
  const { systemClock } = require('../clock') as typeof import('../clock');
  const { progressFor } = require('../intake/progress-bar') as typeof import('../intake/progress-bar');
  const { describeDuplicates, describeOutcome, describeRefusals, outcomeAsJson } = require('../intake/outcome.report') as typeof import('../intake/outcome.report');
  const { afterPlacesChanged, finishImports } = require('../places/places-changed') as typeof import('../places/places-changed');
  const { placeOrganisationsAgain } = require('../organisations/place-again') as typeof import('../organisations/place-again');
  const { placeSessionsAgain } = require('../training/place-sessions-again') as typeof import('../training/place-sessions-again');
  afterPlacesChanged(placeOrganisationsAgain);
  afterPlacesChanged(placeSessionsAgain);
  const database = await openDatabase();
  try {
    const { dryRun, acceptRest, refusedTo } = flags;
    const progress = progressFor(process.stderr);
    await finishImports({ database, clock: systemClock, progress });
    const outcome = await run(database, systemClock, { file, dryRun, acceptRest, refusedTo, progress });
    const refusals = describeRefusals(outcome, refusedTo);
    if (refusals !== '') process.stderr.write(`${refusals}\n`);
    const duplicates = describeDuplicates(outcome);
    if (duplicates !== '') process.stderr.write(`${duplicates}\n`);
    process.stdout.write(`${describeOutcome(outcome)}\n`);
    if (flags.json === true) process.stdout.write(`${outcomeAsJson(outcome)}\n`);
    if (outcome.verdict === 'REFUSED') process.exitCode = 1;
  } finally {
    await database.close();
  }
}
