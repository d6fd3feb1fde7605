import { type Command, InvalidArgumentError } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

const ABOUT_OVERLAPS = `
Needed are code and other_code (vcs-atlas template area-overlaps). An area that is not there yet is made when name and kind are given.
share is the part of the area that lies in the other, other_share the part of the other that lies in the area, as 0.4 or 40%. What is
left empty is measured where both outlines are known, follows from the other share where both sizes are, or stays not known; 0 takes
an overlap out. Who serves an area serves what it overlaps; a district that lies in it whole (100 %) counts with those based in it.

Example:
  vcs-atlas import area-overlaps clusters.csv --new-kind SCHOOL_CLUSTER="School cluster"`;

export function importAreaOverlapsCommand(imports: Command): void {
  withImportFlags(imports.command('area-overlaps <file>').description('which areas share ground, such as school clusters with districts, from CSV or XLSX'))
    .option('--new-kind <CODE=NAME>', 'a kind of area that is added; may be given several times', collectKind)
    .addHelpText('after', ABOUT_OVERLAPS)
    .action(async (file: string, flags: ImportFlags & { newKind?: Record<string, string> }) => {
      const { importAreaOverlaps } = require('../places/area-overlaps.import') as typeof import('../places/area-overlaps.import');
      await runImportCommand(file, flags, (database, clock, options) => importAreaOverlaps(database, clock, { ...options, newKinds: flags.newKind }));
    });
}

export function collectKind(value: string, before: Record<string, string> = {}): Record<string, string> {
  const cut = value.indexOf('=');
  const [code, name] = [value.slice(0, Math.max(0, cut)).trim(), value.slice(cut + 1).trim()];
  if (!/^[A-Z][A-Z0-9_]{0,62}$/.test(code) || name === '') throw new InvalidArgumentError('Write CODE="What it is called"; a code has capital letters, digits and _.');
  return { ...before, [code]: name };
}

/** Kinds in one word, apart by commas. */
export function listOfKinds(value: string): string[] {
  return value.split(',').map((one) => one.trim().toUpperCase()).filter((one) => one !== '');
}
