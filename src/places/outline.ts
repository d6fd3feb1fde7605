import type { PolygonRings, Position, Ring } from './ewkb';

/** How a shape's coordinates look against where the United Kingdom lies. */
export type Whereabouts = 'PLAUSIBLE' | 'SWAPPED' | 'PROJECTED';

export interface Outline {
  readonly polygons: readonly PolygonRings[];
  readonly positions: number;
  readonly whereabouts: Whereabouts;
  /** A ring whose last position was not its first was closed. */
  readonly closed: boolean;
}

/** England and a margin, in degrees; outside it, a shape is only suspected when swapping would bring it inside. */
const ENGLAND = { west: -7, east: 2.5, south: 49, north: 61 };

/** Reads a GeoJSON geometry as polygons. @returns what is wrong with it, as text, when it cannot be one. */
export function readOutline(geometry: { type: string; coordinates?: unknown } | null): Outline | string {
  if (geometry === null) return 'has no geometry';
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return `is a ${geometry.type}, not a Polygon or MultiPolygon`;
  const given = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  if (!Array.isArray(given)) return 'has no coordinates';
  const state = { closed: false, positions: 0, bounds: { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity } };
  const polygons: PolygonRings[] = [];
  for (const rings of given as unknown[]) {
    if (!Array.isArray(rings)) return 'has coordinates that are not nested as its type asks';
    const read = readRings(rings, state);
    if (typeof read === 'string') return read;
    if (read.length > 0) polygons.push(read);
  }
  if (polygons.length === 0) return 'encloses nothing: it has no ring of three or more different positions';
  return { polygons, positions: state.positions, whereabouts: whereaboutsOf(state.bounds), closed: state.closed };
}

type State = { closed: boolean; positions: number; bounds: typeof ENGLAND };

function readRings(rings: unknown[], state: State): PolygonRings | string {
  const read: Ring[] = [];
  for (const [index, ring] of rings.entries()) {
    if (!Array.isArray(ring)) return 'has coordinates that are not nested as its type asks';
    const positions: Position[] = [];
    for (const position of ring as unknown[]) {
      const [x, y] = Array.isArray(position) ? (position as unknown[]) : [];
      if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return 'has a position that is not two numbers';
      positions.push([x, y]);
      widen(state.bounds, x, y);
    }
    const closed = close(positions);
    state.closed ||= closed.length > positions.length;
    // A hole of fewer than three corners takes nothing away; an outer ring of fewer encloses nothing.
    if (new Set(closed.map(([x, y]) => `${x} ${y}`)).size < 3) {
      if (index === 0) return [];
      continue;
    }
    state.positions += closed.length;
    read.push(closed);
  }
  return read;
}

function close(positions: Position[]): Ring {
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined || (first[0] === last[0] && first[1] === last[1])) return positions;
  return [...positions, first];
}

function widen(bounds: typeof ENGLAND, x: number, y: number): void {
  bounds.west = Math.min(bounds.west, x);
  bounds.east = Math.max(bounds.east, x);
  bounds.south = Math.min(bounds.south, y);
  bounds.north = Math.max(bounds.north, y);
}

function whereaboutsOf({ west, east, south, north }: typeof ENGLAND): Whereabouts {
  if (Math.min(west, south) < -180 || Math.max(east, north) > 180) return 'PROJECTED';
  if (south < -90 || north > 90) return 'SWAPPED';
  const fits = (lonFrom: number, lonTo: number, latFrom: number, latTo: number): boolean =>
    lonFrom >= ENGLAND.west && lonTo <= ENGLAND.east && latFrom >= ENGLAND.south && latTo <= ENGLAND.north;
  return !fits(west, east, south, north) && fits(south, north, west, east) ? 'SWAPPED' : 'PLAUSIBLE';
}
