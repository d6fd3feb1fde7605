import { revertImport } from '../../src/organisations/import-revert';
import { importAreaOverlaps, type OverlapImportOptions } from '../../src/places/area-overlaps.import';
import { Files } from '../organisations/organisation-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { emptyPlaces, importDistricts, leftovers, rowsOf } from './place-imports';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
  files = new Files();
});
beforeEach(async () => {
  await emptyPlaces(at);
  await at.owner.query(`delete from area_kinds where code in ('PCT', 'SCHOOL_CLUSTER')`);
  await importDistricts(at, 'districts.geojson');
});
afterAll(async () => {
  files.remove();
  await at.close();
});

interface Asked {
  code: string;
  kind: string;
  overlaps: { share: number | null; area: { code: string } }[];
}

/** As anybody is told it: `other code share`. */
async function overlapsOf(code: string, kind?: string): Promise<string[]> {
  const answer = await at.ask<{ area: Asked }>('query ($code: String!, $kind: String) { area(code: $code) { code kind overlaps(kind: $kind) { share area { code } } } }', { code, kind });
  return (answer.data?.area.overlaps ?? []).map((one) => `${one.area.code} ${one.share}`).sort();
}

const clusters = (more: object = {}) =>
  importDistricts(at, 'clusters.geojson', { kind: 'PCT', newKinds: { PCT: 'Primary care trust' }, overlaps: ['DISTRICT'], parent: undefined, parentName: undefined, ...more });
const lists = (rows: Record<string, string>[], more: Partial<OverlapImportOptions> = {}) => importAreaOverlaps(at.database, testClock, { file: files.csv(rows), ...more });
const takeBack = async (kind: string): Promise<void> => {
  const [batch] = await rowsOf<{ id: string }>(at, `select id from import_batches b where kind = $1 and reverted_at is null and exists (select from former_rows f where f.batch_id = b.id) order by id desc limit 1`, [kind]);
  await revertImport({ database: at.database, viewer: { role: 'ADMIN' }, clock: testClock }, { id: batch?.id ?? '' });
};

describe('importing boundaries of a kind that overlaps districts', () => {
  it('adds the kind and works out what is shared, leaving out what only touches and taking for whole what nearly is', async () => {
    const outcome = await clusters();
    expect(outcome.counts).toMatchObject({ created: 3, refused: 0 });
    expect(await overlapsOf('X-C1')).toEqual(['E07990001 0.5', 'E07990002 0.5']);
  });

  it('does so for the kinds that are named alone, and once again changes nothing', async () => {
    await clusters();
    expect(await overlapsOf('X-C1', 'DISTRICT')).toEqual(['E07990001 0.5', 'E07990002 0.5']);
    expect(await overlapsOf('X-C2')).toEqual(['E07990002 1']);
    expect(await overlapsOf('E07990002')).toEqual(['X-C1 0.5', 'X-C2 1']);
    expect(await overlapsOf('X-C3')).toEqual([]);
    expect((await clusters()).verdict).toBe('UNCHANGED');
    const kinds = await at.ask<{ areaKinds: { code: string; name: string }[] }>('{ areaKinds { code name } }');
    expect(kinds.data?.areaKinds).toContainEqual({ code: 'PCT', name: 'Primary care trust' });
  });

  it('counts an area whose overlaps alone are others as updated, and goes back with the import', async () => {
    await clusters();
    await lists([{ code: 'X-C3', other_code: 'E06990001', share: '30%', other_share: '0.4' }]);
    expect(await overlapsOf('X-C3')).toEqual(['E06990001 0.3']);
    expect((await clusters()).counts).toMatchObject({ created: 0, updated: 1, unchanged: 2 });
    expect(await overlapsOf('X-C3')).toEqual([]);
    await takeBack('boundaries');
    expect(await overlapsOf('X-C3')).toEqual(['E06990001 0.3']);
    await takeBack('area-overlaps');
    await takeBack('boundaries');
    expect(await rowsOf(at, `select code from areas where code like 'X-%' union select code from area_kinds where code = 'PCT'`)).toEqual([]);
    expect(await overlapsOf('E07990002')).toEqual([]);
  });

  it('keeps overlaps when it is not asked to work them out, and wants a kind that is known', async () => {
    await clusters();
    expect((await clusters({ overlaps: undefined })).verdict).toBe('UNCHANGED');
    expect(await overlapsOf('X-C2')).toEqual(['E07990002 1']);
    await expect(clusters({ overlaps: ['PARISH'] })).rejects.toThrow('PARISH is not a kind of area');
    await expect(clusters({ overlaps: ['PCT'] })).rejects.toThrow('Areas of one kind do not overlap');
    await expect(importDistricts(at, 'clusters.geojson', { kind: 'CARE_TRUST', parent: undefined, parentName: undefined })).rejects.toThrow('CARE_TRUST is not a kind of area');
  });
});

describe('importing overlaps from a list', () => {
  const cluster = (more: Record<string, string> = {}): Record<string, string> => ({ code: 'X-S1', name: 'East cluster', kind: 'SCHOOL_CLUSTER', parent: '', other_code: 'E07990001', share: '', other_share: '100%', ...more });
  const newKinds = { SCHOOL_CLUSTER: 'School cluster' };

  it('makes the areas that are not there, says what is not known, and once again changes nothing', async () => {
    const rows = [cluster(), cluster({ other_code: 'E07990002', other_share: '0.25' })];
    expect((await lists(rows, { newKinds, dryRun: true })).counts).toMatchObject({ created: 2 });
    expect(await rowsOf(at, `select code from areas where code = 'X-S1'`)).toEqual([]);
    const outcome = await lists(rows, { newKinds });
    expect(outcome.counts).toEqual({ read: 2, created: 2, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    expect(outcome.notes).toEqual(['East cluster (X-S1) was not there yet: made as SCHOOL_CLUSTER, without an outline.', '2 overlap(s) of which one share is not known: neither given, nor to be measured by outlines or sizes.']);
    expect(await overlapsOf('X-S1')).toEqual(['E07990001 null', 'E07990002 null']);
    expect(await overlapsOf('E07990001')).toEqual(['X-S1 1']);
    expect(await lists(rows, { newKinds })).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 2 } });
    expect(await leftovers(at)).toBe(0);
    await takeBack('area-overlaps');
    expect(await rowsOf(at, `select code from areas where code = 'X-S1' union select code from area_kinds where code = 'SCHOOL_CLUSTER'`)).toEqual([]);
  });

  it('lets those based in a district that lies in the area whole count as based in it, and those who serve either as serving the other', async () => {
    await lists([cluster(), cluster({ other_code: 'E07990002', other_share: '0.25' })], { newKinds });
    const reach = await rowsOf<{ served: string; dedicated: boolean }>(at, `select s.code as served, r.dedicated from area_reach r join areas s on s.id = r.served_id join areas t on t.id = r.target_id where t.code = 'X-S1' order by 1`);
    expect(reach).toEqual([{ served: 'E07990001', dedicated: true }, { served: 'E07990002', dedicated: true }, { served: 'X-S1', dedicated: true }]);
    expect(await rowsOf(at, `select d.code from shown.area_districts v join areas a on a.id = v.area_id join areas d on d.id = v.district_id where a.code = 'X-S1'`)).toEqual([{ code: 'E07990001' }]);
  });

  it('measures by outlines what is not given, and takes an overlap out by a share of nought', async () => {
    await clusters({ overlaps: undefined });
    await lists([{ code: 'X-C1', other_code: 'E07990001' }]);
    expect([await overlapsOf('X-C1'), await overlapsOf('E07990001')]).toEqual([['E07990001 0.5'], ['X-C1 0.5']]);
    expect((await lists([{ code: 'E07990001', other_code: 'X-C1', share: '0' }])).counts).toMatchObject({ updated: 1 });
    expect([await overlapsOf('X-C1'), await overlapsOf('E07990001')]).toEqual([[], []]);
    expect((await lists([{ code: 'E07990001', other_code: 'X-C1', share: '0' }])).verdict).toBe('UNCHANGED');
  });

  it('refuses what cannot be, with every reason', async () => {
    await clusters({ overlaps: undefined });
    const outcome = await lists([
      { code: 'X-C1', name: '', kind: '', other_code: 'E99', share: '' },
      { code: 'X-C1', name: '', kind: '', other_code: 'E07990001', share: '140%' },
      { code: 'X-NEW', name: '', kind: '', other_code: 'E07990001', share: '1' },
      { code: 'X-NEW', name: 'New', kind: 'PARISH', other_code: 'E07990001', share: '1' },
      { code: 'E10990001', name: '', kind: '', other_code: 'E07990001', share: '0.5' },
      { code: 'X-C1', name: '', kind: '', other_code: 'E06990001', share: '' },
      { code: 'X-C2', name: '', kind: '', other_code: 'E07990001', share: '0.5' },
      { code: 'E07990001', name: '', kind: '', other_code: 'X-C2', share: '0.4' },
      { code: 'X-C2', name: '', kind: '', other_code: 'X-C2', share: '0.4' },
    ]);
    expect(outcome.verdict).toBe('REFUSED');
    expect(outcome.refusedRows.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, 'other_code', 'is not the code of an area'],
      [3, 'share', 'is not a share: a number from 0 to 1, or a percentage'],
      [4, 'code', 'is not the code of an area; with name and kind it is made'],
      [5, 'kind', expect.stringContaining('is not a kind of area; the kinds are')],
      [9, 'other_code', 'and the area stand in line 8 already'],
      [10, 'other_code', 'is the area itself'],
      [6, 'other_code', 'lies in the area: only what neither contains nor lies in it overlaps it'],
      [7, 'other_code', 'does not meet the area: their outlines share no ground'],
    ]);
  });
});

