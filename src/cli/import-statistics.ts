import { type Command, InvalidArgumentError } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface StatisticsFlags extends ImportFlags {
  code: string;
  measure: Record<string, string>;
  year: number;
  source: string;
  additive?: string[];
  rate?: string[];
}

export function addStatistics(imports: Command): void {
  withImportFlags(imports.command('area-statistics <file>').description('what is counted or measured by area, from CSV or XLSX'))
    .requiredOption('--code <column>', 'the column with the code of the area; former codes lead to the areas of today')
    .requiredOption('--measure <name=column>', 'a measure and its column; may be given several times', collectMeasure)
    .requiredOption('--year <year>', 'the year that the values are of', parseYear)
    .requiredOption('--source <text>', 'where they come from, shown with every figure')
    .option('--additive <name>', 'a new measure that adds up over areas; may be given several times', collect)
    .option('--rate <name>', 'a new measure that does not add up (so is any that is not --additive)', collect)
    .addHelpText('after', '\nExample:\n  vcs-atlas import area-statistics districts.csv --code lad_code --measure population_0_25=pop_0_25 --year 2020 --source "ONS mid-2020 estimates"')
    .action(async (file: string, flags: StatisticsFlags) => {
      const { importAreaStatistics } = require('../places/area-statistics.import') as typeof import('../places/area-statistics.import');
      const { code, measure: measures, year, source, additive, rate: rates } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importAreaStatistics(database, clock, { ...options, code, measures, year, source, additive, rates }));
    });
}

export function addAreaCodes(imports: Command): void {
  withImportFlags(imports.command('area-codes <file>').description('what the codes of areas became, from CSV or XLSX'))
    .addHelpText('after', '\nKnown are the headings old_code,old_name,new_code,new_name,type,year and LADCD,LADCD_ACTIVE of the ONS.\n\nExample:\n  vcs-atlas import area-codes gss-code-changes.csv')
    .action(async (file: string, flags: ImportFlags) => {
      const { importAreaCodes } = require('../places/area-codes.import') as typeof import('../places/area-codes.import');
      await runImportCommand(file, flags, importAreaCodes);
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function collectMeasure(value: string, before: Record<string, string> = {}): Record<string, string> {
  const cut = value.indexOf('=');
  const name = value.slice(0, Math.max(0, cut)).trim();
  if (!/^[a-z][a-z0-9_]*$/.test(name) || value.length === cut + 1) throw new InvalidArgumentError('Write NAME=COLUMN; a name has small letters, digits and _.');
  if (name in before) throw new InvalidArgumentError(`${name} was given already.`);
  return { ...before, [name]: value.slice(cut + 1) };
}

function parseYear(value: string): number {
  if (!/^(19|20)\d\d$/.test(value)) throw new InvalidArgumentError('Not a year.');
  return Number(value);
}
