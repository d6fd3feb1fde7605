import type { PoolClient } from 'pg';
import type { ImportContext } from '../../intake/import-run';
import { inTransaction } from '../../intake/transaction';
import { STAGED_COLUMNS } from './staged-organisations';

/** Rows of a slice to begin with on the embedded engine; adapted to the time that a slice takes. */
const FIRST_SLICE = 1_000;
const SMALLEST_SLICE = 200;
const LARGEST_SLICE = 20_000;
/** Milliseconds that a slice should take: the engine answers nobody else meanwhile. */
const AIM = 300;

/** The tables of one import: what the file says, what it says of whom, and what is to stand afterwards. */
export class Staging {
  /** One row a good row of the file, see `STAGED_COLUMNS`. */
  readonly rows: string;
  /** Its registrations: n, scheme, value, id, first. */
  readonly identifiers: string;
  /** The organisations that are there already: n, organisation_id. */
  readonly found: string;
  /** The records of this source that are there already: source_key, organisation_id. */
  readonly keys: string;
  /** Registered addresses that are new or differ, as they are in truth, with their district. */
  readonly places: string;
  /** What each organisation is to be: is_new, touched, and its columns. */
  readonly next: string;

  /** @param highest the largest n. */
  constructor(
    readonly context: ImportContext,
    private highest = 0,
  ) {
    const { batch } = context;
    this.rows = batch.stagingTable('rows');
    this.identifiers = batch.stagingTable('identifiers');
    this.found = batch.stagingTable('found');
    this.keys = batch.stagingTable('keys');
    this.places = batch.stagingTable('places');
    this.next = batch.stagingTable('next');
  }

  async create(): Promise<void> {
    const { client } = this.context;
    const columns = STAGED_COLUMNS.map(({ name, type }) => `${name} ${type}`);
    await client.query(`create unlogged table ${this.rows} (${columns.join(', ')})`);
    await client.query(`create unlogged table ${this.identifiers} (n integer, scheme text, value text, id uuid, first boolean)`);
    await client.query(`create unlogged table ${this.found} (n integer, organisation_id uuid, by_key boolean)`);
    await client.query(`create unlogged table ${this.keys} (source_key text, organisation_id uuid)`);
    await client.query(
      `create unlogged table ${this.places} (n integer, id uuid, organisation_id uuid, service_id uuid, kind text, visibility text, name text, address text, postcode text,
        longitude float8, latitude float8, point geometry, district_id uuid)`,
    );
    await client.query(
      `create unlogged table ${this.next} (n integer, id uuid, is_new boolean, touched boolean, version integer, service_id uuid, umbrella_id uuid, name text, sort_name text,
        search_name text, other_names text[], legal_form text, sector text, is_provider boolean, infrastructure text, description text, website text, founded_on date,
        assured_on date, assured_by text, directory_area_id uuid, based_in_id uuid, shown_point geometry, income numeric, income_year integer, size_band text,
        serves_under_26 boolean, has_category boolean)`,
    );
  }

  /** After loading: the rows can be found by number. */
  async loaded(highest: number): Promise<void> {
    this.highest = highest;
    await this.indexed(this.rows, 'n');
  }

  /** Makes rows of a table quick to find, and tells the planner how many there are. */
  async indexed(table: string, columns: string): Promise<void> {
    await this.context.client.query(`create index on ${table} (${columns})`);
    await this.context.client.query(`analyze ${table}`);
  }

  async count(): Promise<{ created: number; updated: number; unchanged: number }> {
    const counted = await this.context.client.query(
      `select count(*) filter (where is_new)::int as created, count(*) filter (where touched)::int as updated, count(*) filter (where not is_new and not touched)::int as unchanged from ${this.next}`,
    );
    return counted.rows[0] as { created: number; updated: number; unchanged: number };
  }

  /**
   * Runs a statement over all rows, `:from < n <= :to`: at once on a server, on the embedded engine in slices that
   * take about a third of a second each. @param values what the statement names besides. @returns the rows of all slices.
   */
  async each<Row>(sql: string, values: Values = {}, client: PoolClient = this.context.client): Promise<Row[]> {
    return this.sliced(async (from, to) => (await client.query(named(sql, { ...values, from, to }))).rows as Row[]);
  }

  /** The same where the truth of masked places or contacts is read: each slice in a transaction with its viewer. */
  async eachCleared<Row>(sql: string, values: Values = {}): Promise<Row[]> {
    const { client } = this.context;
    return this.sliced((from, to) =>
      inTransaction(client, async () => {
        await beCleared(client);
        return (await client.query(named(sql, { ...values, from, to }))).rows as Row[];
      }),
    );
  }

  /** The same for work that is more than one statement. */
  async eachSlice(work: (from: number, to: number) => Promise<void>): Promise<void> {
    await this.sliced(async (from, to) => {
      await work(from, to);
      return [];
    });
  }

  private async sliced<Row>(work: (from: number, to: number) => Promise<Row[]>): Promise<Row[]> {
    if (this.context.engine === 'server') return work(0, this.highest);
    const rows: Row[] = [];
    let size = FIRST_SLICE;
    for (let from = 0; from < this.highest; ) {
      const to = Math.min(this.highest, from + size);
      const began = performance.now();
      for (const row of await work(from, to)) rows.push(row);
      const wanted = (size * AIM) / Math.max(1, performance.now() - began);
      size = Math.round(Math.min(LARGEST_SLICE, size * 2, Math.max(SMALLEST_SLICE, size / 2, wanted)));
      from = to;
    }
    return rows;
  }
}

type Values = Readonly<Record<string, unknown>>;

/** A statement with `:name` for its values, as the driver takes it. A colon before a letter stands nowhere else in it. */
export function named(sql: string, values: Values): { text: string; values: unknown[] } {
  const used: string[] = [];
  const text = sql.replace(/(?<![:\w]):([a-z]\w*)/gi, (_, name: string) => {
    if (!(name in values)) throw new Error(`The statement names :${name}, which has no value.`);
    if (!used.includes(name)) used.push(name);
    return `$${used.indexOf(name) + 1}`;
  });
  return { text, values: used.map((name) => values[name]) };
}

/** Within a transaction: what it reads and writes of the secrets it does for those who look after them. */
export async function beCleared(client: PoolClient): Promise<void> {
  await client.query(`select set_config('atlas.viewer_role', 'ADMIN', true)`);
}
