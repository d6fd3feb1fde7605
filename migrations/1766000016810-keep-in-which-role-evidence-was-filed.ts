import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who coordinates an area is named to those who look after the entry alone: evidence has to know whether it was one who filed it. */
export class KeepInWhichRoleEvidenceWasFiled1766000016810 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('alter table evidence add column filed_role text');
    await run.query(`comment on column evidence.filed_role is 'The role of who filed it; null: not known, so it may have been a coordinator.'`);
    // What came with a file was filed by the import itself.
    await run.query(`update evidence set filed_role = 'ADMIN' where batch_id is not null`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table evidence drop column filed_role');
  }
}
