import type { Command } from 'commander';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest migration (on a server with MIGRATION_DATABASE_URL, as the owner)')
    .option('--undo', 'take the newest migration back, and all views with it: before going back to the release before')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://atlas@db/atlas MIGRATION_DATABASE_URL=postgres://owner@db/atlas vcs-atlas migrate')
    .action(async (flags: { undo?: boolean }) => {
      const { readConfig } = require('../config') as typeof import('../config');
      const { migrateDatabase, withTarget } = require('./target') as typeof import('./target');
      const config = readConfig(process.env);
      if (flags.undo === true) {
        const { undoLastMigration } = require('../database/migrate') as typeof import('../database/migrate');
        const undone = await withTarget(config, undoLastMigration);
        process.stdout.write(
          undone === null
            ? 'There is no migration to take back.\n'
            : `${undone} was taken back, and the views with it. The release before it makes its own, and nothing is answered until then: vcs-atlas migrate\n`,
        );
        return;
      }
      const { ran, whereabouts } = await migrateDatabase(config);
      for (const name of ran) process.stdout.write(`ran ${name}\n`);
      process.stdout.write(`${ran.length === 0 ? 'Nothing to run' : `${ran.length} migration(s) ran`}: ${whereabouts} is up to date.\n`);
    });
}
