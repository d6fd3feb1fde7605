import type { Clock } from '../clock';
import type { Database } from '../database/database';
import type { LoadValue } from '../intake/bulk-loader';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { readRows } from '../intake/read-rows';
import type { RowSource } from '../intake/row-source';
import { pointHex } from './ewkb';
import { codePointHeadings, type PostcodeLayout, recogniseLayout } from './postcode-layout';
import { PostcodeReader } from './postcode-rows';
import { carryOver, comparePostcodes, countPostcodes, keepPlacesOrDistricts, keepWards, placeFromGrid, type PostcodeSides, postcodeSides } from './postcode.staging';
import { placesChanged } from './places-changed';

export interface PostcodeImportOptions extends ImportOptions {
  /** Postcodes that the file does not have are dropped; otherwise they stay. */
  readonly replace?: boolean | undefined;
  /** Recorded with the release; the file's name when absent. */
  readonly source?: string | undefined;
}

/** Imports a list of postcodes as a new release: filled beside the live one, then swapped in. */
export async function importPostcodes(database: Database, clock: Clock, options: PostcodeImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, {
    kind: 'postcodes',
    settings: { replace: options.replace === true, source: options.source },
    stage: (context) => stageOrEmpty(context, options),
    followUp: ({ progress }) => placesChanged({ database, clock, progress }),
  });
}

/** What is not going to be published gives its room back. */
async function stageOrEmpty(context: ImportContext, options: PostcodeImportOptions): Promise<Publish | undefined> {
  const sides = await postcodeSides(context.client);
  const publish = await stage(context, options, sides);
  if (publish === undefined || context.dryRun) await context.client.query(`truncate ${sides.next}`);
  return publish;
}

async function stage(context: ImportContext, options: PostcodeImportOptions, sides: PostcodeSides): Promise<Publish | undefined> {
  const { client, counts, progress } = context;
  const source = await openRows(options.file, { withoutHeadings: codePointHeadings });
  let layout: PostcodeLayout;
  try {
    layout = recogniseLayout(source);
    await client.query(`truncate ${sides.next}`);
    // Two releases are joined whole: with the 4 MB of most servers that spills to disk. This connection ends with the import.
    if (context.engine === 'server') await client.query(`set work_mem = '64MB'`);
    await load(context, source, layout, sides);
  } finally {
    source.close();
  }
  if (context.doomed) return undefined;
  progress.say('comparing with the postcodes that are there');
  const before = await countPostcodes(context, sides.live);
  const unsaid = layout.coordinates === undefined ? 'point' : layout.district === undefined ? 'district_code' : undefined;
  if (unsaid !== undefined && before > 0) {
    await keepPlacesOrDistricts(context, sides, unsaid);
    counts.notPlaced = await countPostcodes(context, sides.next, 'p.point is null or p.district_code is null');
  }
  if (layout.ward === undefined && before > 0) await keepWards(context, sides);
  const { created, updated, unchanged } = before === 0 ? { created: await countPostcodes(context, sides.next), updated: 0, unchanged: 0 } : await comparePostcodes(context, sides);
  Object.assign(counts, { created, updated, unchanged });
  const absent = before - updated - unchanged;
  if (absent > 0) context.notes.push(`${absent} postcodes that are not in the file ${options.replace === true ? 'are dropped' : 'stay as they were'}.`);
  if (created + updated + (options.replace === true ? absent : 0) === 0) return undefined;
  if (absent > 0 && options.replace !== true && !context.dryRun) {
    progress.say('keeping the other postcodes');
    await carryOver(context, sides);
  }
  return async (publisher) => {
    await publisher.query('select publish_postcodes($1, $2, $3, $4)', [sides.nextSide, options.source ?? source.name, context.clock.now(), context.batch.id]);
  };
}

async function load(context: ImportContext, source: RowSource, layout: PostcodeLayout, { next }: PostcodeSides): Promise<void> {
  const { client, loader, batch } = context;
  const text = ['postcode', 'district_code', 'ward_code'].map((name) => ({ name, type: 'text' }));
  if (layout.coordinates?.kind !== 'GRID') {
    await loader.load(client, next, [...text, { name: 'point', type: 'geometry' }], rows(context, source, layout));
    return;
  }
  const staged = batch.stagingTable('grid');
  await client.query(`create unlogged table ${staged} (row integer primary key, postcode text, district_code text, ward_code text, easting float8, northing float8)`);
  const grid = ['easting', 'northing'].map((name) => ({ name, type: 'float8' }));
  const loaded = await loader.load(client, staged, [...text, ...grid, { name: 'row', type: 'integer' }], rows(context, source, layout));
  if (context.doomed) return;
  context.progress.say('turning grid references into degrees');
  await placeFromGrid(context, staged, next, loaded);
}

/** The good rows as the table takes them; goes on to the end of the file for the reasons of the others. */
async function* rows(context: ImportContext, source: RowSource, layout: PostcodeLayout): AsyncGenerator<readonly LoadValue[]> {
  const { counts, refused, notes } = context;
  const reader = new PostcodeReader(layout);
  const degrees = layout.coordinates?.kind !== 'GRID';
  let row = 0;
  for await (const given of readRows(context, source)) {
    const read = reader.read(given);
    if (read === undefined) continue;
    if ('reason' in read) {
      refused.add({ line: given.line, ...read });
      continue;
    }
    if (read.x === null || read.district === null) counts.notPlaced += 1;
    if (context.doomed) continue;
    row += 1;
    const { postcode, district, ward, x, y } = read;
    yield degrees ? [postcode, district, ward, x === null || y === null ? null : pointHex(x, y)] : [postcode, district, ward, x, y, row];
  }
  if (reader.terminated > 0) notes.push(`${reader.terminated} withdrawn postcodes were left out.`);
}
