import type { MigrationInterface, QueryRunner } from 'typeorm';

/** So that who changed what is not kept for ever: the change stays, its author's name and note go when they have had their time. */
export class ForgetAuthors1766000016600 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      -- The service may forget what is old, never what it just did: six years by the server's own clock.
      create function history.forget_authors(before timestamptz) returns integer
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare forgotten integer;
        begin
          if before > statement_timestamp() - interval '71 months' then
            raise exception 'Authors of changes are kept for six years.' using errcode = '42501';
          end if;
          update history.changes c set subject = null, note = null where c.at < before and num_nonnulls(c.subject, c.note) > 0;
          get diagnostics forgotten = row_count;
          return forgotten;
        end $$;
      revoke all on function history.forget_authors(timestamptz) from public;
      grant execute on function history.forget_authors(timestamptz) to vcs_atlas_service;
      grant delete on change_requests to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      revoke delete on change_requests from vcs_atlas_service;
      drop function history.forget_authors(timestamptz);
    `);
  }
}
