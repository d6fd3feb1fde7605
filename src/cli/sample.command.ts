import type { Command } from 'commander';

export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description('load the sample of Hertfordshire and Derbyshire into a database without organisations, or take it out again')
    .option('--remove', 'take the sample out, so that figures speak of your own organisations alone')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://atlas@db/atlas vcs-atlas sample')
    .action(async (options: { remove?: boolean }) => {
      const { openDatabase } = require('./target') as typeof import('./target');
      const { loadSample } = require('../sample/load-sample') as typeof import('../sample/load-sample');
      const database = await openDatabase();
      try {
        if (options.remove === true) {
          const { removeSample } = require('../sample/remove-sample') as typeof import('../sample/remove-sample');
          const { removed, kept } = await removeSample(database);
          process.stdout.write(`Took ${removed} organisations of the sample out${kept === 0 ? '' : `; left ${kept} that were changed since or that another list knows too`}.\n`);
          return;
        }
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
