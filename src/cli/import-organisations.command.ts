import { type Command, Option } from 'commander';
import type { Sector } from '../organisations/import/imported-organisation';
import type { LayoutName } from '../organisations/organisations.import';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface OrganisationFlags extends ImportFlags {
  layout: LayoutName;
  area?: string;
  sector?: Sector;
  source?: string;
}

interface VocabularyFlags extends ImportFlags {
  code: string;
  name: string;
  purpose: 'CATEGORY' | 'COMMUNITY';
  version?: string;
  source?: string;
}

const ABOUT_ORGANISATIONS = `
Layouts: generic is our own (vcs-atlas template organisations); charities is a list of the charity registers (org_id, name, postcode,
active, income, fye, company_number, ukcat, …); casc is the list of community amateur sports clubs (id, name, address, postcode, active).
Dates are YYYY-MM-DD or DD/MM/YYYY. An empty cell, N/A or - says nothing: what is known stays. Lists in one cell stand apart by ;.
The same identifier is the same organisation. Company numbers that lost leading zeros are filled up to eight digits.

Example:
  vcs-atlas import organisations charities.csv --layout charities --area E10000015`;

export function importOrganisationsCommand(imports: Command): void {
  withImportFlags(imports.command('organisations <file>').description('organisations, from CSV (also gzipped) or the first sheet of an .xlsx workbook'))
    .addOption(new Option('--layout <layout>', 'how the file is laid out').choices(['generic', 'charities', 'casc']).makeOptionMandatory())
    .option('--area <code>', 'the area whose directory the organisations belong to; those that stand in another stay there')
    .addOption(
      new Option('--sector <sector>', 'the sector of new organisations of which the file does not say it').choices(['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY']),
    )
    .option('--source <text>', "the list or register that the records are known by, when it is another than the layout's")
    .addHelpText('after', ABOUT_ORGANISATIONS)
    .action(async (file: string, flags: OrganisationFlags) => {
      const { importOrganisations } = require('../organisations/organisations.import') as typeof import('../organisations/organisations.import');
      const { layout, area, sector, source } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importOrganisations(database, clock, { ...options, layout, area, sector, source }));
    });
}

export function importVocabularyCommand(imports: Command): void {
  withImportFlags(imports.command('vocabulary <file>').description('a release of a vocabulary of categories or communities'))
    .requiredOption('--code <code>', 'what the vocabulary is called here, for example ukcat')
    .requiredOption('--name <text>', 'its name for people')
    .addOption(new Option('--purpose <purpose>', 'what its terms are for').choices(['CATEGORY', 'COMMUNITY']).makeOptionMandatory())
    .option('--version <text>', 'of the release')
    .option('--source <text>', 'where it comes from')
    .addHelpText(
      'after',
      '\nKnown are UK-CAT (Code,tag,Category,Subcategory,Level), ICNPTSO (Section,Group,Sub-group,Title) and code,name,parent,synonyms.\n\nExample:\n  vcs-atlas import vocabulary ukcat.csv --code ukcat --name "UK Charity Activity Tags" --purpose CATEGORY',
    )
    .action(async (file: string, flags: VocabularyFlags) => {
      const { importVocabulary } = require('../organisations/vocabulary.import') as typeof import('../organisations/vocabulary.import');
      const { code, name, purpose, version, source } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importVocabulary(database, clock, { ...options, code, name, purpose, version, source }));
    });
}
