import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which action of the version before an action was carried over. */
export class CarryActionsOver1766000014700 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table actions add column carried_from_id uuid references actions (id) on delete set null constraint actions_carried_from_other check (carried_from_id <> id);
      create unique index actions_carried_from_index on actions (carried_from_id);
      select history.keep('actions', '{id}', 'r.plan_id', 'plans');
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table actions drop column carried_from_id;
      select history.keep('actions', '{id}', 'r.plan_id', 'plans');
    `);
  }
}
