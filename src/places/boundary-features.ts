import { SetUpError } from '../errors';
import type { FeatureFile, SourceFeature } from '../intake/geojson.source';
import type { RefusedRows } from '../intake/refused-rows';
import type { AreaCodes } from './area-codes.lookup';
import { multiPolygonHex } from './ewkb';
import { type Outline, readOutline } from './outline';

/** Which properties of a feature say what. */
export interface BoundaryProperties {
  readonly code: string;
  readonly name: string;
  readonly parent?: string | undefined;
  readonly parentName?: string | undefined;
}

export interface ReadBoundary {
  readonly line: number;
  /** Today's. */
  readonly code: string;
  readonly name: string;
  /** undefined: the file does not speak of parents; '': it has none. */
  readonly parentCode: string | undefined;
  readonly parentName: string;
  readonly geometryHex: string;
  readonly positions: number;
}

const SWAPPED = 'has latitude and longitude swapped (GeoJSON has longitude first)';
const PROJECTED = 'has coordinates in metres or feet, not longitude and latitude';
const REPROJECT = 'ogr2ogr -t_srs EPSG:4326 degrees.geojson <the file>';

/** Reads the features whose code, name and outline are sound; refuses the others, or the file when all share a fault. */
export function readBoundaries(file: FeatureFile, properties: BoundaryProperties, kind: string, codes: AreaCodes, refused: RefusedRows, notes: string[]): ReadBoundary[] {
  const outlines = file.features.map((feature) => readOutline(feature.geometry));
  requireDegrees(file, outlines);
  requireProperties(file, properties);
  const seen = new Map<string, number>();
  const read: ReadBoundary[] = [];
  for (const [index, feature] of file.features.entries()) {
    const boundary = readFeature(feature, outlines[index] as Outline | string, properties, kind, codes, seen, refused, notes);
    if (boundary !== undefined) read.push(boundary);
  }
  return read;
}

function readFeature(
  { line, properties: given }: SourceFeature,
  outline: Outline | string,
  properties: BoundaryProperties,
  kind: string,
  codes: AreaCodes,
  seen: Map<string, number>,
  refused: RefusedRows,
  notes: string[],
): ReadBoundary | undefined {
  const refuse = (column: string, value: string, reason: string): undefined => void refused.add({ line, column, value, reason });
  const givenCode = textOf(given[properties.code]);
  const name = textOf(given[properties.name]);
  if (givenCode === '') return refuse(properties.code, '', 'is empty: an area needs its code');
  if (name === '') return refuse(properties.name, '', `is empty: ${givenCode} needs a name`);
  const code = today(givenCode, codes, notes);
  if (code === undefined) return refuse(properties.code, givenCode, `is a former code: that area was merged into ${codes.former.get(givenCode)?.area.name}`);
  const before = seen.get(code);
  if (before !== undefined) return refuse(properties.code, givenCode, `is the code of feature ${before} already`);
  seen.set(code, line);
  const known = codes.areas.get(code);
  if (known !== undefined && known.kind !== kind) return refuse(properties.code, code, `is the code of a ${known.kind}, ${known.name}`);
  if (typeof outline === 'string') return refuse('geometry', givenCode, outline);
  if (outline.whereabouts !== 'PLAUSIBLE') return refuse('geometry', givenCode, outline.whereabouts === 'SWAPPED' ? SWAPPED : PROJECTED);
  const parentCode = parentOf(given, properties, codes);
  if (parentCode === code) return refuse(properties.parent ?? '', code, 'is the code of the area itself: nothing contains itself');
  if (outline.closed) notes.push(`${name} (${code}): a ring that was not closed has been closed.`);
  const parentName = properties.parentName === undefined ? '' : textOf(given[properties.parentName]);
  return { line, code, name, parentCode, parentName, geometryHex: multiPolygonHex(outline.polygons), positions: outline.positions };
}

/** A former code stands for today's area where only the code changed; undefined where the area became part of another. */
function today(code: string, codes: AreaCodes, notes: string[]): string | undefined {
  const former = codes.areas.has(code) ? undefined : codes.former.get(code);
  if (former === undefined) return code;
  if (former.merged) return undefined;
  notes.push(`${code} is a former code of ${former.area.name}; taken as today's ${former.area.code}.`);
  return former.area.code;
}

function parentOf(given: SourceFeature['properties'], properties: BoundaryProperties, codes: AreaCodes): string | undefined {
  if (properties.parent === undefined) return undefined;
  const code = textOf(given[properties.parent]);
  return codes.areas.has(code) ? code : (codes.former.get(code)?.area.code ?? code);
}

function requireDegrees(file: FeatureFile, outlines: readonly (Outline | string)[]): void {
  if (file.crs !== undefined && !/CRS84|4326|4258/.test(file.crs)) {
    throw new SetUpError(`${file.name} says that its coordinates are ${file.crs}; GeoJSON must be in longitude and latitude.`, REPROJECT);
  }
  const shapes = outlines.filter((outline) => typeof outline !== 'string');
  const all = (whereabouts: string): boolean => shapes.length > 0 && shapes.every((shape) => shape.whereabouts === whereabouts);
  if (all('PROJECTED')) throw new SetUpError(`${file.name} has projected coordinates (metres, such as the British National Grid), not longitude and latitude.`, REPROJECT);
  if (all('SWAPPED')) throw new SetUpError(`${file.name} has latitude and longitude swapped: GeoJSON has longitude first.`, 'ogr2ogr --config OGR_GEOJSON_SWAP_XY YES swapped-back.geojson <the file>, or export it again');
}

function requireProperties(file: FeatureFile, properties: BoundaryProperties): void {
  const there = new Set(file.features.flatMap((feature) => Object.keys(feature.properties)));
  for (const property of [properties.code, properties.name, properties.parent, properties.parentName]) {
    if (property !== undefined && !there.has(property)) {
      throw new SetUpError(`${file.name} has no feature with the property "${property}"; there are: ${[...there].join(', ')}.`);
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
