import type { Command } from 'commander';

/** Removes what has had its time. */
export function addRetentionCommand(program: Command): void {
  program
    .command('retention')
    .description('remove records that have been kept as long as they may be')
    .option('--dry-run', 'only say what would go')
    .addHelpText('after', '\nExample:\n  vcs-atlas retention --dry-run')
    .action(async ({ dryRun }: { dryRun?: boolean }) => {
      const { openDatabase } = require('./target') as typeof import('./target');
      const { applyRetention } = require('../history/retention') as typeof import('../history/retention');
      const { systemClock } = require('../clock') as typeof import('../clock');
      const { sweepBeforehand } = require('../history/personal-data') as typeof import('../history/personal-data');
      const database = await openDatabase();
      try {
        // The rows of the ledger by which staged tables are known go in time.
        if (dryRun !== true) await sweepBeforehand(database, systemClock, false);
        for (const { rule, due } of await applyRetention(database, systemClock, dryRun === true)) {
          process.stdout.write(`${String(due).padStart(7)} ${dryRun === true ? 'would go' : 'gone'}: ${rule.name} (${rule.says}).\n`);
        }
      } finally {
        await database.close();
      }
    });
}
