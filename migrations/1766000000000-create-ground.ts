import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every domain stands on: extensions, the two roles of the service (neither owns anything), the schema of
 * secrets (no grant for the public role at all) and the schema where imports stage their rows before publishing.
 */
export class CreateGround1766000000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create extension if not exists postgis;
      create extension if not exists pg_trgm;
      create extension if not exists btree_gist;
      create extension if not exists btree_gin;

      do $$ begin create role vcs_atlas_service nologin; exception when duplicate_object then null; end $$;
      do $$ begin create role vcs_atlas_public nologin; exception when duplicate_object then null; end $$;

      create schema secrets;
      create schema staging;
      grant usage on schema public to vcs_atlas_public, vcs_atlas_service;
      grant usage on schema secrets to vcs_atlas_service;
      grant usage, create on schema staging to vcs_atlas_service;

      create table import_batches (
        id uuid primary key,
        kind text not null,
        file_name text not null,
        options jsonb not null default '{}',
        host text not null,
        process_id integer not null,
        started_at timestamptz not null,
        published_at timestamptz,
        counts jsonb
      );
      comment on table import_batches is 'One row an import that published or is staging; unpublished ones of a process that is gone are swept.';
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    // Roles are shared by every database of a cluster and extensions may serve others: both stay.
    await run.query(`
      drop table import_batches;
      drop schema staging cascade;
      drop schema secrets cascade;
    `);
  }
}
