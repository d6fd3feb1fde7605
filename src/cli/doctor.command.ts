import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config';
import { SetUpError } from '../errors';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('say what is there, what looks wrong with it and what to do; exit 1 when something is wrong')
    .option('--json', 'print it as one JSON object')
    .addHelpText('after', '\nExample:\n  vcs-atlas doctor --json')
    .action(async (flags: { json?: boolean }) => {
      const { readConfig } = require('../config') as typeof import('../config');
      const { systemClock } = require('../clock') as typeof import('../clock');
      const { withTarget } = require('./target') as typeof import('./target');
      const { examine } = require('./doctor/examine') as typeof import('./doctor/examine');
      const { describeExamination } = require('./doctor/print') as typeof import('./doctor/print');
      const { projectRoot } = require('../project-root') as typeof import('../project-root');
      const { version } = require(join(projectRoot(), 'package.json')) as { version: string };
      const config = readConfig(process.env);
      requireDatabase(config);
      const found = await withTarget(config, (target) => examine(target, systemClock, version));
      process.stdout.write(`${flags.json === true ? JSON.stringify(found) : describeExamination(found)}\n`);
      if (!found.sound) process.exitCode = 1;
    });
}

/** Looking must not make anything: an embedded database that is not there yet is not begun. */
function requireDatabase(config: Config): void {
  if (config.databaseUrl !== undefined || existsSync(join(config.dataDir, 'pg'))) return;
  throw new SetUpError(`There is no database in ${config.dataDir}, and DATABASE_URL is not set.`, 'npm start');
}
