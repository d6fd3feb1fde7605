import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What else a review saw: who led, its date, its measures, and where we were up to. Of reviews before it is not known. */
export class FreezeWhatReviewsSaw1766000015910 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table plan_review_actions add column by_when text, add column revision integer, add column understood text, add column lead_ids uuid[], add column measures jsonb, add column stands_at text;
      comment on column plan_review_actions.by_when is 'Its date as written; null: none.';
      comment on column plan_review_actions.understood is 'Its date as understood, to be compared with; null: the review was recorded before this was kept, as were the columns beside it.';
      comment on column plan_review_actions.lead_ids is 'Who led it, in the order of the plan; one that has become another is the other.';
      comment on column plan_review_actions.stands_at is 'Where we were up to; empty: nothing was said.';
      -- A lead that is another one by another name goes into it, in what reviews saw too.
      grant update (lead_ids) on plan_review_actions to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      revoke update (lead_ids) on plan_review_actions from vcs_atlas_service;
      alter table plan_review_actions drop column by_when, drop column revision, drop column understood, drop column lead_ids, drop column measures, drop column stands_at;
    `);
  }
}
