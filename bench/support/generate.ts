import type { Client } from 'pg';
import { bulkLoader } from '../../src/intake/bulk-loader';
import { deriveSql } from '../../src/organisations/derived';
import { TRUTH_COLUMNS, writePlaces } from '../../src/organisations/place-writing';
import { addOrganisation, COLUMNS, noRows, type Rows, type TableName } from './organisation-rows';
import { Random } from './random';
import { readSetting } from './setting';

const AT_ONCE = 10_000;
const SEED = 2_026;

/**
 * Fills a migrated database, which has areas, postcodes and terms, with organisations: the same ones everywhere.
 * Rows come in by COPY; masks and derived columns are the service's own statements.
 */
export async function generateOrganisations(owner: Client, size: number): Promise<void> {
  const setting = await readSetting(owner, size);
  const random = new Random(SEED);
  await owner.query(`set session_replication_role = replica`);
  await owner.query(`create unlogged table given_places (id uuid, organisation_id uuid, service_id uuid, kind text, visibility text, name text, address text, postcode text, longitude float8, latitude float8)`);
  for (let from = 0; from < size; from += AT_ONCE) {
    const rows = noRows();
    for (let at = from; at < Math.min(size, from + AT_ONCE); at += 1) addOrganisation(rows, random, at, setting);
    await copyRows(owner, rows);
  }
  await writePlaces(owner, `(select ${TRUTH_COLUMNS} from given_places)`);
  // With triggers again, so that what the service notes of written organisations is noted of these.
  await owner.query('set session_replication_role = default');
  await owner.query(deriveSql('select id from organisations'));
  await owner.query('drop table given_places');
  await owner.query('vacuum full analyze organisations');
  await owner.query('vacuum analyze');
}

async function copyRows(owner: Client, rows: Rows): Promise<void> {
  const loader = bulkLoader('server');
  for (const [table, columns] of Object.entries(COLUMNS) as [TableName, readonly string[]][]) {
    const of = rows[table];
    await loader.load(owner, table, columns.map((name) => ({ name, type: 'text' })), (async function* () { yield* of; })());
  }
}
