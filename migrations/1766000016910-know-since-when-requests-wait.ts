import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request names whole lists: what came to one of them since must be known before it is approved. And it follows its organisation into another. */
export class KnowSinceWhenRequestsWait1766000016910 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table change_requests add column asked_after bigint;
      comment on column change_requests.asked_after is 'The number of the change with which it was asked; what it asks for was looked at by then.';
      update change_requests r set asked_after = coalesce((select max(c.number) from history.changes c where c.at <= r.requested_at), 0);
      alter table change_requests alter column asked_after set not null;

      with recursive merged (id, into_id) as (
        select id, merged_into_id from organisations where merged_into_id is not null
        union select m.id, o.merged_into_id from merged m join organisations o on o.id = m.into_id where o.merged_into_id is not null
      )
      update change_requests r set organisation_id = m.into_id from merged m join organisations o on o.id = m.into_id and o.merged_into_id is null
      where r.organisation_id = m.id;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table change_requests drop column asked_after');
  }
}
