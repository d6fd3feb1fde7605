import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a caller's keys have brought about, so that a change sent twice is made once. */
export class CreateIdempotencyKeys1766000005000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table idempotency_keys (
        caller text not null,
        mutation text not null,
        key text not null constraint idempotency_keys_key_length check (char_length(key) between 1 and 200),
        input_hash bytea not null constraint idempotency_keys_input_hash_sha256 check (octet_length(input_hash) = 32),
        result_id uuid,
        created_at timestamptz not null,
        constraint idempotency_keys_pkey primary key (caller, mutation, key)
      );
      comment on column idempotency_keys.input_hash is 'SHA-256 of the input without its key; the input itself is kept nowhere here.';
      comment on column idempotency_keys.result_id is 'What the change left behind; null only within the transaction that makes it.';
      create index idempotency_keys_created_at on idempotency_keys (created_at);
      grant select, insert, update, delete on idempotency_keys to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table idempotency_keys');
  }
}
