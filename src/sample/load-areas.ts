import type { SqlRunner } from '../organisations/place-writing';
import { postcodeSides } from '../places/postcode.staging';
import { foldName } from '../text/fold';
import { orNull, readOutlines, readSampleRows } from './sample-files';
import { overRows, SAMPLE_INSTANT, sampleId } from './sample-rows';

/** Which sectors each county declares as its own: Hertfordshire's plan speaks of the VCS, Derbyshire's of the VCI. */
const DECLARED_SECTORS = [
  { code: 'E10000015', sector: ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE'] },
  { code: 'E10000007', sector: ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT'] },
];

const OUTLINE_SOURCE = 'vcs-atlas schematic outline';
const POSTCODE_SOURCE = 'vcs-atlas sample';

/** Areas, what they share, their outlines, figures and postcodes. What is there already, such as real boundaries, stands. */
export async function loadAreas(run: SqlRunner): Promise<void> {
  await loadTree(run);
  await loadBoundaries(run);
  await loadFigures(run);
  await loadPostcodes(run);
}

async function loadTree(run: SqlRunner): Promise<void> {
  const areas = readSampleRows('areas').map((row) => ({
    id: sampleId('area', row.code as string),
    code: row.code,
    name: row.name,
    kind: row.kind,
    sort_name: foldName(row.name as string),
    parent_code: orNull(row.parent_code),
    area_km2: orNull(row.area_km2),
  }));
  await overRows(run, areas, 'id uuid, code text, name text, kind text, sort_name text, area_km2 numeric', (rows) => `
    insert into areas (id, code, kind, name, sort_name, area_km2, created_at, updated_at)
    select r.id, r.code, r.kind, r.name, r.sort_name, r.area_km2, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${rows}
    on conflict (code) do nothing`);
  await overRows(run, areas, 'code text, parent_code text', (rows) => `
    update areas a set parent_id = p.id from ${rows} join areas p on p.code = r.parent_code where a.code = r.code and a.parent_id is null`);
  await overRows(run, DECLARED_SECTORS, 'code text, sector text[]', (rows) => `
    update areas a set sector = r.sector from ${rows} where a.code = r.code and a.sector is null`);
  await overRows(run, readSampleRows('area-overlaps'), 'code text, other_code text, share numeric', (rows) => `
    insert into area_overlaps (area_id, other_id, share)
    select a.id, o.id, r.share from ${rows} join areas a on a.code = r.code join areas o on o.code = r.other_code
    on conflict do nothing`);
  await overRows(run, readSampleRows('area-codes'), 'old_code text, new_code text, year integer', (rows) => `
    insert into area_former_codes (code, area_id, changed_in)
    select r.old_code, a.id, r.year from ${rows} join areas a on a.code = r.new_code
    on conflict do nothing`);
  await run.query('select rebuild_area_closures()');
}

async function loadBoundaries(run: SqlRunner): Promise<void> {
  await overRows(run, readOutlines(), 'code text, geometry text', (rows) => `
    update areas a set boundary = o.boundary, accuracy = 'SCHEMATIC', boundary_source = '${OUTLINE_SOURCE}',
      label_point = st_pointonsurface(o.boundary), area_km2 = coalesce(a.area_km2, round((st_area(o.boundary::geography) / 1e6)::numeric, 2))
    from (select r.code, st_multi(st_setsrid(st_geomfromgeojson(r.geometry), 4326)) as boundary from ${rows}) o
    where a.code = o.code and a.boundary is null`);
  // Normalised: where a ring begins is up to the version of the geometry library.
  await run.query(`
    update areas a set boundary = u.boundary, accuracy = 'SCHEMATIC', boundary_source = '${OUTLINE_SOURCE}', boundary_is_union = true,
      label_point = st_pointonsurface(u.boundary)
    from (
      select d.parent_id, st_normalize(st_multi(st_union(d.boundary))) as boundary
      from areas d where d.kind = 'DISTRICT' and d.accuracy = 'SCHEMATIC' and d.boundary_source = '${OUTLINE_SOURCE}' group by d.parent_id
    ) u where a.id = u.parent_id and a.kind = 'COUNTY' and a.boundary is null`);
}

async function loadFigures(run: SqlRunner): Promise<void> {
  await overRows(run, readSampleRows('area-statistics'), 'code text, measure text, year integer, value numeric, source text', (rows) => `
    insert into area_statistics (area_id, measure, year, value, source)
    select a.id, r.measure, r.year, r.value, r.source from ${rows} join areas a on a.code = r.code
    on conflict do nothing`);
}

/** A list that was imported knows more than the few postcodes of the sample, and stays. */
async function loadPostcodes(run: SqlRunner): Promise<void> {
  const [known] = (await run.query('select exists (select from postcodes) as there')) as { there: boolean }[];
  if (known === undefined || known.there) return;
  const { next, nextSide } = await postcodeSides({ query: async (sql) => ({ rows: (await run.query(sql)) as unknown[] }) });
  await run.query(`delete from ${next}`);
  await overRows(run, readSampleRows('postcodes'), 'postcode text, district_code text, longitude float8, latitude float8', (rows) => `
    insert into ${next} (postcode, district_code, point)
    select r.postcode, r.district_code, st_setsrid(st_makepoint(r.longitude, r.latitude), 4326) from ${rows}`);
  await run.query('select publish_postcodes($1, $2, $3)', [nextSide, POSTCODE_SOURCE, SAMPLE_INSTANT]);
}
