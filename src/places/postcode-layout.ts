import { SetUpError } from '../errors';
import { findColumn, type RowSource } from '../intake/row-source';
import { normalisePostcode } from './postcode';

/** Where the columns of a postcode file stand; undefined: it has none of that. */
export interface PostcodeLayout {
  readonly postcode: number;
  readonly district: number | undefined;
  readonly ward: number | undefined;
  /** ONSPD: the month in which the postcode was withdrawn. */
  readonly terminated: number | undefined;
  /** Degrees, or metres of the British National Grid where a file has no degrees. */
  readonly coordinates: { readonly kind: 'DEGREES' | 'GRID'; readonly x: number; readonly y: number } | undefined;
}

/** Code-Point Open ships its files without headings: these are its columns, in order. */
const CODE_POINT = ['postcode', 'quality', 'easting', 'northing', 'country_code', 'nhs_regional_ha_code', 'nhs_ha_code', 'admin_county_code', 'admin_district_code', 'admin_ward_code'];

/** Headings as Code-Point Open, the ONS Postcode Directory of several years and plain tables have them. */
const POSTCODE = ['pcds', 'postcode', 'pcd8', 'pcd7', 'pcd2', 'pcd', 'pc'];
const DISTRICT = ['lad_code', 'admin_district_code', 'oslaua', 'laua', 'district_code', 'ladcd', 'dc'];
const WARD = ['ward_code', 'admin_ward_code', 'osward', 'ward', 'wdcd', 'wc'];
const TERMINATED = ['doterm'];
const LATITUDE = ['latitude', 'lat'];
const LONGITUDE = ['longitude', 'long', 'lon', 'lng'];
const EASTING = ['easting', 'eastings', 'oseast1m', 'east1m', 'ea'];
const NORTHING = ['northing', 'northings', 'osnrth1m', 'north1m', 'no'];
/** The ONS puts the year of the codes into some headings: lad25cd, wd25cd. */
const DISTRICT_OF_A_YEAR = /^lad\d\dcd$/;
const WARD_OF_A_YEAR = /^wd\d\dcd$/;

const KNOWN = 'Known are the headings of Code-Point Open (also without headings), of the ONS Postcode Directory, and postcode,latitude,longitude,lad_code,ward_code';

/** For `openRows`: a first record that is a row of Code-Point Open already. */
export function codePointHeadings(first: readonly string[]): readonly string[] | undefined {
  return first.length === CODE_POINT.length && normalisePostcode(first[0] ?? '') !== undefined && /^\d+$/.test(first[2] ?? '') ? CODE_POINT : undefined;
}

export function recogniseLayout(source: RowSource): PostcodeLayout {
  const find = (names: readonly string[], pattern?: RegExp): number | undefined => {
    for (const name of names) {
      const at = findColumn(source, name);
      if (at !== undefined) return at;
    }
    const at = pattern === undefined ? -1 : source.columns.findIndex((column) => pattern.test(column.toLowerCase()));
    return at < 0 ? undefined : at;
  };
  const postcode = find(POSTCODE);
  if (postcode === undefined) {
    throw new SetUpError(`${source.name} has no column of postcodes; it has: ${source.columns.join(', ')}.`, KNOWN);
  }
  const [district, coordinates] = [find(DISTRICT, DISTRICT_OF_A_YEAR), coordinatesOf(find)];
  if (district === undefined && coordinates === undefined) throw new SetUpError(`${source.name} has neither coordinates nor districts; it has: ${source.columns.join(', ')}.`, KNOWN);
  return { postcode, district, ward: find(WARD, WARD_OF_A_YEAR), terminated: find(TERMINATED), coordinates };
}

function coordinatesOf(find: (names: readonly string[]) => number | undefined): PostcodeLayout['coordinates'] {
  const [latitude, longitude] = [find(LATITUDE), find(LONGITUDE)];
  if (latitude !== undefined && longitude !== undefined) return { kind: 'DEGREES', x: longitude, y: latitude };
  const [easting, northing] = [find(EASTING), find(NORTHING)];
  return easting === undefined || northing === undefined ? undefined : { kind: 'GRID', x: easting, y: northing };
}
