import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

const ABOUT = `
Columns: kind (code or name of the kind of evidence), issued_on, and one of identifier (scheme:value), slug and organisation (its exact name, whatever its case
and accents); title, expires_on, amount (pounds), file_sha256, file_name; checked_on, checked_by and, where it was refused, refused_reason (vcs-atlas template evidence).
Without a check it waits to be checked. An item that is on record already gets the check that it lacks; nothing is rewritten.

Example:
  vcs-atlas import evidence policies.xlsx --area E10000007`;

export function importEvidenceCommand(imports: Command): void {
  withImportFlags(imports.command('evidence <file>').description('what organisations hold and who checked it, from CSV or the first sheet of an .xlsx workbook'))
    .option('--area <code>', 'look for names in the directory of this area only')
    .addHelpText('after', ABOUT)
    .action(async (file: string, flags: ImportFlags & { area?: string }) => {
      const { importEvidence } = require('../eligibility/evidence.import') as typeof import('../eligibility/evidence.import');
      await runImportCommand(file, flags, (database, clock, options) => importEvidence(database, clock, { ...options, area: flags.area }));
    });
}
