import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool, type PoolClient } from 'pg';
import { DataSource, MigrationExecutor, type MigrationInterface, type QueryRunner } from 'typeorm';
import { SetUpError } from '../errors';
import type { Target } from './connection';

const MIGRATIONS_DIR = join(__dirname, '../../migrations');
const SOURCE_DIR = join(__dirname, '..');
/** Views may build on those of the domains before them. */
const DOMAINS_IN_ORDER = ['history', 'places', 'organisations', 'representation', 'engagement', 'funding', 'training', 'eligibility', 'plans', 'coverage'];
/** Any number, the same everywhere: two processes that migrate at once take turns. */
const MIGRATION_LOCK = 7_246_001;

type MigrationClass = new () => MigrationInterface;

export function migrationFiles(): string[] {
  return readdirSync(MIGRATIONS_DIR).filter((name) => /^\d+-.*\.(js|ts)$/.test(name) && !name.endsWith('.d.ts')).sort();
}

function migrationClasses(): MigrationClass[] {
  return migrationFiles().flatMap((file) => {
    const loaded: Record<string, unknown> = require(join(MIGRATIONS_DIR, file)) as Record<string, unknown>;
    return Object.values(loaded).filter((one): one is MigrationClass => typeof one === 'function');
  });
}

/** The masked views of all domains: their public interface to readers. Made anew after every migration, not versioned. */
export function viewScripts(): { name: string; sql: string }[] {
  return DOMAINS_IN_ORDER.filter((domain) => existsSync(join(SOURCE_DIR, domain))).flatMap((domain) =>
    readdirSync(join(SOURCE_DIR, domain))
      .filter((file) => file.endsWith('.view.sql'))
      .sort()
      .map((file) => ({ name: `${domain}/${file}`, sql: readFileSync(join(SOURCE_DIR, domain, file), 'utf8') })),
  );
}

/**
 * Brings the database to the newest migration and makes the views anew, all in one transaction: it either all
 * happened or nothing did. Returns the names of the migrations that ran.
 */
export async function migrate(target: Target, loginUser?: string): Promise<string[]> {
  return asOwner(target, async (run, executor) => {
    const done = await executor.executePendingMigrations();
    await makeViews(run);
    if (loginUser !== undefined) await allowLogin(run, loginUser);
    return done.map((migration) => migration.name);
  });
}

/**
 * Takes the newest migration back, and the views with it: those that suit what remains are made by the release that
 * ended there, when it migrates. All of it happens or nothing does. @returns its name; null when none is left.
 */
export async function undoLastMigration(target: Target): Promise<string | null> {
  return asOwner(target, async (run, executor) => {
    const [newest] = await executor.getExecutedMigrations();
    if (newest === undefined) return null;
    if (!migrationClasses().some(({ name }) => name === newest.name)) {
      throw new SetUpError(`The newest migration here, ${newest.name}, is none of this release.`, 'Take it back with the release that it came with: vcs-atlas migrate --undo');
    }
    await run.query('drop schema if exists shown cascade');
    await executor.undoLastMigration();
    return newest.name;
  });
}

/** Work on the database's structure, in one transaction and in turn with others that migrate. */
async function asOwner<Result>(target: Target, work: (run: QueryRunner, executor: MigrationExecutor) => Promise<Result>): Promise<Result> {
  const owner = await openOwner(target);
  try {
    const run = owner.createQueryRunner();
    try {
      await requirePostgis(run);
      await run.startTransaction();
      await run.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      const executor = new MigrationExecutor(owner, run);
      executor.transaction = 'none';
      const result = await work(run, executor);
      await run.commitTransaction();
      return result;
    } catch (error) {
      if (run.isTransactionActive) await run.rollbackTransaction();
      throw error;
    } finally {
      await run.release();
    }
  } finally {
    await owner.destroy();
  }
}

/**
 * Migrates where a migration or a view is new. Making all views anew is one transaction, for which the embedded
 * engine's other clients wait, so a command does it only when it must. Returns the names of the migrations that ran.
 */
export async function bringUpToDate(target: Target): Promise<string[]> {
  const owner = new Pool({ ...target.pool('owner', 'migrate'), max: 1 });
  owner.on('error', () => undefined);
  try {
    const current = (await hasViewsOfThisRelease(owner)) && (await pendingMigrations(owner)).length === 0;
    return current ? [] : await migrate(target);
  } finally {
    await owner.end();
  }
}

/** The schema of the views bears the fingerprint of the scripts that made them, and loses it when anyone makes them anew. */
export async function hasViewsOfThisRelease(asked: Pool | PoolClient): Promise<boolean> {
  const { rows } = await asked.query<{ made: string | null }>(`select obj_description(to_regnamespace('shown'), 'pg_namespace') as made`);
  return rows[0]?.made === viewsFingerprint();
}

function viewsFingerprint(): string {
  return createHash('sha256').update(JSON.stringify(viewScripts())).digest('hex');
}

/** Names of migrations that the code has and the database has not. */
export async function pendingMigrations(pool: Pool): Promise<string[]> {
  const wanted = migrationClasses().map((one) => one.name);
  const table = await pool.query("select to_regclass('public.migrations') is not null as there");
  if (!(table.rows[0] as { there: boolean }).there) return wanted;
  const done = await pool.query('select name from public.migrations');
  const names = new Set((done.rows as { name: string }[]).map((row) => row.name));
  return wanted.filter((name) => !names.has(name));
}

async function openOwner(target: Target): Promise<DataSource> {
  const { connectionString, ...extra } = target.pool('owner', 'migrate');
  const source = new DataSource({ type: 'postgres', ...(connectionString === undefined ? {} : { url: connectionString }), extra, migrations: migrationClasses(), installExtensions: false });
  return source.initialize();
}

async function requirePostgis(run: QueryRunner): Promise<void> {
  const rows = (await run.query(`select 1 from pg_available_extensions where name = 'postgis'`)) as unknown[];
  if (rows.length === 0) {
    throw new SetUpError('This PostgreSQL server has no PostGIS.', 'Debian and Ubuntu: apt-get install postgresql-15-postgis-3, then: vcs-atlas migrate');
  }
}

async function makeViews(run: QueryRunner): Promise<void> {
  await run.query('drop schema if exists shown cascade');
  await run.query('create schema shown');
  for (const script of viewScripts()) await run.query(script.sql);
  await run.query(`
    grant usage on schema shown to vcs_atlas_public, vcs_atlas_service;
    grant select on all tables in schema shown to vcs_atlas_service;
    grant select on public.migrations to vcs_atlas_public, vcs_atlas_service;
  `);
  // What only a cleared viewer may read is named so, and the public role is not let near it.
  const open = (await run.query(`select c.relname as name from pg_class c where c.relnamespace = 'shown'::regnamespace and c.relkind = 'v' and c.relname not like '%\\_cleared'`)) as { name: string }[];
  for (const view of open) await run.query(`grant select on shown.${view.name} to vcs_atlas_public`);
  await run.query(`comment on schema shown is '${viewsFingerprint()}'`);
}

async function allowLogin(run: QueryRunner, loginUser: string): Promise<void> {
  await run.query(`do $$ begin
    if not pg_has_role(${literal(loginUser)}, 'vcs_atlas_service', 'member') then
      execute format('grant vcs_atlas_service, vcs_atlas_public to %I', ${literal(loginUser)});
    end if;
  end $$`);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
