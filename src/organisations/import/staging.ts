import type { PoolClient } from 'pg';
import type { ImportContext } from '../../intake/import-run';
import { inTransaction } from '../../intake/transaction';
import { STAGED_COLUMNS } from './staged-organisations';

/** How large the slices are in which the embedded engine works: rows at first, at least and at most, and milliseconds. */
interface Pace {
  readonly first: number;
  readonly fewest: number;
  readonly most: number;
  readonly aim: number;
}

/** Beside the live tables: readers come in between two slices. */
const STAGING: Pace = { first: 1_000, fewest: 200, most: 20_000, aim: 300 };
/** Within the transaction that publishes readers wait for all of it, so that fewer and larger slices are better. */
const PUBLISHING: Pace = { first: 5_000, fewest: 2_000, most: 20_000, aim: 1_500 };

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
  /** What each organisation is to be: is_new, touched, and its columns. Once compared, those that change nothing are out. */
  readonly next: string;
  /** All that the file has, whether they change or not: n, organisation_id. */
  readonly seen: string;

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
    this.seen = batch.stagingTable('seen');
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
    await client.query(`create unlogged table ${this.seen} (n integer, organisation_id uuid)`);
  }

  /** After loading: the rows can be found by number. */
  async loaded(highest: number): Promise<void> {
    this.highest = highest;
    await this.indexed(this.rows, 'n', 'source_key');
  }

  /** Makes rows of a table quick to find, and tells the planner how many there are. @param joined other columns to join by. */
  async indexed(table: string, columns: string, ...joined: string[]): Promise<void> {
    await this.context.client.query(`create index on ${table} (${columns})`);
    // Of those columns alone: descriptions and addresses are joined by nobody, and dear to sample.
    await this.context.client.query(`analyze ${table} (${[columns, ...joined].join(', ')})`);
  }

  async count(): Promise<{ created: number; updated: number; unchanged: number }> {
    const counted = await this.context.client.query(
      `select count(*) filter (where is_new)::int as created, count(*) filter (where touched)::int as updated, count(*) filter (where not is_new and not touched)::int as unchanged from ${this.next}`,
    );
    return counted.rows[0] as { created: number; updated: number; unchanged: number };
  }

  /** After comparing: leaves what changes something, so that publishing looks at nothing else. */
  async compared(): Promise<void> {
    await this.each(`insert into ${this.seen} (n, organisation_id) select x.n, x.id from ${this.next} x where x.n > :from and x.n <= :to`);
    await this.indexed(this.seen, 'n');
    await this.each(`delete from ${this.next} x where x.n > :from and x.n <= :to and not x.is_new and not x.touched`);
    await this.context.client.query(`analyze ${this.next} (n, id, is_new, touched)`);
  }

  /**
   * Runs a statement over all rows, `:from < n <= :to`: at once on a server, on the embedded engine in slices that
   * take about a third of a second each. @param values what the statement names besides. @returns the rows of all slices.
   */
  async each<Row>(sql: string, values: Values = {}): Promise<Row[]> {
    const { client } = this.context;
    return this.sliced(STAGING, async (from, to) => (await client.query(named(sql, { ...values, from, to }))).rows as Row[]);
  }

  /** The same where the truth of masked places or contacts is read: each slice in a transaction with its viewer. */
  async eachCleared<Row>(sql: string, values: Values = {}): Promise<Row[]> {
    const { client } = this.context;
    return this.sliced(STAGING, (from, to) =>
      inTransaction(client, async () => {
        await beCleared(client);
        return (await client.query(named(sql, { ...values, from, to }))).rows as Row[];
      }),
    );
  }

  /** The same within the transaction that publishes. */
  async write(client: PoolClient, sql: string, values: Values = {}): Promise<void> {
    await this.writeSlices(async (from, to) => void (await client.query(named(sql, { ...values, from, to }))));
  }

  async writeSlices(work: (from: number, to: number) => Promise<void>): Promise<void> {
    await this.sliced(PUBLISHING, async (from, to) => {
      await work(from, to);
      return [];
    });
  }

  private async sliced<Row>({ first, fewest, most, aim }: Pace, work: (from: number, to: number) => Promise<Row[]>): Promise<Row[]> {
    if (this.context.engine === 'server') return work(0, this.highest);
    const rows: Row[] = [];
    let size = first;
    for (let from = 0; from < this.highest; ) {
      const to = Math.min(this.highest, from + size);
      const began = performance.now();
      for (const row of await work(from, to)) rows.push(row);
      const wanted = (size * aim) / Math.max(1, performance.now() - began);
      size = Math.round(Math.min(most, size * 2, Math.max(fewest, size / 2, wanted)));
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
