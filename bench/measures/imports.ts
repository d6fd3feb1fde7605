import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { systemClock } from '../../src/clock';
import type { Database } from '../../src/database/database';
import type { ImportOutcome } from '../../src/intake/outcome';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { importPostcodes } from '../../src/places/postcodes.import';
import { copyDatabase, dropDatabase, withDatabase, withOwner } from '../support/databases';
import { organisationFile } from '../support/organisation-file';
import { postcodeFile } from '../support/postcodes';
import { atLeast, type Line } from '../support/report';
import { median, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';

const ROUNDS = 3;
const ORGANISATIONS = { full: 100_000, quick: 10_000 };
const DATABASE = 'bench_import';
/** What an import of organisations writes, in an order that foreign keys allow. */
const ORGANISATION_TABLES = [
  'organisations', 'organisation_statuses', 'identifiers', 'organisation_facts', 'services', 'categorisations', 'areas_served', 'places', 'secrets.places',
  'contacts', 'secrets.contacts', 'community_links', 'memberships', 'record_sources',
] as const;

interface Job {
  readonly title: string;
  readonly tables: readonly string[];
  run(database: Database): Promise<ImportOutcome>;
}

/** The service's imports, publishing included, against COPY of the rows that they leave into the same emptied tables. */
export async function measureImports(bench: Bench): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-import-'));
  try {
    const jobs = [...postcodeJobs(bench), await organisationJob(bench, folder)];
    const lines: Line[] = [];
    for (const job of jobs) lines.push(await measureJob(bench, job, folder));
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function postcodeJobs({ realData }: Bench): Job[] {
  if (realData === undefined) return [];
  return [{ title: 'postcodes of England', tables: ['postcodes_a', 'postcodes_b', 'postcodes_c'], run: (database) => importPostcodes(database, systemClock, { file: postcodeFile(realData) }) }];
}

async function organisationJob({ cluster, quick }: Bench, folder: string): Promise<Job> {
  const size = quick ? ORGANISATIONS.quick : ORGANISATIONS.full;
  const file = join(folder, 'organisations.csv');
  writeFileSync(file, await withOwner(cluster, 'bench_base', (owner) => organisationFile(owner, size)));
  return { title: `${size.toLocaleString('en-GB')} organisations`, tables: ORGANISATION_TABLES, run: (database) => importOrganisations(database, systemClock, { file, layout: 'generic' }) };
}

async function measureJob(bench: Bench, job: Job, folder: string): Promise<Line> {
  const { cluster } = bench;
  const imported: number[] = [];
  const copied: number[] = [];
  await copyDatabase(cluster, 'bench_base', DATABASE);
  try {
    await withDatabase(cluster, DATABASE, (database) =>
      withOwner(cluster, DATABASE, async (owner) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          await empty(owner, job.tables);
          imported.push(
            await seconds(async () => {
              const outcome = await job.run(database);
              if (outcome.verdict !== 'PUBLISHED') throw new Error(`${job.title}: ${outcome.verdict} ${JSON.stringify(outcome.refusedRows.slice(0, 3))}`);
            }),
          );
          const left = await save(owner, job.tables, folder);
          await empty(owner, job.tables);
          copied.push(await seconds(() => copyBack(owner, left)));
        }
      }),
    );
  } finally {
    await dropDatabase(cluster, DATABASE);
  }
  bench.say(`  import of ${job.title}: ${median(imported).toFixed(1)} s; COPY of the same rows ${median(copied).toFixed(1)} s`);
  return atLeast(`import of ${job.title}, rows/s ÷ COPY`, ratioOf(copied, imported), 0.4);
}

async function empty(owner: Client, tables: readonly string[]): Promise<void> {
  await owner.query(`truncate ${tables.join(', ')} cascade`);
}

interface Saved {
  readonly table: string;
  readonly columns: string;
  readonly file: string;
}

async function save(owner: Client, tables: readonly string[], folder: string): Promise<Saved[]> {
  const saved: Saved[] = [];
  for (const table of tables) {
    const found = await owner.query(`select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, [table]);
    const { columns } = found.rows[0] as { columns: string };
    const file = join(folder, `${table}.copy`);
    await pipeline(owner.query(copyTo(`copy ${table} (${columns}) to stdout`)), createWriteStream(file));
    saved.push({ table, columns, file });
  }
  return saved;
}

async function copyBack(owner: Client, saved: readonly Saved[]): Promise<void> {
  for (const { table, columns, file } of saved) await pipeline(createReadStream(file), owner.query(copyFrom(`copy ${table} (${columns}) from stdin`)));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
