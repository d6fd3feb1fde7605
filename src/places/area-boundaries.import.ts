import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import { readFeatures } from '../intake/geojson.source';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import type { ImportOutcome } from '../intake/outcome';
import { foldName } from '../text/fold';
import { type AreaCodes, readAreaCodes } from './area-codes.lookup';
import { type NewKinds, publishKinds, requireKinds } from './area-kinds';
import { inOrder } from './area.service';
import { type ReadBoundary, readBoundaries } from './boundary-features';
import { type Accuracy, compareBoundaries, publishBoundaries, reportRepairs, stageBoundaries } from './boundary.staging';
import { markOverlapsChanged, publishOverlaps, stageOverlaps } from './overlap.staging';
import { type NewParent, publishParents, publishUnions, stageUnions } from './parent-unions';
import { placesChanged } from './places-changed';
import type { Sector } from './sector.enum';

export interface BoundaryImportOptions extends ImportOptions {
  /** A code of `area_kinds`, for example DISTRICT. */
  readonly kind: string;
  /** Properties of the features. */
  readonly code: string;
  readonly name: string;
  /** Absent: areas that are there keep their parents. */
  readonly parent?: string | undefined;
  readonly parentName?: string | undefined;
  /** Of parents that are not there yet; COUNTY when absent. */
  readonly parentKind?: string | undefined;
  /** Kinds that are added when they are not there yet. */
  readonly newKinds?: NewKinds | undefined;
  /** Kinds with whose areas the outlines are compared: what they share is what these areas overlap, and nothing else. Absent: overlaps stay. */
  readonly overlaps?: readonly string[] | undefined;
  /** The sectors that the areas count as their own. Absent: what they declare stays. */
  readonly sector?: readonly `${Sector}`[] | undefined;
  /** The same of parents that are made. */
  readonly parentSector?: readonly `${Sector}`[] | undefined;
  /** GENERALISED when absent. */
  readonly accuracy?: Accuracy | undefined;
  /** Shown beside the map; the file's name when absent. */
  readonly source?: string | undefined;
  /** Ids of areas that are made; UUIDv7 when absent. */
  readonly idFor?: ((code: string) => string) | undefined;
}

/** Imports the areas of one kind from GeoJSON: new codes are made, known ones updated, none removed. */
export async function importBoundaries(database: Database, clock: Clock, options: BoundaryImportOptions): Promise<ImportOutcome> {
  const { kind, code, name, parent, parentName, parentKind = 'COUNTY', accuracy = 'GENERALISED' } = options;
  return runImport(database, clock, options, {
    kind: 'boundaries',
    settings: { kind, code, name, parent, parentName, parentKind, accuracy, source: options.source, sector: options.sector, parentSector: options.parentSector, overlaps: options.overlaps },
    stage: (context) => stage(context, options),
    followUp: ({ progress }) => placesChanged({ database, clock, progress }),
  });
}

async function stage(context: ImportContext, options: BoundaryImportOptions): Promise<Publish | undefined> {
  const { client, counts, refused, notes } = context;
  const { kind, accuracy = 'GENERALISED', idFor = () => uuidv7() } = options;
  const { newKinds = {}, overlaps: kinds = [] } = options;
  await requireKinds(client, [kind, options.parentKind ?? 'COUNTY', ...kinds], newKinds);
  if (kinds.includes(kind)) throw new SetUpError(`Areas of one kind do not overlap: --overlaps names other kinds than ${kind}.`);
  const file = await readFeatures(options.file);
  const source = options.source ?? file.name;
  counts.read = file.features.length;
  const codes = await readAreaCodes(client);
  const boundaries = readBoundaries(file, options, kind, codes, refused, notes);
  await refuseCircles(context, boundaries, options.parent);
  const parents = newParents(boundaries, codes, idFor);
  const table = await stageBoundaries(
    context,
    boundaries.map((one) => ({ ...one, id: idFor(one.code), sortName: foldName(one.name) })),
    options.parent !== undefined,
  );
  await reportRepairs(context, table);
  if (context.doomed) return undefined;
  const sector = options.sector === undefined ? null : inOrder(options.sector);
  await compareBoundaries(context, table, { accuracy, source, sector });
  const wanted = await stillWanted(client, table, parents);
  for (const one of wanted) notes.push(`${one.name} (${one.code}) was not there yet: made as ${options.parentKind ?? 'COUNTY'}, its boundary the union of its parts.`);
  const overlaps = kinds.length === 0 ? undefined : await stageOverlaps(context, table, kinds);
  if (overlaps !== undefined) await markOverlapsChanged(context, table, overlaps, kinds);
  const unions = await stageUnions(context, table, wanted, accuracy);
  if (counts.created + counts.updated === 0) return undefined;
  return async (publisher) => {
    const instant = context.clock.now();
    await publishKinds(publisher, newKinds);
    await publishParents(publisher, wanted, { kind: options.parentKind ?? 'COUNTY', sector: options.parentSector === undefined ? null : inOrder(options.parentSector), instant });
    await publishBoundaries(publisher, { table, kind, accuracy, source, sector, instant });
    await publishUnions(publisher, unions, `Union of its parts: ${source}`, instant, wanted);
    if (overlaps !== undefined) await publishOverlaps(publisher, table, overlaps, kinds);
    await publisher.query('select rebuild_area_closures()');
  };
}

function newParents(boundaries: readonly ReadBoundary[], codes: AreaCodes, idFor: (code: string) => string): NewParent[] {
  const inFile = new Set(boundaries.map((one) => one.code));
  const found = new Map<string, NewParent>();
  for (const { parentCode, parentName } of boundaries) {
    if (parentCode === undefined || parentCode === '' || codes.areas.has(parentCode) || inFile.has(parentCode) || found.has(parentCode)) continue;
    const name = parentName === '' ? parentCode : parentName;
    found.set(parentCode, { id: idFor(parentCode), code: parentCode, name, sortName: foldName(name) });
  }
  return [...found.values()];
}

/** A parent all of whose parts were refused is not made. */
async function stillWanted(client: PoolClient, table: string, parents: readonly NewParent[]): Promise<NewParent[]> {
  const found = await client.query(`select distinct parent_code as code from ${table} where parent_code is not null`);
  const named = new Set((found.rows as { code: string }[]).map((row) => row.code));
  return parents.filter((parent) => named.has(parent.code));
}

/** An area cannot contain what contains it. */
async function refuseCircles({ client, refused }: ImportContext, boundaries: readonly ReadBoundary[], column: string | undefined): Promise<void> {
  if (column === undefined) return;
  const found = await client.query('select a.code, p.code as parent from areas a join areas p on p.id = a.parent_id');
  const parents = new Map((found.rows as { code: string; parent: string }[]).map((row) => [row.code, row.parent]));
  for (const { code, parentCode } of boundaries) {
    if (parentCode === undefined || parentCode === '') parents.delete(code);
    else parents.set(code, parentCode);
  }
  for (const { code, line, parentCode } of boundaries) {
    const passed = new Set([code]);
    for (let above = parents.get(code); above !== undefined && !passed.has(above); above = parents.get(above)) passed.add(above);
    const last = [...passed].at(-1) ?? code;
    if (parents.get(last) === code) refused.add({ line, column, value: parentCode ?? '', reason: 'would make the area contain itself' });
  }
}
