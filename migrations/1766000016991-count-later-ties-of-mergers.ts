import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Going back behind a change of another entry adds to what a merger had moved: that is no change of the merger. */
export class CountLaterTiesOfMergers1766000016991 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`select history.keep('organisation_merges', '{id}', 'r.kept_id', 'organisations', follows => '{moved}')`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`select history.keep('organisation_merges', '{id}', 'r.kept_id', 'organisations')`);
  }
}
