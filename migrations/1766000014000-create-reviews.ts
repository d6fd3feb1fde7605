import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who reviews a plan how often, what each review saw, and with whom a plan is shared. What a review saw is added once
 * and never rewritten.
 */
export class CreateReviews1766000014000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(SCHEDULE);
    await run.query(REVIEWS);
    await run.query(SHARING);
    await run.query(RIGHTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop table plan_channels, plan_audiences, plan_review_actions, plan_reviews, plan_review_bodies;
      delete from history.recorded_tables where table_name in ('plan_review_bodies', 'plan_audiences', 'plan_channels');
    `);
  }
}

const KINDS = `('INTERNAL', 'EXTERNAL_VERIFICATION')`;

const SCHEDULE = `
  create table plan_review_bodies (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    body text not null constraint plan_review_bodies_not_blank check (btrim(body) <> ''),
    body_key text generated always as (name_key(body)) stored,
    times_a_year integer not null constraint plan_review_bodies_times check (times_a_year between 1 and 12),
    kind text not null constraint plan_review_bodies_kind_known check (kind in ${KINDS}),
    counted_from date,
    note text
  );
  comment on column plan_review_bodies.counted_from is 'The day from which its reviews are counted; null: the first day of the plan.';
  create unique index plan_review_bodies_unique on plan_review_bodies (plan_id, body_key) where body_key <> 'erased';
`;

const REVIEWS = `
  create table plan_reviews (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    review_body_id uuid references plan_review_bodies (id) on delete set null,
    body text not null constraint plan_reviews_body_not_blank check (btrim(body) <> ''),
    kind text not null constraint plan_reviews_kind_known check (kind in ${KINDS}),
    reviewed_on date not null,
    due_on date,
    outcome text,
    internal_note text,
    recorded_by text,
    recorded_at timestamptz not null,
    constraint plan_reviews_due_once unique (review_body_id, due_on)
  );
  comment on column plan_reviews.due_on is 'The day for which the review was due; null: it was not due.';
  comment on column plan_reviews.internal_note is 'For those who are signed in.';
  create index plan_reviews_plan_index on plan_reviews (plan_id, reviewed_on);

  create table plan_review_actions (
    review_id uuid not null references plan_reviews (id) on delete cascade,
    action_id uuid not null,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    number text not null,
    text text not null,
    rag text not null constraint plan_review_actions_rag_known check (rag in ('GREEN', 'AMBER', 'RED', 'NOT_RATED')),
    achieved boolean not null,
    due_on date,
    due_state text not null,
    by_when_id uuid references by_whens (id) on delete cascade,
    report_id uuid references progress_reports (id) on delete cascade,
    primary key (review_id, action_id),
    constraint plan_review_actions_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  comment on table plan_review_actions is 'How each action stood on the day of a review, as was known when the review was recorded.';
  comment on column plan_review_actions.report_id is 'The latest report that said something of it for everyone.';
  create index plan_review_actions_action_index on plan_review_actions (action_id);
`;

const SHARING = `
  create table plan_audiences (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    level text not null constraint plan_audiences_level_known check (level in ('LOCAL', 'REGIONAL', 'NATIONAL')),
    audience text not null constraint plan_audiences_not_blank check (btrim(audience) <> ''),
    audience_key text generated always as (name_key(audience)) stored
  );
  create unique index plan_audiences_unique on plan_audiences (plan_id, audience_key) where audience_key <> 'erased';

  create table plan_channels (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    channel text not null constraint plan_channels_not_blank check (btrim(channel) <> ''),
    channel_key text generated always as (name_key(channel)) stored
  );
  create unique index plan_channels_unique on plan_channels (plan_id, channel_key) where channel_key <> 'erased';
`;

const RIGHTS = `
  grant select, insert, update, delete on plan_review_bodies, plan_audiences, plan_channels to vcs_atlas_service;
  grant select, insert on plan_reviews, plan_review_actions to vcs_atlas_service;

  select history.keep('plan_review_bodies', '{id}', 'r.plan_id', 'plans');
  select history.keep('plan_audiences', '{id}', 'r.plan_id', 'plans');
  select history.keep('plan_channels', '{id}', 'r.plan_id', 'plans');
`;
