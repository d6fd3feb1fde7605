import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface PriorityFlags extends ImportFlags {
  area: string;
  title: string;
  owner?: string;
  from?: string;
  to?: string;
  newEdition?: boolean;
  asOf?: string;
}

const ABOUT = `
Columns: code, title, and as far as there are any description, lead, from, to (vcs-atlas template priorities). A row is a priority, in the order of the file;
codes are text. A lead is one of the register of leads of the area, by name or another name; one that is not known comes into it.
The set comes as a draft: approvePrioritySet shows it to the public.

Once the set is there, a row is the priority of its code. A priority that the file lacks holds no more from --as-of on; what contributed to it stays on
record. A column that the file lacks leaves alone what is known. --new-edition makes the file the next version of the set.

Example:
  vcs-atlas import priorities priorities.csv --area E10000015 --title "Children and Young People's Plan" --from 2026-04-01`;

export function importPrioritiesCommand(imports: Command): void {
  withImportFlags(imports.command('priorities <file>').description('the priorities of an area’s plan for its children and young people, from CSV or the first sheet of an .xlsx workbook'))
    .requiredOption('--area <code>', 'the area that they are for')
    .requiredOption('--title <text>', 'the plan that sets them')
    .option('--owner <text>', 'the body that owns the plan')
    .option('--from <day>', 'the first day of the set, which a new one needs')
    .option('--to <day>', 'its last day')
    .option('--new-edition', 'make the file the next version of the set')
    .option('--as-of <day>', 'the day from which what the file lacks holds no more; today when left out')
    .addHelpText('after', ABOUT)
    .action(async (file: string, flags: PriorityFlags) => {
      const { importPriorities } = require('../plans/priorities/priorities.import') as typeof import('../plans/priorities/priorities.import');
      const { area, title, owner, from, to, newEdition, asOf } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importPriorities(database, clock, { ...options, area, title, owner, from, to, newEdition, asOf }));
    });
}

const ABOUT_CONTRIBUTIONS = `
Columns: code, and either one of organisation (its exact name, whatever its case and accents), identifier (scheme:value) and slug, with service where the organisation
has several, or action_no, with plan where the area has several; from, to, how (vcs-atlas template priority-contributions). A row says that the service or action
contributes to the priority of the code, in the newest version of the set. Without from it means what contributes today, or begins today.
A contribution that is on record from the same day is corrected; what the file does not speak of stays, and nothing is taken back.

Example:
  vcs-atlas import priority-contributions contributions.csv --area E10000015 --title "Children and Young People's Plan"`;

export function importPriorityContributionsCommand(imports: Command): void {
  withImportFlags(imports.command('priority-contributions <file>').description('which services and actions contribute to priorities, from CSV or the first sheet of an .xlsx workbook'))
    .requiredOption('--area <code>', 'the area that the priorities are for')
    .requiredOption('--title <text>', 'the plan that sets them')
    .addHelpText('after', ABOUT_CONTRIBUTIONS)
    .action(async (file: string, flags: ImportFlags & { area: string; title: string }) => {
      const { importPriorityContributions } = require('../plans/priorities/priority-contributions.import') as typeof import('../plans/priorities/priority-contributions.import');
      const { area, title } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importPriorityContributions(database, clock, { ...options, area, title }));
    });
}
