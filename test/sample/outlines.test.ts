import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Position = [number, number];
type Edge = { from: Position; to: Position; code: string };
interface Outline {
  properties: { code: string; name: string; parent: string; parentName: string; accuracy: string };
  geometry: { type: 'Polygon'; coordinates: Position[][] } | { type: 'MultiPolygon'; coordinates: Position[][][] };
}

const outlines = (
  JSON.parse(readFileSync(join(__dirname, '../../sample/outlines.geojson'), 'utf8')) as { features: Outline[] }
).features;

// The grid is 0.01 degree: in hundredths every test below is exact integer arithmetic.
const onGrid = ([longitude, latitude]: Position): Position => [Math.round(longitude * 100), Math.round(latitude * 100)];
const rings = ({ geometry }: Outline): Position[][] =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
const gridRings = (outline: Outline): Position[][] => rings(outline).map((ring) => ring.map(onGrid));
const edgesOf = (outline: Outline): Edge[] =>
  gridRings(outline).flatMap((ring) =>
    ring.slice(1).map((to, i) => ({ from: ring[i]!, to, code: outline.properties.code })),
  );
const edges = outlines.flatMap(edgesOf);
const key = (a: Position, b: Position): string => `${a.join()} ${b.join()}`;

const cross = (a: Position, b: Position, c: Position): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];
const within = (a: Position, b: Position, p: Position): boolean =>
  Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]);
const onMiddleOf = ({ from, to }: Edge, p: Position): boolean =>
  !same(from, p) && !same(to, p) && cross(from, to, p) === 0 && within(from, to, p);
const crosses = (e: Edge, f: Edge): boolean =>
  Math.sign(cross(e.from, e.to, f.from)) * Math.sign(cross(e.from, e.to, f.to)) < 0 &&
  Math.sign(cross(f.from, f.to, e.from)) * Math.sign(cross(f.from, f.to, e.to)) < 0;
const twiceArea = (ring: Position[]): number =>
  ring.slice(1).reduce((sum, b, i) => sum + ring[i]![0] * b[1] - b[0] * ring[i]![1], 0);

describe('the schematic outlines', () => {
  it('draw the ten districts of Hertfordshire and the eight of Derbyshire, each once', () => {
    expect(outlines).toHaveLength(18);
    expect(new Set(outlines.map((o) => o.properties.code)).size).toBe(18);
    const parents = outlines.map((o) => `${o.properties.parent} ${o.properties.parentName}`);
    expect(parents.filter((p) => p === 'E10000015 Hertfordshire')).toHaveLength(10);
    expect(parents.filter((p) => p === 'E10000007 Derbyshire')).toHaveLength(8);
  });

  it('say that they are schematic', () => {
    expect(new Set(outlines.map((o) => o.properties.accuracy))).toEqual(new Set(['SCHEMATIC']));
    expect(outlines.filter((o) => o.properties.name === '')).toEqual([]);
  });

  it.each(outlines.map((o) => [o.properties.name, o] as const))('%s has at most 40 points, on the grid, in closed rings', (_name, outline) => {
    expect(rings(outline).flat().length).toBeLessThanOrEqual(40);
    for (const ring of rings(outline)) {
      expect(ring.length).toBeGreaterThanOrEqual(4);
      expect(ring.at(-1)).toEqual(ring[0]);
      for (const position of ring) {
        expect(position).toHaveLength(2);
        const [longitude, latitude] = onGrid(position);
        expect(position).toEqual([longitude / 100, latitude / 100]);
      }
    }
  });

  it.each(outlines.map((o) => [o.properties.name, o] as const))('%s visits no point twice and runs anticlockwise', (_name, outline) => {
    for (const ring of gridRings(outline)) {
      expect(new Set(ring.map(String)).size).toBe(ring.length - 1);
      expect(twiceArea(ring)).toBeGreaterThan(0);
    }
  });

  it('share an edge only whole, and run along it in opposite directions', () => {
    const used = new Map<string, string[]>();
    for (const { from, to, code } of edges) used.set(key(from, to), [...(used.get(key(from, to)) ?? []), code]);
    expect([...used].filter(([, codes]) => codes.length > 1)).toEqual([]);

    const shared = edges.filter(({ from, to }) => used.has(key(to, from)));
    expect(shared.length).toBeGreaterThan(100);
    expect(shared.filter(({ from, to, code }) => used.get(key(to, from))!.includes(code))).toEqual([]);
  });

  it('never touch the middle of an edge with a vertex', () => {
    const vertices = edges.map((e) => e.from);
    expect(edges.flatMap((e) => vertices.filter((v) => onMiddleOf(e, v)).map((v) => [e.code, e.from, e.to, v]))).toEqual([]);
  });

  it('never cross, neither themselves nor a neighbour', () => {
    const crossings = edges.flatMap((e, i) => edges.slice(i + 1).filter((f) => crosses(e, f)).map((f) => [e.code, f.code]));
    expect(crossings).toEqual([]);
  });

  it('leave no gap: the edges that only one district uses close up around each county, and around Derby', () => {
    const used = new Set(edges.map(({ from, to }) => key(from, to)));
    const outer = edges.filter(({ from, to }) => !used.has(key(to, from)));
    const next = new Map(outer.map((e) => [e.from.join(), e]));
    expect(next.size).toBe(outer.length);

    const loops: string[][] = [];
    while (next.size > 0) {
      const codes: string[] = [];
      let edge = next.values().next().value as Edge | undefined;
      while (edge !== undefined) {
        next.delete(edge.from.join());
        codes.push(edge.code);
        edge = next.get(edge.to.join());
      }
      loops.push([...new Set(codes)].sort());
    }
    // Amber Valley, Erewash and South Derbyshire stand around the unitary that is not of the county.
    expect(loops).toHaveLength(3);
    expect(loops).toContainEqual(['E07000032', 'E07000036', 'E07000039']);
  });
});
