import type { Command } from 'commander';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest migration (on a server with MIGRATION_DATABASE_URL, as the owner)')
    .option('--undo', 'take the newest migration back')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://atlas@db/atlas MIGRATION_DATABASE_URL=postgres://owner@db/atlas vcs-atlas migrate')
    .action(async (flags: { undo?: boolean }) => {
      const { readConfig } = require('../config') as typeof import('../config');
      const { migrateDatabase, withTarget } = require('./target') as typeof import('./target');
      const config = readConfig(process.env);
      if (flags.undo === true) {
        const { undoLastMigration } = require('../database/migrate') as typeof import('../database/migrate');
        await withTarget(config, undoLastMigration);
        process.stdout.write('The newest migration was taken back. Before the service starts again: vcs-atlas migrate\n');
        return;
      }
      const { ran, whereabouts } = await migrateDatabase(config);
      for (const name of ran) process.stdout.write(`ran ${name}\n`);
      process.stdout.write(`${ran.length === 0 ? 'Nothing to run' : `${ran.length} migration(s) ran`}: ${whereabouts} is up to date.\n`);
    });
}
