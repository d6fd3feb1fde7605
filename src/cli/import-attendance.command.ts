import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

const ABOUT = `
Columns: course (its code), held_on, kind (staff, volunteer, trustee), people, and one of identifier (scheme:value), slug and organisation (its exact name,
whatever its case and accents); starts where the course was held several times on that day, and source (vcs-atlas template attendance).
A row that is on record already corrects it; what the file does not speak of stays. Nobody is named: people are counted.

Example:
  vcs-atlas import attendance sheet.xlsx --area E10000007`;

export function importAttendanceCommand(imports: Command): void {
  withImportFlags(imports.command('attendance <file>').description('who came to training sessions, by organisation and kind of person, from CSV or the first sheet of an .xlsx workbook'))
    .option('--area <code>', 'look for names in the directory of this area only')
    .addHelpText('after', ABOUT)
    .action(async (file: string, flags: ImportFlags & { area?: string }) => {
      const { importAttendance } = require('../training/attendance.import') as typeof import('../training/attendance.import');
      await runImportCommand(file, flags, (database, clock, options) => importAttendance(database, clock, { ...options, area: flags.area }));
    });
}
