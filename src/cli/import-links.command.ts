import type { Command } from 'commander';
import type { LinkKind } from '../organisations/links/link-kinds';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface LinkFlags extends ImportFlags {
  area?: string;
  umbrella?: string;
  supporter?: string;
}

const about = (kind: LinkKind['name'], giver: string, taker: string, example: string): string => `
Needed are, of each end, one of ${giver}, ${giver}_identifier, ${giver}_slug and of ${taker}, ${taker}_identifier, ${taker}_slug; from and to are the
first and the last day (vcs-atlas template ${kind}). A name that several have is refused, with who it may be. A row whose days meet
those on record is the same ${kind === 'memberships' ? 'membership' : 'support'}: what it leaves empty stays; days after its end make another. What the file does not speak of stays.

Example:
  ${example}`;

export function importLinkCommands(imports: Command): void {
  withImportFlags(imports.command('memberships <file>').description('which organisations belong to which umbrella bodies, from when to when, from CSV or XLSX'))
    .option('--umbrella <name>', 'the umbrella body of rows that name none: identifier, slug or name')
    .option('--area <code>', 'the area within whose directory members are looked for by name')
    .addHelpText('after', about('memberships', 'umbrella', 'member', 'vcs-atlas import memberships members.xlsx --umbrella dacorum-cvs --area E07000096'))
    .action(async (file: string, flags: LinkFlags) => run('memberships', file, flags, flags.umbrella));
  withImportFlags(imports.command('supports <file>').description('which larger organisation supports which smaller one, from when to when, from CSV or XLSX'))
    .option('--supporter <name>', 'who supports, in rows that name none: identifier, slug or name')
    .option('--area <code>', 'the area within whose directory those supported are looked for by name')
    .addHelpText('after', about('supports', 'supporter', 'supported', 'vcs-atlas import supports supported-groups.csv --area E10000007'))
    .action(async (file: string, flags: LinkFlags) => run('supports', file, flags, flags.supporter));
}

async function run(name: LinkKind['name'], file: string, flags: LinkFlags, giver: string | undefined): Promise<void> {
  const { importLinks } = require('../organisations/links/links.import') as typeof import('../organisations/links/links.import');
  const { LINK_KINDS } = require('../organisations/links/link-kinds') as typeof import('../organisations/links/link-kinds');
  await runImportCommand(file, flags, (database, clock, options) => importLinks(database, clock, LINK_KINDS[name], { ...options, giver, area: flags.area }));
}
