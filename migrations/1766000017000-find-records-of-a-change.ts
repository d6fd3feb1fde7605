import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who made a change is told by all that it touched: a page of history asks that of each change, which a summary by block answers slowly. */
export class FindRecordsOfAChange1766000017000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      drop index history.records_change_index;
      create index records_change_index on history.records (change_number);
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop index history.records_change_index;
      create index records_change_index on history.records using brin (change_number);
    `);
  }
}
