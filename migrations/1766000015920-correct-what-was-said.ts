import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * That a person said otherwise later: what a date means, and whether a text is a measure. What was said before stays on record,
 * so that it can be told what was known when.
 */
export class CorrectWhatWasSaid1766000015920 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table by_when_dates add column recorded_at timestamptz, add column withdrawn_at timestamptz;
      comment on column by_when_dates.recorded_at is 'When it was said, where that was later than what is said of the date as a whole.';
      comment on column by_when_dates.withdrawn_at is 'When a person said that it means something else; null: it holds.';
      alter table by_whens add column corrected_on date, add column corrected_by text, add column corrected_at timestamptz;
      comment on column by_whens.corrected_at is 'When it was last said that it means something else than was confirmed.';
      grant update (withdrawn_at) on by_when_dates to vcs_atlas_service;
      grant update (corrected_on, corrected_by, corrected_at) on by_whens to vcs_atlas_service;
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');

      alter table action_measures add column written text, add column settled text constraint action_measures_settled_known check (settled in ('MEASURE', 'NOT_A_MEASURE'));
      comment on column action_measures.written is 'As the file of the plan has it, where a person worded it otherwise; null: as it reads.';
      comment on column action_measures.settled is 'What a person said it is. What is none is kept, so that a file of the plan does not bring it again.';
      select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      delete from action_measures where settled = 'NOT_A_MEASURE';
      alter table action_measures drop column written, drop column settled;
      select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');
      delete from by_when_dates where withdrawn_at is not null;
      revoke update (withdrawn_at) on by_when_dates from vcs_atlas_service;
      alter table by_when_dates drop column recorded_at, drop column withdrawn_at;
      alter table by_whens drop column corrected_on, drop column corrected_by, drop column corrected_at;
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');
    `);
  }
}
