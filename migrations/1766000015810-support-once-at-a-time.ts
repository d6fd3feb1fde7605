import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That one organisation supports another is said once for a day, as memberships are: a file finds it again by its days. */
export class SupportOnceAtATime1766000015810 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table supports add constraint supports_no_overlap
        exclude using gist (coalesce(supporter_id, supporter_id) with =, coalesce(supported_id, supported_id) with =, valid with &&);
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table supports drop constraint supports_no_overlap');
  }
}
