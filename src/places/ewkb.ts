/** Longitude then latitude, as GeoJSON and PostGIS have them. */
export type Position = readonly [number, number];
export type Ring = readonly Position[];
/** Its outer ring, then its holes. */
export type PolygonRings = readonly Ring[];

const SRID_FLAG = 0x20000000;
const POINT = 1;
const POLYGON = 3;
const MULTI_POLYGON = 6;
export const WGS84 = 4326;

const pointBuffer = Buffer.alloc(25);
pointBuffer.writeUInt8(1, 0);
pointBuffer.writeUInt32LE(POINT | SRID_FLAG, 1);
pointBuffer.writeUInt32LE(WGS84, 5);

/** A WGS84 point as the hexadecimal text that PostGIS reads fastest: no function call a row. */
export function pointHex(longitude: number, latitude: number): string {
  pointBuffer.writeDoubleLE(longitude, 9);
  pointBuffer.writeDoubleLE(latitude, 17);
  return pointBuffer.toString('hex');
}

/** A WGS84 multi-polygon likewise. Rings must be closed; whether they cross is for PostGIS to see. */
export function multiPolygonHex(polygons: readonly PolygonRings[]): string {
  const size = polygons.reduce((sum, rings) => sum + 9 + rings.reduce((inner, ring) => inner + 4 + ring.length * 16, 0), 13);
  const buffer = Buffer.alloc(size);
  let at = buffer.writeUInt8(1, 0);
  at = buffer.writeUInt32LE(MULTI_POLYGON | SRID_FLAG, at);
  at = buffer.writeUInt32LE(WGS84, at);
  at = buffer.writeUInt32LE(polygons.length, at);
  for (const rings of polygons) {
    at = buffer.writeUInt8(1, at);
    at = buffer.writeUInt32LE(POLYGON, at);
    at = buffer.writeUInt32LE(rings.length, at);
    for (const ring of rings) {
      at = buffer.writeUInt32LE(ring.length, at);
      for (const [x, y] of ring) {
        at = buffer.writeDoubleLE(x, at);
        at = buffer.writeDoubleLE(y, at);
      }
    }
  }
  return buffer.toString('hex');
}
