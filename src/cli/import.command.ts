import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Accuracy } from '../places/boundary.staging';
import type { Sector } from '../places/sector.enum';
import { collectKind, importAreaOverlapsCommand, listOfKinds } from './import-areas.command';
import { importAttendanceCommand } from './import-attendance.command';
import { importUnderRepresentedCommand } from './import-communities.command';
import { importEvidenceCommand } from './import-evidence.command';
import { importLinkCommands } from './import-links.command';
import { importOrganisationsCommand, importVocabularyCommand } from './import-organisations.command';
import { importPlanCommand } from './import-plan.command';
import { importPrioritiesCommand, importPriorityContributionsCommand } from './import-priorities.command';
import { importRepliesCommand } from './import-replies.command';
import { importSelfEvaluationCommand } from './import-self-evaluation.command';
import { addImportRevert } from './import-revert.command';
import { addAreaCodes, addStatistics } from './import-statistics';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface BoundaryFlags extends ImportFlags {
  kind: string;
  code: string;
  name: string;
  parent?: string;
  parentName?: string;
  parentKind: string;
  newKind?: Record<string, string>;
  overlaps?: string[];
  sector?: Sector[];
  parentSector?: Sector[];
  accuracy: Accuracy;
  source?: string;
}

/** As the schema has them; that is not loaded to say how a command is used. */
const SECTORS = ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY'] as const;

export function addImportCommand(program: Command): void {
  const imports = program.command('import').description('bring open data into the directory').addHelpText('after', '\nExample:\n  vcs-atlas import boundaries --help');
  addBoundaries(imports);
  addPostcodes(imports);
  addStatistics(imports);
  addAreaCodes(imports);
  importAreaOverlapsCommand(imports);
  importVocabularyCommand(imports);
  importOrganisationsCommand(imports);
  importLinkCommands(imports);
  importUnderRepresentedCommand(imports);
  importPlanCommand(imports);
  importPrioritiesCommand(imports);
  importPriorityContributionsCommand(imports);
  importSelfEvaluationCommand(imports);
  importRepliesCommand(imports);
  importAttendanceCommand(imports);
  importEvidenceCommand(imports);
  addImportRevert(imports);
}

function addBoundaries(imports: Command): void {
  withImportFlags(imports.command('boundaries <file>').description('areas of one kind with their boundaries, from GeoJSON'))
    .requiredOption('--kind <kind>', 'what the areas are, for example DISTRICT')
    .requiredOption('--code <property>', 'the property with the code of an area')
    .requiredOption('--name <property>', 'the property with its name')
    .option('--parent <property>', 'the property with the code of the area that contains it; empty: none')
    .option('--parent-name <property>', 'the property with the name of that area, which is made when it is not there yet')
    .option('--parent-kind <kind>', 'what areas made so are', 'COUNTY')
    .option('--new-kind <CODE=NAME>', 'a kind that is added when it is not there yet; may be given several times', collectKind)
    .option('--overlaps <kinds>', 'kinds with whose outlines those of the file are compared, such as DISTRICT: what they share is what they overlap, in place of what was known before; run it again when outlines have changed', listOfKinds)
    .addOption(new Option('--sector <list>', `the sectors that the areas of the file count as their own, separated by commas (${SECTORS.join(', ')}); left out, what they declare stays`).argParser(parseSectors))
    .addOption(new Option('--parent-sector <list>', 'the same of containing areas that are made').argParser(parseSectors))
    .addOption(new Option('--accuracy <accuracy>', 'how true the outlines are').choices(['FULL', 'GENERALISED', 'SCHEMATIC']).default('GENERALISED'))
    .option('--source <text>', 'where the boundaries come from, shown beside the map')
    .addHelpText('after', '\nExample:\n  vcs-atlas import boundaries districts.geojson --kind DISTRICT --code lad_code --name lad_name --parent county_code --parent-name county_name\n  vcs-atlas import boundaries pcts.geojson --kind PCT --new-kind PCT="Primary care trust" --code code --name name --overlaps DISTRICT')
    .action(async (file: string, flags: BoundaryFlags) => {
      const { importBoundaries } = require('../places/area-boundaries.import') as typeof import('../places/area-boundaries.import');
      const { kind, code, name, parent, parentName, parentKind, newKind: newKinds, overlaps, sector, parentSector, accuracy, source } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importBoundaries(database, clock, { ...options, kind, code, name, parent, parentName, parentKind, newKinds, overlaps, sector, parentSector, accuracy, source }));
    });
}

function addPostcodes(imports: Command): void {
  withImportFlags(imports.command('postcodes <file>').description('postcodes with coordinates, district and ward, from CSV (also gzipped)'))
    .option('--replace', 'drop the postcodes that the file does not have')
    .option('--source <text>', 'where the postcodes come from')
    .addHelpText('after', '\nKnown are Code-Point Open, the ONS Postcode Directory, and postcode,latitude,longitude,lad_code,ward_code.\n\nExample:\n  vcs-atlas import postcodes postcodes.csv.gz')
    .action(async (file: string, flags: ImportFlags & { replace?: boolean; source?: string }) => {
      const { importPostcodes } = require('../places/postcodes.import') as typeof import('../places/postcodes.import');
      const { replace, source } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importPostcodes(database, clock, { ...options, replace, source }));
    });
}

function parseSectors(value: string): Sector[] {
  const names = value.split(',').map((one) => one.trim().toUpperCase()).filter((one) => one !== '');
  const wrong = names.find((one) => !SECTORS.some((sector) => sector === one));
  if (wrong !== undefined || names.length === 0) throw new InvalidArgumentError(`${wrong === undefined ? 'Nothing' : wrong} is not a sector; the sectors are ${SECTORS.join(', ')}.`);
  return names as Sector[];
}
