import { Command, Option } from 'commander';
import { SetUpError } from '../errors';

interface TemplateFlags {
  format: 'csv' | 'xlsx';
  to?: string;
}

/** `template <kind>`: an empty file to fill in. */
export function addTemplateCommand(program: Command): void {
  const templates = program.command('template').description('write a file to fill in').addHelpText('after', '\nExample:\n  vcs-atlas template organisations --format xlsx --to organisations.xlsx');
  templates.addCommand(organisationsCommand());
}

function organisationsCommand(): Command {
  return new Command('organisations')
    .description('organisations in the generic layout, with an example row')
    .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'xlsx']).default('csv'))
    .option('--to <file>', 'write it there; a CSV goes to standard output otherwise')
    .addHelpText('after', '\nOnly name is needed. Delete the columns that you do not use: what a file does not speak of is left as it is.\n\nExample:\n  vcs-atlas template organisations > organisations.csv')
    .action(async ({ format, to }: TemplateFlags) => {
      const { organisationsTemplate } = require('../organisations/organisations.template') as typeof import('../organisations/organisations.template');
      if (to === undefined && format === 'xlsx' && process.stdout.isTTY) {
        throw new SetUpError('A workbook cannot be shown on a terminal.', 'vcs-atlas template organisations --format xlsx --to organisations.xlsx');
      }
      const content = await organisationsTemplate(format);
      if (to === undefined) process.stdout.write(content);
      else await writeTo(to, content);
    });
}

async function writeTo(path: string, content: Buffer): Promise<void> {
  const { writeFile } = require('node:fs/promises') as typeof import('node:fs/promises');
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new SetUpError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  process.stderr.write(`Wrote ${path}.\n`);
}
