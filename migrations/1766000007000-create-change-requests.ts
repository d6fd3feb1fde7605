import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What editors ask to have changed of that on which commissioners rely; it waits for a coordinator. */
export class CreateChangeRequests1766000007000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table change_requests (
        id uuid primary key,
        organisation_id uuid not null references organisations (id) on delete cascade,
        asked jsonb not null,
        requested_by text not null,
        requested_at timestamptz not null,
        note text,
        state text not null default 'PENDING' constraint change_requests_state_known check (state in ('PENDING', 'APPROVED', 'REFUSED')),
        decided_by text,
        decided_at timestamptz,
        reason text,
        constraint change_requests_decided_whole check ((state = 'PENDING') = (decided_at is null)),
        constraint change_requests_refused_why check (state <> 'REFUSED' or btrim(reason) <> '')
      );
      create index change_requests_organisation_index on change_requests (organisation_id);
      create index change_requests_pending_index on change_requests (requested_at, id) where state = 'PENDING';
      grant select, insert, update on change_requests to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table change_requests');
  }
}
