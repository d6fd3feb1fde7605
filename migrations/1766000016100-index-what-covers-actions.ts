import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The reports of an action are found in the index alone: filters by rating or deadline over all plans ask it of every action. */
export class IndexWhatCoversActions1766000016100 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('drop index progress_report_actions_action_index');
    await run.query('create index progress_report_actions_action_index on progress_report_actions (action_id) include (report_id, plan_id, certain)');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop index progress_report_actions_action_index');
    await run.query('create index progress_report_actions_action_index on progress_report_actions (action_id)');
  }
}
