import type { SourceRow } from '../intake/row-source';
import { SeenPostcodes, normalisePostcode } from './postcode';
import type { PostcodeLayout } from './postcode-layout';

/** A row ready to be loaded: postcode, district, ward, and x and y in the file's own coordinates. */
export interface PostcodeRow {
  readonly postcode: string;
  readonly district: string | null;
  readonly ward: string | null;
  readonly x: number | null;
  readonly y: number | null;
}

export interface PostcodeFault {
  readonly column: 'postcode' | 'coordinates';
  readonly value: string;
  readonly reason: string;
}

/** The ONS marks what has no district (Channel Islands, Isle of Man, none) by a letter and nines. */
const NO_AREA = /^[A-Z]99999999$/;
/** The whole United Kingdom with its islands, in degrees. */
const KINGDOM = { west: -9, east: 2.5, south: 49, north: 61.5 };
/** What the grid covers, in metres. */
const GRID = { width: 700_000, height: 1_300_000 };

/** Reads rows of one layout. Holds every postcode that it met, so that a second row for it is noticed. */
export class PostcodeReader {
  private readonly seen = new SeenPostcodes();
  terminated = 0;

  constructor(private readonly layout: PostcodeLayout) {}

  /** @returns undefined for a withdrawn postcode, which is counted and left out. */
  read({ values }: SourceRow): PostcodeRow | PostcodeFault | undefined {
    const { layout } = this;
    if (layout.terminated !== undefined && values[layout.terminated] !== '') {
      this.terminated += 1;
      return undefined;
    }
    const given = values[layout.postcode] as string;
    const postcode = normalisePostcode(given);
    if (postcode === undefined) return { column: 'postcode', value: given, reason: given === '' ? 'is empty' : 'is not a postcode' };
    const place = this.coordinates(values);
    if ('reason' in place) return place;
    if (!this.seen.add(postcode)) return { column: 'postcode', value: given, reason: 'stands in the file twice' };
    return { postcode, district: codeOf(values, layout.district), ward: codeOf(values, layout.ward), ...place };
  }

  private coordinates(values: readonly string[]): { x: number | null; y: number | null } | PostcodeFault {
    const { coordinates } = this.layout;
    if (coordinates === undefined) return NOWHERE;
    const [givenX, givenY] = [values[coordinates.x] as string, values[coordinates.y] as string];
    if (givenX === '' && givenY === '') return NOWHERE;
    const [x, y] = [Number(givenX), Number(givenY)];
    const fault = (reason: string): PostcodeFault => ({ column: 'coordinates', value: `${givenY}, ${givenX}`, reason });
    if (givenX === '' || givenY === '' || !Number.isFinite(x) || !Number.isFinite(y)) return fault('are not two numbers');
    return coordinates.kind === 'DEGREES' ? degrees(x, y, fault) : grid(x, y, fault);
  }
}

const NOWHERE = { x: null, y: null };

function degrees(longitude: number, latitude: number, fault: (reason: string) => PostcodeFault): { x: number | null; y: number | null } | PostcodeFault {
  // How the ONS and others write that a postcode has no coordinates.
  if (latitude > 99.99 || (latitude === 0 && longitude === 0)) return NOWHERE;
  const inside = (x: number, y: number): boolean => x >= KINGDOM.west && x <= KINGDOM.east && y >= KINGDOM.south && y <= KINGDOM.north;
  if (inside(longitude, latitude)) return { x: longitude, y: latitude };
  return fault(inside(latitude, longitude) ? 'have latitude and longitude swapped' : 'lie outside the United Kingdom (degrees are asked for)');
}

function grid(easting: number, northing: number, fault: (reason: string) => PostcodeFault): { x: number | null; y: number | null } | PostcodeFault {
  if (easting === 0 || northing === 0) return NOWHERE;
  const inside = easting > 0 && easting < GRID.width && northing > 0 && northing < GRID.height;
  return inside ? { x: easting, y: northing } : fault('lie outside the British National Grid (metres are asked for)');
}

function codeOf(values: readonly string[], at: number | undefined): string | null {
  const code = at === undefined ? '' : (values[at] as string);
  return code === '' || NO_AREA.test(code) ? null : code;
}
