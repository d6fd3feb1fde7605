import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

export function importUnderRepresentedCommand(imports: Command): void {
  withImportFlags(imports.command('under-represented <file>').description('which communities are under-represented among those who use services, from CSV or XLSX'))
    .addHelpText(
      'after',
      '\nNeeded are area (a code), community (code, vocabulary:code or name), year and source: vcs-atlas template under-represented. What the file does\nnot speak of stays; taking an import back, or setUnderRepresentedCommunities, takes it out.\n\nExample:\n  vcs-atlas import under-represented communities.csv',
    )
    .action(async (file: string, flags: ImportFlags) => {
      const { importUnderRepresented } = require('../organisations/under-represented.import') as typeof import('../organisations/under-represented.import');
      await runImportCommand(file, flags, importUnderRepresented);
    });
}
