import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Forms have numbers, so that one is not entered twice and a wrong one can be taken out. What is kept of a number is its
 * digest. A reply that was withdrawn counts no more; that one was, when, by whom and why is on record, not which nor what it
 * said. Nobody reads replies for that: the functions, with their owner's rights, answer which forms are known and no more.
 */
export class WithdrawReplies1766000015600 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table evaluation_replies add column form_key text, add column withdrawn_at timestamptz;
      comment on column evaluation_replies.form_key is 'Digest of the round and the number of the form; null: it had none.';
      comment on column evaluation_replies.withdrawn_at is 'From when it does not count.';
      create unique index evaluation_replies_form_unique on evaluation_replies (round_id, form_key);

      create table reply_withdrawals (
        id uuid primary key,
        round_id uuid not null references self_evaluations (id) on delete cascade,
        reason text not null constraint reply_withdrawals_reason_not_blank check (btrim(reason) <> ''),
        withdrawn_by text,
        recorded_at timestamptz not null
      );
      comment on table reply_withdrawals is 'A row for each reply that was withdrawn. Not which: nobody is to be known by it.';
      create index reply_withdrawals_round_index on reply_withdrawals (round_id);
      grant select, insert on reply_withdrawals to vcs_atlas_service;
      select history.keep('reply_withdrawals', '{id}', 'r.round_id', 'self_evaluations');

      create function evaluation_forms_known(round uuid, keys text[]) returns table (form_key text, withdrawn boolean)
        language sql stable security definer set search_path = public, pg_temp as $$
        select r.form_key, r.withdrawn_at is not null from evaluation_replies r where r.round_id = round and r.form_key = any(keys)
      $$;
      create function withdraw_evaluation_reply(round uuid, key text, at timestamptz) returns boolean
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update evaluation_replies r set withdrawn_at = at where r.round_id = round and r.form_key = key and r.withdrawn_at is null;
          return found;
        end $$;
      revoke all on function evaluation_forms_known(uuid, text[]), withdraw_evaluation_reply(uuid, text, timestamptz) from public;
      grant execute on function evaluation_forms_known(uuid, text[]), withdraw_evaluation_reply(uuid, text, timestamptz) to vcs_atlas_service;
    `);
  }

  /** What was withdrawn would count again: it goes. */
  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function withdraw_evaluation_reply(uuid, text, timestamptz);
      drop function evaluation_forms_known(uuid, text[]);
      drop table reply_withdrawals;
      delete from history.recorded_tables where table_name = 'reply_withdrawals';
      delete from evaluation_replies where withdrawn_at is not null;
      alter table evaluation_replies drop column form_key, drop column withdrawn_at;
    `);
  }
}
