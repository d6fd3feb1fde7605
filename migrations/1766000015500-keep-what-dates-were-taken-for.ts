import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a person said what a date means, and why nobody knew before: so that it can be told what was known when. */
export class KeepWhatDatesWereTakenFor1766000015500 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table by_whens add column doubt text, add column confirmed_at timestamptz;
      comment on column by_whens.doubt is 'Why a person had to say what it means; null: nobody had to, or it was said before this was kept.';
      comment on column by_whens.confirmed_at is 'When it was said what it means.';
      grant update (doubt, confirmed_at) on by_whens to vcs_atlas_service;
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table by_whens drop column doubt, drop column confirmed_at;
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');
    `);
  }
}
