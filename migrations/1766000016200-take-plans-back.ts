import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * So that imports of plans, self-evaluations, replies and priorities can be taken back: which import said or reported what,
 * and that it was taken back. What the service only adds to is withdrawn, so that it can be told what was known until then;
 * rows that other rows stand in the way of are removed by functions of their owner, and only those that the import made.
 */
export class TakePlansBack1766000016200 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(SAID);
    await run.query(REPLIES);
    await run.query(REMOVED);
  }

  /** What was withdrawn would count again: it goes. */
  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function relink_plan_reviews(uuid[]);
      drop function remove_imported_rows(uuid, text, uuid[]);
      drop function evaluation_replies_since(uuid, timestamptz);
      drop function evaluation_answers_refer_to(uuid);
      drop function take_imported_replies_back(uuid);
      delete from reply_withdrawals where batch_id is not null;
      alter table reply_withdrawals drop column batch_id, drop column replies;
      select history.keep('reply_withdrawals', '{id}', 'r.round_id', 'self_evaluations');
      alter table evaluation_replies drop column batch_id;
      delete from by_whens where withdrawn_at is not null;
      drop index by_whens_revision_unique;
      alter table by_whens drop column withdrawn_at, add constraint by_whens_revision_unique unique (action_id, revision);
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');
      delete from position_statements where withdrawn_at is not null;
      alter table position_statements drop column batch_id, drop column withdrawn_at;
      delete from progress_reports where withdrawn_at is not null;
      alter table progress_reports drop column batch_id, drop column withdrawn_at;
    `);
  }
}

/** Reports and statements have no history of their own: imports before this are known by when they were published. */
const SAID = `
  alter table progress_reports add column batch_id uuid references import_batches (id), add column withdrawn_at timestamptz;
  comment on column progress_reports.batch_id is 'The import that brought it; null: it was recorded here.';
  comment on column progress_reports.withdrawn_at is 'When it was taken back with its import; from then on it does not count.';
  create index progress_reports_batch_index on progress_reports (batch_id) where batch_id is not null;

  alter table position_statements add column batch_id uuid references import_batches (id), add column withdrawn_at timestamptz;
  comment on column position_statements.batch_id is 'The import that brought it; null: it was said here.';
  comment on column position_statements.withdrawn_at is 'When it was taken back with its import; from then on it does not count.';
  create index position_statements_batch_index on position_statements (batch_id) where batch_id is not null;

  alter table by_whens add column withdrawn_at timestamptz;
  comment on column by_whens.withdrawn_at is 'When it was taken back with its import; from then on it does not count, and its number is free.';
  alter table by_whens drop constraint by_whens_revision_unique;
  create unique index by_whens_revision_unique on by_whens (action_id, revision) where withdrawn_at is null;
  select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');

  grant update (withdrawn_at) on progress_reports, position_statements, by_whens to vcs_atlas_service;

  with published as (
    select b.id, c.at, b.published_at as until, array(select distinct r.node_id from history.records r where r.change_number = c.number) as nodes
    from import_batches b join history.changes c on c.batch_id = b.id and c.kind = 'IMPORT' where b.kind = 'plan'
  ), reports as (
    update progress_reports r set batch_id = p.id from published p where r.source = 'PLAN' and r.part_of_id is null and r.plan_id = any(p.nodes) and r.recorded_at between p.at and p.until
  ) update position_statements s set batch_id = p.id from published p where s.plan_id = any(p.nodes) and s.recorded_at between p.at and p.until;
`;

/** All replies of an import bear one instant: that they bear its id too tells nothing more of any. */
const REPLIES = `
  alter table evaluation_replies add column batch_id uuid references import_batches (id);
  comment on column evaluation_replies.batch_id is 'The import that brought it; null: it was given in here.';
  create index evaluation_replies_batch_index on evaluation_replies (batch_id) where batch_id is not null;

  alter table reply_withdrawals add column batch_id uuid references import_batches (id), add column replies integer not null default 1 constraint reply_withdrawals_replies_positive check (replies > 0);
  comment on column reply_withdrawals.batch_id is 'The import that was taken back; null: a single form was withdrawn.';
  select history.keep('reply_withdrawals', '{id}', 'r.round_id', 'self_evaluations');

  -- Removes what an import brought, so that its numbers are free again. A form that was withdrawn by its number stays so.
  create function take_imported_replies_back(batch uuid) returns table (removed integer, withdrawn integer)
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      delete from evaluation_replies r where r.batch_id = batch and r.withdrawn_at is null;
      get diagnostics removed = row_count;
      select count(*)::int into withdrawn from evaluation_replies r where r.batch_id = batch;
      return next;
    end $$;
  -- Whether a question may go that an import had made.
  create function evaluation_answers_refer_to(question uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from evaluation_answers a where a.question_id = question)
  $$;
  create function evaluation_replies_since(round uuid, instant timestamptz) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from evaluation_replies r where r.round_id = round and r.recorded_at >= instant)
  $$;
`;

const REMOVED = `
  create function remove_imported_rows(batch uuid, of_table text, of_ids uuid[]) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      root text := case of_table when 'evaluation_evidence' then 'self_evaluations' when 'priorities' then 'priority_sets' end;
      node text := case of_table when 'evaluation_evidence' then 'round_id' when 'priorities' then 'set_id' end;
      removed integer;
    begin
      if root is null then raise exception 'Rows of % are not removed.', of_table; end if;
      -- What came with its node has no record of its own.
      execute format($sql$delete from %I t where t.id = any($1) and exists (
        select from history.changes c join history.records r on r.change_number = c.number
        where c.batch_id = $2 and c.kind = 'IMPORT' and r.node_id = t.%I and r.before is null
          and (r.table_name = %L and r.key->>'id' = t.id::text or r.table_name = %L and r.key->>'id' = t.%I::text))$sql$, of_table, node, of_table, root, node) using of_ids, batch;
      get diagnostics removed = row_count;
      return removed;
    end $$;

  -- A review that was due belonged to a body of the schedule: to one of its name that is there again.
  create function relink_plan_reviews(bodies uuid[]) returns void language sql security definer set search_path = public, pg_temp as $$
    update plan_reviews v set review_body_id = b.id from plan_review_bodies b
    where b.id = any(bodies) and v.plan_id = b.plan_id and v.review_body_id is null and v.due_on is not null and name_key(v.body) = b.body_key
  $$;

  revoke all on function take_imported_replies_back(uuid), evaluation_answers_refer_to(uuid), evaluation_replies_since(uuid, timestamptz), remove_imported_rows(uuid, text, uuid[]), relink_plan_reviews(uuid[]) from public;
  grant execute on function take_imported_replies_back(uuid), evaluation_answers_refer_to(uuid), evaluation_replies_since(uuid, timestamptz), remove_imported_rows(uuid, text, uuid[]), relink_plan_reviews(uuid[]) to vcs_atlas_service;
`;
