import { SetUpError } from '../errors';
import { findSourceFile } from './source-file';

/** Bytes of unpacked GeoJSON that are read: the text and its objects are held whole. */
const LONGEST = 400_000_000;

export interface SourceFeature {
  /** Its place in the collection, counted from 1: GeoJSON has no lines to speak of. */
  readonly line: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates?: unknown } | null;
}

export interface FeatureFile {
  readonly name: string;
  readonly features: readonly SourceFeature[];
  /** What the file's `crs` member names, when it has one. */
  readonly crs: string | undefined;
}

/** Reads a whole FeatureCollection, gzipped or not. */
export async function readFeatures(path: string): Promise<FeatureFile> {
  const file = await findSourceFile(path);
  if (file.kind !== 'text') throw new SetUpError(`${file.name} is not GeoJSON.`, 'ogr2ogr -t_srs EPSG:4326 boundaries.geojson <the file>');
  const parsed = parseJson(await readText(file.open(), file.name), file.name);
  const type = String(parsed['type']);
  if (type === 'Topology') throw new SetUpError(`${file.name} is TopoJSON, not GeoJSON.`, 'ogr2ogr boundaries.geojson <the file>');
  if (type !== 'FeatureCollection' || !Array.isArray(parsed['features'])) {
    throw new SetUpError(`${file.name} is not a GeoJSON FeatureCollection (its type is ${JSON.stringify(parsed['type'] ?? null)}).`);
  }
  const features = (parsed['features'] as unknown[]).map((feature, i) => asFeature(feature, i + 1));
  if (features.length === 0) throw new SetUpError(`${file.name} is empty: its collection has no features.`);
  return { name: file.name, features, crs: crsName(parsed['crs']) };
}

async function readText(opened: { stream: AsyncIterable<Buffer>; close(): void }, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of opened.stream) {
    length += chunk.length;
    if (length > LONGEST) {
      opened.close();
      throw new SetUpError(`${name} is larger than ${LONGEST / 1e6} MB.`, 'Use generalised boundaries, or fewer at a time');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8').replace(/^\ufeff/, '');
}

function parseJson(text: string, name: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new SetUpError(`${name} is not JSON: ${(error as Error).message}.`);
  }
  if (typeof parsed !== 'object' || parsed === null) throw new SetUpError(`${name} is not a GeoJSON FeatureCollection.`);
  return parsed as Record<string, unknown>;
}

function asFeature(feature: unknown, line: number): SourceFeature {
  const { properties, geometry } = (feature ?? {}) as { properties?: unknown; geometry?: unknown };
  return {
    line,
    properties: (typeof properties === 'object' && properties !== null ? properties : {}) as Record<string, unknown>,
    geometry: typeof geometry === 'object' ? (geometry as SourceFeature['geometry']) : null,
  };
}

/** The pre-2016 member that named a projection; the present standard knows longitude and latitude only. */
function crsName(crs: unknown): string | undefined {
  const name = (crs as { properties?: { name?: unknown } } | null | undefined)?.properties?.name;
  return typeof name === 'string' ? name : undefined;
}
