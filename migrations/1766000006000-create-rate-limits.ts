import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the processes of the service have leased of each caller's budget of requests. */
export class CreateRateLimits1766000006000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    // Unlogged: a crash forgets at most a minute of counting.
    await run.query(`
      create unlogged table rate_limits (
        caller text constraint rate_limits_pkey primary key,
        window_start timestamptz not null,
        leased integer not null constraint rate_limits_leased_not_negative check (leased >= 0),
        granted integer not null constraint rate_limits_granted_not_negative check (granted >= 0)
      ) with (fillfactor = 50);
      comment on column rate_limits.caller is 'A hash of who asks; rows of callers who have left are deleted.';
      comment on column rate_limits.leased is 'Requests of the window that processes have leased together; granted: by the last lease.';
      grant select, insert, update, delete on rate_limits to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table rate_limits');
  }
}
