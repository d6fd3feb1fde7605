import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Client } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { systemClock } from '../../src/clock';
import type { Database } from '../../src/database/database';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { foldName } from '../../src/text/fold';
import { Random } from './random';

const NAMESPACE = '5f0c9a58-6f2d-4d0e-9a53-0f6f6c1f5f11';
const ENGLAND = 'E92000001';
const PATCHES = 100;

export const idOf = (code: string): string => uuidv5(code, NAMESPACE);

interface Region {
  readonly lad_code: string;
  readonly county_code: string;
  readonly region_code: string;
  readonly region_name: string;
}

/** Districts with boundaries, in counties where there are some, in regions, in England; with population and patches of CVSs. */
export async function loadAreas(database: Database, owner: Client, realData: string | undefined, root: string): Promise<void> {
  const idFor = idOf;
  if (realData === undefined) {
    await importBoundaries(database, systemClock, {
      file: join(root, 'sample/outlines.geojson'), kind: 'DISTRICT', code: 'code', name: 'name', parent: 'parent', parentName: 'parentName', accuracy: 'SCHEMATIC', idFor,
    });
  } else {
    await importBoundaries(database, systemClock, {
      file: join(realData, 'geo/districts-england-20m.geojson'), kind: 'DISTRICT', code: 'lad_code', name: 'lad_name', parent: 'county_code', parentName: 'county_name', idFor,
    });
  }
  await addRegions(owner, realData);
  await addPatches(owner);
  await addPopulation(owner);
  await owner.query('select rebuild_area_closures()');
  await owner.query(`update areas set sector = '{VOLUNTARY,COMMUNITY,SOCIAL_ENTERPRISE}' where kind = 'COUNTY' and code <= 'E10000018'`);
}

async function addRegions(owner: Client, realData: string | undefined): Promise<void> {
  const found = await owner.query(`select a.code, coalesce(p.code, '') as county from areas a left join areas p on p.id = a.parent_id where a.kind = 'DISTRICT'`);
  const districts = found.rows as { code: string; county: string }[];
  const regions: Region[] =
    realData === undefined
      ? districts.map(({ code, county }) => ({ lad_code: code, county_code: county, ...(county === 'E10000015' ? { region_code: 'E12000006', region_name: 'East of England' } : { region_code: 'E12000004', region_name: 'East Midlands' }) }))
      : (parse(readFileSync(join(realData, 'geo/lads-england.csv')), { columns: true }) as Region[]);
  await addArea(owner, ENGLAND, 'COUNTRY', 'England', null);
  for (const [code, name] of new Map(regions.map((row) => [row.region_code, row.region_name]))) await addArea(owner, code, 'REGION', name, ENGLAND);
  for (const row of regions) {
    await owner.query('update areas set parent_id = $1 where code = $2 and parent_id is null', [idOf(row.region_code), row.county_code || row.lad_code]);
  }
}

async function addArea(owner: Client, code: string, kind: string, name: string, parent: string | null): Promise<void> {
  await owner.query(
    `insert into areas (id, code, kind, name, sort_name, parent_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, '2026-01-01Z', '2026-01-01Z')`,
    [idOf(code), code, kind, name, foldName(name), parent === null ? null : idOf(parent)],
  );
}

/** Patches that cover one district whole and a part of the next, as those of councils for voluntary service do. */
async function addPatches(owner: Client): Promise<void> {
  const found = await owner.query(`select id, name from areas where kind = 'DISTRICT' order by code`);
  const districts = found.rows as { id: string; name: string }[];
  for (let at = 0; at < Math.min(PATCHES, districts.length - 1); at += 1) {
    const [one, other] = [districts[at], districts[at + 1]];
    if (one === undefined || other === undefined) continue;
    const code = `PATCH-${at}`;
    await addArea(owner, code, 'CVS_PATCH', `${one.name} and beyond`, null);
    await owner.query('insert into area_overlaps (area_id, other_id, share) values ($1, $2, 1), ($3, $2, 0.4)', [one.id, idOf(code), other.id]);
  }
}

async function addPopulation(owner: Client): Promise<void> {
  const random = new Random(25);
  const found = await owner.query(`select id from areas where kind = 'DISTRICT' order by code`);
  for (const { id } of found.rows as { id: string }[]) {
    await owner.query(`insert into area_statistics (area_id, measure, year, value, source) values ($1, 'population_0_25', 2024, $2, 'Invented for the benchmark')`, [id, random.between(20_000, 90_000)]);
  }
}
