import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a person said which actions an update covers: it covers no other any more. Added once, never rewritten. */
export class CreateReportSplits1766000014600 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table progress_report_splits (
        report_id uuid primary key references progress_reports (id) on delete cascade,
        plan_id uuid not null references plans (id) on delete cascade,
        split_by text,
        recorded_at timestamptz not null
      );
      alter table progress_reports add column part_of_id uuid references progress_reports (id) on delete cascade;
      comment on column progress_reports.part_of_id is 'The update of which it is a part, since a person split it.';
      create index progress_reports_part_of_index on progress_reports (part_of_id) where part_of_id is not null;
      grant select, insert on progress_report_splits to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table progress_report_splits; alter table progress_reports drop column part_of_id;');
  }
}
