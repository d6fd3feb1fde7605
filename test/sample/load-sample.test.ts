import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { loadSample } from '../../src/sample/load-sample';
import { sampleId } from '../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase } from '../support';

const rowsOf = (file: string): Record<string, string>[] => parse(readFileSync(join(__dirname, '../../sample', `${file}.csv`)), { columns: true });

async function value<T>(opened: TestDatabase, sql: string, params: unknown[] = []): Promise<T> {
  const { rows } = await opened.owner.query(sql, params);
  return (rows[0] as { v: T } | undefined)?.v as T;
}

describe('the loaded sample', () => {
  let opened: TestDatabase;
  beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
  afterAll(() => opened.close());

  it.each([
    ['organisations', 'organisations'],
    ['areas', 'areas'],
    ['area-overlaps', 'area_overlaps'],
    ['area-codes', 'area_former_codes'],
    ['area-statistics', 'area_statistics'],
    ['postcodes', 'postcodes'],
    ['terms', 'terms'],
    ['identifiers', 'identifiers'],
    ['services', 'services'],
    ['service-terms', 'categorisations'],
    ['areas-served', 'areas_served'],
    ['places', 'places'],
    ['communities', 'community_links'],
    ['under-represented', 'under_represented_communities'],
    ['contacts', 'contacts'],
    ['consents', 'consents'],
    ['memberships', 'memberships'],
    ['supports', 'supports'],
  ])('holds every row of %s', async (file, table) => {
    expect(await value(opened, `select count(*)::int as v from ${table}`)).toBe(rowsOf(file).length);
  });

  it('has an active status where the file of statuses is silent, and what it says elsewhere', async () => {
    const told = rowsOf('statuses');
    const silent = rowsOf('organisations').filter((row) => !told.some((status) => status.organisation === row.key));
    expect(await value(opened, 'select count(*)::int as v from organisation_statuses')).toBe(told.length + silent.length);
    expect(await value(opened, `select valid::text as v from organisation_statuses where organisation_id = $1 and status = 'ACTIVE'`, [sampleId('organisation', 'roebuck-rounders')])).toBe(
      '[2014-05-01,2026-04-01)',
    );
  });

  it('stores printed ages up to the next birthday, and unknown ones as unknown', async () => {
    for (const row of rowsOf('services')) {
      const ages = await value(opened, 'select ages::text as v from services where id = $1', [sampleId('service', row.key ?? '')]);
      const upper = row.age_to === '' ? '' : Number(row.age_to) + 1;
      expect(ages).toBe(row.age_from === '' && row.age_to === '' ? null : `${row.age_from === '' ? '(' : '['}${row.age_from},${upper})`);
    }
  });

  it('draws all 18 districts as sketches and both counties as the union of theirs', async () => {
    const { rows } = await opened.owner.query(
      `select c.code, c.boundary_is_union, c.accuracy, count(d.*)::int as districts, st_isvalid(c.boundary) as valid,
         round((st_area(c.boundary) - sum(st_area(d.boundary)))::numeric, 9)::float as gap
       from areas c join areas d on d.parent_id = c.id and d.kind = 'DISTRICT' and d.accuracy = 'SCHEMATIC' and d.boundary_source = 'vcs-atlas schematic outline'
       where c.kind = 'COUNTY' group by c.id order by c.code`,
    );
    expect(rows).toEqual([
      { code: 'E10000007', boundary_is_union: true, accuracy: 'SCHEMATIC', districts: 8, valid: true, gap: 0 },
      { code: 'E10000015', boundary_is_union: true, accuracy: 'SCHEMATIC', districts: 10, valid: true, gap: 0 },
    ]);
  });

  it('keeps every mask: what is not for everyone is in the secrets alone', async () => {
    expect(await value(opened, `select count(*)::int as v from places where visibility <> 'EXACT' and (address is not null or postcode is not null or name is not null)`)).toBe(0);
    expect(await value(opened, 'select count(*)::int as v from secrets.places')).toBe(rowsOf('places').filter((row) => row.visibility !== 'EXACT').length);
    expect(await value(opened, 'select count(*)::int as v from secrets.contacts')).toBe(rowsOf('contacts').filter((row) => row.audience !== 'PUBLIC').length);
    expect(await value(opened, `select count(*)::int as v from contacts where audience <> 'PUBLIC' and value is not null`)).toBe(0);
  });

  it('places everyone who gave a postcode or point', async () => {
    const given = rowsOf('places').filter((row) => row.visibility === 'EXACT' && (row.postcode !== '' || row.longitude !== ''));
    expect(await value(opened, `select count(*)::int as v from places where visibility = 'EXACT' and district_id is not null and point is not null`)).toBe(given.length);
  });

  it('has the same ids everywhere', async () => {
    expect(await value(opened, `select id as v from organisations where slug = 'nspcc'`)).toBe('13d2f743-0086-5116-8b77-8a5efd035ac1');
    expect(await value(opened, `select id as v from areas where code = 'E07000095'`)).toBe('8d9bb3e6-38e1-55ac-ae16-9e644281d9c2');
  });
});

describe('loading the sample', () => {
  let opened: TestDatabase;
  beforeAll(async () => (opened = await openTestDatabase({ with: 'empty' })));
  afterAll(() => opened.close());

  it('keeps a boundary, a name and postcodes that are there already', async () => {
    await opened.owner.query(
      `insert into areas (id, code, kind, name, sort_name, boundary, accuracy, label_point, created_at, updated_at)
       select gen_random_uuid(), 'E07000095', 'DISTRICT', 'Borough of Broxbourne', 'borough of broxbourne', st_multi(b), 'FULL', st_pointonsurface(b), now(), now()
       from st_makeenvelope(-0.1, 51.7, 0, 51.8, 4326) b`,
    );
    await opened.owner.query(`insert into postcodes_a (postcode, district_code) values ('EN8 9LP', 'E07000095')`);
    expect(await loadSample(opened.database)).toEqual({ loaded: true, organisations: 170 });
    expect(await value(opened, `select name || ' ' || accuracy || ' ' || st_npoints(boundary) as v from areas where code = 'E07000095'`)).toBe('Borough of Broxbourne FULL 5');
    expect(await value(opened, 'select count(*)::int as v from postcodes')).toBe(1);
    const { data } = await opened.ask('{ organisations(first: 1, filter: { area: "E07000095", basis: SERVES }) { totalCount } }');
    expect(data).toEqual({ organisations: { totalCount: 11 } });
  });

  it('does nothing when it is there already', async () => {
    const before = await value(opened, `select string_agg(id::text || version || updated_at, ',' order by id) as v from organisations`);
    expect(await loadSample(opened.database)).toEqual({ loaded: false, organisations: 170 });
    expect(await value(opened, `select string_agg(id::text || version || updated_at, ',' order by id) as v from organisations`)).toEqual(before);
  });

  it('refuses, with what to run, when there are organisations of others', async () => {
    await opened.owner.query(`insert into organisations (id, name, sort_name, search_name, created_at, updated_at) values (gen_random_uuid(), 'Ours', 'ours', 'ours', now(), now())`);
    await expect(loadSample(opened.database)).rejects.toMatchObject({ name: 'SetUpError', message: expect.stringContaining('1 organisation'), remedy: expect.stringContaining('vcs-atlas sample') });
  });
});
