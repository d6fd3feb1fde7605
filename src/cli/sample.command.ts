import type { Command } from 'commander';

export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description('load the sample of Hertfordshire and Derbyshire into a database without organisations')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://atlas@db/atlas vcs-atlas sample')
    .action(async () => {
      const { openDatabase } = require('./target') as typeof import('./target');
      const { loadSample } = require('../sample/load-sample') as typeof import('../sample/load-sample');
      const database = await openDatabase();
      try {
        const { loaded, organisations } = await loadSample(database);
        process.stdout.write(
          loaded
            ? `Loaded the sample: ${organisations} organisations, most of them invented and marked so.\n`
            : `The sample is there already (${organisations} organisations): nothing was written.\n`,
        );
      } finally {
        await database.close();
      }
    });
}
