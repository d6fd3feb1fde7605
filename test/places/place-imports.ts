import { join } from 'node:path';
import { importBoundaries, type BoundaryImportOptions } from '../../src/places/area-boundaries.import';
import type { ImportOutcome } from '../../src/intake/outcome';
import { type TestDatabase, testClock } from '../support';

export function fixture(name: string): string {
  return join(__dirname, '../fixtures/places', name);
}

/** Imports a fixture of districts, with the properties that all of them have. */
export function importDistricts(at: TestDatabase, name: string, options: Partial<BoundaryImportOptions> = {}): Promise<ImportOutcome> {
  return importBoundaries(at.database, testClock, { file: fixture(name), kind: 'DISTRICT', code: 'code', name: 'name', parent: 'county', parentName: 'county_name', ...options });
}

export async function rowsOf<Row>(at: TestDatabase, sql: string, params: unknown[] = []): Promise<Row[]> {
  return (await at.owner.query(sql, params)).rows as Row[];
}

/** What imports leave behind for as long as they run. */
export async function leftovers(at: TestDatabase): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    at,
    `select ((select count(*) from pg_class where relnamespace = 'staging'::regnamespace) + (select count(*) from import_batches where published_at is null))::int as count`,
  );
  return row?.count ?? -1;
}

/** Takes everything out again that these imports bring in: a database for each test would take minutes. */
export async function emptyPlaces(at: TestDatabase): Promise<void> {
  await at.owner.query(`
    truncate areas, postcodes_a, postcodes_b, postcodes_c, import_batches cascade;
    update postcode_releases set source = null, published_at = null, batch_id = null, former = null;
    delete from measures where unit in ('count', 'rate');`);
}
