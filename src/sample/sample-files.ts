import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A row of a sample file: every cell is text, an empty one is not known. */
export type SampleRow = Readonly<Record<string, string>>;

/** Beside the sources and beside the build: this file runs from both. */
function folder(): string {
  const found = [join(__dirname, '../../sample'), join(__dirname, '../../../sample')].find((one) => existsSync(join(one, 'organisations.csv')));
  if (found === undefined) throw new Error('The folder of the sample is missing.');
  return found;
}

export function readSampleRows(name: string): SampleRow[] {
  return parse(readFileSync(join(folder(), `${name}.csv`)), { columns: true, bom: true }) as SampleRow[];
}

export interface Outline {
  readonly code: string;
  /** GeoJSON geometry, as text for PostGIS. */
  readonly geometry: string;
}

export function readOutlines(): Outline[] {
  const collection = JSON.parse(readFileSync(join(folder(), 'outlines.geojson'), 'utf8')) as {
    features: { properties: { code: string }; geometry: object }[];
  };
  return collection.features.map(({ properties, geometry }) => ({ code: properties.code, geometry: JSON.stringify(geometry) }));
}

/** The parts of a cell that holds several; none when it is empty. */
export function several(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** An empty cell is not known. */
export function orNull(cell: string | undefined): string | null {
  return cell === undefined || cell === '' ? null : cell;
}
