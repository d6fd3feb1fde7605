import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import type { LoadValue } from '../intake/bulk-loader';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { readRows } from '../intake/read-rows';
import type { RowSource } from '../intake/row-source';
import { countPossibleDuplicates } from './import/count-duplicates';
import { cascLayout } from './import/casc.layout';
import { charitiesLayout } from './import/charities.layout';
import { genericLayout } from './import/generic.layout';
import type { Sector } from './import/imported-organisation';
import { KnownCodes } from './import/known-codes';
import { matchRows } from './import/matching';
import { type OrganisationLayout, requireHeadings } from './import/organisation-layout';
import { stageOrganisations } from './import/organisations-next';
import { countNotPlaced, stagePlaces } from './import/places-next';
import { markTouched, publish } from './import/publishing';
import { RowCells } from './import/row-cells';
import { STAGED_COLUMNS, stagedValues } from './import/staged-organisations';
import { Staging } from './import/staging';
import { resolveUmbrellas } from './import/umbrellas';

export const LAYOUTS = { generic: genericLayout, charities: charitiesLayout, casc: cascLayout } as const;
export type LayoutName = keyof typeof LAYOUTS;

export interface OrganisationImportOptions extends ImportOptions {
  readonly layout: LayoutName;
  /** Code of the area whose directory this is. Given to new organisations and to those that stand in none. */
  readonly area?: string | undefined;
  /** Sector of new organisations of which the file does not say it; otherwise that of the layout. */
  readonly sector?: Sector | undefined;
  /** The list or register, when it is another than the layout's: records are known again by it and their key. */
  readonly source?: string | undefined;
}

/**
 * Imports organisations. The same identifier is the same organisation; without one, the same record of the same
 * source is. A column that the file lacks, or a cell that is empty, leaves alone what is known.
 *
 * All that takes long is done beside the live tables. The publishing transaction only copies, and everything is old
 * until it commits and new from then on.
 */
export async function importOrganisations(database: Database, clock: Clock, options: OrganisationImportOptions): Promise<ImportOutcome> {
  const { layout, area, sector, source } = options;
  let batchId = '';
  const outcome = await runImport(database, clock, options, {
    kind: 'organisations',
    settings: { layout, area, sector, source },
    stage: (context) => {
      batchId = context.batch.id;
      return stage(context, options);
    },
  });
  if (outcome.verdict !== 'PUBLISHED' || outcome.counts.created + outcome.counts.updated === 0) return outcome;
  return { ...outcome, possibleDuplicates: await countPossibleDuplicates(database, batchId), area };
}

async function stage(context: ImportContext, options: OrganisationImportOptions): Promise<Publish | undefined> {
  const { counts, clock, progress } = context;
  const layout: OrganisationLayout = LAYOUTS[options.layout];
  const particulars = { instant: clock.now(), today: clock.today(), source: options.source ?? layout.name };
  const codes = await KnownCodes.read(context.client);
  const directoryAreaId = options.area === undefined ? null : directoryArea(codes, options.area);
  const staging = new Staging(context);
  await load(context, staging, layout, codes, options.file);
  progress.say('looking for the organisations that are there already');
  await matchRows(staging, particulars.source);
  const umbrellas = await resolveUmbrellas(staging);
  if (context.doomed) return undefined;
  progress.say('comparing');
  await stagePlaces(staging);
  const defaults = { sector: options.sector ?? layout.defaults.sector ?? null, legalForm: layout.defaults.legalForm ?? null, directoryAreaId };
  await stageOrganisations(staging, defaults, umbrellas);
  await markTouched(staging, particulars);
  Object.assign(counts, await staging.count(), { notPlaced: await countNotPlaced(staging) });
  if (counts.created + counts.updated + counts.unchanged === 0) return undefined;
  await staging.compared();
  return (client) => publish(client, staging, particulars);
}

function directoryArea(codes: KnownCodes, code: string): string {
  try {
    return codes.area(code);
  } catch {
    throw new SetUpError(`No area has or had the code ${code}.`, 'Import its boundaries first: vcs-atlas import boundaries --help');
  }
}

async function load(context: ImportContext, staging: Staging, layout: OrganisationLayout, codes: KnownCodes, file: string): Promise<void> {
  const source = await openRows(file);
  try {
    requireHeadings(source, layout);
    await staging.create();
    const loaded = await context.loader.load(context.client, staging.rows, STAGED_COLUMNS, rows(context, source, layout, codes));
    await staging.loaded(loaded);
  } finally {
    source.close();
  }
}

/** The good rows; those that are refused are left out, and the others go on being checked for their own reasons. */
async function* rows(context: ImportContext, source: RowSource, layout: OrganisationLayout, codes: KnownCodes): AsyncGenerator<readonly LoadValue[]> {
  const cells = new RowCells(source, [...layout.required, ...layout.optional], context.refused, context.notes, context.clock.today());
  let n = 0;
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const given = layout.read(cells, codes);
    if (given === undefined) continue;
    n += 1;
    yield stagedValues({ n, line: row.line, given });
  }
  cells.finish();
}
