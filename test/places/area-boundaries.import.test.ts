import { beginBatch } from '../../src/intake/batch';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { emptyPlaces, importDistricts, leftovers, rowsOf } from './place-imports';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
});
beforeEach(() => emptyPlaces(at));
afterAll(() => at.close());

interface AreaRow {
  code: string;
  name: string;
  sort_name: string;
  kind: string;
  parent: string | null;
  km2: string;
  union: boolean;
  version: number;
  labelled: boolean;
}

const areas = (): Promise<AreaRow[]> =>
  rowsOf<AreaRow>(
    at,
    `select a.code, a.name, a.sort_name, a.kind, p.code as parent, a.area_km2 as km2, a.boundary_is_union as union, a.version, st_covers(a.boundary, a.label_point) as labelled
     from areas a left join areas p on p.id = a.parent_id order by a.code`,
  );

describe('importing boundaries', () => {
  it('makes the areas, and a parent that was not there as the union of its parts', async () => {
    const outcome = await importDistricts(at, 'districts.geojson');
    expect(outcome.counts).toEqual({ read: 3, created: 3, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    const [carrow, ashdene, brook, county] = await areas();
    expect(carrow).toMatchObject({ code: 'E06990001', parent: null, union: false, labelled: true });
    expect(ashdene).toMatchObject({ code: 'E07990001', kind: 'DISTRICT', parent: 'E10990001', labelled: true });
    expect(brook).toMatchObject({ name: 'Ébrook  Mere', sort_name: 'ebrook mere' });
    expect(county).toMatchObject({ code: 'E10990001', name: 'Testshire', kind: 'COUNTY', union: true, labelled: true });
    expect(Number(county?.km2)).toBeCloseTo(Number(ashdene?.km2) + Number(brook?.km2), 1);
    const [tree] = await rowsOf<{ count: number }>(at, `select count(*)::int as count from area_tree where depth = 1`);
    expect(tree?.count).toBe(2);
    expect(await leftovers(at)).toBe(0);
  });

  it('changes nothing the second time', async () => {
    await importDistricts(at, 'districts.geojson');
    const before = await areas();
    const outcome = await importDistricts(at, 'districts.geojson');
    expect(outcome).toMatchObject({ verdict: 'UNCHANGED', counts: { created: 0, updated: 0, unchanged: 3 } });
    expect(await areas()).toEqual(before);
  });

  it('updates by code and makes the union of the parts again', async () => {
    await importDistricts(at, 'districts.geojson');
    const before = (await areas()).at(-1);
    const outcome = await importDistricts(at, 'districts-moved.geojson', { source: 'districts.geojson' });
    expect(outcome.counts).toMatchObject({ created: 0, updated: 1, unchanged: 2 });
    const after = (await areas()).at(-1);
    expect(Number(after?.km2)).toBeGreaterThan(Number(before?.km2));
    expect(after?.version).toBe(2);
  });

  it('leaves parents as they are when the file is not asked for them', async () => {
    await importDistricts(at, 'districts.geojson');
    await importDistricts(at, 'districts-moved.geojson', { parent: undefined, parentName: undefined });
    expect((await areas()).map((area) => area.parent)).toEqual([null, 'E10990001', 'E10990001', null]);
    expect((await areas()).at(-1)?.version).toBe(2);
  });

  it('writes nothing in a dry run and says what would happen', async () => {
    const outcome = await importDistricts(at, 'districts.geojson', { dryRun: true });
    expect(outcome).toMatchObject({ verdict: 'DRY_RUN', counts: { created: 3 } });
    expect(await areas()).toEqual([]);
    expect(await leftovers(at)).toBe(0);
  });

  it('refuses a dirty file whole, with every reason', async () => {
    const outcome = await importDistricts(at, 'districts-dirty.geojson');
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map((row) => [row.line, row.column, row.reason])).toEqual([
      [3, 'code', 'is the code of feature 2 already'],
      [4, 'code', 'is empty: an area needs its code'],
      [5, 'name', 'is empty: E07990004 needs a name'],
      [6, 'geometry', 'is a Point, not a Polygon or MultiPolygon'],
      [7, 'geometry', 'has no geometry'],
      [8, 'geometry', 'encloses nothing: it has no ring of three or more different positions'],
      [10, 'geometry', 'has a position that is not two numbers'],
      [11, 'geometry', 'has latitude and longitude swapped (GeoJSON has longitude first)'],
      [12, 'county', 'is the code of the area itself: nothing contains itself'],
      [9, 'geometry', 'is invalid, and nothing that encloses an area is left when it is repaired'],
    ]);
    expect(await areas()).toEqual([]);
    expect(await leftovers(at)).toBe(0);
  });

  it('repairs and notes what can be repaired when the rest is accepted', async () => {
    const outcome = await importDistricts(at, 'districts-dirty.geojson', { acceptRest: true });
    expect(outcome).toMatchObject({ verdict: 'PUBLISHED', counts: { read: 12, created: 2, refused: 10 } });
    expect(outcome.notes.join('\n')).toMatch(/Bow Tie \(E07990001\): its shape was invalid and has been repaired \(Self-intersection/);
    expect(outcome.notes.join('\n')).toMatch(/Open Ring \(E07990002\): a ring that was not closed has been closed/);
    expect((await areas()).map((area) => area.code)).toEqual(['E07990001', 'E07990002', 'E10990001']);
    const valid = await rowsOf<{ valid: boolean }>(at, 'select st_isvalid(boundary) as valid from areas');
    expect(valid.every((row) => row.valid)).toBe(true);
  });

  it.each([
    ['districts-swapped.geojson', /latitude and longitude swapped/],
    ['districts-projected.geojson', /projected coordinates/],
    ['districts-crs.geojson', /EPSG::27700/],
    ['empty-collection.geojson', /empty/],
    ['topology.json', /TopoJSON/],
    ['not-json.geojson', /not JSON/],
    ['nowhere.geojson', /no file/],
  ])('says in one sentence what is wrong with %s', async (name, sentence) => {
    await expect(importDistricts(at, name)).rejects.toThrow(sentence);
    expect(await leftovers(at)).toBe(0);
  });

  it('names the properties that there are when the one asked for is missing', async () => {
    await expect(importDistricts(at, 'districts.geojson', { code: 'LAD13CD' })).rejects.toThrow(/no feature with the property "LAD13CD"; there are: code, name, county, county_name/);
    await expect(importDistricts(at, 'districts.geojson', { kind: 'BOROUGH' })).rejects.toThrow(/BOROUGH is not a kind of area; the kinds are COUNTRY, /);
  });

  it('takes a former code for today\'s, and refuses the code of an area that was merged away', async () => {
    await importDistricts(at, 'districts.geojson');
    await at.owner.query(`insert into area_former_codes (code, area_id, kind) select 'E07980003', id, 'new_code' from areas where code = 'E07990002'`);
    await at.owner.query(`update areas set code = 'E07990077' where code = 'E07990002'`);
    await at.owner.query(`insert into area_former_codes (code, area_id, kind) select 'E07990002', id, 'new_code' from areas where code = 'E07990077'`);
    const outcome = await importDistricts(at, 'districts.geojson');
    expect(outcome.counts).toMatchObject({ created: 0, unchanged: 3 });
    expect(outcome.notes).toContain("E07990002 is a former code of Ébrook  Mere; taken as today's E07990077.");
    await at.owner.query(`update area_former_codes set kind = 'merger'`);
    const refused = await importDistricts(at, 'districts.geojson');
    expect(refused.refusedRows[0]?.reason).toBe('is a former code: that area was merged into Ébrook  Mere');
  });

  it('replaces the sketches of the sample by code, counties too', async () => {
    const sample = await openTestDatabase({ with: 'sample', writes: true });
    try {
      const [known] = await rowsOf<{ code: string; parent: string }>(sample, `select a.code, p.code as parent from areas a join areas p on p.id = a.parent_id where a.kind = 'DISTRICT' and a.accuracy = 'SCHEMATIC' limit 1`);
      await importDistricts(sample, 'districts.geojson');
      await sample.owner.query(`update areas set code = 'OLD' || code where code = 'E07990001'`);
      await sample.owner.query(`update areas set code = 'E07990001' where code = $1`, [known?.code]);
      const outcome = await importDistricts(sample, 'districts.geojson', { parent: undefined, parentName: undefined });
      expect(outcome.counts).toMatchObject({ updated: 1, unchanged: 2 });
      const [now] = await rowsOf<{ accuracy: string }>(sample, `select accuracy from areas where code = 'E07990001'`);
      expect(now?.accuracy).toBe('GENERALISED');
      const [parent] = await rowsOf<{ union: boolean }>(sample, `select boundary_is_union as union from areas where code = $1`, [known?.parent]);
      expect(parent?.union).toBe(true);
    } finally {
      await sample.close();
    }
  });

  it('tells a second import of the same kind to wait', async () => {
    await at.database.withServiceClient((client) => beginBatch(client, testClock, 'boundaries', 'other.geojson', {}));
    await expect(importDistricts(at, 'districts.geojson')).rejects.toThrow(/Another import of boundaries is under way/);
  });
});
