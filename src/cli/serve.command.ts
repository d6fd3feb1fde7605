import type { Command } from 'commander';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('start the service; without DATABASE_URL with a database of its own in DATA_DIR')
    .option('--no-sample', 'start empty: do not load the sample on a first start')
    .addHelpText('after', '\nExample:\n  PORT=4000 vcs-atlas serve')
    .action(async (flags: { sample: boolean }) => {
      const { readConfig } = require('../config') as typeof import('../config');
      const { serve } = require('../main') as typeof import('../main');
      await serve(readConfig(process.env), { sample: flags.sample });
    });
}
