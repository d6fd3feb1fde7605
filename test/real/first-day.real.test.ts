import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { importAreaCodes } from '../../src/places/area-codes.import';
import { importAreaStatistics } from '../../src/places/area-statistics.import';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { importPostcodes } from '../../src/places/postcodes.import';
import { removeSample } from '../../src/sample/remove-sample';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

/** An analyst's first day: the sample out, the real lists in, and who is based where. */
const real = (path: string): string => join(process.env.ATLAS_REAL_DATA ?? '', path);
const rowsOf = (path: string): Record<string, string>[] => parse(readFileSync(real(path), 'utf8'), { columns: true, bom: true }) as Record<string, string>[];
const LISTS = { charities: 'organisations/charities-herts-derbys.csv', casc: 'organisations/cascs-herts-derbys.csv' } as const;
const OPERATION = readFileSync(join(__dirname, '../../schema/operations/coverage-by-district.graphql'), 'utf8');

interface Row {
  area: { code: string; accuracy: string };
  basedIn: { count: number };
  perThousand: { population: number; value: number };
  unknown: { withoutAreaServed: { count: number } };
}

let atlas: TestDatabase;
const rows = new Map<string, Row>();
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const { database } = atlas;
  await removeSample(database);
  await importBoundaries(database, testClock, { file: real('geo/districts-herts-derbys.geojson'), kind: 'DISTRICT', code: 'lad_code', name: 'lad_name', parent: 'county_code', parentName: 'county_name' });
  await importAreaCodes(database, testClock, { file: real('geo/gss-code-changes-england.csv') });
  await importPostcodes(database, testClock, { file: real('geo/postcodes-herts-derbys.csv') });
  await importAreaStatistics(database, testClock, { file: real('stats/districts-18-summary.csv'), code: 'lad_code', year: 2020, measures: { population_0_25: 'pop_0_25_mid2020' }, source: 'ONS mid-2020 estimates' });
  for (const layout of ['charities', 'casc'] as const) await importOrganisations(database, testClock, { file: real(LISTS[layout]), layout });
  for (const area of ['E10000015', 'E10000007']) {
    const { data } = await atlas.ask<{ coverage: { rows: Row[] } }>(OPERATION, { area });
    for (const row of data?.coverage.rows ?? []) rows.set(row.area.code, row);
  }
}, 240_000);
afterAll(() => atlas.close());

test('all eighteen districts say how many active organisations of the files are based in them', () => {
  const counted = new Map<string, number>();
  for (const row of Object.values(LISTS).flatMap(rowsOf)) if (row.active === 'True') counted.set(row.lad_code ?? '', (counted.get(row.lad_code ?? '') ?? 0) + 1);
  expect(counted.size).toBe(18);
  expect(new Map([...rows].map(([code, row]) => [code, row.basedIn.count]))).toEqual(counted);
});

test('the rates stand over the real numbers of young people, and the boundaries are no longer a sketch', () => {
  for (const row of rowsOf('stats/districts-18-summary.csv')) {
    expect(rows.get(row.lad_code ?? '')).toMatchObject({ perThousand: { population: Number(row.pop_0_25_mid2020) }, area: { accuracy: 'GENERALISED' } });
  }
});

test('what the files do not say is counted as not known: none of them names an area served', () => {
  for (const row of rows.values()) expect(row.unknown.withoutAreaServed.count).toBe(row.basedIn.count);
});
